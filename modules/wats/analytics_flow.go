package wats

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// UnitFlowNode is an operation that units go through.
type UnitFlowNode struct {
	ID           string  `lua:"id" json:"id" doc:"Id of the node."`
	Name         string  `lua:"name" json:"name" doc:"Name to show."`
	ProcessCode  int     `lua:"process_code" json:"processCode" doc:"Code of the operation."`
	ProcessName  string  `lua:"process_name" json:"processName" doc:"Name of the operation."`
	StationName  string  `lua:"station_name" json:"stationName" doc:"Station, where the flow is split by it."`
	Location     string  `lua:"location" json:"location" doc:"Location, where the flow is split by it."`
	Purpose      string  `lua:"purpose" json:"purpose" doc:"Purpose, where the flow is split by it."`
	UnitCount    int     `lua:"unit_count" json:"unitCount" doc:"Units that came through."`
	PassCount    int     `lua:"pass_count" json:"passCount" doc:"Units that passed there."`
	FailCount    int     `lua:"fail_count" json:"failCount" doc:"Units that failed there."`
	YieldPercent float64 `lua:"yield_percent" json:"yieldPercent" also:"yield" doc:"Units that passed there, in percent."`
	AvgTime      float64 `lua:"avg_time" json:"avgTime" doc:"Average time there, in seconds."`
	IsExpanded   bool    `lua:"is_expanded" json:"isExpanded" doc:"Whether it shows what is inside."`
	IsVisible    bool    `lua:"is_visible" json:"isVisible" doc:"Whether it is shown."`
	Level        int     `lua:"level" json:"level" doc:"Depth in the tree of nodes."`
	ParentID     string  `lua:"parent_id" json:"parentId" doc:"Node that holds it."`
}

// UnitFlowLink is a way that units take from one operation to another.
type UnitFlowLink struct {
	ID         string  `lua:"id" json:"id" doc:"Id of the link."`
	SourceID   string  `lua:"source_id" json:"sourceId" also:"source" doc:"Node that the units come from."`
	TargetID   string  `lua:"target_id" json:"targetId" also:"target" doc:"Node that they go to."`
	SourceName string  `lua:"source_name" json:"sourceName" doc:"Its name."`
	TargetName string  `lua:"target_name" json:"targetName" doc:"Its name."`
	UnitCount  int     `lua:"unit_count" json:"unitCount" doc:"Units that went this way."`
	PassCount  int     `lua:"pass_count" json:"passCount" doc:"Of them, those that had passed."`
	FailCount  int     `lua:"fail_count" json:"failCount" doc:"Of them, those that had not."`
	AvgTime    float64 `lua:"avg_time" json:"avgTime" doc:"Average time from one to the other, in seconds."`
	IsVisible  bool    `lua:"is_visible" json:"isVisible" doc:"Whether it is shown."`
}

// UnitFlowUnit is a unit with its way.
type UnitFlowUnit struct {
	SerialNumber string   `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string   `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision     string   `lua:"revision" json:"revision" doc:"Revision of the part number."`
	Status       string   `lua:"status" json:"status" doc:"Status of the last test."`
	StartTime    string   `lua:"start_time" json:"startTime" doc:"Start of the first test."`
	EndTime      string   `lua:"end_time" json:"endTime" doc:"End of the last test."`
	TotalTime    float64  `lua:"total_time" json:"totalTime" doc:"Time from the first to the last, in seconds."`
	NodePath     []string `lua:"node_path" json:"nodePath" doc:"Nodes that it went through, in order."`
	CurrentNode  string   `lua:"current_node" json:"currentNode" doc:"Node where it is."`
}

// UnitFlowResult is the flow of units: operations, the ways between them, and the units.
type UnitFlowResult struct {
	Nodes      []UnitFlowNode `lua:"nodes" json:"nodes" doc:"Operations that units go through."`
	Links      []UnitFlowLink `lua:"links" json:"links" doc:"Ways that they take."`
	Units      []UnitFlowUnit `lua:"units" json:"units" doc:"The units."`
	TotalUnits int            `lua:"total_units" json:"totalUnits" doc:"How many units there are."`
}

