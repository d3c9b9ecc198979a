package server

import (
	"database/sql"
	"strings"

	"github.com/watsrun/watsrun/server/analysis"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
)

// topRows is how many rows a ranking has where the filter does not say.
const topRows = 10

type yieldFigure = figure[analysis.Yield]

func countFigure(name string, of func(analysis.Yield) int) yieldFigure {
	return yieldFigure{numberColumn(name, ""), func(y analysis.Yield) any { return int64(of(y)) }}
}

func rateFigure(name string, rate func(part, whole int) *float64, part, whole func(analysis.Yield) int) yieldFigure {
	return yieldFigure{numberColumn(name, ""), func(y analysis.Yield) any { return number(rate(part(y), whole(y))) }}
}

func timeFigure(name string, of func(analysis.Yield) int64) yieldFigure {
	return yieldFigure{column{Field: odata.Field{Name: name, Kind: odata.Time}}, func(y analysis.Yield) any { return of(y) }}
}

// What the figures count. The second and third pass count cumulatively: they include the passes before.
func units(y analysis.Yield) int         { return y.Units }
func firstPass(y analysis.Yield) int     { return y.First }
func secondPass(y analysis.Yield) int    { return y.Second }
func thirdPass(y analysis.Yield) int     { return y.Third }
func lastPass(y analysis.Yield) int      { return y.Last }
func testReports(y analysis.Yield) int   { return y.Reports }
func passedReports(y analysis.Yield) int { return y.PassedReports }

// yieldFigures are the figures of a yield under their names on the wire: yields in percent, ppm as defects in a million.
// rty is the rolled throughput yield: the product of the first-pass yields of the processes in the row.
var yieldFigures = []yieldFigure{
	countFigure("unitCount", units),
	countFigure("fpCount", firstPass),
	countFigure("spCount", secondPass),
	countFigure("tpCount", thirdPass),
	countFigure("lpCount", lastPass),
	countFigure("fpFailCount", func(y analysis.Yield) int { return y.Units - y.First }),
	countFigure("spFailCount", func(y analysis.Yield) int { return y.Units - y.Second }),
	countFigure("tpFailCount", func(y analysis.Yield) int { return y.Units - y.Third }),
	countFigure("lpFailCount", func(y analysis.Yield) int { return y.Units - y.Last }),
	rateFigure("fpy", analysis.Percent, firstPass, units),
	rateFigure("spy", analysis.Percent, secondPass, units),
	rateFigure("tpy", analysis.Percent, thirdPass, units),
	rateFigure("lpy", analysis.Percent, lastPass, units),
	{numberColumn("rty", ""), func(y analysis.Yield) any {
		if y.Units == 0 {
			return nil
		}
		return 100 * y.Rolled
	}},
	rateFigure("ppmFpy", analysis.Defective, firstPass, units),
	rateFigure("ppmSpy", analysis.Defective, secondPass, units),
	rateFigure("ppmTpy", analysis.Defective, thirdPass, units),
	rateFigure("ppmLpy", analysis.Defective, lastPass, units),
	rateFigure("ppmTestYield", analysis.Defective, passedReports, testReports),
	countFigure("testYieldCount", passedReports),
	countFigure("testReportCount", testReports),
	rateFigure("testYield", analysis.Percent, passedReports, testReports),
	countFigure("retestCount", func(y analysis.Yield) int { return y.Retests }),
	timeFigure("firstUtc", func(y analysis.Yield) int64 { return y.FirstStart }),
	timeFigure("lastUtc", func(y analysis.Yield) int64 { return y.LastStart }),
}

// dynamicYield answers yields by the dimensions that the filter names; without any, one row.
func dynamicYield(f *watsFilter, tx *db.Tx) (any, error) {
	return yieldBy(f, tx, f.dimensions, f.topCount)
}

// volumeYield answers the volume and the yield of each period.
func volumeYield(f *watsFilter, tx *db.Tx) (any, error) {
	return yieldBy(f, tx, or(f.dimensions, "period"), f.topCount)
}

