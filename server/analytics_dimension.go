package server

import (
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/odata"
)

// dimension is what rows of an answer may be about, and where it is read.
type dimension struct {
	column
	join   string // the tables that the SQL needs besides the report, "" for none
	period bool   // the SQL is a time, which is shown as the period that it is in
	test   string // of a dimension of repairs: the dimension of tests that means the same, "" for none
}

// The tables that dimensions join, each with one row or several for a report.
const (
	joinGroup   = " LEFT JOIN (SELECT id, name, part_number FROM product_group_member JOIN product_group ON id = product_group) AS grouped ON grouped.part_number = report.part_number"
	joinMisc    = " LEFT JOIN misc_info misc ON misc.report = report.id"
	joinAsset   = " LEFT JOIN report_asset used ON used.report = report.id"
	joinTest    = " LEFT JOIN report test ON test.uuid = report.referenced_uut"
	joinFailure = " LEFT JOIN failure ON failure.report = report.id"
)

// levelOf is the name of the level of a process.
func levelOf(code string) string {
	return "(SELECT level.name FROM level_process JOIN level ON level.id = level_process.level WHERE level_process.code = " + code + ")"
}

const (
	productName = "(SELECT product.name FROM product WHERE product.part_number = report.part_number)"
	assetName   = "(SELECT asset.name FROM asset WHERE asset.serial_number = used.serial_number)"
)

func plain(c column) dimension               { return dimension{column: c} }
func joined(c column, join string) dimension { return dimension{column: c, join: join} }
func periodOf(name, sql, join string) dimension {
	return dimension{column: textColumn(name, sql), join: join, period: true}
}

func (d dimension) as(test string) dimension {
	d.test = test
	return d
}

// commonDimensions are those of every report.
var commonDimensions = []dimension{
	plain(textColumn("partNumber", "report.part_number")).as("partNumber"),
	plain(textColumn("productName", productName)).as("productName"),
	joined(textColumn("productGroup", "grouped.name"), joinGroup).as("productGroup"),
	plain(textColumn("revision", "report.revision")).as("revision"),
	plain(textColumn("stationName", "report.station_name")),
	plain(textColumn("location", "report.location")),
	plain(textColumn("purpose", "report.purpose")),
	plain(numberColumn("processCode", "report.process_code")),
	plain(textColumn("operator", "report.user_name")),
	periodOf("period", "report.start", "").as("period"),
	joined(textColumn("miscInfoDescription", "misc.description"), joinMisc),
	joined(textColumn("miscInfoString", "misc.value"), joinMisc),
	joined(textColumn("assetSerialNumber", "used.serial_number"), joinAsset),
	joined(textColumn("assetName", assetName), joinAsset),
}

// yieldDimensions are those of tests. The unit of a test is the main unit of its report, which is what repairs call it.
var yieldDimensions = append(slices.Clone(commonDimensions),
	plain(textColumn("testOperation", "report.process_name")),
	plain(textColumn("level", levelOf("report.process_code"))),
	plain(textColumn("swFilename", "report.sw_filename")),
	plain(textColumn("swVersion", "report.sw_version")),
	plain(textColumn("batchNumber", "report.batch_number")),
	plain(textColumn("fixtureId", "report.fixture_id")),
	plain(numberColumn("socketIndex", "report.socket_index")),
	plain(numberColumn("errorCode", "report.error_code")),
	plain(textColumn("stepCausedUutFailure", "report.caused_failure")),
	plain(textColumn("stepPathCausedUutFailure", "report.caused_path")),
	plain(textColumn("unitType", "'Main'")),
)

