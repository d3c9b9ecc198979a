package server

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/web"
)

// numberRow is a number of an uploaded file.
type numberRow struct {
	line         int
	number, kind string
	taken        bool
	reference    numberReference
}

// numberList is the XML form of numbers, in uploads, exports and what Take answers.
type numberList struct {
	XMLName xml.Name     `xml:"SerialNumbers"`
	Type    string       `xml:"type,attr,omitempty"`
	Count   int          `xml:"count,attr,omitempty"`
	Numbers []numberItem `xml:"SN"`
}

type numberItem struct {
	ID      string `xml:"id,attr"`
	Type    string `xml:"type,attr,omitempty"`
	State   string `xml:"state,attr,omitempty"`
	RefSN   string `xml:"refSN,attr,omitempty"`
	RefPN   string `xml:"refPN,attr,omitempty"`
	Station string `xml:"stationName,attr,omitempty"`
}

// numberFormat is how the query's format, xml or csv, is written.
func numberFormat(q *web.Query, absent string) (func(kind string, all []serialNumber) (any, error), error) {
	format := q.Text("format")
	if format == "" {
		format = absent
	}
	switch strings.ToLower(format) {
	case "xml":
		return writeNumberXML, nil
	case "csv":
		return writeNumberCSV, nil
	}
	return nil, fault.New(fault.Validation, "format cannot be %q: use csv or xml", format)
}

func writeNumberXML(kind string, all []serialNumber) (any, error) {
	list := numberList{Type: kind, Count: len(all)}
	for _, n := range all {
		list.Numbers = append(list.Numbers, numberItem{
			ID: n.SerialNumber, State: n.State, RefSN: orEmpty(n.ReferenceSerialNumber),
			RefPN: orEmpty(n.ReferencePartNumber), Station: orEmpty(n.StationName),
		})
	}
	data, err := xml.Marshal(list)
	return web.File{Type: "application/xml; charset=utf-8", Data: data}, err
}

// numberColumnNames head the columns of a CSV file, which a reader may have in any order.
var numberColumnNames = []string{"SerialNumber", "Type", "State", "RefSN", "RefPN", "StationName"}

func writeNumberCSV(_ string, all []serialNumber) (any, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(numberColumnNames) // a Buffer takes everything
	for _, n := range all {
		_ = w.Write([]string{
			n.SerialNumber, n.SerialNumberType, n.State, orEmpty(n.ReferenceSerialNumber), orEmpty(n.ReferencePartNumber), orEmpty(n.StationName),
		})
	}
	w.Flush()
	return web.File{Type: "text/csv; charset=utf-8", Name: "serial_numbers.csv", Data: b.Bytes()}, w.Error()
}

// readNumberFile reads the numbers of an upload, which is CSV or XML, alone or as the file of a form. kind is the type of
// those that name none.
func readNumberFile(r *http.Request, kind string) ([]numberRow, error) {
	data, err := web.Body(r)
	if err != nil {
		return nil, err
	}
	if data, err = fileOfForm(r.Header.Get("Content-Type"), data); err != nil {
		return nil, err
	}
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	read := readNumberCSV
	if bytes.HasPrefix(data, []byte("<")) {
		read = readNumberXML
	}
	rows, err := read(data, kind)
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.Validation, "the file has no serial numbers").
			WithHint("write a line for each, with the columns SerialNumber and Type, or XML as Take answers it")
	}
	return rows, err
}

// fileOfForm is the file of a form, or the body itself when it is no form.
func fileOfForm(contentType string, body []byte) ([]byte, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media != "multipart/form-data" {
		return body, nil
	}
	form := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, fault.New(fault.Validation, "the form has no file")
		}
		if part.FileName() != "" {
			data, err := io.ReadAll(part)
			if err != nil {
				return nil, fault.Wrap(fault.Validation, err, "the form is cut off")
			}
			return data, nil
		}
	}
}

func readNumberXML(data []byte, kind string) ([]numberRow, error) {
	var list numberList
	if err := xml.Unmarshal(data, &list); err != nil {
		return nil, fault.Wrap(fault.Validation, err, "the file is not the XML of serial numbers").
			WithHint(`write <SerialNumbers type="..."><SN id="..."/></SerialNumbers>`)
	}
	if list.Type != "" {
		kind = list.Type
	}
	var rows []numberRow
	for i, n := range list.Numbers {
		row := numberRow{line: i + 1, number: n.ID, kind: kind, reference: numberReference{n.RefSN, n.RefPN, n.Station}}
		if n.Type != "" {
			row.kind = n.Type
		}
		if err := row.setState(n.State); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// readNumberCSV reads lines of numbers. A first line of column names says what the columns are; without one they are the
// number and its type.
func readNumberCSV(data []byte, kind string) ([]numberRow, error) {
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.FieldsPerRecord, reader.TrimLeadingSpace = separatorOf(data), -1, true
	columns := []string{"number", "type"}
	var rows []numberRow
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.Wrap(fault.Validation, err, "the file is not CSV")
		}
		row := numberRow{kind: kind}
		row.line, _ = reader.FieldPos(0)
		if head := headOf(record); row.line == 1 && head != nil {
			columns = head
			continue
		}
		if err := row.fill(columns, record); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
}

// separatorOf is what parts the columns of the first line.
func separatorOf(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	for _, c := range []rune{';', '\t'} {
		if bytes.ContainsRune(line, c) {
			return c
		}
	}
	return ','
}

// columnsByName are the names that a column may have, in lower case and without blanks, and the column that they mean.
var columnsByName = map[string]string{
	"serialnumber": "number", "serial": "number", "sn": "number", "id": "number",
	"type": "type", "typename": "type", "serialnumbertype": "type",
	"state": "state",
	"refsn": "refSN", "referenceserialnumber": "refSN",
	"refpn": "refPN", "referencepartnumber": "refPN",
	"stationname": "station", "station": "station",
}

// headOf are the columns that a line of column names names, "" for one that is not read; nil when the line is none. A
// number and then its type, which may well be "Serial Number", are no names.
func headOf(record []string) []string {
	var columns []string
	for _, name := range record {
		columns = append(columns, columnsByName[strings.ToLower(strings.NewReplacer(" ", "", "_", "").Replace(name))])
	}
	if at := slices.Index(columns, "number"); at < 0 || at == 1 && columns[0] == "" {
		return nil
	}
	return columns
}

// fill takes the values of a line.
func (row *numberRow) fill(columns, record []string) error {
	for i, value := range record {
		if value = strings.TrimSpace(value); i >= len(columns) || value == "" {
			continue
		}
		switch columns[i] {
		case "number":
			row.number = value
		case "type":
			row.kind = value
		case "state":
			if err := row.setState(value); err != nil {
				return err
			}
		case "refSN":
			row.reference.serial = value
		case "refPN":
			row.reference.part = value
		case "station":
			row.reference.station = value
		}
	}
	return nil
}

func (row *numberRow) setState(text string) error {
	state, err := numberState(text)
	if err != nil {
		return fault.Wrap(fault.Validation, err, "line %d", row.line)
	}
	row.taken = state == stateTaken
	return nil
}

// numberState reads a state in the words that clients have for it; empty is either.
func numberState(text string) (string, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "all":
		return "", nil
	case "free", "available", "unused":
		return stateFree, nil
	case "taken", "used", "reserved", "allocated":
		return stateTaken, nil
	}
	return "", fault.New(fault.Validation, "the state of serial numbers cannot be %q: use Free or Taken", text)
}
