package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// SerialNumberType is a kind of serial numbers with its pool.
type SerialNumberType struct {
	Name           string                 `lua:"name" json:"name" doc:"Name of the type."`
	Description    string                 `lua:"description" json:"description" doc:"Free text."`
	Format         string                 `lua:"format" json:"format" doc:"How its numbers are written."`
	RegEx          string                 `lua:"reg_ex" json:"regEx" doc:"Regular expression that its numbers match."`
	Identifier     SerialNumberIdentifier `lua:"identifier" json:"identifier" doc:"What its numbers are."`
	IdentifierName string                 `lua:"identifier_name" json:"identifierName" doc:"What its numbers are, as people read it."`
}

// SerialNumber is a number of a pool.
type SerialNumber struct {
	SerialNumber          string `lua:"serial_number" json:"serialNumber" doc:"The number."`
	SerialNumberType      string `lua:"serial_number_type" json:"serialNumberType" doc:"Its type."`
	State                 string `lua:"state" json:"state" doc:"Free or Taken."`
	UploadedUTC           string `lua:"uploaded_utc" json:"uploadedUtc" doc:"When it came into the pool."`
	TakenUTC              string `lua:"taken_utc" json:"takenUtc" doc:"When it was taken."`
	ReferenceSerialNumber string `lua:"reference_serial_number" json:"referenceSerialNumber" doc:"Serial number of the unit for which it was taken."`
	ReferencePartNumber   string `lua:"reference_part_number" json:"referencePartNumber" doc:"Part number of the unit for which it was taken."`
	StationName           string `lua:"station_name" json:"stationName" doc:"Station that took it."`
}

// SerialNumberRange is a run of numbers that follow one another.
type SerialNumberRange struct {
	SerialNumberType string `lua:"serial_number_type" json:"serialNumberType" doc:"Type of the numbers."`
	StartAddress     string `lua:"start_address" json:"startAddress" doc:"The first number."`
	EndAddress       string `lua:"end_address" json:"endAddress" doc:"The last number."`
	Count            int    `lua:"count" json:"count" doc:"How many there are."`
	State            string `lua:"state" json:"state" doc:"Free or Taken."`
}

// PoolStatistics say how full pools are.
type PoolStatistics struct {
	SerialNumberType string           `lua:"serial_number_type" json:"serialNumberType" doc:"Type of the numbers; absent for all types together."`
	Total            int              `lua:"total" json:"total" doc:"Numbers in all."`
	Free             int              `lua:"free" json:"free" doc:"Numbers that can be taken."`
	Taken            int              `lua:"taken" json:"taken" doc:"Numbers that were taken."`
	NextFree         string           `lua:"next_free" json:"nextFree" doc:"The number that is handed out next."`
	Types            []PoolStatistics `lua:"types" json:"types" doc:"The same of each type, where none was asked for."`
}

const numbersRoute = productionRoute + "SerialNumbers"

type takeArgs struct {
	TypeName    string `lua:"type_name,required" query:"serialNumberType" doc:"Type of the numbers."`
	Count       int    `lua:"count" query:"quantity" default:"1" doc:"How many to take."`
	ReferenceSN string `lua:"reference_sn" query:"refSN" doc:"Serial number of the unit that they are for."`
	ReferencePN string `lua:"reference_pn" query:"refPN" doc:"Part number of the unit that they are for."`
	StationName string `lua:"station_name" query:"stationName" doc:"Station that takes them."`
}

type numberRangeArgs struct {
	TypeName   string `lua:"type_name,required" query:"typeName" doc:"Type of the numbers."`
	FromSerial string `lua:"from_serial,required" query:"from" doc:"The first number."`
	ToSerial   string `lua:"to_serial,required" query:"to" doc:"The last number."`
}

type numberReferenceArgs struct {
	TypeName        string `lua:"type_name,required" query:"typeName" doc:"Type of the numbers."`
	ReferenceSerial string `lua:"reference_serial" query:"referenceSerialNumber" doc:"Serial number of the unit that they are for."`
	ReferencePart   string `lua:"reference_part" query:"referencePartNumber" doc:"Part number of the unit that they are for."`
}

type importArgs struct {
	FileContent *string `lua:"file_content" body:"content" doc:"The content itself: CSV with the columns SerialNumber and Type, or XML."`
	ContentType string  `lua:"content_type" default:"text/csv" doc:"text/csv, or application/xml."`
	upload
}

type exportArgs struct {
	TypeName string `lua:"type_name,required" query:"typeName" doc:"Type of the numbers."`
	State    string `lua:"state" query:"state" doc:"Free or Taken; both when not given."`
	Format   string `lua:"format" query:"format" default:"csv" doc:"csv or xml."`
	download
	strict
}

