package wats

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// ProcessInfo is a process: a test, repair or WIP operation with its code.
type ProcessInfo struct {
	Code              int    `lua:"code" json:"code" doc:"Code of the process, as reports carry it."`
	Name              string `lua:"name" json:"name" doc:"Name of the process."`
	Description       string `lua:"description" json:"description" doc:"Free text."`
	IsTestOperation   bool   `lua:"is_test_operation" json:"isTestOperation" doc:"Whether test reports may carry it."`
	IsRepairOperation bool   `lua:"is_repair_operation" json:"isRepairOperation" doc:"Whether repair reports may carry it."`
	IsWIPOperation    bool   `lua:"is_wip_operation" json:"isWipOperation" doc:"Whether it tracks work in progress."`
	ProcessID         string `lua:"process_id" json:"ProcessID" doc:"GUID of the process, on the detailed record."`
	ProcessIndex      int    `lua:"process_index" json:"processIndex" doc:"Order of display, on the detailed record."`
	State             int    `lua:"state" json:"state" doc:"State, on the detailed record."`
	Properties        string `lua:"properties" json:"Properties" doc:"Further settings, on the detailed record."`
}

// FailCode is a failure code that a repair may name, with the category that it belongs to.
type FailCode struct {
	Category     string `lua:"category" doc:"Category, as add_failure takes it."`
	Code         string `lua:"code" doc:"Code, as add_failure takes it."`
	Description  string `lua:"description" doc:"The code again."`
	GUID         string `lua:"guid" doc:"GUID of the code."`
	CategoryGUID string `lua:"category_guid" doc:"GUID of the category."`
}

// RepairCategory is a category of failures, or a code below one.
type RepairCategory struct {
	GUID            string           `lua:"guid" json:"GUID" doc:"GUID of the entry."`
	Description     string           `lua:"description" json:"Description" doc:"Its text, by which reports name it."`
	Selectable      bool             `lua:"selectable" json:"Selectable" doc:"Whether it may be chosen."`
	SortOrder       int              `lua:"sort_order" json:"SortOrder" doc:"Order of display."`
	FailureType     int              `lua:"failure_type" json:"FailureType" doc:"0 default, 1 automatic process, 2 scrapped, 3 no failure found, 4 component, 5 design, 6 manual process, 7 replaced."`
	ImageConstraint string           `lua:"image_constraint" json:"ImageConstraint" doc:"Whether an image is wanted."`
	Status          int              `lua:"status" json:"Status" doc:"Above 0 when active."`
	FailCodes       []RepairCategory `lua:"fail_codes" json:"Failcodes" doc:"Codes below a category."`
}

// RepairOperationConfig is what a repair operation demands and offers.
type RepairOperationConfig struct {
	Description            string           `lua:"description" json:"Description" doc:"Name of the repair type."`
	UUTRequired            int              `lua:"uut_required" json:"UUTRequired" doc:"Whether a test report must be named: 0 required, 1 optional, 2 never."`
	CompRefMask            string           `lua:"comp_ref_mask" json:"CompRefMask" doc:"Regular expression for component references."`
	CompRefMaskDescription string           `lua:"comp_ref_mask_description" json:"CompRefMaskDescription" doc:"The mask in words."`
	BomConstraint          string           `lua:"bom_constraint" json:"BomConstraint" doc:"Constraint on BOM items."`
	BOMRequired            int              `lua:"bom_required" json:"BOMRequired" doc:"0 required, 1 optional, 2 never."`
	VendorRequired         int              `lua:"vendor_required" json:"VendorRequired" doc:"0 required, 1 optional, 2 never."`
	Categories             []RepairCategory `lua:"categories" json:"Categories" doc:"Failure categories with their codes."`
	MiscInfos              []any            `lua:"misc_infos" json:"MiscInfos" doc:"Predefined misc infos."`
}

const (
	processesRoute        = "GET /api/App/Processes"
	processDetailsRoute   = "GET /api/internal/Process/GetProcesses"
	repairOperationsRoute = "GET /api/internal/Process/GetRepairOperations"

	defaultTestCode   = 100
	defaultRepairCode = 500
)

