package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
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
	Identifier any `lua:"identifier,required" doc:"Process code as a number, or name in any case."`
}

type failCodeArgs struct {
	RepairCode int `lua:"repair_code" default:"500" doc:"Code of the repair operation."`
}

type repairCodeArgs struct {
	ProcessCode int    `lua:"process_code" default:"500" doc:"Code of the repair operation."`
	Category    string `lua:"category" doc:"Only codes of this category."`
}

var processService = service{
	name: "process", doc: "Processes (operations): which tests and repairs the server knows, by code and name.",
	operations: []declaration{
		op[noArguments, []ProcessInfo]("get_processes", "List all processes.", processesRoute, show(`wats.process.get_processes()[1].code ~= nil`, "true"),
			note("Always asked of the server; pyWATS keeps a list for 300 seconds.")),
		processList("get_test_operations", "List the test operations.", func(p *ProcessInfo) bool { return p.IsTestOperation }),
		processList("get_repair_operations", "List the repair operations.", func(p *ProcessInfo) bool { return p.IsRepairOperation }),
		processList("get_wip_operations", "List the WIP operations.", func(p *ProcessInfo) bool { return p.IsWIPOperation }),
		processBy("get_process_by_code", "Find a process by its code.", func(in *codeArgs) any { return float64(in.Code) }, anyProcess, `(100)`),
		processBy("get_process_by_name", "Find a process by its name.", func(in *nameArgs) any { return in.Name }, anyProcess, `("Repair")`),
		processBy("get_process", "Find a process by code or name.", identifier, anyProcess, `(500)`),
		processBy("get_test_operation", "Find a test operation by code or name.", identifier, func(p *ProcessInfo) bool { return p.IsTestOperation }, `(100)`),
		processBy("get_repair_operation", "Find a repair operation by code or name.", identifier, func(p *ProcessInfo) bool { return p.IsRepairOperation }, `(500)`),
		processBy("get_wip_operation", "Find a WIP operation by code or name.", identifier, func(p *ProcessInfo) bool { return p.IsWIPOperation }, `("none of that name")`),
		processBy("get_default_test_operation", "The test operation with code 100.", constantCode(defaultTestCode), func(p *ProcessInfo) bool { return p.IsTestOperation }, `()`),
		processBy("get_default_repair_operation", "The repair operation with code 500.", constantCode(defaultRepairCode), func(p *ProcessInfo) bool { return p.IsRepairOperation }, `()`),
		processCheck("is_valid_test_operation", "Whether a code is a test operation.", func(p *ProcessInfo) bool { return p.IsTestOperation }, "100"),
		processCheck("is_valid_repair_operation", "Whether a code is a repair operation.", func(p *ProcessInfo) bool { return p.IsRepairOperation }, "500"),
		processCheck("is_valid_wip_operation", "Whether a code is a WIP operation.", func(p *ProcessInfo) bool { return p.IsWIPOperation }, "100"),
		processCheck("process_exists", "Whether a code exists.", anyProcess, "100"),
		defaultCode("get_default_test_code", "100 if it is a test operation, else the first test operation's code.", defaultTestCode, func(p *ProcessInfo) bool { return p.IsTestOperation }),
		defaultCode("get_default_repair_code", "500 if it is a repair operation, else the first repair operation's code.", defaultRepairCode, func(p *ProcessInfo) bool { return p.IsRepairOperation }),
		composed("list_process_codes", "The codes of all processes.", func(ctx context.Context, c *Client, _ *noArguments) ([]int, error) {
			all, err := c.processes(ctx)
			codes := make([]int, len(all))
			for i := range all {
				codes[i] = all[i].info.Code
			}
			return codes, err
		}, modules.Show(`#wats.process.list_process_codes() > 0`, "true")),
		composed("list_process_names", "The names of all processes.", func(ctx context.Context, c *Client, _ *noArguments) ([]string, error) {
			all, err := c.processes(ctx)
			names := make([]string, len(all))
			for i := range all {
				names[i] = all[i].info.Name
			}
			return names, err
		}, modules.Show(`#wats.process.list_process_names() > 0`, "true")),
		composed("refresh", "Ask the server for its processes now.", func(ctx context.Context, c *Client, _ *noArguments) (struct{}, error) {
			_, err := c.processes(ctx)
			return struct{}{}, err
		}, modules.Note("Nothing is kept, so this only proves that the server answers."), modules.Show(`wats.process.refresh()`, "")),
		composed("clear_cache", "Forget what is kept of the server's processes.", func(context.Context, *Client, *noArguments) (struct{}, error) {
			return struct{}{}, nil
		}, modules.Does(modules.Pure), modules.Note("Nothing is kept, so there is nothing to forget; here so that scripts written for pyWATS run."), modules.Show(`wats.process.clear_cache()`, "")),
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
		composed("get_fail_codes", "The failure codes that a repair operation lets choose.", getFailCodes,
			modules.Show(`wats.process.get_fail_codes(500)[1].category ~= nil`, "true")),
		composed("get_repair_categories", "The failure categories of a repair operation, with their codes.", getRepairCategories,
			modules.Show(`#wats.process.get_repair_categories(500) > 0`, "true")),
		composed("get_repair_codes", "The texts of a repair operation's failure codes.", getRepairCodes,
			modules.Show(`#wats.process.get_repair_codes(500) > 0`, "true")),
	},
}

// processRow is a process as decoded, and as the server sent it.
type processRow struct {
	info ProcessInfo
	raw  json.RawMessage
}

