package server

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/watsrun/watsrun/server/db"
)

const inspections = "/api/internal/ManualInspection/"

// nowhere is the GUID of nothing.
const nowhere = "00000000-0000-4000-8000-000000000000"

// inspect makes a definition and returns its id.
func (c client) inspect(name string, more ...func(object)) string {
	c.t.Helper()
	body := object{"Name": name}
	for _, f := range more {
		f(body)
	}
	return read[object](c, "POST", inspections+"PostDefinition", body)["TestSequenceDefinitionId"].(string)
}

// definition reads a definition.
func (c client) definition(id string) object {
	c.t.Helper()
	return read[object](c, "GET", inspections+"GetTestSequenceDefinition?definitionId="+id, nil)
}

func TestInspectionDefinition(t *testing.T) {
	c := start(t, Options{})
	made := read[object](c, "POST", inspections+"PostDefinition", object{
		"Name": "Visual", "Description": "Look at it", "OnFailRequireRepair": 2, "AddChildUnits": true, "CreatedBy": "op-12", "Unknown": 1,
	})
	id := made["TestSequenceDefinitionId"].(string)
	want := object{
		"TestSequenceDefinitionId": id, "VirtualFolderId": nil, "Name": "Visual", "Version": 1.0, "Description": "Look at it",
		"Created": "2026-03-01T12:00:00Z", "CreatedBy": "op-12", "CreatedBySite": nil, "Modified": nil, "ModifiedBy": nil,
		"Released": nil, "ReleasedBy": nil, "Revoked": nil, "RevokedBy": nil, "Status": 0.0, "IsGlobal": false,
		"OnFailGotoCleanup": false, "OnFailRequireSubmit": false, "OnFailRequireRepair": 2.0, "LogOperator": true,
		"LogDescription": false, "CreateUnsubmittedReportOnFailedStep": false, "RepairProcessId": nil, "AddChildUnits": true,
		"IncludeUURMiscInfoInUUT": false, "LoadPreviousMiscInfo": false, "Relations": []any{}, "InstancesCount": 0.0, "XAML": nil,
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Error(diff)
	}
	changed := read[object](c, "PUT", inspections+"PutDefinitionNew", object{"TestSequenceDefinitionId": strings.ToUpper(id), "description": "Look closely", "LogOperator": false})
	want["Description"], want["LogOperator"], want["Modified"], want["ModifiedBy"] = "Look closely", false, "2026-03-01T12:00:00Z", theUser
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, c.definition(id)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, read[object](c, "PUT", inspections+"PutDefinitionNew", changed)); diff != "" {
		t.Errorf("writing back what was read changed it: %s", diff)
	}
}

func TestInspectionsAreListedBySite(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", inspections+"GetTestSequenceDefinitions", nil); got != "[]" {
		t.Error(got)
	}
	own, global := c.inspect("B"), c.inspect("A", set("IsGlobal", true))
	for query, want := range map[string]string{"": own, "?isGlobalDefinitions=false": own, "?isglobaldefinitions=true": global} {
		got := read[[]object](c, "GET", inspections+"GetTestSequenceDefinitions"+query, nil)
		if len(got) != 1 || got[0]["TestSequenceDefinitionId"] != want {
			t.Errorf("%s: %v", query, got)
		}
	}
	want := []object{
		{"TestSequenceDefinitionId": global, "Name": "A", "Version": 1.0, "Status": 0.0},
		{"TestSequenceDefinitionId": own, "Name": "B", "Version": 1.0, "Status": 0.0},
	}
	if diff := cmp.Diff(want, read[[]object](c, "GET", inspections+"GetSequences", nil)); diff != "" {
		t.Error(diff)
	}
}