type numberSearchArgs struct {
	SerialNumberType string  `lua:"serial_number_type,required" query:"serialNumberType" doc:"Type of the numbers."`
	StartAddress     string  `lua:"start_address,required" query:"startAddress" doc:"The first number."`
	EndAddress       string  `lua:"end_address,required" query:"endAddress" doc:"The last number."`
	StartDate        Instant `lua:"start_date" query:"startDate" doc:"Only what was taken, or else uploaded, from then on."`
	EndDate          Instant `lua:"end_date" query:"endDate" doc:"Only what was taken, or else uploaded, until then."`
}

type numberCountArgs struct {
	SerialNumberType string  `lua:"serial_number_type,required" query:"serialNumberType" doc:"Type of the numbers."`
	StartAddress     string  `lua:"start_address" query:"startAddress" doc:"The first number."`
	EndAddress       string  `lua:"end_address" query:"endAddress" doc:"The last number."`
	FromDate         Instant `lua:"from_date" query:"fromDate" doc:"Only what was taken, or else uploaded, from then on."`
	ToDate           Instant `lua:"to_date" query:"toDate" doc:"Only what was taken, or else uploaded, until then."`
	strict
}

type rangesArgs struct {
	Ranges []modules.Record[SerialNumberRange] `lua:"ranges,required" body:"whole" doc:"The ranges, as get_serial_number_ranges gives them."`
}

type numberTypeArgs struct {
	SerialNumberType string `lua:"serial_number_type" query:"serialNumberType" doc:"Type of the numbers; all types when not given."`
	strict
}

// aPool begins an example with a pool of three numbers.
const aPool = `wats.production.import_serial_numbers("SerialNumber;Type\nSN-1;Board\nSN-2;Board\nSN-3;Board\n")
`

func serialNumberOperations() []declaration {
	const internal = internalProductionRoute + "SerialNumbers"
	return []declaration{
		op[noArguments, []SerialNumberType]("get_serial_number_types", "List the types of serial numbers.", "GET "+numbersRoute+"/Types",
			show(`wats.production.get_serial_number_types()[1].identifier`, `"IMEI"`)),
		op[takeArgs, []string]("allocate_serial_numbers", "Take free serial numbers out of a pool. None is handed out twice.", "POST "+numbersRoute+"/Take",
			lenient(mustExist), prepares(checkCount), reads(readTaken),
			note("Raises when there are none: nobody looks at a list that is empty. The request is never sent twice by itself."),
			show(aPool+`return table.concat(wats.production.allocate_serial_numbers("Board", 2), " ")`, `"SN-1 SN-2"`)),
		op[numberRangeArgs, []SerialNumber]("find_serial_numbers_in_range", "List the numbers from one to another.", "GET "+numbersRoute+"/ByRange",
			show(aPool+`return #wats.production.find_serial_numbers_in_range("Board", "SN-2", "SN-9")`, "2")),
		op[numberReferenceArgs, []SerialNumber]("find_serial_numbers_by_reference", "List the numbers that were taken for a unit or for the units of a product.", "GET "+numbersRoute+"/ByReference",
			prepares(checkReference),
			show(aPool+`wats.production.allocate_serial_numbers{type_name = "Board", reference_sn = "U-1"}
return wats.production.find_serial_numbers_by_reference("Board", "U-1")[1].serial_number`, `"SN-1"`)),
		op[importArgs, bool]("import_serial_numbers", "Put the numbers of a file into their pools. Those that are there stay as they are.", "PUT "+numbersRoute,
			sends("text/csv"), prepares(typeContent), succeeds, note("Takes a file on disk too. What the server refuses raises."),
			show(`wats.production.import_serial_numbers([[<SerialNumbers type="Board"><SN id="SN-1"/></SerialNumbers>]], "application/xml")`, "true")),
		op[exportArgs, string]("export_serial_numbers", "Fetch the numbers of a pool as a file.", "GET "+numbersRoute, accepts("text/csv"), prepares(acceptFormat), lenient(missingIsNil),
			show(aPool+`return wats.production.export_serial_numbers("Board"):match("SN%-3,Board,Free") ~= nil`, "true")),
		op[numberSearchArgs, []SerialNumber]("find_serial_numbers", "List the numbers from one to another, of a time.", "GET "+internal,
			show(aPool+`return #wats.production.find_serial_numbers{serial_number_type = "Board", start_address = "SN-1", end_address = "SN-2"}`, "2")),
		op[numberCountArgs, int]("get_serial_number_count", "Count the numbers of a pool, or of a part of it.", "GET "+internal+"/Count", lenient(missingIsNil), reads(readNumber),
			show(aPool+`return wats.production.get_serial_number_count("Board")`, "3")),
		op[rangesArgs, any]("free_serial_numbers", "Give taken numbers back to their pools.", "PUT "+internal+"/Free", prepares(checkRanges),
			note("The ranges are sent, and must be complete. "+asAnswered+"how many were freed, and refuses numbers that units carry."),
			show(aPool+`wats.production.allocate_serial_numbers("Board", 2)
return wats.production.free_serial_numbers{{serial_number_type = "Board", start_address = "SN-2", end_address = "SN-2"}}.freed`, "1")),
		op[numberTypeArgs, []SerialNumberRange]("get_serial_number_ranges", "List the ranges of numbers that follow one another and are in the same state.", "GET "+internal+"/Ranges",
			show(aPool+`return wats.production.get_serial_number_ranges("Board")[1].end_address`, `"SN-3"`)),
		op[numberTypeArgs, PoolStatistics]("get_serial_number_statistics", "How full a pool is, or all pools are.", "GET "+internal+"/Statistics", lenient(missingIsNil),
			show(aPool+`return wats.production.get_serial_number_statistics("Board").next_free`, `"SN-1"`)),
	}
}