// repairDimensions are those of repairs. Those that are named for the test look at the test that the repair refers to.
var repairDimensions = append(slices.Clone(commonDimensions),
	plain(textColumn("repairOperation", "report.process_name")),
	plain(textColumn("repairType", "(SELECT json_extract(process.repair_type, '$.Description') FROM process WHERE process.code = report.process_code)")),
	plain(textColumn("testOperation", "repair.test_name")).as("testOperation"),
	plain(textColumn("level", levelOf("repair.test_code"))).as("level"),
	plain(textColumn("testLevel", levelOf("repair.test_code"))).as("level"),
	periodOf("testPeriod", "test.start", joinTest).as("period"),
	joined(textColumn("testStationName", "test.station_name"), joinTest).as("stationName"),
	joined(textColumn("testLocation", "test.location"), joinTest).as("location"),
	joined(textColumn("testPurpose", "test.purpose"), joinTest).as("purpose"),
	joined(textColumn("testOperator", "test.user_name"), joinTest).as("operator"),
	joined(textColumn("batchNumber", "test.batch_number"), joinTest).as("batchNumber"),
	joined(textColumn("swFilename", "test.sw_filename"), joinTest).as("swFilename"),
	joined(textColumn("swVersion", "test.sw_version"), joinTest).as("swVersion"),
	joined(textColumn("unitType", "failure.part_type"), joinFailure),
	joined(textColumn("repairCategory", "failure.category"), joinFailure),
	joined(textColumn("repairCode", "failure.code"), joinFailure),
	joined(textColumn("failCode", "failure.code"), joinFailure),
	joined(textColumn("componentRef", "failure.component_ref"), joinFailure),
	joined(textColumn("componentNumber", "failure.article_number"), joinFailure),
	joined(textColumn("componentRevision", "failure.article_revision"), joinFailure),
	joined(textColumn("componentVendor", "failure.article_vendor"), joinFailure),
	joined(textColumn("componentDescription", "failure.article_text"), joinFailure),
	joined(textColumn("functionBlock", "failure.function_block"), joinFailure),
	joined(textColumn("referencedStep", "failure.step_name"), joinFailure),
	joined(textColumn("referencedStepPath", "failure.step_path"), joinFailure),
)

// joins are the tables that the dimensions need, each once, with their parameters. Where the filter asks for some groups,
// misc infos or assets, rows are about these and not about others that the same reports have too.
func (f *watsFilter) joins(dimensions []dimension) (tables string, args []any) {
	var known []string
	for _, d := range dimensions {
		if d.join == "" || slices.Contains(known, d.join) {
			continue
		}
		known = append(known, d.join)
		c := f.onlyAsked(d.join)
		tables, args = tables+d.join+" AND "+c.String(), append(args, c.args...)
	}
	return tables, args
}

// onlyAsked is what the filter asks of the rows of a joined table.
func (f *watsFilter) onlyAsked(join string) *sqlCondition {
	c := &sqlCondition{}
	switch join {
	case joinGroup:
		if p := patternOf(f.values.text("productGroup", "productGroupId")); p != nil {
			byName, args := p.match("grouped.name")
			byNumber, _ := p.match("CAST(grouped.id AS TEXT)")
			c.add("("+byName+" OR "+byNumber+")", append(args, args...)...)
		}
	case joinMisc:
		f.addMisc(c)
	case joinAsset:
		c.addPattern("used.serial_number", f.values.text("assetSerialNumber", "assetSerialNum"))
		c.addPattern(assetName, f.values.text("assetName"))
	}
	return c
}

// breakdown is a list of dimensions with the order in which rows are wanted.
type breakdown struct {
	dimensions []dimension
	orders     []odata.Order // by dimensions and figures; those that were named without a direction are not among them
}

// readBreakdown reads a list such as "partNumber;period desc;fpy asc". It names dimensions, and figures to sort by.
func readBreakdown(text string, known []dimension, figures []string) (*breakdown, error) {
	b := &breakdown{}
	for _, term := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ',' }) {
		words := strings.Fields(term)
		if len(words) == 0 {
			continue
		}
		name, err := b.add(words[0], known, figures)
		if err != nil {
			return nil, err
		}
		if err := b.addOrder(name, words[1:]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// add adds the dimension of a name, once, and returns the name as it is written in answers. A figure is no dimension.
func (b *breakdown) add(name string, known []dimension, figures []string) (string, error) {
	for _, d := range known {
		if !strings.EqualFold(d.Name, name) {
			continue
		}
		if !slices.ContainsFunc(b.dimensions, func(other dimension) bool { return other.Name == d.Name }) {
			b.dimensions = append(b.dimensions, d)
		}
		return d.Name, nil
	}
	if i := slices.IndexFunc(figures, func(f string) bool { return strings.EqualFold(f, name) }); i >= 0 {
		return figures[i], nil
	}
	names := slices.Clone(figures)
	for _, d := range known {
		names = append(names, d.Name)
	}
	return "", fault.New(fault.Validation, "dimensions: there is no dimension %q here", name).WithHint("%s", fault.DidYouMean(name, names))
}

func (b *breakdown) addOrder(name string, direction []string) error {
	switch strings.ToLower(strings.Join(direction, " ")) {
	case "":
	case "asc", "ascending":
		b.orders = append(b.orders, odata.Order{Field: name})
	case "desc", "descending":
		b.orders = append(b.orders, odata.Order{Field: name, Descending: true})
	default:
		return fault.New(fault.Validation, "dimensions: %s cannot be sorted %q: use asc or desc", name, strings.Join(direction, " "))
	}
	return nil
}
