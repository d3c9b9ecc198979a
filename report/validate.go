package report

import (
	"fmt"
	"strings"
	"time"
	"unsafe"

	"github.com/google/uuid"
)

// Registry is what a server knows about processes and repairs.
type Registry interface {
	// Process is the process with a code; ok is false when there is none.
	Process(code int) (p Process, ok bool)
	// RepairType is what may be reported under the code of a repair operation; ok is false when anything may.
	RepairType(code int) (t RepairType, ok bool)
}

// Process is an operation that reports are made for.
type Process struct {
	Code   int
	Name   string
	Test   bool // may be the process of a test report
	Repair bool // may be the process of a repair report
}

// RepairType is what may be reported under a repair operation.
type RepairType struct {
	Categories  map[string][]string // codes by category
	MiscInfos   []string            // descriptions; nil for any
	UUTRequired bool                // refUUT must be given
}

// Validate finds everything that a WATS server would refuse, all at once and in the words of the server. A nil registry
// leaves out the rules that need one (processes and failure codes).
//
// What servers are known to accept is accepted: steps without data or children, unknown step types, siblings of the same
// name, values that contradict their status, and anything below a skipped step.
func (r *Report) Validate(registry Registry) Violations {
	v := validator{report: r, registry: registry, ids: map[int]bool{}}
	v.header()
	switch r.Type {
	case TypeUUT:
		v.uut()
	case TypeUUR:
		v.uur()
	default:
		v.add(nil, "R1", "type is required to be T or R.")
	}
	return v.found
}

// validator collects what is wrong.
type validator struct {
	report   *Report
	registry Registry
	found    Violations
	ids      map[int]bool // of the steps so far
	noIDs    bool         // whether a step without an id was seen
}

func (v *validator) add(at *place, rule, format string, args ...any) {
	v.found = append(v.found, Violation{Path: at.String(), Rule: rule, Message: fmt.Sprintf(format, args...)})
}

// need refuses an empty required text.
func (v *validator) need(at *place, rule, key, value string) {
	if value == "" {
		v.add(at, rule, "%s is required.", key)
	}
}

// header checks what all reports have.
func (v *validator) header() {
	r := v.report
	for _, f := range [...]struct{ key, value string }{
		{"id", r.ID},
		{"pn", r.PN},
		{"sn", r.SN},
		{"rev", r.Rev},
		{"result", string(r.Result)},
		{"machineName", r.MachineName},
		{"location", r.Location},
		{"purpose", r.Purpose},
	} {
		v.need(nil, "R1", f.key, f.value)
	}
	v.guid(nil, "id", r.ID)
	v.texts(nil, unsafe.Pointer(r), planFor[Report](), true)
	v.start()
	v.process(nil, r.ProcessCode, r.ProcessName, r.Type == TypeUUR)
	for i, m := range r.MiscInfos {
		v.miscInfo(i, m)
	}
	for i, a := range r.Assets {
		at := &place{word: "assets", kind: indexedPlace, index: i}
		v.need(at, "R1", "assetSN", a.AssetSN)
		if a.UsageCount == nil {
			v.add(at, "R1", "usageCount is required.")
		}
	}
}

// uut checks a test report.
func (v *validator) uut() {
	r := v.report
	if r.UUT == nil {
		v.add(nil, "R1", "uut is required.")
	} else {
		v.need(&place{word: "uut"}, "R1", "user", r.UUT.User)
	}
	for i, u := range r.SubUnits {
		v.subUnit(i, u)
	}
	if r.Root == nil {
		v.add(nil, "R1", "root is required.")
		return
	}
	root := &place{word: "root"}
	if r.Root.Sequence == nil {
		v.add(root, "R4", "seqCall is required.")
	}
	if r.Root.Status != r.Result {
		v.add(root, "R4", "status is required to be the same as result.")
	}
	v.step(root, r.Root)
	if v.noIDs && len(v.ids) > 0 {
		v.add(root, "R5", "id is required on all steps or on none.")
	}
}

// guid refuses a text that is no GUID.
func (v *validator) guid(at *place, key, value string) {
	if value != "" && !isGUID(value) {
		v.add(at, "R1", "%s is required to be a GUID, got %q.", key, value)
	}
}

func isGUID(text string) bool {
	return uuid.Validate(text) == nil && !strings.HasPrefix(strings.ToLower(text), "urn:")
}

// The bounds of R23.
var earliest = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)

const farthestOffset = 14 * time.Hour

// start checks when the report began.
func (v *validator) start() {
	start, utc := v.report.Start, v.report.StartUTC
	v.date(nil, "R23", "start", start)
	v.date(nil, "R23", "startUTC", utc)
	switch {
	case start.IsZero():
		v.add(nil, "R1", "start is required.")
	case !start.Valid():
	case start.Time().Before(earliest):
		v.add(nil, "R23", "start is required to be 1970-01-01 or later, got %s.", start)
	case start.HasZone() && offsetOf(start) > farthestOffset:
		v.add(nil, "R23", "start is required to have an offset of at most 14 hours, got %s.", start)
	case start.HasZone() && !utc.IsZero() && utc.Valid() && apart(start.Time(), utcTime(utc)) >= time.Second:
		v.add(nil, "R23", "startUTC is required to be the same instant as start.")
	}
}

func offsetOf(t Time) time.Duration {
	_, seconds := t.Time().Zone()
	return max(time.Duration(seconds), -time.Duration(seconds)) * time.Second
}

func apart(a, b time.Time) time.Duration { return a.Sub(b).Abs() }

// utcTime reads a time without an offset as UTC, since that is what its key says.
func utcTime(t Time) time.Time {
	at := t.Time()
	if t.HasZone() {
		return at
	}
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
}

func (v *validator) date(at *place, rule, key string, t Time) {
	if !t.Valid() {
		v.add(at, rule, "%s is required to be a date such as 2026-01-31T14:26:16.977+01:00, got %q.", key, t)
	}
}

// process checks the code and the name of an operation.
func (v *validator) process(at *place, code *int, name string, repair bool) {
	if code == nil {
		v.add(at, "R1", "processCode is required.")
		return
	}
	if v.registry == nil {
		return
	}
	kind := "test"
	if repair {
		kind = "repair"
	}
	p, ok := v.registry.Process(*code)
	if !ok || (repair && !p.Repair) || (!repair && !p.Test) {
		v.add(at, "R3", "processCode is required to be the code of a %s operation, got %d.", kind, *code)
	} else if name != "" && name != p.Name {
		v.add(at, "R3", "processName is required to be %q, got %q.", p.Name, name)
	}
}

// miscInfo checks a fact.
func (v *validator) miscInfo(i int, m *MiscInfo) {
	at := &place{word: "miscInfos", kind: indexedPlace, index: i}
	v.need(at, "R17", "description", m.Description)
	if m.Text == nil && m.Numeric == nil {
		v.add(at, "R17", "text or numeric is required.")
	}
}

// subUnit checks what sub-units of all reports have.
func (v *validator) subUnit(i int, u *SubUnit) *place {
	at := &place{word: "subUnits", kind: indexedPlace, index: i}
	v.need(at, "R18", "partType", u.PartType)
	v.need(at, "R18", "sn", u.SN)
	v.need(at, "R18", "pn", u.PN)
	return at
}
