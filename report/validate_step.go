package report

import (
	"encoding/base64"
	"slices"
	"unsafe"
)

// step checks a step and all below it.
func (v *validator) step(at *place, s *Step) {
	v.need(at, "R1", "group", string(s.Group))
	v.need(at, "R1", "stepType", s.StepType)
	v.need(at, "R1", "name", s.Name)
	v.need(at, "R1", "status", string(s.Status))
	if s.Status == Unknown {
		v.add(at, "R1", "status is required to be one of P, F, D, S, E, T.")
	}
	v.stepID(at, s)
	if s.Status == Skipped {
		v.texts(at, unsafe.Pointer(s), stepPlan, false)
		return // the server drops the rest (R22)
	}
	v.stepTexts(at, s)
	v.kinds(at, s)
	v.measurements(at, s)
	v.chart(at, s.Chart)
	if a := s.Attachment; a != nil {
		v.file(&place{up: at, word: "attachment"}, a.Name, a.ContentType, a.Data)
	}
	v.children(at, s.Steps)
}

// stepID checks that ids are unique.
func (v *validator) stepID(at *place, s *Step) {
	switch {
	case s.ID == nil:
		v.noIDs = true
	case v.ids[*s.ID]:
		v.add(at, "R5", "id is required to be unique, %d is not.", *s.ID)
	default:
		v.ids[*s.ID] = true
	}
}

// kinds checks that a step is one thing only.
func (v *validator) kinds(at *place, s *Step) {
	first := ""
	for _, kind := range [...]struct {
		key   string
		there bool
	}{
		{"seqCall", s.Sequence != nil},
		{"numericMeas", len(s.NumericMeas) > 0},
		{"stringMeas", len(s.StringMeas) > 0},
		{"booleanMeas", len(s.BooleanMeas) > 0},
		{"callExe", s.CallExe != nil},
		{"messagePopup", s.MessagePopup != nil},
	} {
		switch {
		case !kind.there:
		case first == "":
			first = kind.key
		default:
			v.add(at, "R7", "Cannot have %s in step with %s.", kind.key, first)
		}
	}
	if len(s.Steps) > 0 && s.Sequence == nil {
		v.add(at, "R8", "Cannot have steps in step without seqCall.")
	}
	if s.Chart != nil && s.Attachment != nil {
		v.add(at, "R9", "Cannot have attachment in step with chart.")
	}
}

// measurements checks the measurements of a step, and its status against theirs.
func (v *validator) measurements(at *place, s *Step) {
	for i, m := range s.NumericMeas {
		v.numeric(v.named(at, "numericMeas", m, s, i), m)
	}
	for i, m := range s.StringMeas {
		v.text(v.named(at, "stringMeas", m, s, i), m)
	}
	for i, m := range s.BooleanMeas {
		v.need(v.named(at, "booleanMeas", m, s, i), "R1", "status", string(m.Status))
	}
	switch s.measurementCount() {
	case 0:
	case 1:
		v.single(at, s)
	default:
		v.several(at, s)
	}
}

// named is the place of a measurement: by name, or by index where several have none. It checks the name on the way.
func (v *validator) named(at *place, key string, m Measurement, s *Step, i int) *place {
	name := sentName(m)
	here := measurementPlace(at, key, m)
	single := s.measurementCount() == 1
	switch {
	case single && name != "":
		v.add(here, "R13", "name cannot be given for a single measurement.")
	case !single && name == "":
		here.kind, here.index = indexedPlace, i
		v.add(here, "R12", "name is required.")
	}
	return here
}

// single checks that the status of the only measurement is the step's. Steps that ended in an error have a skipped one.
func (v *validator) single(at *place, s *Step) {
	for m := range s.measurements() {
		status := *m.verdict()
		skipped := status == Skipped && (s.Status == Error || s.Status == Terminated)
		if status != "" && status != s.Status && !skipped {
			v.add(at, "R10", "Status cannot be different from measurement status.")
		}
	}
}