// UnitFlowFilter says which units a flow is made of, and how it is shown.
type UnitFlowFilter struct {
	PartNumber       string   `lua:"part_number" json:"partNumber,omitzero" doc:"Part numbers; ; stands between alternatives, % for any characters, _ for one, as in all texts of a filter."`
	Revision         string   `lua:"revision" json:"revision,omitzero" doc:"Revisions."`
	SerialNumber     string   `lua:"serial_number" json:"serialNumber,omitzero" doc:"Serial numbers."`
	SerialNumbers    []string `lua:"serial_numbers" json:"serialNumbers,omitzero" doc:"Serial numbers, as a list."`
	StationName      string   `lua:"station_name" json:"stationName,omitzero" doc:"Stations."`
	Location         string   `lua:"location" json:"location,omitzero" doc:"Locations."`
	Purpose          string   `lua:"purpose" json:"purpose,omitzero" doc:"Purposes."`
	DateFrom         any      `lua:"date_from" json:"dateFrom,omitzero" doc:"Tests that began then or later: ISO 8601, local time unless it has an offset, or seconds since 1970."`
	DateTo           any      `lua:"date_to" json:"dateTo,omitzero" doc:"Tests that began before then: as date_from."`
	ProcessCodes     []int    `lua:"process_codes" json:"processCodes,omitzero" doc:"Codes of operations."`
	IncludePassed    *bool    `lua:"include_passed" json:"includePassed,omitzero" doc:"Whether passed units are part of it."`
	IncludeFailed    *bool    `lua:"include_failed" json:"includeFailed,omitzero" doc:"Whether failed units are part of it."`
	SplitBy          string   `lua:"split_by" json:"splitBy,omitzero" doc:"Nodes are split by stationName, location, purpose or processCode."`
	UnitOrder        string   `lua:"unit_order" json:"unitOrder,omitzero" doc:"Units are ordered by startTime, endTime, serialNumber or status."`
	ShowList         []string `lua:"show_list" json:"showList,omitzero" doc:"Ids of operations to show."`
	HideList         []string `lua:"hide_list" json:"hideList,omitzero" doc:"Ids of operations to hide."`
	ExpandOperations *bool    `lua:"expand_operations" json:"expandOperations,omitzero" doc:"Whether operations show what is inside."`
}

func (f *UnitFlowFilter) complete() error { return instants("filter_data.", &f.DateFrom, &f.DateTo) }

// FlowSummary is the flow in a few figures.
type FlowSummary struct {
	TotalNodes  int     `lua:"total_nodes" doc:"Operations."`
	TotalLinks  int     `lua:"total_links" doc:"Ways between them."`
	TotalUnits  int     `lua:"total_units" doc:"Units."`
	PassedUnits int     `lua:"passed_units" doc:"Units whose last test passed; where the server does not list all units, those that passed at each operation, together."`
	FailedUnits int     `lua:"failed_units" doc:"Units whose last test failed, likewise."`
	AvgYield    float64 `lua:"avg_yield" doc:"Average yield of the operations, in percent; 0 when there is none."`
	MinYield    float64 `lua:"min_yield" doc:"Lowest yield of an operation, in percent."`
	MaxYield    float64 `lua:"max_yield" doc:"Highest yield of an operation, in percent."`
}

const flowRoute = "POST /api/internal/UnitFlow"

// flowArg is the argument that all operations on the flow have in common.
type flowArg struct {
	FilterData UnitFlowFilter `lua:"filter_data" doc:"Which units, and how they are shown."`
}

func (in *flowArg) flow() *UnitFlowFilter { return &in.FilterData }

type traceArgs struct {
	SerialNumbers []string `lua:"serial_numbers,required" doc:"Serial numbers of the units."`
	flowArg
	strict
}

type splitArgs struct {
	Dimension string `lua:"dimension,required" doc:"stationName, location, purpose or processCode."`
	flowArg
}

type unitOrderArgs struct {
	OrderBy string `lua:"order_by,required" doc:"startTime, endTime, serialNumber or status."`
	flowArg
}

type visibilityArgs struct {
	Show []string `lua:"show_operations" doc:"Ids of operations to show."`
	Hide []string `lua:"hide_operations" doc:"Ids of operations to hide."`
	flowArg
}

type operationIDsArgs struct {
	OperationIDs []string `lua:"operation_ids,required" doc:"Ids of operations."`
	flowArg
}

type expandArgs struct {
	Expand bool `lua:"expand" default:"true" doc:"false collapses them again."`
	flowArg
}

type bottleneckArgs struct {
	flowArg
	MinYieldThreshold float64 `lua:"min_yield_threshold" default:"95" doc:"Operations with a lower yield, in percent, are bottlenecks."`
}

