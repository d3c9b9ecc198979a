package server

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProcesses(t *testing.T) {
	c := start(t, Options{Processes: []Process{
		{Code: 77, Name: "Mine", Description: "Own", IsTest: true},
		{Code: 20, Name: "Replaced", IsTest: true},
		{Code: 78, Name: "Old", IsWIP: true, Inactive: true},
	}})
	codes := func(query string) map[int]string {
		found := map[int]string{}
		for _, p := range read[[]publicProcess](c, "GET", "/api/App/Processes"+query, nil) {
			found[p.Code] = p.Name
		}
		return found
	}
	all := codes("")
	for code, name := range map[int]string{10: "SW Debug", 77: "Mine", 20: "Replaced", 500: "Repair", 510: "RMA Repair", 200: "SMT assembly", 78: ""} {
		if all[code] != name {
			t.Errorf("process %d is %q, want %q", code, all[code], name)
		}
	}
	if got := codes("?includeRepairOperations=true"); len(got) != 2 || got[500] == "" {
		t.Errorf("repair operations: %v", got)
	}
	if got := codes("?includeTestOperations=false&includeWipOperations=True&includeInactiveProcesses=true"); got[78] != "Old" || got[10] != "" {
		t.Errorf("WIP operations: %v", got)
	}
	if got := codes("?includeRepairOperations=false"); got[500] != "" || got[10] == "" || got[200] == "" {
		t.Errorf("all but repair operations: %v", got)
	}
	rows := read[[]publicProcess](c, "GET", "/api/App/Processes?includeInactiveProcesses=true", nil)
	for i, p := range rows {
		if active := p.Code != 78; p.ProcessIndex != i || (p.State == 1) != active {
			t.Errorf("process %d at %d: %+v", p.Code, i, p)
		}
	}
	c.want(400, "GET", "/api/App/Processes?includeWipOperations=perhaps", nil)
}

func TestInternalProcessRoutes(t *testing.T) {
	c := start(t, Options{})
	all := read[[]object](c, "GET", "/api/internal/Process/GetProcesses", nil)
	first := all[0]
	want := object{
		"Code": 10.0, "Name": "SW Debug", "Description": "", "ProcessID": first["ProcessID"], "ProcessIndex": 0.0, "State": 1.0,
		"Properties": nil, "IsTestOperation": true, "IsRepairOperation": false, "IsWIPOperation": false,
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	one := read[object](c, "GET", "/api/internal/Process/GetProcess/"+first["ProcessID"].(string), nil)
	if diff := cmp.Diff(want, one); diff != "" {
		t.Error(diff)
	}
	c.want(404, "GET", "/api/internal/Process/GetProcess/00000000-0000-0000-0000-000000000000", nil)

	repairs := read[map[string]RepairType](c, "GET", "/api/internal/Process/GetRepairOperations", nil)
	if len(repairs) != 2 || repairs["500"].Description != "Repair" || repairs["510"].Description != "RMA Repair" {
		t.Fatalf("repair operations: %v", repairs)
	}
	solder := repairs["500"].Categories[0]
	if solder.Description != "Solder Process" || solder.GUID == "" || !solder.Selectable || solder.Failcodes[0].Description != "Appearance" {
		t.Errorf("%+v", solder)
	}
	repair := nameGUID("process", "500")
	for _, path := range []string{repair, repair + "?processCode=500", "00000000-0000-0000-0000-000000000000?processCode=500"} {
		if got := read[RepairType](c, "GET", "/api/internal/Process/GetRepairOperation/"+path, nil); got.Description != "Repair" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	c.want(404, "GET", "/api/internal/Process/GetRepairOperation/"+first["ProcessID"].(string), nil)
	c.want(404, "GET", "/api/internal/Process/GetRepairOperation/x", nil)
	c.want(400, "GET", "/api/internal/Process/GetRepairOperation/x?processCode=y", nil)
}

func TestProcessesStayWithTheDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	s, err := Open(t.Context(), Options{Path: path, Processes: []Process{{
		Code: 900, Name: "Special repair", IsRepair: true, Repair: &RepairType{Categories: []FailCode{{Description: "A", Status: 1}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	repairs := read[map[string]object](start(t, Options{Path: path}), "GET", "/api/internal/Process/GetRepairOperations", nil)
	if special := repairs["900"]; special == nil || special["MiscInfos"] == nil || at(special, "Categories", 0, "Failcodes") == nil {
		t.Errorf("%v", repairs["900"])
	}
}