// several checks that the step failed when a measurement did, and that names are unique.
func (v *validator) several(at *place, s *Step) {
	failed := false
	seen := make(map[string]bool, s.measurementCount())
	for m := range s.measurements() {
		failed = failed || *m.verdict() == Failed
		if name := sentName(m); name != "" && seen[name] {
			v.add(at, "R12", "measurement name is required to be unique, %q is not.", name)
		} else {
			seen[name] = true
		}
	}
	switch {
	case s.Status == Failed && !failed:
		v.add(at, "R11", "Status cannot be Failed without a failed measurement.")
	case s.Status == Passed && failed:
		v.add(at, "R11", "Status cannot be Passed with a failed measurement.")
	}
}

func (v *validator) numeric(at *place, m *NumericMeas) {
	v.need(at, "R1", "status", string(m.Status))
	if m.Value == nil {
		v.add(at, "R1", "value is required.")
	}
	op, ok := v.operator(at, m.CompOp, NumericOps)
	if !ok {
		return
	}
	low, high := op.Limits()
	if low && m.LowLimit == nil {
		v.add(at, "R15", "lowLimit is required for compOp %s.", op)
	}
	if high && m.HighLimit == nil {
		v.add(at, "R15", "highLimit is required for compOp %s.", op)
	}
}

func (v *validator) text(at *place, m *StringMeas) {
	v.need(at, "R1", "status", string(m.Status))
	if m.Value == nil {
		v.add(at, "R1", "value is required.")
	}
	if op, ok := v.operator(at, m.CompOp, StringOps); ok && op != LOG && m.Limit == nil {
		v.add(at, "R15", "limit is required for compOp %s.", op)
	}
}

func (v *validator) operator(at *place, op CompOp, ops []CompOp) (CompOp, bool) {
	if op == "" {
		v.add(at, "R15", "compOp is required.")
		return op, false
	}
	canonical, ok := op.Canonical()
	if !ok || !slices.Contains(ops, canonical) {
		v.add(at, "R15", "compOp is required to be one of %s, got %q.", joinOps(ops), string(op))
		return op, false
	}
	return canonical, true
}

// chart checks the type and the points.
func (v *validator) chart(at *place, c *Chart) {
	if c == nil {
		return
	}
	at = &place{up: at, word: "chart"}
	switch c.ChartType {
	case Line, LineLogXY, LineLogX, LineLogY:
	default:
		v.add(at, "R15", "chartType is required to be one of Line, LineLogXY, LineLogX, LineLogY, got %q.", string(c.ChartType))
	}
	if len(c.Series) > maxSeries {
		v.add(at, "R2", "series is required to have at most %d items, got %d.", maxSeries, len(c.Series))
	}
	for i, s := range c.Series {
		v.series(&place{up: at, word: "series", kind: indexedPlace, index: i}, s)
	}
}

func (v *validator) series(at *place, s *Series) {
	if s.YData == nil {
		v.add(at, "R1", "ydata is required.")
		return
	}
	y, yErr := ParsePoints(*s.YData)
	x, xErr := ParsePoints(deref(s.XData))
	switch {
	case yErr != nil:
		v.add(at, "R15", "ydata is required to be numbers separated by semicolons.")
	case xErr != nil:
		v.add(at, "R15", "xdata is required to be numbers separated by semicolons.")
	case len(y) > maxPoints:
		v.add(at, "R2", "ydata is required to have at most %d points, got %d.", maxPoints, len(y))
	case len(x) > 0 && len(x) != len(y):
		v.add(at, "R15", "xdata is required to have as many points as ydata, got %d and %d.", len(x), len(y))
	}
}

// file checks what all files have.
func (v *validator) file(at *place, name, contentType, data string) {
	v.need(at, "R1", "name", name)
	v.need(at, "R1", "contentType", contentType)
	v.need(at, "R1", "data", data)
	if base64.StdEncoding.DecodedLen(len(data)) > 0 && !isBase64(data) {
		v.add(at, "R15", "data is required to be base64.")
	}
}

func isBase64(data string) bool {
	_, err := base64.StdEncoding.DecodeString(data)
	return err == nil
}
