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
	columns := []string{"serialnumber", "type"}
	var rows []numberRow
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.Wrap(fault.Validation, err, "the file is not CSV")
		}
		if head := headOf(record); rows == nil && head != nil {
			columns = head
			continue
		}
		row := numberRow{kind: kind}
		row.line, _ = reader.FieldPos(0)
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

// headOf is a line of column names, as fill knows them; nil when the line is none.
func headOf(record []string) []string {
	var names []string
	for _, name := range record {
		names = append(names, strings.ToLower(strings.NewReplacer(" ", "", "_", "").Replace(name)))
	}
	if slices.ContainsFunc(names, func(name string) bool { return slices.Contains([]string{"serialnumber", "serial", "sn", "id"}, name) }) {
		return names
	}
	return nil
}

// fill takes the values of a line. Columns of other names are not read.
func (row *numberRow) fill(columns, record []string) error {
	for i, value := range record {
		if value = strings.TrimSpace(value); i >= len(columns) || value == "" {
			continue
		}
		switch columns[i] {
		case "serialnumber", "serial", "sn", "id":
			row.number = value
		case "type", "typename", "serialnumbertype":
			row.kind = value
		case "state":
			if err := row.setState(value); err != nil {
				return err
			}
		case "refsn", "referenceserialnumber":
			row.reference.serial = value
		case "refpn", "referencepartnumber":
			row.reference.part = value
		case "stationname", "station":
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