func TestInspectionStates(t *testing.T) {
	c := start(t, Options{})
	enter := func(id string, status int) object {
		t.Helper()
		return read[object](c, "PUT", inspections+"PutDefinitionNew", object{"TestSequenceDefinitionId": id, "Status": status})
	}
	first, other := c.inspect("Visual"), c.inspect("Other", set("Status", 2))
	if got := enter(first, 1); got["Status"] != 1.0 || got["Released"] != nil {
		t.Errorf("pending: %v", got)
	}
	if got := enter(first, 2); got["Status"] != 2.0 || got["ReleasedBy"] != theUser || got["Released"] != "2026-03-01T12:00:00Z" || got["Revoked"] != nil {
		t.Errorf("released: %v", got)
	}
	second := read[object](c, "GET", inspections+"GetDefinitionCopy/"+first, nil)
	if second["Version"] != 2.0 || second["Status"] != 0.0 || second["Name"] != "Visual" || second["CreatedBy"] != theUser || second["ReleasedBy"] != nil || second["Released"] != nil || second["TestSequenceDefinitionId"] == first {
		t.Errorf("the copy: %v", second)
	}
	enter(second["TestSequenceDefinitionId"].(string), 2)
	if got := c.definition(first); got["Status"] != 3.0 || got["Revoked"] != "2026-03-01T12:00:00Z" {
		t.Errorf("the release before: %v", got)
	}
	if got := c.definition(other); got["Status"] != 2.0 {
		t.Errorf("a release of another name: %v", got)
	}
	if got := enter(first, 0); got["Status"] != 0.0 || got["Revoked"] != nil {
		t.Errorf("a draft again: %v", got)
	}
	c.want(400, "PUT", inspections+"PutDefinitionNew", object{"TestSequenceDefinitionId": first, "Status": 4})
}

func TestVersionsOfAnInspection(t *testing.T) {
	c := start(t, Options{})
	c.inspect("Visual")
	if got := c.definition(c.inspect("Visual")); got["Version"] != 2.0 {
		t.Errorf("%v", got)
	}
	ninth := c.inspect("Visual", set("Version", 9))
	c.want(409, "POST", inspections+"PostDefinition", object{"Name": "Visual", "Version": 9})
	c.want(409, "POST", inspections+"PostDefinition", object{"Name": "X", "TestSequenceDefinitionId": ninth})
	chosen := c.inspect("X", set("TestSequenceDefinitionId", "00000000-0000-4000-8000-00000000000A"))
	if chosen != "00000000-0000-4000-8000-00000000000a" {
		t.Error(chosen)
	}
	row := read[object](c, "PUT", inspections+"PutSequence", object{"TestSequenceDefinitionId": chosen, "Name": "Y", "Version": 3, "Status": 1})
	if diff := cmp.Diff(object{"TestSequenceDefinitionId": chosen, "Name": "Y", "Version": 3.0, "Status": 1.0}, row); diff != "" {
		t.Error(diff)
	}
	gone := read[object](c, "DELETE", inspections+"DeleteSequence/"+chosen, nil)
	if diff := cmp.Diff(row, gone); diff != "" {
		t.Error(diff)
	}
	c.want(404, "GET", inspections+"GetTestSequenceDefinition?definitionId="+chosen, nil)
	c.want(404, "DELETE", inspections+"DeleteSequence/"+chosen, nil)
}

// TestCopiesAtOnce makes every copy the only one of its version.
func TestCopiesAtOnce(t *testing.T) {
	c := start(t, Options{Path: filepath.Join(t.TempDir(), "wats.db")})
	id := c.inspect("Visual")
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { c.send("GET", inspections+"GetDefinitionCopy/"+id, nil) })
	}
	all.Wait()
	rows := read[[]inspectionSequence](c, "GET", inspections+"GetSequences", nil)
	if len(rows) != 21 || rows[20].Version != 21 {
		t.Errorf("%+v", rows)
	}
}