// highVolume answers the products of which most units were tested.
func highVolume(f *watsFilter, tx *db.Tx) (any, error) {
	return yieldBy(f, tx, or(f.dimensions, "partNumber;productName;unitCount desc"), f.top(topRows))
}

func highVolumeByGroup(f *watsFilter, tx *db.Tx) (any, error) {
	return yieldBy(f, tx, or(f.dimensions, "productGroup;unitCount desc"), f.top(topRows))
}

// worstYield answers the products with the lowest first-pass yield, those of which more units failed first.
func worstYield(f *watsFilter, tx *db.Tx) (any, error) {
	return yieldBy(f, tx, or(f.dimensions, "partNumber;productName;fpy asc;fpFailCount desc"), f.top(topRows))
}

func worstYieldByGroup(f *watsFilter, tx *db.Tx) (any, error) {
	return yieldBy(f, tx, or(f.dimensions, "productGroup;fpy asc;fpFailCount desc"), f.top(topRows))
}

// top is the filter's topCount, or what stands for it where the filter does not say.
func (f *watsFilter) top(absent int) int {
	if f.topCount > 0 {
		return f.topCount
	}
	return absent
}

// or is the text, or what stands for it where it is blank.
func or(text, absent string) string {
	if strings.TrimSpace(text) == "" {
		return absent
	}
	return text
}

func yieldBy(f *watsFilter, tx *db.Tx, dimensions string, topCount int) (any, error) {
	b, err := readBreakdown(dimensions, yieldDimensions, namesOf(yieldFigures))
	if err != nil {
		return nil, err
	}
	t, yields, err := yieldsOf(f, tx, b)
	if err != nil {
		return nil, err
	}
	return answer(t, yields, yieldFigures, f.wants, topCount), nil
}

// wants says whether the filter lets a row through.
func (f *watsFilter) wants(y analysis.Yield) bool {
	fpy := analysis.Percent(y.First, y.Units)
	return y.Units >= f.minCount && (f.yield == nil || fpy != nil && *fpy <= *f.yield)
}

// yieldsOf reads the tests that the filter selects and computes the yield of each row.
func yieldsOf(f *watsFilter, tx *db.Tx, b *breakdown) (*table, []analysis.Yield, error) {
	t := newTable(b, f)
	reader := newTestReader(t)
	source, args := f.selection("T")
	columns := "report.id, report.start, report.serial_number, report.part_number, report.process_code, report.result = 'Passed'"
	for _, d := range b.dimensions {
		columns += ", " + d.SQL
	}
	joins, joinArgs := f.joins(b.dimensions)
	if err := tx.Each(reader.scan, "SELECT "+columns+" FROM "+source+joins, append(args, joinArgs...)...); err != nil {
		return nil, nil, err
	}
	return t, analysis.Yields(reader.tests, len(reader.units), len(t.rows)), nil
}

// testedUnit is what makes tests those of one unit.
type testedUnit struct {
	serialNumber, partNumber string
	process                  int
}

// testReader makes tests of the rows of a query.
type testReader struct {
	table *table
	units map[testedUnit]int
	tests []analysis.Test

	// What one row is read into, the same for all rows.
	test    analysis.Test
	unit    testedUnit
	values  []any // of the dimensions
	targets []any
}

func newTestReader(t *table) *testReader {
	r := &testReader{table: t, units: map[testedUnit]int{}, values: make([]any, len(t.breakdown.dimensions))}
	r.targets = []any{&r.test.ID, &r.test.Start, &r.unit.serialNumber, &r.unit.partNumber, &r.unit.process, &r.test.Passed}
	for i := range r.values {
		r.targets = append(r.targets, &r.values[i])
	}
	return r
}

func (r *testReader) scan(rows *sql.Rows) error {
	if err := rows.Scan(r.targets...); err != nil {
		return err
	}
	number, known := r.units[r.unit]
	if !known {
		number = len(r.units)
		r.units[r.unit] = number
	}
	t := r.test
	t.Unit, t.Process, t.Row = number, r.unit.process, r.table.row(r.values)
	r.tests = append(r.tests, t)
	return nil
}
