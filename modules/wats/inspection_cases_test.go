package wats

// inspectionCases are what the tests of all operations must know of the manual_inspection service.
var inspectionCases = expectations{
	complete: []string{"manual_inspection"},
	args: map[string]map[string]any{
		"manual_inspection.create_definition": {"extra_fields": `{"LogOperator":false}`},
		"manual_inspection.create_inspection": {"extra_fields": `{"LogOperator":false}`},
		"manual_inspection.update_definition": {"fields": `{"Description":"d"}`},
		"manual_inspection.create_relation":   {"extra_fields": `{"Status":1}`},
		"manual_inspection.update_relation":   {"payload": `{"TestSequenceRelationId":"r","unknownKey":[1]}`},
		"manual_inspection.delete_relation":   {"payload": `{"TestSequenceRelationId":"r"}`},
		"manual_inspection.update_sequence":   {"payload": `{"TestSequenceDefinitionId":"d"}`},
		"manual_inspection.put_xaml":          {"payload": `{"TestSequenceDefinitionId":"d","XAML":"<A/>"}`},
	},
	always: map[string]map[string]any{
		"manual_inspection.release_inspection": {"Status": 2},
		"manual_inspection.move_to_pending":    {"Status": 1},
		"manual_inspection.move_to_draft":      {"Status": 0},
		"manual_inspection.revoke_inspection":  {"Status": 3},
	},
	full: []string{
		"manual_inspection.get_definition", "manual_inspection.get_inspection", "manual_inspection.get_mi_details",
		"manual_inspection.get_xaml", "manual_inspection.get_wwf_content", "manual_inspection.validate_misc_info",
	},
	truths: []string{
		"manual_inspection.update_sequence", "manual_inspection.delete_sequence", "manual_inspection.delete_relation",
		"manual_inspection.put_xaml", "manual_inspection.put_string_test",
	},
}