type processKey struct {
	ProcessID string `lua:"process_id,required" doc:"GUID of the process."`
	strict
}

type repairKey struct {
	ProcessID   string `lua:"process_id,required" doc:"GUID of the repair process."`
	ProcessCode *int   `lua:"process_code" query:"processCode" doc:"Its code."`
	strict
}

type codeArgs struct {
	Code int `lua:"code,required" doc:"Process code."`
}

type nameArgs struct {
	Name string `lua:"name,required" doc:"Process name, in any case."`
}

type identifierArgs struct {
	Identifier string `lua:"identifier,required" doc:"Process code, or name in any case."`
}

type failCodeArgs struct {
	RepairCode int `lua:"repair_code" default:"500" doc:"Code of the repair operation."`
}

type categoryArgs struct {
	ProcessCode int `lua:"process_code" default:"500" doc:"Code of the repair operation; 0 is 500 too."`
}

type repairCodeArgs struct {
	categoryArgs
	Category string `lua:"category" doc:"Only codes of this category, in any case."`
}

var processService = service{
	name: "process", doc: "Processes (operations): which tests and repairs the server knows, by code and name.",
	operations: func() []declaration { return slices.Concat(processOperations(), configOperations(), keptProcesses()) },
}

func processOperations() []declaration {
	return []declaration{
		composed("refresh", "Ask the server for its processes now, and forget what was kept of them.", refresh, routed(processesRoute), declare(modules.Returns(nil)),
			note("pyWATS keeps the processes for 300 seconds; here they are kept only where cache.services names process."), show(`wats.process.refresh()`, "")),
		composed("clear_cache", "Forget what is kept of the server's processes.", clearCache, declare(modules.Does(modules.Pure)), show(`wats.process.clear_cache()`, "")),
		op[noArguments, []ProcessInfo]("get_processes", "List all processes.", processesRoute,
			note("Asked of the server each time unless cache.services names process; pyWATS keeps the list for 300 seconds."), show(`wats.process.get_processes()[1].code ~= nil`, "true")),
		processList("get_test_operations", "List the test operations.", isTest),
		processList("get_repair_operations", "List the repair operations.", isRepair),
		processList("get_wip_operations", "List the WIP operations.", isWIP),
		processBy("get_process_by_code", "Find a process by its code.", func(in *codeArgs) string { return strconv.Itoa(in.Code) }, anyProcess, `(100).code`, "100"),
		processBy("get_process_by_name", "Find a process by its name.", func(in *nameArgs) string { return in.Name }, anyProcess, `("repair").name`, `"Repair"`),
		processBy("get_test_operation", "Find a test operation by code or name.", identifier, isTest, `(100).code`, "100"),
		processBy("get_repair_operation", "Find a repair operation by code or name.", identifier, isRepair, `(500).code`, "500"),
		processBy("get_wip_operation", "Find a WIP operation by code or name.", identifier, isWIP, `("none of that name")`, "nil"),
		processBy("get_process", "Find a process by code or name.", identifier, anyProcess, `(500).name`, `"Repair"`),
		processCheck("is_valid_test_operation", "Whether a code is a test operation.", isTest, "100", "true"),
		processCheck("is_valid_repair_operation", "Whether a code is a repair operation.", isRepair, "100", "false"),
		processCheck("is_valid_wip_operation", "Whether a code is a WIP operation.", isWIP, "100", "false"),
		defaultCode("get_default_test_code", "100 if it is a test operation, else the first test operation's code.", defaultTestCode, isTest),
		defaultCode("get_default_repair_code", "500 if it is a repair operation, else the first repair operation's code.", defaultRepairCode, isRepair),
		repairConfig[failCodeArgs, []FailCode]("get_fail_codes", "The failure codes that a repair operation lets choose.",
			func(in *failCodeArgs) int { return in.RepairCode }, failCodes, `(500)[1].category ~= nil`),
		processBy("get_default_test_operation", "The test operation with code 100.", constantCode(defaultTestCode), isTest, `().code`, "100"),
		processBy("get_default_repair_operation", "The repair operation with code 500.", constantCode(defaultRepairCode), isRepair, `().code`, "500"),
		processCheck("process_exists", "Whether a code exists.", anyProcess, "100", "true"),
		op[noArguments, []int]("list_process_codes", "The codes of all processes.", processesRoute, processes(listCodes),
			show(`#wats.process.list_process_codes() > 0`, "true")),
		op[noArguments, []string]("list_process_names", "The names of all processes.", processesRoute, processes(listNames),
			show(`#wats.process.list_process_names() > 0`, "true")),
		op[noArguments, []ProcessInfo]("get_processes_detailed", "List all processes with GUID, index and state.", processDetailsRoute,
			show(`wats.process.get_processes_detailed()[1].process_id ~= nil`, "true")),
		op[processKey, ProcessInfo]("get_process_detailed", "Fetch one process with GUID, index and state.", "GET /api/internal/Process/GetProcess/{process_id}", lenient(missingIsNil),
			show(`local id = wats.process.get_processes_detailed()[1].process_id
return wats.process.get_process_detailed(id).process_id == id`, "true")),
		op[noArguments, map[string]RepairOperationConfig]("get_repair_operation_configs", "What each repair operation demands and offers, by code.", repairOperationsRoute,
			show(`wats.process.get_repair_operation_configs()["500"].description`, `"Repair"`)),
		op[repairKey, RepairOperationConfig]("get_repair_operation_config", "What one repair operation demands and offers.", "GET /api/internal/Process/GetRepairOperation/{process_id}", lenient(missingIsNil),
			show(`for _, p in ipairs(wats.process.get_processes_detailed()) do
  if p.code == 500 then return wats.process.get_repair_operation_config(p.process_id).description end
end`, `"Repair"`)),
		repairConfig[categoryArgs, []RepairCategory]("get_repair_categories", "The failure categories of a repair operation, with their codes.",
			(*categoryArgs).code, categories, `(500)[1].fail_codes[1].description ~= nil`),
		repairConfig[repairCodeArgs, []string]("get_repair_codes", "The texts of all failure codes of a repair operation, also of those that cannot be chosen.",
			func(in *repairCodeArgs) int { return in.code() }, repairCodes, `(500)[1] ~= nil`),
	}
}

