package wats

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

const inspectionRoute = "/api/internal/ManualInspection/"

var inspectionService = service{
	name: "manual_inspection", doc: "Manual inspection: definitions of sequences that people carry out, their states, and what they are for.",
	operations: func() []declaration {
		return append(definitionOperations(), append(relationOperations(), contentOperations()...)...)
	},
}

// What notes say of several operations.
const (
	namesInSnakeCase = "Fields are given in snake_case and checked; pyWATS sends them as they are, so that description for Description changes nothing."
	returnsTrue      = "Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included."
	anAlias          = "Another name of "
)

// madeOne begins an example with a definition.
const madeOne = `local d = wats.manual_inspection.create_definition("Visual")
`

func definitionOperations() []declaration {
	return []declaration{
		op[whichDefinitions, []TestSequenceDefinition]("list_definitions", "List the definitions of this site, or those of all sites.", "GET "+inspectionRoute+"GetTestSequenceDefinitions",
			show(madeOne+`return #wats.manual_inspection.list_definitions()`, "1")),
		getDefinition("get_definition", "Fetch one definition.", ""),
		createDefinition("create_definition", "Create a definition, a draft. One of a name that exists becomes its next version.", ""),
		op[definitionChange, TestSequenceDefinition]("update_definition", "Change fields of a definition.", "PUT "+inspectionRoute+"PutDefinitionNew", note(namesInSnakeCase),
			show(madeOne+`return wats.manual_inspection.update_definition(d.test_sequence_definition_id, {description = "Look at it"}).description`, `"Look at it"`)),
		copyDefinition("copy_definition", "Make the next version of a definition, a draft with its relations and steps.", ""),
		op[definitionPath, int]("get_instances_count", "How often a definition was carried out.", "GET "+inspectionRoute+"GetInstancesCount/{definition_id}",
			lenient(missingIsEmpty), reads(readCount), show(madeOne+`return wats.manual_inspection.get_instances_count(d.test_sequence_definition_id)`, "0")),
		op[noArguments, []MiSequence]("list_sequences", "List all definitions in short.", "GET "+inspectionRoute+"GetSequences",
			show(madeOne+`return wats.manual_inspection.list_sequences()[1].name`, `"Visual"`)),
		op[sequencePayload, bool]("update_sequence", "Change a definition by its short form.", "PUT "+inspectionRoute+"PutSequence", succeeds, note(returnsTrue),
			show(madeOne+`return wats.manual_inspection.update_sequence{test_sequence_definition_id = d.test_sequence_definition_id, name = "Looks"}`, "true")),
		op[sequenceKey, bool]("delete_sequence", "Delete a definition with its relations.", "DELETE "+inspectionRoute+"DeleteSequence/{sequence_id}", succeeds, note(returnsTrue),
			show(madeOne+`return wats.manual_inspection.delete_sequence(d.test_sequence_definition_id)`, "true")),
		createDefinition("create_inspection", "Create a definition, a draft.", anAlias+"create_definition."),
		getDefinition("get_inspection", "Fetch one definition.", anAlias+"get_definition."),
		stateChange("release_inspection", "Release a definition. The release before it of the same name is revoked.", 2),
		stateChange("move_to_pending", "Have a definition wait for its release.", 1),
		stateChange("move_to_draft", "Make a definition a draft again.", 0),
		stateChange("revoke_inspection", "Take a definition out of use.", 3),
		copyDefinition("copy_inspection", "Make the next version of a definition.", anAlias+"copy_definition."),
	}
}

func getDefinition(name, doc, alias string) declaration {
	return op[definitionQuery, TestSequenceDefinition](name, doc, "GET "+inspectionRoute+"GetTestSequenceDefinition", lenient(missingIsNil), note(alias),
		show(madeOne+`return wats.manual_inspection.`+name+`(d.test_sequence_definition_id).status`, `"DRAFT"`))
}

func createDefinition(name, doc, alias string) declaration {
	return op[newDefinition, TestSequenceDefinition](name, doc, "POST "+inspectionRoute+"PostDefinition", note(orElse(alias, namesInSnakeCase)),
		show(`wats.manual_inspection.`+name+`{name = "Visual", on_fail_require_repair = "OPTIONAL", extra_fields = {log_description = true}}.version`, "1"))
}

// copyDefinition declares a GET that writes.
func copyDefinition(name, doc, alias string) declaration {
	return op[definitionToCopy, TestSequenceDefinition](name, doc, "GET "+inspectionRoute+"GetDefinitionCopy/{definition_id}", declare(modules.Does(modules.Write)),
		prepares(func(_ context.Context, _ *definitionToCopy, r *request) error {
			r.writes = true
			return nil
		}),
		note(strings.TrimSpace(alias+" Raises for a missing definition, and its answer is never kept for the next call: its GET changes the server.")),
		show(madeOne+`return wats.manual_inspection.`+name+`(d.test_sequence_definition_id).version`, "2"))
}

