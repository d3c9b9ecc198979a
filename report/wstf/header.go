package wstf

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// header is what the keys above and below the steps say about a report.
type header struct {
	args         report.UUTArgs
	operation    string // the operation's name
	operationSet bool   // its code is given
	result       report.Status
	local, utc   string // the start, as written
	errorCode    *int
	errorMessage string
	infos, units []row
}

// keys are the header keys in lower case and what they set. A key that is not here is a misc info.
var keys = map[string]func(h *header, value string, o Options) error{
	"serialnumber":      into(func(h *header) *string { return &h.args.SerialNumber }),
	"partnumber":        into(func(h *header) *string { return &h.args.PartNumber }),
	"revision":          into(func(h *header) *string { return &h.args.Revision }),
	"operationtypename": into(func(h *header) *string { return &h.operation }),
	"errormessage":      into(func(h *header) *string { return &h.errorMessage }),
	"startdatetime":     into(func(h *header) *string { return &h.local }),
	"utcstartdatetime":  into(func(h *header) *string { return &h.utc }),
	"stationname":       into(func(h *header) *string { return &h.args.StationName }),
	"operatorname":      into(func(h *header) *string { return &h.args.Operator }),
	"fixtureid":         into(func(h *header) *string { return &h.args.FixtureID }),
	"softwarename":      into(func(h *header) *string { return &h.args.SequenceName }),
	"softwareversion":   into(func(h *header) *string { return &h.args.SequenceVersion }),
	"batchserialnumber": into(func(h *header) *string { return &h.args.BatchNumber }),
	"comment":           into(func(h *header) *string { return &h.args.Comment }),
	"operationtypecode": (*header).setOperation,
	"uutstatus":         (*header).setResult,
	"convertermode":     (*header).setMode,
	"executiontime": func(h *header, value string, o Options) (err error) {
		h.args.ExecTime, err = optionalNumber(value, o)
		return err
	},
	"errorcode": func(h *header, value string, _ Options) (err error) {
		h.errorCode, err = optionalInt(value, math.MaxInt32)
		return err
	},
	"testsocketindex": func(h *header, value string, _ Options) (err error) {
		h.args.SocketIndex, err = optionalInt(value, math.MaxInt16)
		return err
	},
}

func into(field func(*header) *string) func(*header, string, Options) error {
	return func(h *header, value string, _ Options) error {
		*field(h) = value
		return nil
	}
}

// readHeader takes the facts in order; where a key comes again, the last one counts.
func readHeader(b *block, o Options) *header {
	h := &header{args: report.UUTArgs{
		OperationType: o.OperationCode, SequenceName: o.SequenceName, SequenceVersion: o.SequenceVersion, Mode: o.Defaults.Mode,
		AllowProblematicCharacters: true, // the unit is named already, nobody can choose another name
	}}
	for _, r := range b.facts {
		if err := h.take(r, o); err != nil {
			b.add(r.line, "%s: %v", r.get(0), err)
		}
	}
	if err := h.settle(o); err != nil {
		b.add(b.header.line, "%v", err)
	}
	return h
}

func (h *header) take(r row, o Options) error {
	key, value := r.get(0), r.get(1)
	if strings.EqualFold(key, "Subunit") {
		h.units = append(h.units, r)
		return nil
	}
	if value == "" {
		return nil
	}
	if set, ok := keys[strings.ToLower(key)]; ok {
		return set(h, value, o)
	}
	h.infos = append(h.infos, r)
	return nil
}

func (h *header) setOperation(value string, _ Options) error {
	code, err := optionalInt(value, math.MaxInt16)
	if err == nil {
		h.args.OperationType, h.operationSet = *code, true
	}
	return err
}

func (h *header) setResult(value string, _ Options) (err error) {
	h.result, err = report.ParseStatus(value)
	if err == nil && h.result != report.Passed && !h.result.IsFailure() {
		err = fault.New(fault.Validation, "%s is no verdict of a unit", value).WithHint("use Passed, Failed, Error or Terminated")
	}
	return err
}

func (h *header) setMode(value string, _ Options) (err error) {
	h.args.Mode, err = report.ParseMode(value)
	return err
}

// settle draws what follows from several keys together.
func (h *header) settle(o Options) error {
	if code, known := o.Operations[h.operation]; known && !h.operationSet {
		h.args.OperationType = code
	}
	start, err := h.start(o.Zone)
	h.args.StartTime = report.NewTime(start)
	return err
}

// start is the local start with its offset. Where the file has both times, their difference is the offset.
func (h *header) start(zone *time.Location) (time.Time, error) {
	local, err := parseTime(h.local, zone)
	if err != nil {
		return local, fault.Wrap(fault.Validation, err, "StartDateTime")
	}
	utc, err := parseTime(h.utc, time.UTC)
	switch {
	case err != nil:
		return utc, fault.Wrap(fault.Validation, err, "UTCStartDateTime")
	case h.utc == "":
		return local, nil
	case h.local == "":
		return utc.In(zone), nil
	}
	return between(local, utc)
}

// between is the instant utc in the zone in which the clock shows local.
func between(local, utc time.Time) (time.Time, error) {
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	offset := wall.Sub(utc).Round(15 * time.Minute)
	if offset.Abs() > 14*time.Hour {
		return utc, fault.New(fault.Validation, "StartDateTime and UTCStartDateTime are %v apart, no zone is", wall.Sub(utc)).
			WithHint("give one of them, or the same instant in both")
	}
	return wall.Add(-offset).In(time.FixedZone("", int(offset.Seconds()))), nil
}

// parseTime reads the format's own spelling, or any other that has an offset. An empty text is the zero time.
func parseTime(text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.ParseInLocation("2006-01-02T15:04:05", text, zone); err == nil {
		return at, nil
	}
	if t, err := report.ParseTime(text); err == nil && t.HasZone() {
		return t.Time(), nil
	}
	return time.Time{}, fault.New(fault.Validation, "%q is no time", text).WithHint("write it as 2026-01-31T14:26:16")
}

// optionalInt reads a whole number up to a bound of either sign.
func optionalInt(text string, bound int) (*int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n > bound || n < -bound-1 {
		return nil, fault.New(fault.Validation, "%q is not a whole number from %d to %d", text, -bound-1, bound)
	}
	return &n, nil
}

// optionalNumber is nil for an empty text.
func optionalNumber(text string, o Options) (*float64, error) {
	if text == "" {
		return nil, nil
	}
	x, err := number(text, o)
	return &x, err
}

// number reads a decimal number. A comma is refused where it is not declared: it may part decimals or thousands.
func number(text string, o Options) (float64, error) {
	if o.DecimalComma {
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.Contains(text, ",") {
		return 0, fault.New(fault.Validation, "%q is not a number", text).WithHint("write a decimal point, or read the file with a decimal comma")
	}
	points, err := report.ParsePoints(text)
	if err != nil || len(points) != 1 {
		return 0, fault.New(fault.Validation, "%q is not a number", text)
	}
	return points[0], nil
}
