package server

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// unitFlowService answers how units went through the operations of production: nodes are operations, links the ways
// from one to the next that units took.
type unitFlowService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *unitFlowService) routes() []web.Route {
	const path = "/api/internal/UnitFlow"
	return []web.Route{
		{Pattern: "POST " + path, Handle: s.post("", nil)},
		{Pattern: "POST " + path + "/SN", Handle: s.post("serialNumbers", func(f *unitFlowFilter) bool { return f.SerialNumbers != nil })},
		{Pattern: "POST " + path + "/SplitBy", Handle: s.post("splitBy", func(f *unitFlowFilter) bool { return f.SplitBy != "" })},
		{Pattern: "POST " + path + "/UnitOrder", Handle: s.post("unitOrder", func(f *unitFlowFilter) bool { return f.UnitOrder != "" })},
		{Pattern: "GET " + path + "/Nodes", Handle: s.current(func(f *unitFlow) any { return f.Nodes })},
		{Pattern: "GET " + path + "/Links", Handle: s.current(func(f *unitFlow) any { return f.Links })},
		{Pattern: "GET " + path + "/Units", Handle: s.current(func(f *unitFlow) any { return f.Units })},
	}
}

// unitFlowFilter says which reports a flow is made of and how it is shown. Texts are as in watsFilter, with alternatives
// and wildcards; serialNumbers are taken as they are.
type unitFlowFilter struct {
	PartNumber       filterValue   `json:"partNumber"`
	Revision         filterValue   `json:"revision"`
	SerialNumber     filterValue   `json:"serialNumber"`
	SerialNumbers    []string      `json:"serialNumbers"` // nil for all units
	StationName      filterValue   `json:"stationName"`
	Location         filterValue   `json:"location"`
	Purpose          filterValue   `json:"purpose"`
	DateFrom         filterValue   `json:"dateFrom"`
	DateTo           filterValue   `json:"dateTo"`
	ProcessCodes     filterValue   `json:"processCodes"`
	IncludePassed    *bool         `json:"includePassed"` // units whose last test passed; nil for yes
	IncludeFailed    *bool         `json:"includeFailed"` // the other units; nil for yes
	SplitBy          filterValue   `json:"splitBy"`
	UnitOrder        filterValue   `json:"unitOrder"`
	ShowList         []filterValue `json:"showList"` // operations by code, name or node id; empty for all
	HideList         []filterValue `json:"hideList"`
	ExpandOperations bool          `json:"expandOperations"`

	from, to time.Time
}

// flowSplits are the ways to split an operation into several nodes.
var flowSplits = []string{"processCode", "stationName", "location", "purpose"}

// flowOrders are the ways to order units.
var flowOrders = []string{"startTime", "endTime", "serialNumber", "status"}

// post makes the handler of a flow that a request asks for, whose body must have the key unless that is "". The flow
// becomes the one that the GET routes show to the same client.
func (s *unitFlowService) post(key string, given func(*unitFlowFilter) bool) web.Handler {
	return func(r *http.Request) (any, error) {
		f := &unitFlowFilter{}
		if err := decodeOptional(r, f); err != nil {
			return nil, err
		}
		if key != "" && !given(f) {
			return nil, fault.New(fault.Validation, "%s is required", key)
		}
		if err := f.check(s.clock()); err != nil {
			return nil, err
		}
		err := s.db.Write(r.Context(), func(tx *db.Tx) error { return f.remember(tx, clientOf(r), s.clock()) })
		if err != nil {
			return nil, stored(err)
		}
		return s.flow(r, func(*db.Tx) (*unitFlowFilter, error) { return f, nil })
	}
}

// decodeOptional reads a JSON body that may be left out.
func decodeOptional(r *http.Request, v any) error {
	body, err := web.Body(r)
	if err != nil || len(bytes.TrimSpace(body)) == 0 {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return web.Decode(r, v)
}

// check reads the dates and the names of split and order.
func (f *unitFlowFilter) check(now time.Time) (err error) {
	v := &filterValues{texts: map[string]string{"datefrom": string(f.DateFrom), "dateto": string(f.DateTo)}}
	f.from, f.to = v.date("dateFrom", time.UTC), v.date("dateTo", time.UTC)
	end := now.Add(1) // a report that starts now is not from the future
	if f.to.IsZero() || f.to.After(end) {
		f.to = end
	}
	if v.err != nil {
		return v.err
	}
	if f.SplitBy, err = oneOf("splitBy", f.SplitBy, flowSplits); err != nil {
		return err
	}
	f.UnitOrder, err = oneOf("unitOrder", f.UnitOrder, flowOrders)
	return err
}

// oneOf finds a name without regard to case; "" is the first of the allowed ones.
func oneOf(key string, name filterValue, allowed []string) (filterValue, error) {
	for _, a := range allowed {
		if name == "" || strings.EqualFold(a, strings.TrimSpace(string(name))) {
			return filterValue(a), nil
		}
	}
	return "", fault.New(fault.Validation, "%s cannot be %q: use %s", key, string(name), strings.Join(allowed, ", "))
}

// flowAge is how long a flow is the current one of its client.
const flowAge = 24 * time.Hour

// clientOf tells clients apart by their addresses.
func clientOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// remember makes the flow the current one of the client, and forgets the old ones of all.
func (f *unitFlowFilter) remember(tx *db.Tx, client string, now time.Time) error {
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM unit_flow WHERE at < ?", now.Add(-flowAge).UnixNano()); err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO unit_flow VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, filter = excluded.filter",
		client, now.UnixNano(), string(data))
	return err
}