func TestInspectionRelations(t *testing.T) {
	c := start(t, Options{})
	c.want(200, "PUT", "/api/Product", object{"partNumber": "PCBA-7", "name": "Power board"})
	id := c.inspect("Visual")
	process := nameGUID("process", "70")
	made := read[object](c, "POST", inspections+"PostRelation", object{
		"TestSequenceDefinitionId": id, "EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "PCBA-7",
		"TestSequenceProcessRelations": []object{{"ProcessId": process}}, "TestSequenceSiteRelations": []object{{"SiteId": nowhere}},
	})
	relation := made["TestSequenceRelationId"].(string)
	want := object{
		"TestSequenceRelationId": relation, "TestSequenceDefinitionId": id, "EntitySchema": "Product", "EntityName": "PartNumber",
		"EntityKey": nil, "EntityValue": "PCBA-7", "Status": nil, "ProductName": "Power board",
		"TestSequenceProcessRelations": []any{object{
			"TestSequenceProcessRelationId": at(made, "TestSequenceProcessRelations", 0, "TestSequenceProcessRelationId"),
			"TestSequenceRelationId":        relation, "ProcessId": process,
		}},
		"TestSequenceSiteRelations": []any{object{
			"TestSequenceSiteRelationId": at(made, "TestSequenceSiteRelations", 0, "TestSequenceSiteRelationId"),
			"TestSequenceRelationId":     relation, "SiteId": nowhere,
		}},
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Error(diff)
	}
	again := read[object](c, "POST", inspections+"PostRelation", object{"TestSequenceDefinitionId": id, "EntitySchema": "product", "EntityName": "PARTNUMBER", "EntityValue": "PCBA-7", "Status": 1})
	if again["TestSequenceRelationId"] != relation || again["Status"] != 1.0 {
		t.Errorf("the same relation became another one: %v", again)
	}
	changed := read[object](c, "PUT", inspections+"PutRelation", object{"TestSequenceRelationId": relation, "EntityValue": "PCBA-8", "EntityName": "PartNumber"})
	if changed["EntityValue"] != "PCBA-8" || changed["ProductName"] != nil || changed["Status"] != 1.0 || len(changed["TestSequenceSiteRelations"].([]any)) != 1 {
		t.Errorf("%v", changed)
	}
	if diff := cmp.Diff([]any{changed}, c.definition(id)["Relations"]); diff != "" {
		t.Error(diff)
	}
	if got := read[object](c, "PUT", inspections+"DeleteRelationNew", changed); got["TestSequenceRelationId"] != relation {
		t.Errorf("%v", got)
	}
	if got := c.want(200, "GET", inspections+"GetRelations/"+id, nil); got != "[]" {
		t.Error(got)
	}
	c.want(404, "PUT", inspections+"DeleteRelationNew", object{"TestSequenceRelationId": relation})
}

