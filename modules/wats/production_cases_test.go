package wats

import "net/url"

// productionCases are what the tests of all operations must know of the production service.
var productionCases = expectations{
	complete: []string{"production"},
	ours:     map[string]string{"production.each_unit_change": "a loop over all pages"},
	otherwise: map[string]string{
		"production.import_serial_numbers/file_content": "a file on disk may take its place",
	},
	args: map[string]map[string]any{
		"production.delete_unit_change": {"change_id": 7}, "production.acknowledge_unit_change": {"change_id": 7},
		"production.create_units":                     {"units": `[{"serialNumber":"S","partNumber":"P","serialDate":"2026-01-02T03:04:05+02:00","unknownKey":[1]}]`},
		"production.update_unit":                      {"unit": `{"serialNumber":"S","partNumber":"P","unknownKey":1.50}`},
		"production.create_batch":                     {"batch": `{"batchNumber":"B","unknownKey":[1]}`},
		"production.update_batch":                     {"batch": `{"batchNumber":"B","batchSize":7}`},
		"production.save_batches":                     {"batches": `[{"batchNumber":"B"},{"batchNumber":"C"}]`},
		"production.get_phase":                        {"code": "finalized", "phase_id": 16},
		"production.get_phase_id":                     {"phase": "FinaliZed"},
		"production.set_unit_phase":                   {"phase": "1024"},
		"production.import_serial_numbers":            {"file_content": "SN-1;Board"},
		"production.create_unit":                      {"unit_phase": 16},
		"production.export_serial_numbers":            {"format": "xml"},
		"production.find_serial_numbers_by_reference": {"reference_serial": anyText},
		"production.free_serial_numbers":              {"ranges": `[{"startAddress":"1","unknownKey":[1]}]`},
	},
	queries: map[string]url.Values{
		"production.find_serial_numbers":     {"startDate": {"2026-01-02T01:04:05Z"}, "endDate": {"2026-01-02T01:04:05Z"}},
		"production.get_serial_number_count": {"fromDate": {"2026-01-02T01:04:05Z"}, "toDate": {"2026-01-02T01:04:05Z"}},
	},
	bodies: map[string]any{
		"production.create_units": `[{"serialNumber":"S","partNumber":"P","serialDate":"2026-01-02T01:04:05Z","unknownKey":[1]}]`,
		"production.update_unit":  `[{"serialNumber":"S","partNumber":"P","unknownKey":1.50}]`,
	},
	mimes:   map[string]string{"production.import_serial_numbers": anyText},
	answers: map[string]string{"GET /api/internal/Mes/GetUnitPhases": phasesSample},
	full: []string{
		"production.get_unit", "production.verify_unit", "production.get_unit_grade", "production.is_unit_passing", "production.is_connected", "production.get_unit_info",
		"production.get_unit_hierarchy", "production.get_unit_contents", "production.verify_assembly", "production.validate_child_units",
		"production.get_serial_number_count", "production.get_serial_number_statistics",
	},
	truths: []string{
		"production.set_unit_phase", "production.set_unit_process", "production.delete_unit_change", "production.acknowledge_unit_change",
		"production.add_child_to_assembly", "production.remove_child_from_assembly", "production.remove_all_children_from_assembly",
		"production.import_serial_numbers",
	},
	files: []string{"production.export_serial_numbers"},
}

const phasesSample = `[{"UnitPhaseId":16,"Code":"Finalized","Name":"Finalized"},{"unitPhaseId":1024,"code":"InStorage","name":"In storage","extraKey":1},
	{"UnitPhaseId":7,"Code":"Done","Name":"Ready"},{"UnitPhaseId":8,"Code":"Ready","Name":"Served"}]`
