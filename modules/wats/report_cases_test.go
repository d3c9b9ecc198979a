package wats

import "net/url"

var clientCases = expectations{
	complete: []string{"client"},
	ours: map[string]string{
		"try": "a way to catch errors", "configure": "numbers of the calls of a run", "with": "numbers of some calls",
		"with_correlation": "an id of the caller's own", "breaker": "the circuit breaker", "stats": "what calls took",
	},
	full: []string{"get_version"},
}

var reportCases = expectations{
	complete: []string{"report"},
	ours: map[string]string{
		"report.each_uut_header": "a loop over all pages",
		"report.each_uur_header": "a loop over all pages",
	},
	otherwise: map[string]string{
		"report.create_uut_report/operator": "the run has one",
		"report.get_attachment/report_id":   "the server cannot find the attachment without it",
	},
	args: map[string]map[string]any{
		"report.get_attachment":            {"report_id": testID, "step_id": "a b&c/ø"},
		"report.get_headers_by_date_range": {"start_date": "2026-01-02T03:04:05+02:00", "end_date": "2026-01-02T03:04:05+02:00"},
	},
	queries: map[string]url.Values{
		"report.query_headers_with_subunits": {"$expand": {"uurSubUnits"}},
		"report.query_headers_by_subunit_part_number": {
			"$expand": {"uurSubUnits"}, "$filter": {"uurSubUnits/any(s: s/partNumber eq 'a b&c/ø')"},
		},
		"report.query_headers_by_subunit_serial": {
			"$expand": {"uurSubUnits"}, "$filter": {"uurSubUnits/any(s: s/serialNumber eq 'a b&c/ø')"},
		},
		"report.get_headers_by_serial":      {"$filter": {"serialNumber eq 'a b&c/ø'"}},
		"report.get_headers_by_part_number": {"$filter": {"partNumber eq 'a b&c/ø'"}},
		"report.get_headers_by_date_range":  {"$filter": {"start ge 2026-01-02T01:04:05.000Z and start le 2026-01-02T01:04:05.000Z"}},
		"report.get_recent_headers":         {"$filter": {"start ge 2026-02-25T04:06:07.000Z and start le 2026-03-04T04:06:07.000Z"}},
		"report.get_todays_headers":         {"$filter": {"start ge 2026-03-03T23:00:00.000Z and start le 2026-03-04T22:59:59.999Z"}},
		"report.get_attachment":             {"reportId": {testID}},
	},
	files: []string{"report.get_report_xml", "report.get_attachment", "report.get_all_attachments", "report.get_certificate"},
	full:  []string{"report.get_report"},
}
