// Package wsxf reads and writes WATS reports as XML, the WSXF format.
//
// It stands on the model of package report and knows nothing else: no files, no HTTP, no server. One table says how the
// model looks in XML; reading turns elements to WSJF and lets report.Decode read that, so both formats have one reader
// and the same faults.
//
// Reading goes by the order of the document. The indexes that some writers count from 0, others from 1, others over the
// whole report (StepIndex, a step's Idx, MeasIndex, MeasOrderNumber, idx, order_no) are not looked at. Booleans may be
// true, false, 1 and 0. A missing comparison operator is LOG, a missing group Main, a missing result of a repair Passed.
//
// What WSXF has and WSJF has no key for (ParameterBaseVersion, module_time, Active, Failcode, PropertyLoader, and whatever
// a newer server adds) is kept in the model under keys that begin with "wsxf:" and written back to its place:
// "wsxf:@Name" is an attribute, "wsxf:#text" a text, "wsxf:Name" the XML of the child elements of that name,
// "wsxf:Process/@Name" an attribute of a child element that the model merges with the object around it.
//
// What WSXF cannot hold and writing leaves out: assetStats, refUURs, the keys of WSJF that the model does not know, and
// the difference between an absent and an empty text.
// What WSJF cannot hold and reading drops: comments, processing instructions, prefixes, attributes of other namespaces,
// a Filename that differs from Filepath, and the place of text between child elements.
package wsxf

import (
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// Decode reads a document with any number of reports. It refuses what is no WSXF, naming the line, and all values of the
// wrong type at once: the error is then a validation fault with report.Violations as its cause. Whether the reports follow
// the rules is for their Validate to say.
func Decode(data []byte) ([]*report.Report, error) {
	root, err := parse(data)
	if err == nil {
		err = checkRoot(root)
	}
	if err != nil {
		return nil, err
	}
	reports := make([]*report.Report, len(root.children))
	for i, e := range root.children {
		r, err := decodeReport(e, len(data)/len(root.children))
		if err != nil {
			return nil, inReport(err, i, len(root.children), e.line)
		}
		reports[i] = r
	}
	return reports, nil
}

// DecodeOne reads a document that must have exactly one report, as a server demands.
func DecodeOne(data []byte) (*report.Report, error) {
	reports, err := Decode(data)
	if err != nil {
		return nil, err
	}
	if len(reports) != 1 {
		return nil, fault.New(fault.Validation, "exactly one Report is required in Reports, got %d", len(reports)).
			WithHint("send each report in a document of its own")
	}
	return reports[0], nil
}

// inReport says which of several reports is at fault.
func inReport(err error, index, count, line int) error {
	if count == 1 {
		return err
	}
	return fault.Wrap(fault.Validation, err, "report %d of %d (line %d): %s", index+1, count, line, fault.Of(err).Message)
}

// checkRoot refuses documents that are something else.
func checkRoot(root *element) error {
	switch {
	case isWRML(root):
		return fault.New(fault.Validation, "this is WRML, the internal format of WATS clients, not WSXF").
			WithHint("let the WATS client send it, or export the report from the server as WSXF or WSJF")
	case root.name == "Report" && root.space == "":
		return fault.New(fault.Validation, "line %d: the root element is Report", root.line).WithHint("put it into <Reports>")
	case root.name != "Reports" || root.space != "":
		return fault.New(fault.Validation, "line %d: the root element is %s, not Reports of WSXF", root.line, root.qualified()).
			WithHint("a WSXF document begins with <Reports xmlns=%q>", Namespace)
	}
	for _, c := range root.children {
		if c.name != "Report" || c.space != "" {
			return fault.New(fault.Validation, "line %d: Reports holds the element %s", c.line, c.qualified()).
				WithHint("only Report elements are allowed there")
		}
	}
	return nil
}

// isWRML tells the flat dump by its namespaces, or by steps that name their parents instead of standing in them.
func isWRML(root *element) bool {
	if root.name != "Reports" {
		return false
	}
	switch root.space {
	case "http://wats.virinco.com/schemas/WATS/Report", "http://wats.virinco.com/schemas/WATS/Report/wrml":
		return true
	}
	for _, r := range root.children {
		for _, step := range r.named("Step") {
			if _, flat := step.attr("StepID"); flat {
				return true
			}
		}
	}
	return false
}

// ExportOptions say how much of a report an export has.
type ExportOptions struct {
	report.ExportOptions

	// Indexes has the attributes written that repeat the order of the document.
	Indexes bool
}

// FullExport is everything there is, the default of a server.
var FullExport = ExportOptions{ExportOptions: report.FullExport, Indexes: true}

// Encode writes a document with one report in the form that clients send. It refuses characters that XML cannot hold.
// A missing Start_utc is filled from Start.
func Encode(r *report.Report) ([]byte, error) {
	return encode(r.Encode(), encoder{}, true)
}

// Export writes a document with one report as a server does: numbers with at most 15 significant digits, operators in
// upper case, some attributes empty that have no value. It refuses characters that XML cannot hold.
func Export(r *report.Report, options ExportOptions) ([]byte, error) {
	return encode(r.Exported(options.ExportOptions), encoder{blanks: true}, options.Indexes)
}

// encode reads the WSJF form first: it has what is to be written and nothing else.
func encode(wsjf []byte, e encoder, indexes bool) ([]byte, error) {
	r, err := report.Decode(wsjf)
	if err != nil {
		return nil, err
	}
	if r.StartUTC.IsZero() && r.Start.Valid() && !r.Start.IsZero() {
		r.StartUTC = report.NewTime(r.Start.Time().In(time.UTC))
	}
	root := &element{name: "Reports", children: []*element{e.element(r)}}
	if err := e.found.Fault(); err != nil {
		return nil, err
	}
	derive(root)
	if indexes {
		number(root.children[0])
	}
	b := append(make([]byte, 0, 2*len(wsjf)), `<?xml version="1.0" encoding="utf-8"?>`...)
	return appendElement(b, root, "-"), nil
}