// current makes the handler of a part of the client's current flow. Without one it is that of all reports.
func (s *unitFlowService) current(part func(*unitFlow) any) web.Handler {
	return func(r *http.Request) (any, error) {
		flow, err := s.flow(r, func(tx *db.Tx) (*unitFlowFilter, error) {
			f := &unitFlowFilter{}
			text := "{}"
			if _, err := tx.Find([]any{&text}, "SELECT filter FROM unit_flow WHERE client = ? AND at >= ?",
				clientOf(r), s.clock().Add(-flowAge).UnixNano()); err != nil {
				return nil, err
			}
			if err := json.Unmarshal([]byte(text), f); err != nil {
				return nil, err
			}
			return f, f.check(s.clock())
		})
		if err != nil {
			return nil, err
		}
		return part(flow), nil
	}
}

// flow computes the flow of a filter.
func (s *unitFlowService) flow(r *http.Request, filter func(*db.Tx) (*unitFlowFilter, error)) (*unitFlow, error) {
	var flow *unitFlow
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		f, err := filter(tx)
		if err != nil {
			return err
		}
		g := newFlowGraph(f)
		if err := f.eachUnit(tx, g.add); err != nil {
			return err
		}
		flow = g.result()
		return nil
	})
	return flow, stored(err)
}

// eachUnit calls visit with the reports of each unit, in the order of their starts.
func (f *unitFlowFilter) eachUnit(tx *db.Tx, visit func([]flowReport)) error {
	c := f.conditions()
	var unit []flowReport
	err := tx.Each(func(rows *sql.Rows) error {
		var r flowReport
		if err := rows.Scan(&r.serialNumber, &r.partNumber, &r.revision, &r.test, &r.result, &r.code, &r.operation,
			&r.station, &r.location, &r.purpose, &r.start, &r.seconds); err != nil {
			return err
		}
		if len(unit) > 0 && (unit[0].serialNumber != r.serialNumber || unit[0].partNumber != r.partNumber) {
			visit(unit)
			unit = unit[:0]
		}
		unit = append(unit, r)
		return nil
	}, `SELECT serial_number, part_number, revision, type = 'T', result, process_code, coalesce(process_name, process_code),
		station_name, location, purpose, start, coalesce(execution_time, 0) FROM report WHERE `+c.String()+
		" ORDER BY serial_number, part_number, start, id", c.args...)
	if err == nil && len(unit) > 0 {
		visit(unit)
	}
	return err
}

// conditions choose the reports.
func (f *unitFlowFilter) conditions() *sqlCondition {
	c := &sqlCondition{}
	c.add("report.start < ?", f.to.UnixNano())
	if !f.from.IsZero() {
		c.add("report.start >= ?", f.from.UnixNano())
	}
	if f.SerialNumbers != nil {
		c.add("report.serial_number IN (SELECT value FROM json_each(?))", jsonList(f.SerialNumbers))
	}
	for _, field := range []struct {
		column string
		value  filterValue
	}{
		{"report.part_number", f.PartNumber},
		{"report.revision", f.Revision},
		{"report.serial_number", f.SerialNumber},
		{"report.station_name", f.StationName},
		{"report.location", f.Location},
		{"report.purpose", f.Purpose},
		{"CAST(report.process_code AS TEXT)", f.ProcessCodes},
	} {
		if p := patternOf(string(field.value)); p != nil {
			term, args := p.match(field.column)
			c.add(term, args...)
		}
	}
	return c
}

// visible says whether a node is to be shown: when no show list is given or it is on it, and it is not on the hide list.
func (f *unitFlowFilter) visible(n *flowNode) bool {
	on := func(list []filterValue) bool {
		return slices.ContainsFunc(list, func(v filterValue) bool {
			name := strings.TrimSpace(string(v))
			return slices.ContainsFunc([]string{n.ID, n.Name, n.ProcessName, strconv.Itoa(n.ProcessCode)},
				func(own string) bool { return strings.EqualFold(name, own) })
		})
	}
	return (len(f.ShowList) == 0 || on(f.ShowList)) && !on(f.HideList)
}
