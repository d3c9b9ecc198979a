package wstf

import (
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// build makes the report of a block and notes what is wrong, which makes it unfit for use. It is nil where there is no
// report to speak of.
func (b *block) build(o Options) *report.Report {
	h := readHeader(b, o)
	b.demand("SerialNumber", &h.args.SerialNumber)
	b.demand("PartNumber", &h.args.PartNumber)
	b.demand("Revision", &h.args.Revision)
	r, err := report.NewUUT(h.args, o.Defaults)
	if err != nil {
		b.add(b.header.line, "%v", err)
	}
	if r == nil {
		return nil
	}
	b.addSteps(r, o)
	b.addFacts(r, h)
	if err := h.judge(r); err != nil {
		b.add(b.header.line, "%v", err)
	}
	return r
}

// demand notes a key that is missing and goes on with a stand-in, to find the other faults too.
func (b *block) demand(key string, value *string) {
	if *value == "" {
		b.add(b.header.line, "%s is missing", key)
		*value = "?"
	}
}

func (b *block) addSteps(r *report.Report, o Options) {
	s := steps{
		options: o, imports: r.Mode() == report.Import,
		open: []*container{{step: r.Root, line: b.header.line, decided: true}},
	}
	for _, row := range b.steps {
		if err := s.add(row); err != nil {
			b.add(row.line, "%v", err)
		}
	}
	for _, c := range s.open {
		if err := s.close(c); err != nil {
			b.add(c.line, "%v", err)
		}
	}
}

// addFacts adds what does not depend on the steps.
func (b *block) addFacts(r *report.Report, h *header) {
	r.UUT.ErrorCode, r.UUT.ErrorMessage, r.ProcessName = h.errorCode, h.errorMessage, h.operation
	for _, row := range h.infos {
		text := row.get(1)
		if _, err := r.AddMiscInfo(report.MiscInfoArgs{Description: row.get(0), Text: &text}); err != nil {
			b.add(row.line, "%v", err)
		}
	}
	for _, row := range h.units {
		unit := report.SubUnitArgs{PartType: row.get(1), PN: row.get(2), SN: row.get(3), Rev: row.get(4)}
		if _, err := r.AddSubUnit(unit); err != nil {
			b.add(row.line, "%v", err)
		}
	}
}

// judge gives the unit its own status. In active mode it counts only where it is worse than what the steps say.
func (h *header) judge(r *report.Report) error {
	imports := r.Mode() == report.Import
	switch {
	case h.result == "" && imports:
		return fault.New(fault.Validation, "UUTStatus is missing").WithHint("give it, or use ConverterMode Active")
	case h.result == "" || !imports && severity(h.result) <= severity(r.Result):
		return nil
	}
	return r.SetResult(h.result)
}

// severity orders the verdicts of a unit.
func severity(result report.Status) int { return strings.Index("PFET", string(result)) }