func (c *Client) processes(ctx context.Context) ([]processRow, error) {
	a, err := c.get(ctx, processesRoute)
	if err != nil {
		return nil, err
	}
	var raws []json.RawMessage
	if err := unmarshal(processesRoute, a.body, &raws); err != nil {
		return nil, err
	}
	rows := make([]processRow, len(raws))
	for i, raw := range raws {
		rows[i].raw = raw
		if err := unmarshal(processesRoute, raw, &rows[i].info); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// get sends a request that has no arguments.
func (c *Client) get(ctx context.Context, route string) (*response, error) {
	method, path, _ := strings.Cut(route, " ")
	return c.send(ctx, &request{method: method, path: path, route: path, internal: strings.Contains(path, "/internal/")})
}

func unmarshal(route string, data []byte, into any) error {
	if empty(data) {
		return nil
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fault.Wrap(fault.Server, err, "%s: the answer cannot be read", route).WithHint("check that server.url leads to a WATS server")
	}
	return nil
}

func anyProcess(*ProcessInfo) bool { return true }

func identifier(in *identifierArgs) any { return in.Identifier }

func constantCode(code int) func(*noArguments) any {
	return func(*noArguments) any { return float64(code) }
}

// matches compares a process with a code or a name.
func (r *processRow) matches(key any) bool {
	switch key := key.(type) {
	case float64:
		return float64(r.info.Code) == key
	case string:
		code, err := strconv.Atoi(strings.TrimSpace(key))
		return strings.EqualFold(r.info.Name, strings.TrimSpace(key)) || err == nil && r.info.Code == code
	}
	return false
}

var processType = modules.TypeOf(reflect.TypeFor[ProcessInfo]())

// processJSON hands rows on as the server sent them.
func processJSON(rows []processRow) modules.JSON {
	parts := make([][]byte, len(rows))
	for i := range rows {
		parts[i] = rows[i].raw
	}
	data := append(append([]byte{'['}, bytes.Join(parts, []byte{','})...), ']')
	return modules.JSON{Data: data, Type: processListType}
}

var processListType = modules.TypeOf(reflect.TypeFor[[]ProcessInfo]())

func processList(name, doc string, keep func(*ProcessInfo) bool) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, _ *noArguments) (modules.JSON, error) {
		rows, err := c.processes(ctx)
		var kept []processRow
		for _, r := range rows {
			if keep(&r.info) {
				kept = append(kept, r)
			}
		}
		return processJSON(kept), err
	}, modules.Returns(processListType), modules.Show(`type(wats.process.`+name+`())`, `"table"`))
}

func processBy[In any](name, doc string, key func(*In) any, keep func(*ProcessInfo) bool, call string) declaration {
	optional := *processType
	optional.Optional = true
	return composed(name, doc, func(ctx context.Context, c *Client, in *In) (any, error) {
		rows, err := c.processes(ctx)
		for i := range rows {
			if rows[i].matches(key(in)) && keep(&rows[i].info) {
				return modules.JSON{Data: rows[i].raw, Type: processType}, nil
			}
		}
		return nil, err
	}, modules.Returns(&optional), modules.Show(`local p = wats.process.`+name+call+`
return p == nil or p.code ~= nil`, "true"))
}

func processCheck(name, doc string, keep func(*ProcessInfo) bool, code string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *codeArgs) (bool, error) {
		rows, err := c.processes(ctx)
		for i := range rows {
			if rows[i].info.Code == in.Code {
				return keep(&rows[i].info), nil
			}
		}
		return false, err
	}, modules.Show(`type(wats.process.`+name+`(`+code+`))`, `"boolean"`))
}

func defaultCode(name, doc string, preferred int, keep func(*ProcessInfo) bool) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, _ *noArguments) (int, error) {
		rows, err := c.processes(ctx)
		first := 0
		for i := range rows {
			if p := &rows[i].info; keep(p) {
				if p.Code == preferred {
					return preferred, nil
				}
				if first == 0 {
					first = p.Code
				}
			}
		}
		if first == 0 {
			first = preferred
		}
		return first, err
	}, modules.Show(`wats.process.`+name+`()`, strconv.Itoa(preferred)))
}

// repairConfig is what one repair operation demands and offers; an unknown one is empty.
func (c *Client) repairConfig(ctx context.Context, code int) (RepairOperationConfig, error) {
	a, err := c.get(ctx, repairOperationsRoute)
	if err != nil {
		return RepairOperationConfig{}, err
	}
	var all map[string]RepairOperationConfig
	err = unmarshal(repairOperationsRoute, a.body, &all)
	return all[strconv.Itoa(code)], err
}

func getFailCodes(ctx context.Context, c *Client, in *failCodeArgs) ([]FailCode, error) {
	config, err := c.repairConfig(ctx, in.RepairCode)
	codes := []FailCode{}
	for _, category := range ordered(config.Categories) {
		for _, code := range ordered(category.FailCodes) {
			if code.Selectable {
				codes = append(codes, FailCode{
					Category: category.Description, Code: code.Description, Description: code.Description, GUID: code.GUID, CategoryGUID: category.GUID,
				})
			}
		}
	}
	return codes, err
}

func getRepairCategories(ctx context.Context, c *Client, in *repairCodeArgs) ([]RepairCategory, error) {
	config, err := c.repairConfig(ctx, in.ProcessCode)
	return ordered(config.Categories), err
}

func getRepairCodes(ctx context.Context, c *Client, in *repairCodeArgs) ([]string, error) {
	all, err := getFailCodes(ctx, c, &failCodeArgs{in.ProcessCode})
	texts := []string{}
	for _, f := range all {
		if in.Category == "" || strings.EqualFold(in.Category, f.Category) {
			texts = append(texts, f.Code)
		}
	}
	return texts, err
}

// ordered sorts entries as the server displays them.
func ordered(entries []RepairCategory) []RepairCategory {
	sort.SliceStable(entries, func(i, j int) bool { return entries[i].SortOrder < entries[j].SortOrder })
	return entries
}