// flowOperations are the analyses of the way that units take.
func flowOperations() []declaration {
	return []declaration{
		flow("get_unit_flow", "The flow of units: operations and the ways between them. A unit counts at an operation by its last result there.", flowRoute, func(*flowArg) {}, `{part_number = "PCBA-7"}.total_units`, "3"),
		flowPart[UnitFlowLink]("get_flow_links", "The ways between the operations of the current flow.", "Links"),
		flowPart[UnitFlowNode]("get_flow_nodes", "The operations of the current flow.", "Nodes"),
		op[traceArgs, UnitFlowResult]("trace_serial_numbers", "The flow of some units.", "POST /api/internal/UnitFlow/SN", lenient(missingIsNil),
			asksFlow(func(in *traceArgs) { in.FilterData.SerialNumbers = in.SerialNumbers }), reads(readFlow[traceArgs]), note(raisesFailures),
			show(tested+`return wats.analytics.trace_serial_numbers{"SN-1", "SN-3"}.total_units`, "2")),
		flowPart[UnitFlowUnit]("get_flow_units", "The units of the current flow.", "Units"),
		flow("split_flow_by", "Split the operations of the flow by a dimension.", flowRoute+"/SplitBy",
			func(in *splitArgs) { in.FilterData.SplitBy = in.Dimension }, `("stationName", {part_number = "PCBA-7"}).nodes[1].station_name`, `"EOL-1"`),
		flow("set_unit_order", "Order the units of the flow.", flowRoute+"/UnitOrder",
			func(in *unitOrderArgs) { in.FilterData.UnitOrder = in.OrderBy }, `("serialNumber", {part_number = "PCBA-7"}).units[1].serial_number`, `"SN-1"`),
		flow("set_unit_flow_visibility", "Show some operations of the flow, and hide others.", flowRoute, func(in *visibilityArgs) {
			replace(&in.FilterData.ShowList, in.Show)
			replace(&in.FilterData.HideList, in.Hide)
		}, `({}, {"100"}, {part_number = "PCBA-7"}).total_units`, "3"),
		flow("show_operations", "Show operations of the flow.", flowRoute,
			func(in *operationIDsArgs) { in.FilterData.ShowList = in.OperationIDs }, `({"100"}, {part_number = "PCBA-7"}).total_units`, "3"),
		flow("hide_operations", "Hide operations of the flow.", flowRoute,
			func(in *operationIDsArgs) { in.FilterData.HideList = in.OperationIDs }, `({"100"}, {part_number = "PCBA-7"}).total_units`, "3"),
		flow("expand_operations", "Have the operations of the flow show what is inside, or not.", flowRoute,
			func(in *expandArgs) { in.FilterData.ExpandOperations = &in.Expand }, `(true, {part_number = "PCBA-7"}).total_units`, "3"),
		op[bottleneckArgs, []UnitFlowNode]("get_bottlenecks", "The operations with a yield below a threshold, the lowest first. Units count by their last result, so that a retest that passed makes up for a failure.", flowRoute, asksFlow(func(*bottleneckArgs) {}),
			reads(bottlenecks), note(raisesFailures), show(tested+`return wats.analytics.get_bottlenecks({part_number = "PCBA-7"}, 90)[1].fail_count`, "1")),
		op[flowArg, FlowSummary]("get_flow_summary", "The flow in a few figures.", flowRoute, lenient(missingIsEmpty), asksFlow(func(*flowArg) {}),
			reads(summarise), note(raisesFailures+" Units are counted once, by their last test, where the server lists them; adding up the operations counts them at each."), show(tested+`return wats.analytics.get_flow_summary{part_number = "PCBA-7"}.failed_units`, "1")),
	}
}

// flow declares an operation that answers the flow, with what the arguments set in its filter.
func flow[In any, A interface {
	*In
	flow() *UnitFlowFilter
}](name, doc, route string, set func(A), call, result string) declaration {
	return op[In, UnitFlowResult](name, doc, route, lenient(missingIsEmpty), asksFlow[In, A](set), reads(readFlow[In]), note(raisesFailures),
		show(tested+"return wats.analytics."+name+call, result))
}

// flowPart declares an operation that answers a part of the flow that was asked for last.
func flowPart[T any](name, doc, part string) declaration {
	return op[noArguments, []T](name, doc, "GET /api/internal/UnitFlow/"+part, note(raisesFailures),
		show(tested+`wats.analytics.get_unit_flow{part_number = "PCBA-7"}
return type(wats.analytics.`+name+`())`, `"table"`))
}