func TestRelationsBelongToOneDefinition(t *testing.T) {
	c := start(t, Options{})
	first := c.inspect("A", set("Relations", []object{{"EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "P"}}))
	relation := at(c.definition(first), "Relations", 0, "TestSequenceRelationId")
	second := c.inspect("B")
	c.want(409, "POST", inspections+"PostRelation", object{
		"TestSequenceDefinitionId": second, "TestSequenceRelationId": relation, "EntitySchema": "Product", "EntityName": "PartNumber",
	})
	copied := read[object](c, "GET", inspections+"GetDefinitionCopy/"+first, nil)
	if other := at(copied, "Relations", 0, "TestSequenceRelationId"); other == relation || at(copied, "Relations", 0, "EntityValue") != "P" {
		t.Errorf("%v", copied["Relations"])
	}
	c.want(200, "DELETE", inspections+"DeleteSequence/"+first, nil)
	c.want(404, "PUT", inspections+"PutRelation", object{"TestSequenceRelationId": relation})
}

func TestRelationConflicts(t *testing.T) {
	c := start(t, Options{})
	relate := func(processes ...string) func(object) {
		rows := []object{}
		for _, p := range processes {
			rows = append(rows, object{"ProcessId": p})
		}
		return set("Relations", []object{{"EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "P", "TestSequenceProcessRelations": rows}})
	}
	mine := c.inspect("Mine", relate("P1"))
	everywhere := c.inspect("Everywhere", relate(), set("Status", 2))
	there := c.inspect("There", relate("p1", "P2"))
	c.inspect("Elsewhere", relate("P2"))
	c.inspect("Revoked", relate("P1"), set("Status", 3))
	c.inspect("Mine", relate("P1")) // the next version
	c.inspect("Another product", set("Relations", []object{{"EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "p"}}))
	for _, route := range []string{"GetRelationConflictsNew/", "GetRelationConflicts/"} {
		got := read[[]object](c, "GET", inspections+route+mine, nil)
		want := []object{}
		for _, other := range []string{everywhere, there} {
			d := c.definition(other)
			want = append(want, object{
				"TestSequenceDefinitionId": other, "TestSequenceRelationId": at(d, "Relations", 0, "TestSequenceRelationId"),
				"Name": d["Name"], "EntityName": "PartNumber", "EntityValue": "P", "Status": d["Status"],
			})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestInspectionXAML(t *testing.T) {
	c := start(t, Options{})
	const xaml = "<Activity xmlns=\"x\">ø & \u2028</Activity>"
	id := c.inspect("Visual", set("XAML", xaml))
	if got := c.definition(id); got["XAML"] != xaml {
		t.Errorf("%v", got)
	}
	path := inspections + "GetTestSequenceDefinitionXaml?definitionId=" + id
	if diff := cmp.Diff(object{"TestSequenceDefinitionId": id, "XAML": xaml}, read[object](c, "GET", path, nil)); diff != "" {
		t.Error(diff)
	}
	given := object{"definitionId": id, "xaml": "<A/>", "Layout": []any{1.0, nil, "x"}}
	if diff := cmp.Diff(given, read[object](c, "PUT", inspections+"PutTestSequenceDefinitionXaml", given)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(given, read[object](c, "GET", path, nil)); diff != "" {
		t.Errorf("it was not kept as given: %s", diff)
	}
	copied := read[object](c, "GET", inspections+"GetDefinitionCopy/"+id, nil)
	if copied["XAML"] != "<A/>" {
		t.Errorf("%v", copied)
	}
	if got := read[string](c, "GET", inspections+"GetWatswwfContent/"+id, nil); got != "<A/>" {
		t.Error(got)
	}
	if got := read[[]object](c, "GET", inspections+"GetTestSequenceDefinitions", nil); got[0]["XAML"] != nil {
		t.Errorf("a list has the XAML: %v", got)
	}
	bare := c.inspect("Bare")
	if got := read[object](c, "GET", inspections+"GetTestSequenceDefinitionXaml?definitionId="+bare, nil); got["XAML"] != nil {
		t.Errorf("%v", got)
	}
	c.want(404, "GET", inspections+"GetWatswwfContent/"+bare, nil)
	c.want(400, "PUT", inspections+"PutTestSequenceDefinitionXaml", object{"TestSequenceDefinitionId": id, "XAML": 5})
}

// TestInspectionInstances counts the reports whose sequence is the definition, by name and version.
func TestInspectionInstances(t *testing.T) {
	c := start(t, Options{})
	id := c.inspect("Visual")
	execute := func(sn, version, at string) object {
		r := uut(set("sn", sn), set("start", at))
		r["root"].(object)["seqCall"] = object{"path": "mi", "name": "Visual", "version": version}
		r["uut"].(object)["execTime"] = 90
		c.post(r)
		return r
	}
	execute("SN-1", "1", "2026-03-01T08:00:00+01:00")
	last := execute("SN-1", "1", "2026-03-01T09:00:00+01:00")
	execute("SN-2", "2", "2026-03-01T10:00:00+01:00")
	if got := c.want(200, "GET", inspections+"GetInstancesCount/"+id, nil); got != "2" {
		t.Error(got)
	}
	if got := read[[]object](c, "GET", inspections+"GetTestSequenceDefinitions", nil); got[0]["InstancesCount"] != 2.0 {
		t.Errorf("%v", got)
	}
	if got := read[object](c, "GET", inspections+"GetMiDetailsNew/SN-1", nil); got["UnitId"] != nil {
		t.Errorf("a unit that only its reports know has the id %v", got["UnitId"])
	}
	c.want(200, "PUT", "/api/Production/Units", []object{{"serialNumber": "SN-1", "partNumber": "PCBA-7"}, {"serialNumber": "SN-1", "partNumber": "Other"}})
	unit := read[object](c, "GET", inspections+"GetMiDetailsNew/SN-1", nil)["UnitId"].(string)
	want := object{
		"TestSequenceInstanceId": last["id"], "TestSequenceDefinitionId": id, "UnitId": unit,
		"SerialNumber": "SN-1", "PartNumber": "PCBA-7", "Revision": "B", "Created": "2026-03-01T08:00:00Z", "LastEventTime": "2026-03-01T08:01:30Z",
	}
	for _, path := range []string{"GetMiDetailsNew/SN-1", "GetMiDetails/SN-1", "GetMiDetailsNew/" + strings.ToUpper(unit)} {
		if diff := cmp.Diff(want, read[object](c, "GET", inspections+path, nil)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	c.want(404, "GET", inspections+"GetMiDetailsNew/SN-2", nil)
	c.want(404, "GET", inspections+"GetMiDetailsNew/"+nowhere, nil)
}

func TestMiscInfoIsValidated(t *testing.T) {
	c := start(t, Options{Processes: []Process{{
		Code: 900, Name: "Special repair", IsRepair: true,
		Repair: &RepairType{MiscInfos: []RepairMiscInfo{{Description: "Order", ValidRegex: `^\d{4}$`}}},
	}}})
	id := c.inspect("Visual", set("RepairProcessId", nameGUID("process", "900")))
	got := read[object](c, "PUT", inspections+"ValidateMiscInfo", object{"TestSequenceDefinitionId": id, "MiscInfos": []object{
		{"Description": "Order", "Text": "1234"},
		{"Description": "Order", "Value": "12"},
		{"Description": "Free", "Text": "x"},
		{"Description": "Own", "Text": "x", "ValidRegex": "^y"},
		{"Text": "x"},
		{"Description": "Broken", "ValidRegex": "("},
	}})
	var valid []bool
	for i, row := range got["MiscInfos"].([]any) {
		valid = append(valid, row.(object)["IsValid"].(bool))
		if message := row.(object)["Message"]; (message == nil) != valid[i] {
			t.Errorf("%d: %v", i, row)
		}
	}
	if diff := cmp.Diff([]bool{true, false, true, false, false, false}, valid); diff != "" || got["IsValid"] != false {
		t.Errorf("%s in %v", diff, got)
	}
	one := read[object](c, "PUT", inspections+"ValidateMiscInfo", object{"Description": "Order", "Text": "x"})
	if one["IsValid"] != true || at(one, "MiscInfos", 0, "Text") != "x" {
		t.Errorf("%v", one)
	}
	c.want(404, "PUT", inspections+"ValidateMiscInfo", object{"TestSequenceDefinitionId": nowhere, "Description": "x"})
}

func TestStringTestsAreKept(t *testing.T) {
	c := start(t, Options{})
	id := c.inspect("Visual")
	for _, given := range []object{{"TestSequenceDefinitionId": id, "Name": "Label", "Limit": "A"}, {"TestSequenceDefinitionId": id, "Name": "Label", "Limit": "B"}, {"x": 1.0}} {
		if diff := cmp.Diff(given, read[object](c, "PUT", inspections+"PutStringTest", given)); diff != "" {
			t.Error(diff)
		}
	}
	c.want(404, "PUT", inspections+"PutStringTest", object{"TestSequenceDefinitionId": nowhere})
}

func TestInspectionsSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	var id, before string
	t.Run("write", func(t *testing.T) {
		c := start(t, Options{Path: path})
		id = c.inspect("Visual", set("Status", 2), set("XAML", "<A/>"), set("Relations", []object{{"EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "P"}}))
		before = jsonOf(t, c.definition(id))
	})
	if diff := cmp.Diff(before, jsonOf(t, start(t, Options{Path: path}).definition(id))); diff != "" {
		t.Error(diff)
	}
}

func TestBadInspectionsAreRefused(t *testing.T) {
	c := start(t, Options{})
	id := c.inspect("Visual")
	for _, r := range []struct {
		status             int
		method, path, body string
	}{
		{400, "POST", "PostDefinition", ``},
		{400, "POST", "PostDefinition", `[]`},
		{400, "POST", "PostDefinition", `{}`},
		{400, "POST", "PostDefinition", `{"Name": 5}`},
		{400, "POST", "PostDefinition", `{"Name": "A", "OnFailRequireRepair": 3}`},
		{400, "POST", "PostDefinition", `{"Name": "A", "Status": -1}`},
		{400, "POST", "PostDefinition", `{"Name": "A", "Version": -1}`},
		{400, "POST", "PostDefinition", `{"Name": "A", "TestSequenceDefinitionId": "x"}`},
		{400, "POST", "PostDefinition", `{"Name": "A", "Relations": [{}]}`},
		{400, "PUT", "PutDefinitionNew", `{"Name": "A"}`},
		{400, "PUT", "PutDefinitionNew", `{"TestSequenceDefinitionId": "` + id + `", "Name": ""}`},
		{400, "PUT", "PutDefinitionNew", `{"TestSequenceDefinitionId": "` + id + `", "IsGlobal": "x"}`},
		{404, "PUT", "PutDefinitionNew", `{"TestSequenceDefinitionId": "` + nowhere + `"}`},
		{404, "PUT", "PutSequence", `{"Id": "` + nowhere + `"}`},
		{400, "PUT", "PutSequence", `{}`},
		{400, "POST", "PostRelation", `{"EntitySchema": "a", "EntityName": "b"}`},
		{404, "POST", "PostRelation", `{"TestSequenceDefinitionId": "` + nowhere + `", "EntitySchema": "a", "EntityName": "b"}`},
		{400, "POST", "PostRelation", `{"TestSequenceDefinitionId": "` + id + `", "EntitySchema": "a"}`},
		{400, "POST", "PostRelation", `{"TestSequenceDefinitionId": "` + id + `", "EntitySchema": "a", "EntityName": "b", "TestSequenceProcessRelations": [{}]}`},
		{400, "PUT", "PutRelation", `{}`},
		{404, "PUT", "PutRelation", `{"TestSequenceRelationId": "x"}`},
		{400, "PUT", "PutTestSequenceDefinitionXaml", `{"XAML": "x"}`},
		{404, "PUT", "PutTestSequenceDefinitionXaml", `{"TestSequenceDefinitionId": "` + nowhere + `", "XAML": "x"}`},
		{400, "PUT", "ValidateMiscInfo", `[]`},
		{400, "PUT", "PutStringTest", `5`},
		{400, "GET", "GetTestSequenceDefinition", ``},
		{404, "GET", "GetTestSequenceDefinition?definitionId=" + url.QueryEscape("a'b"), ``},
		{400, "GET", "GetTestSequenceDefinitions?isGlobalDefinitions=x", ``},
		{400, "GET", "GetTestSequenceDefinitionXaml", ``},
		{404, "GET", "GetTestSequenceDefinitionXaml?definitionId=" + nowhere, ``},
		{404, "GET", "GetDefinitionCopy/" + nowhere, ``},
		{404, "GET", "GetInstancesCount/" + nowhere, ``},
		{404, "GET", "GetRelations/" + nowhere, ``},
		{404, "GET", "GetRelationConflictsNew/" + nowhere, ``},
		{404, "GET", "GetWatswwfContent/" + nowhere, ``},
		{405, "DELETE", "PutRelation", ``},
	} {
		text := c.want(r.status, r.method, inspections+r.path, r.body)
		var answer struct{ Message string }
		if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.Message == "" {
			t.Errorf("%s: %s", r.path, text)
		}
	}
	if uuid.Validate(id) != nil || len(read[[]object](c, "GET", inspections+"GetSequences", nil)) != 1 {
		t.Error("something of a refused request was kept")
	}
}

func TestFindingExecutionsUsesIndexes(t *testing.T) {
	store, err := db.Open(t.Context(), "", schemaSteps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, c := range []struct {
		statement, want string
		args            []any
	}{
		{"SELECT count(*) FROM " + instancesOf + " WHERE d.guid = ?", "report_software (sw_filename=? AND sw_version=? AND type=?)", []any{"x"}},
		{"SELECT d.guid, count(*) FROM " + instancesOf + " GROUP BY d.guid", "report_software (sw_filename=? AND sw_version=? AND type=?)", nil},
		{"SELECT r.uuid FROM " + instancesOf + " WHERE r.serial_number = ? ORDER BY r.start", "report_unit (serial_number=?)", []any{"x"}},
	} {
		if plan := explain(t, store, c.statement, c.args...); !strings.Contains(plan, c.want) || strings.Contains(plan, "SCAN r") {
			t.Errorf("%s: no %q in\n%s", c.statement, c.want, plan)
		}
	}
}
