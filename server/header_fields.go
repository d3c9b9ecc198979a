package server

import (
	"database/sql"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
)

// column is a field of a header: what it is called, what filters look at, and what is shown.
type column struct {
	odata.Field
	shown string // the SQL of what is shown, "" for what filters look at
}

func (c column) output() string {
	if c.shown != "" {
		return c.shown
	}
	return c.SQL
}

func textColumn(name, sql string) column {
	return column{Field: odata.Field{Name: name, SQL: sql}}
}

func numberColumn(name, sql string) column {
	return column{Field: odata.Field{Name: name, SQL: sql, Kind: odata.Number}}
}

// The runs of a unit are its tests in one process, in the order of their starts. Parameter ?1 is the present time.
const (
	sameUnit = `other.serial_number = report.serial_number AND other.part_number = report.part_number
		AND other.process_code = report.process_code AND other.type = 'T'`
	run = `CASE report.type WHEN 'T' THEN (SELECT count(*) FROM report other WHERE ` + sameUnit + `
		AND (other.start, other.id) <= (report.start, report.id)) END`
	passedInRun = `CASE report.type WHEN 'T' THEN (SELECT nullif(count(*), 0) FROM report other WHERE ` + sameUnit + `
		AND other.start <= (SELECT other.start FROM report other WHERE ` + sameUnit + `
		AND other.result = 'Passed' AND other.start <= ?1 ORDER BY other.start LIMIT 1)) END`
)

// headerColumns are the fields of a header, in the order in which they are shown.
var headerColumns = []column{
	{Field: odata.Field{Name: "uuid", SQL: "report.uuid", Kind: odata.GUID}},
	textColumn("serialNumber", "report.serial_number"),
	textColumn("partNumber", "report.part_number"),
	{Field: odata.Field{Name: "reportType", SQL: "report.type", Word: typeWord}},
	{Field: odata.Field{Name: "start", SQL: "report.start", Kind: odata.Time}, shown: "report.start_text"},
	{Field: odata.Field{Name: "startUtc", SQL: "report.start", Kind: odata.Time}},
	textColumn("revision", "report.revision"),
	{Field: odata.Field{Name: "result", SQL: "report.result", Word: resultWord}},
	textColumn("batchNumber", "report.batch_number"),
	textColumn("userName", "report.user_name"),
	textColumn("operator", "report.user_name"),
	textColumn("stationName", "report.station_name"),
	textColumn("location", "report.location"),
	textColumn("purpose", "report.purpose"),
	{Field: odata.Field{Name: "measuresDeleted", SQL: "0", Kind: odata.Bool}},
	numberColumn("timeStamp", "report.processed"),
	numberColumn("processCode", "report.process_code"),
	textColumn("processName", "report.process_name"),
	textColumn("comment", "report.comment"),
	numberColumn("executionTime", "report.execution_time"),
	textColumn("swFilename", "report.sw_filename"),
	textColumn("swVersion", "report.sw_version"),
	numberColumn("testSocketIndex", "report.socket_index"),
	textColumn("fixtureId", "report.fixture_id"),
	numberColumn("errorCode", "report.error_code"),
	textColumn("errorMessage", "report.error_message"),
	numberColumn("run", run),
	numberColumn("receiveCount", "report.receive_count"),
	numberColumn("reportSize", "report.size"),
	textColumn("rootNodeType", "report.root_node_type"),
	textColumn("causedUutFailure", "report.caused_failure"),
	textColumn("causedUutFailurePath", "report.caused_path"),
	numberColumn("passedInRun", passedInRun),
	{Field: odata.Field{Name: "referencedUut", SQL: "report.referenced_uut", Kind: odata.GUID}},
}

// typeWord lets filters say U for a test, as the query's reportType does.
func typeWord(text string) string {
	if kind, err := reportTypeOf(text); err == nil && kind != "" {
		return kind
	}
	return text
}

// resultWord lets filters say the letter or the word of a result.
func resultWord(text string) string {
	if s, err := report.ParseStatus(text); err == nil {
		return s.Word()
	}
	return text
}

// expansion is a list that $expand adds to a header and that any() and all() look into. Its columns are those of an item.
type expansion struct {
	name       string
	table      string
	reportType string // of the reports that have this list, "" for all
	columns    []column
}

var unitColumns = []column{
	textColumn("partType", "part_type"), textColumn("serialNumber", "serial_number"), textColumn("partNumber", "part_number"),
	textColumn("revision", "revision"),
}

var miscColumns = []column{textColumn("description", "description"), textColumn("value", "value")}

var assetColumns = []column{
	textColumn("serialNumber", "serial_number"), numberColumn("usageCount", "usage_count"),
	numberColumn("runningCount", "running_count"), numberColumn("totalCount", "total_count"),
	numberColumn("daysSinceCalibration", "days_since_calibration"), numberColumn("calibrationDaysOverdue", "calibration_days_overdue"),
}

var expansions = []expansion{
	{"subUnits", "sub_unit", "T", unitColumns},
	{"miscInfo", "misc_info", "T", miscColumns},
	{"assets", "report_asset_state", "", assetColumns},
	{"attachments", "attachment", "T", []column{numberColumn("stepId", "step_id"), textColumn("filename", "filename")}},
	{"uurSubUnits", "sub_unit", "R", unitColumns},
	{"uurMiscInfo", "misc_info", "R", miscColumns},
	{"uurAssets", "report_asset_state", "R", assetColumns},
	{"uurAttachments", "attachment", "R", []column{textColumn("id", "guid"), textColumn("filename", "filename")}},
}

// headerSchema is what filters may name.
var headerSchema = func() *odata.Schema {
	s := &odata.Schema{}
	for _, c := range headerColumns {
		s.Fields = append(s.Fields, c.Field)
	}
	for _, e := range expansions {
		c := odata.Collection{Name: e.name, Table: e.table, Key: "report", Parent: "report.id"}
		if e.reportType != "" {
			c.Where = "type = '" + e.reportType + "'"
		}
		for _, field := range e.columns {
			c.Fields = append(c.Fields, field.Field)
		}
		s.Collections = append(s.Collections, c)
	}
	return s
}()

// read reads the items of the reports whose numbers are in the JSON list, each as a JSON object.
func (e expansion) read(tx *db.Tx, ids string) (map[int64][][]byte, error) {
	query := "SELECT report"
	for _, c := range e.columns {
		query += ", " + c.SQL
	}
	query += " FROM " + e.table + " WHERE report IN (SELECT value FROM json_each(?))"
	if e.reportType != "" {
		query += " AND type = '" + e.reportType + "'"
	}
	items := map[int64][][]byte{}
	values := make([]any, len(e.columns)+1)
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	err := tx.Each(func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		id, _ := values[0].(int64)
		items[id] = append(items[id], append(appendObject(nil, e.columns, values[1:]), '}'))
		return nil
	}, query+" ORDER BY report, position", ids)
	return items, err
}