func isTest(p *ProcessInfo) bool   { return p.IsTestOperation }
func isRepair(p *ProcessInfo) bool { return p.IsRepairOperation }
func isWIP(p *ProcessInfo) bool    { return p.IsWIPOperation }
func anyProcess(*ProcessInfo) bool { return true }

func identifier(in *identifierArgs) string { return in.Identifier }

func constantCode(code int) func(*noArguments) string {
	return func(*noArguments) string { return strconv.Itoa(code) }
}

// processRow is a process as read, and as the server sent it.
type processRow = row[ProcessInfo]

// processes has an operation look at all processes of the server.
func processes[In any](look func(in *In, all []processRow) any) option {
	return reads(func(in *In, a *response) (any, error) {
		all, err := rowsIn[ProcessInfo](a)
		if err != nil {
			return nil, err
		}
		return look(in, all), nil
	})
}

func listCodes(_ *noArguments, all []processRow) any {
	codes := make([]int, len(all))
	for i := range all {
		codes[i] = all[i].value.Code
	}
	return codes
}

func listNames(_ *noArguments, all []processRow) any {
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].value.Name
	}
	return names
}

func processList(name, doc string, keep func(*ProcessInfo) bool) declaration {
	return op[noArguments, []ProcessInfo](name, doc, processesRoute, processes(func(_ *noArguments, all []processRow) any {
		return listOf(slices.DeleteFunc(all, func(r processRow) bool { return !keep(&r.value) }))
	}), show(`type(wats.process.`+name+`())`, `"table"`))
}

// processBy declares the search for one process by a key, which is a code or a name.
func processBy[In any](name, doc string, key func(*In) string, keep func(*ProcessInfo) bool, call, result string) declaration {
	return op[In, ProcessInfo](name, doc, processesRoute, lenient(missingIsEmpty), processes(func(in *In, all []processRow) any {
		r := findProcess(all, strings.TrimSpace(key(in)))
		if r == nil || !keep(&r.value) {
			return nil
		}
		return modules.JSON{Data: r.raw, Type: typeOf[ProcessInfo]()}
	}), mayBeNil, show(`wats.process.`+name+call, result))
}