// asksFlow sends the filter of the flow, with what the other arguments set in it.
func asksFlow[In any, A interface {
	*In
	flow() *UnitFlowFilter
}](set func(A)) option {
	return asks(func(_ context.Context, in *In) (filterRecord, error) {
		set(A(in))
		return A(in).flow(), nil
	})
}

// replace sets a list that was given, though it may be empty.
func replace(list *[]string, given []string) {
	if given != nil {
		*list = given
	}
}

// readFlow reads the flow. Lists that the server leaves out are empty.
func readFlow[In any](_ *In, a *response) (any, error) {
	members, err := flowMembers(a)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(members)
	return modules.JSON{Data: data, Type: typeOf[UnitFlowResult]()}, err
}

// flowMembers are the members of a flow, none of those that are declared missing.
func flowMembers(a *response) (members map[string]json.RawMessage, err error) {
	members = map[string]json.RawMessage{}
	if err = unmarshal(a, &members); err != nil {
		return nil, err
	}
	for _, name := range []string{"nodes", "links", "units"} {
		if empty(members[name]) {
			members[name] = json.RawMessage("[]")
		}
		if !bytes.HasPrefix(members[name], []byte{'['}) || !holdsRecords(members[name]) {
			return nil, noJSON(a, "a flow, whose "+name+" are a list of objects")
		}
	}
	if empty(members["totalUnits"]) {
		members["totalUnits"] = json.RawMessage("0")
	}
	return members, nil
}

// nodeFigures are what is computed with of a node.
type nodeFigures struct {
	YieldPercent *float64 `json:"yieldPercent"`
	Yield        *float64 `json:"yield"` // as other servers spell it
	PassCount    int      `json:"passCount"`
	FailCount    int      `json:"failCount"`
}

func (n *nodeFigures) yield() *float64 { return first(n.YieldPercent, n.Yield) }

// flowFigures are what is computed with of a flow.
type flowFigures struct {
	Nodes []nodeFigures
	Links []json.RawMessage
	Units []struct {
		Status string // of the last test, empty where there was none
	}
	TotalUnits int
}

func bottlenecks(in *bottleneckArgs, a *response) (any, error) {
	members, err := flowMembers(a)
	if err != nil {
		return nil, err
	}
	nodes, err := rowsIn[nodeFigures](a.part(members["nodes"]))
	nodes = slices.DeleteFunc(nodes, func(n row[nodeFigures]) bool {
		return n.value.yield() == nil || *n.value.yield() >= in.MinYieldThreshold
	})
	slices.SortStableFunc(nodes, func(a, b row[nodeFigures]) int { return cmp.Compare(*a.value.yield(), *b.value.yield()) })
	list := listOf(nodes)
	list.Type = typeOf[[]UnitFlowNode]()
	return list, err
}

func summarise(_ *flowArg, a *response) (any, error) {
	members, err := flowMembers(a)
	if err != nil {
		return nil, err
	}
	var flow flowFigures
	data, err := json.Marshal(members)
	if err == nil {
		err = unmarshal(a.part(data), &flow)
	}
	return flow.summary(), err
}

func (f *flowFigures) summary() FlowSummary {
	s := FlowSummary{TotalNodes: len(f.Nodes), TotalLinks: len(f.Links), TotalUnits: f.TotalUnits}
	var yields []float64
	for _, n := range f.Nodes {
		s.PassedUnits += n.PassCount
		s.FailedUnits += n.FailCount
		if y := n.yield(); y != nil {
			yields = append(yields, *y)
		}
	}
	if len(f.Units) == f.TotalUnits {
		s.PassedUnits, s.FailedUnits = f.verdicts()
	}
	s.spread(yields)
	return s
}

// verdicts counts the units by their last tests.
func (f *flowFigures) verdicts() (passed, failed int) {
	for _, u := range f.Units {
		switch status, err := report.ParseStatus(u.Status); {
		case err != nil: // a word that is not known is neither
		case status == report.Passed:
			passed++
		case status.IsFailure():
			failed++
		}
	}
	return passed, failed
}

// spread fills in what the yields of the operations are between.
func (s *FlowSummary) spread(yields []float64) {
	if len(yields) == 0 {
		return
	}
	s.MinYield, s.MaxYield = slices.Min(yields), slices.Max(yields)
	for _, y := range yields {
		s.AvgYield += y / float64(len(yields))
	}
}