func checkCount(_ context.Context, in *takeArgs, _ *request) error {
	if in.Count < 1 {
		return fault.New(fault.Usage, "count must be 1 or more, got %d", in.Count)
	}
	return nil
}

func checkReference(_ context.Context, in *numberReferenceArgs, _ *request) error {
	if in.ReferenceSerial == "" && in.ReferencePart == "" {
		return fault.New(fault.Usage, "reference_serial or reference_part is required")
	}
	return nil
}

// checkRanges refuses a list that would free nothing, or that leaves a bound open.
func checkRanges(_ context.Context, in *rangesArgs, _ *request) error {
	if len(in.Ranges) == 0 {
		return fault.New(fault.Usage, "ranges must not be empty")
	}
	return nil
}

// typeContent sends the file as what the script says that it is.
func typeContent(_ context.Context, in *importArgs, r *request) error {
	r.mime = in.ContentType
	return notBlank("content_type", in.ContentType)
}

// acceptFormat asks for the type of the format.
func acceptFormat(_ context.Context, in *exportArgs, r *request) error {
	switch in.Format {
	case "csv":
	case "xml":
		r.accept = strings.Replace(r.accept, "text/csv", "application/xml", 1)
	default:
		return fault.New(fault.Usage, "format must be csv or xml, got %q", in.Format)
	}
	return nil
}

func readNumber(_ *numberCountArgs, a *response) (any, error) {
	n := 0
	err := unmarshal(a, &n)
	return n, err
}

// readTaken reads the numbers in whichever form a server gives them: XML, a JSON list, or one alone.
func readTaken(_ *takeArgs, a *response) (any, error) {
	text := bytes.TrimSpace(a.body)
	var numbers []string
	var err error
	switch {
	case isPage(a):
		err = noJSON(a, "a list of serial numbers")
	case text[0] == '<':
		numbers, err = numbersInXML(text)
	case text[0] == '[':
		numbers, err = numbersInList(a)
	case text[0] == '"':
		numbers = []string{""}
		err = unmarshal(a, &numbers[0])
	case bytes.ContainsAny(text, "{}<> \t\r\n"):
		err = noJSON(a, "a list of serial numbers")
	default:
		numbers = []string{string(text)}
	}
	if err == nil && len(numbers) == 0 {
		err = noJSON(a, "a list of serial numbers")
	}
	return numbers, err
}

// numbersInXML are the ids of all elements SN.
func numbersInXML(text []byte) ([]string, error) {
	var numbers []string
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return numbers, nil
		}
		if err != nil {
			return nil, fault.Wrap(fault.Server, err, "the serial numbers of the server cannot be read: %s", excerpt(text))
		}
		start, ok := token.(xml.StartElement)
		if !ok || !strings.EqualFold(start.Name.Local, "SN") {
			continue
		}
		for _, attribute := range start.Attr {
			if strings.EqualFold(attribute.Name.Local, "id") {
				numbers = append(numbers, attribute.Value)
			}
		}
	}
}

// numbersInList are the items of a list of texts or numbers, with all their digits.
func numbersInList(a *response) ([]string, error) {
	var items []any
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.UseNumber()
	if err := decoder.Decode(&items); err != nil {
		return nil, noJSON(a, "a list of serial numbers")
	}
	numbers := make([]string, len(items))
	for i, item := range items {
		switch item := item.(type) {
		case string:
			numbers[i] = item
		case json.Number:
			numbers[i] = item.String()
		default:
			return nil, noJSON(a, "a list of serial numbers")
		}
	}
	return numbers, nil
}
