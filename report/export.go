package report

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// ExportOptions say how much of a report an export has.
type ExportOptions struct {
	// DetailLevel goes from 0 to 7: 0 type and id, 1 the header, 2 also units, facts and assets, 3 also the tree of
	// steps, 4 also attachments, 5 also measurements, 6 also charts, 7 everything.
	DetailLevel int
	// Chartdata has the points of the charts written (level 6 and above).
	Chartdata bool
	// Attachments has the files written (level 4 and above).
	Attachments bool
}

// FullExport is everything there is, the default of a server.
var FullExport = ExportOptions{DetailLevel: 7, Chartdata: true, Attachments: true}

// Export writes the report as a server does: unset fields as null where a server writes them, numbers with at most 15
// significant digits, whole ones with ".0", operators in upper case, points of charts reformatted. PostProcess is what a
// server does to a report before.
func (r *Report) Export(to io.Writer, options ExportOptions) error {
	if _, err := to.Write(r.Exported(options)); err != nil {
		return fault.Wrap(fault.Connection, err, "the report cannot be written")
	}
	return nil
}

// Exported is what Export writes.
func (r *Report) Exported(options ExportOptions) []byte { return r.write(&options) }

// wanted says whether the form that is being written has the field at all.
func (w *writer) wanted(f *field) bool {
	if w.export == nil {
		return true
	}
	switch f.key {
	case "attachment", "attachments", "binaryData":
		return w.export.Attachments && w.export.DetailLevel >= f.level
	case "series":
		return w.export.Chartdata
	}
	return w.export.DetailLevel >= f.level
}

// leavesOut says whether an export has no such empty array.
func (w *writer) leavesOut(f *field, b base) bool {
	return f.nonempty && w.export != nil && len(*f.objects(b)) == 0
}

// unsetInExport is what an export writes for a field without a value, "" for nothing.
func (f *field) unsetInExport() string {
	switch {
	case f.null:
		return "null"
	case f.array:
		return "[]"
	case f.falsy:
		return "false"
	}
	return ""
}

// exportedText is a text as servers write it.
func (f *field) exportedText(s string) string {
	switch {
	case f.chart:
		return exportedPoints(s)
	case f.operator:
		op, _ := CompOp(s).Canonical()
		return string(op)
	}
	return s
}

// round15 is x with 15 significant digits, as servers store it.
func round15(x float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 14, 64), 64)
	if err != nil {
		return x // rounding up the largest numbers overflows
	}
	return rounded
}

// appendExported writes a finite number as servers do: 500.0, 0.3, 1E-05, 1E+15; plain leaves ".0" out.
func appendExported(b []byte, x float64, plain bool) []byte {
	x = round15(x)
	if abs := math.Abs(x); abs != 0 && (abs < 1e-5 || abs >= 1e15) {
		return strconv.AppendFloat(b, x, 'E', -1, 64)
	}
	start := len(b)
	b = strconv.AppendFloat(b, x, 'f', -1, 64)
	if !plain && bytes.IndexByte(b[start:], '.') < 0 {
		b = append(b, ".0"...)
	}
	return b
}

// exportedPoints reformats numbers joined with semicolons; what is no number stays as it is.
func exportedPoints(data string) string {
	points := strings.Split(data, ";")
	for i, p := range points {
		if x, err := parsePoint(p); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			points[i] = string(appendExported(nil, x, true))
		}
	}
	return strings.Join(points, ";")
}