// stateChange declares an operation that puts a definition into a state.
func stateChange(name, doc string, status DefinitionStatus) declaration {
	shown, _ := typeOf[DefinitionStatus]().WordOf(float64(status))
	return op[definitionBody, TestSequenceDefinition](name, doc, "PUT "+inspectionRoute+"PutDefinitionNew",
		prepares(func(_ context.Context, _ *definitionBody, r *request) error {
			r.body = fmt.Appendf(bytes.TrimSuffix(r.body, []byte("}")), `,"Status":%d}`, status)
			return nil
		}), show(madeOne+`return wats.manual_inspection.`+name+`(d.test_sequence_definition_id).status`, fmt.Sprintf("%q", shown)))
}

// readCount reads a number; nothing is none.
func readCount(_ *definitionPath, a *response) (any, error) {
	n := 0
	err := unmarshal(a, &n)
	return n, err
}

// related begins an example with a definition and its relation.
const related = madeOne + `local r = wats.manual_inspection.create_relation(d.test_sequence_definition_id, "Product", "PartNumber", nil, "PCBA-7")
`

func relationOperations() []declaration {
	return []declaration{
		op[definitionPath, []TestSequenceRelation]("list_relations", "What a definition is for.", "GET "+inspectionRoute+"GetRelations/{definition_id}",
			show(related+`return wats.manual_inspection.list_relations(d.test_sequence_definition_id)[1].entity_value`, `"PCBA-7"`)),
		op[definitionPath, []RelationConflict]("get_relation_conflicts", "The relations of other definitions to the same entities, processes and sites.", "GET "+inspectionRoute+"GetRelationConflictsNew/{definition_id}",
			show(related+`local other = wats.manual_inspection.create_definition("Other")
wats.manual_inspection.create_relation(other.test_sequence_definition_id, "Product", "PartNumber", nil, "PCBA-7")
return wats.manual_inspection.get_relation_conflicts(d.test_sequence_definition_id)[1].name`, `"Other"`)),
		op[newRelation, TestSequenceRelation]("create_relation", "Relate a definition to an entity, such as a part number.", "POST "+inspectionRoute+"PostRelation", note(namesInSnakeCase),
			show(related+`return r.entity_value`, `"PCBA-7"`)),
		op[relationPayload, TestSequenceRelation]("update_relation", "Change a relation.", "PUT "+inspectionRoute+"PutRelation", note(namesInSnakeCase),
			show(related+`r.entity_value = "PCBA-8"
return wats.manual_inspection.update_relation(r).entity_value`, `"PCBA-8"`)),
		op[relationPayload, bool]("delete_relation", "Remove a relation.", "PUT "+inspectionRoute+"DeleteRelationNew", succeeds, note(returnsTrue),
			show(related+`return wats.manual_inspection.delete_relation(r)`, "true")),
	}
}

func contentOperations() []declaration {
	return []declaration{
		op[unitPath, TestSequenceInstance]("get_mi_details", "The latest manual inspection of a unit.", "GET "+inspectionRoute+"GetMiDetailsNew/{unit_id}", lenient(missingIsNil),
			show(`wats.manual_inspection.get_mi_details("SN-1")`, "nil")),
		op[definitionQuery, any]("get_xaml", "The XAML of a definition, with what was stored with it.", "GET "+inspectionRoute+"GetTestSequenceDefinitionXaml", lenient(missingIsNil),
			show(madeOne+`wats.manual_inspection.put_xaml{test_sequence_definition_id = d.test_sequence_definition_id, xaml = "<Activity/>"}
return wats.manual_inspection.get_xaml(d.test_sequence_definition_id).xaml`, `"<Activity/>"`)),
		op[xamlPayload, bool]("put_xaml", "Store the XAML of a definition.", "PUT "+inspectionRoute+"PutTestSequenceDefinitionXaml", succeeds, note(returnsTrue),
			show(madeOne+`return wats.manual_inspection.put_xaml{test_sequence_definition_id = d.test_sequence_definition_id, xaml = "<Activity/>"}`, "true")),
		op[definitionPath, any]("get_wwf_content", "The workflow of a definition.", "GET "+inspectionRoute+"GetWatswwfContent/{definition_id}", lenient(missingIsNil),
			show(madeOne+`return wats.manual_inspection.get_wwf_content(d.test_sequence_definition_id)`, "nil")),
		op[miscInfoPayload, any]("validate_misc_info", "Whether what an operator has put in may be reported.", "PUT "+inspectionRoute+"ValidateMiscInfo",
			declare(modules.Does(modules.Read)), lenient(missingIsNil),
			note("The embedded server answers MiscInfoVerdicts; what other servers answer is given as it is."),
			show(`wats.manual_inspection.validate_misc_info{misc_infos = {{description = "Lot", text = "A7", valid_regex = "^[A-Z]\\d$"}}}.is_valid`, "true")),
		op[stringTestPayload, bool]("put_string_test", "Store a string test entry.", "PUT "+inspectionRoute+"PutStringTest", succeeds, note(returnsTrue),
			show(madeOne+`return wats.manual_inspection.put_string_test{test_sequence_definition_id = d.test_sequence_definition_id, name = "Label", limit = "A"}`, "true")),
	}
}