// findProcess looks for a code first: a process may be named like another's code.
func findProcess(all []processRow, key string) *processRow {
	code, err := strconv.Atoi(key)
	for i := range all {
		if err == nil && all[i].value.Code == code {
			return &all[i]
		}
	}
	for i := range all {
		if strings.EqualFold(all[i].value.Name, key) {
			return &all[i]
		}
	}
	return nil
}

func processCheck(name, doc string, keep func(*ProcessInfo) bool, code, result string) declaration {
	return op[codeArgs, bool](name, doc, processesRoute, lenient(missingIsEmpty), processes(func(in *codeArgs, all []processRow) any {
		r := findProcess(all, strconv.Itoa(in.Code))
		return r != nil && r.value.Code == in.Code && keep(&r.value)
	}), show(`wats.process.`+name+`(`+code+`)`, result))
}

func defaultCode(name, doc string, preferred int, keep func(*ProcessInfo) bool) declaration {
	return op[noArguments, int](name, doc, processesRoute, lenient(missingIsEmpty), processes(func(_ *noArguments, all []processRow) any {
		kept := slices.DeleteFunc(all, func(r processRow) bool { return !keep(&r.value) })
		if len(kept) == 0 || slices.ContainsFunc(kept, func(r processRow) bool { return r.value.Code == preferred }) {
			return preferred
		}
		return kept[0].value.Code
	}), show(`wats.process.`+name+`()`, strconv.Itoa(preferred)))
}

type categoryRow = row[RepairCategory]

// repairConfig declares an operation that looks at the failure categories of one repair operation. An unknown operation
// has none, and what is wrong with another one's does not matter.
func repairConfig[In, Out any](name, doc string, code func(*In) int, look func(*In, []categoryRow) any, call string) declaration {
	return op[In, Out](name, doc, repairOperationsRoute, reads(func(in *In, a *response) (any, error) {
		var all map[string]json.RawMessage
		if err := unmarshal(a, &all); err != nil {
			return nil, err
		}
		var config struct{ Categories json.RawMessage }
		if err := unmarshal(a.part(all[strconv.Itoa(code(in))]), &config); err != nil {
			return nil, err
		}
		found, err := rowsIn[RepairCategory](a.part(config.Categories))
		slices.SortStableFunc(found, func(a, b categoryRow) int { return cmp.Compare(a.value.SortOrder, b.value.SortOrder) })
		return look(in, found), err
	}), show(`wats.process.`+name+call, "true"))
}

// code is the repair operation that is meant.
func (a *categoryArgs) code() int {
	if a.ProcessCode == 0 {
		return defaultRepairCode
	}
	return a.ProcessCode
}

func categories(_ *categoryArgs, found []categoryRow) any { return listOf(found) }

// codesOf are a category's codes in the order of display.
func codesOf(category *RepairCategory) []RepairCategory {
	return slices.SortedStableFunc(slices.Values(category.FailCodes), func(a, b RepairCategory) int { return cmp.Compare(a.SortOrder, b.SortOrder) })
}

func failCodes(_ *failCodeArgs, found []categoryRow) any { return selectable(found) }

// selectable are the codes that can be chosen.
func selectable(found []categoryRow) []FailCode {
	codes := []FailCode{}
	for i := range found {
		category := &found[i].value
		for _, c := range codesOf(category) {
			if c.Selectable {
				codes = append(codes, FailCode{
					Category: category.Description, Code: c.Description, Description: c.Description, GUID: c.GUID, CategoryGUID: category.GUID,
				})
			}
		}
	}
	return codes
}

func repairCodes(in *repairCodeArgs, found []categoryRow) any {
	texts := []string{}
	for i := range found {
		category := &found[i].value
		if in.Category != "" && !strings.EqualFold(in.Category, category.Description) {
			continue
		}
		for _, c := range codesOf(category) {
			texts = append(texts, c.Description)
		}
	}
	return texts
}
