package server

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/watsrun/watsrun/report"
)

// maxFlowUnits bounds the units that a flow lists. It counts all of them.
const maxFlowUnits = 10000

// flowReport is a test or a repair of a unit.
type flowReport struct {
	serialNumber, partNumber, revision string
	test                               bool
	result                             string
	code                               int
	operation                          string
	station, location, purpose         string
	start                              int64 // nanoseconds
	seconds                            float64
}

func (r *flowReport) end() int64 { return r.start + int64(r.seconds*float64(time.Second)) }

func (r *flowReport) passed() bool { return r.result == report.Passed.Word() }

// unitFlow is the answer: operations, the ways between them, and units.
type unitFlow struct {
	Nodes      []*flowNode `json:"nodes"`
	Links      []*flowLink `json:"links"`
	Units      []flowUnit  `json:"units"`
	TotalUnits int         `json:"totalUnits"`
}

// flowNode is an operation, or the part of one that a split or an expansion makes. Each unit counts once, by the result of
// its last report there. avgTime is the mean duration of its reports in seconds.
type flowNode struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	ProcessCode  int     `json:"processCode"`
	ProcessName  string  `json:"processName"`
	StationName  *string `json:"stationName"`
	Location     *string `json:"location"`
	Purpose      *string `json:"purpose"`
	UnitCount    int     `json:"unitCount"`
	PassCount    int     `json:"passCount"`
	FailCount    int     `json:"failCount"`
	YieldPercent float64 `json:"yieldPercent"`
	AvgTime      float64 `json:"avgTime"`
	IsExpanded   bool    `json:"isExpanded"`
	IsVisible    bool    `json:"isVisible"`
	Level        int     `json:"level"`
	ParentID     *string `json:"parentId"`

	part    string // of a split
	reports int
	seconds float64
}

// flowLink is a way from one node to another. Each unit that took it counts once, by the result with which it left the
// source. avgTime is the mean time between the two in seconds.
type flowLink struct {
	ID         string  `json:"id"`
	SourceID   string  `json:"sourceId"`
	TargetID   string  `json:"targetId"`
	SourceName string  `json:"sourceName"`
	TargetName string  `json:"targetName"`
	UnitCount  int     `json:"unitCount"`
	PassCount  int     `json:"passCount"`
	FailCount  int     `json:"failCount"`
	AvgTime    float64 `json:"avgTime"`
	IsVisible  bool    `json:"isVisible"`

	source, target *flowNode
	times          int
	seconds        float64
}

// flowUnit is the way of one unit. status is the result of its last test, null when it was only repaired.
type flowUnit struct {
	SerialNumber string    `json:"serialNumber"`
	PartNumber   string    `json:"partNumber"`
	Revision     string    `json:"revision"`
	Status       *string   `json:"status"`
	StartTime    time.Time `json:"startTime"`
	EndTime      time.Time `json:"endTime"`
	TotalTime    float64   `json:"totalTime"`
	NodePath     []string  `json:"nodePath"`
	CurrentNode  string    `json:"currentNode"`
}

// flowGraph gathers units.
type flowGraph struct {
	filter *unitFlowFilter
	split  string // "" for operations as a whole
	nodes  map[string]*flowNode
	links  map[[2]*flowNode]*flowLink
	units  []flowUnit
}

func newFlowGraph(f *unitFlowFilter) *flowGraph {
	g := &flowGraph{filter: f, split: string(f.SplitBy), nodes: map[string]*flowNode{}, links: map[[2]*flowNode]*flowLink{}}
	if g.split == flowSplits[0] {
		g.split = ""
	}
	if g.split == "" && f.ExpandOperations {
		g.split = "stationName"
	}
	return g
}

// add follows one unit through its reports. Reports of the same node one after the other are one visit, so that a retest
// is no way of its own.
func (g *flowGraph) add(unit []flowReport) {
	status := lastTest(unit)
	if passed := status != nil && *status == report.Passed.Word(); !g.wanted(passed) {
		return
	}
	results := map[*flowNode]bool{}
	ways := map[*flowLink]bool{}
	var path []string
	var here *flowNode
	for i := range unit {
		r := &unit[i]
		next, parent := g.nodesOf(r)
		for _, n := range []*flowNode{next, parent} {
			if n != nil {
				n.reports++
				n.seconds += r.seconds
				results[n] = r.passed()
			}
		}
		if here != nil && here != next {
			ways[g.link(here, next, &unit[i-1], r)] = unit[i-1].passed()
		}
		if here != next {
			path = append(path, next.Name)
		}
		here = next
	}
	for n, passed := range results {
		count(passed, &n.UnitCount, &n.PassCount, &n.FailCount)
	}
	for l, passed := range ways {
		count(passed, &l.UnitCount, &l.PassCount, &l.FailCount)
	}
	g.units = append(g.units, newFlowUnit(unit, status, path))
}

func count(passed bool, units, passes, fails *int) {
	*units++
	if passed {
		*passes++
	} else {
		*fails++
	}
}

// lastTest is the result of the last test: a repair passes whatever it found.
func lastTest(unit []flowReport) *string {
	for _, r := range slices.Backward(unit) {
		if r.test {
			return &r.result
		}
	}
	return nil
}

func (g *flowGraph) wanted(passed bool) bool {
	include := g.filter.IncludeFailed
	if passed {
		include = g.filter.IncludePassed
	}
	return include == nil || *include
}

// nodesOf are the node of a report and, in an expanded operation, the operation itself.
func (g *flowGraph) nodesOf(r *flowReport) (node, parent *flowNode) {
	id := strconv.Itoa(r.code)
	if g.split == "" {
		return g.node(id, "", r), nil
	}
	part := map[string]string{"stationName": r.station, "location": r.location, "purpose": r.purpose}[g.split]
	node = g.node(id+"|"+part, part, r)
	if !g.filter.ExpandOperations {
		return node, nil
	}
	parent = g.node(id, "", r)
	parent.IsExpanded = true
	node.Level, node.ParentID = 1, &parent.ID
	return node, parent
}

// node finds or makes a node. part is that of a split operation.
func (g *flowGraph) node(id, part string, r *flowReport) *flowNode {
	if n := g.nodes[id]; n != nil {
		return n
	}
	n := &flowNode{ID: id, Name: r.operation, ProcessCode: r.code, ProcessName: r.operation, part: part}
	if id != strconv.Itoa(r.code) {
		n.Name += " / " + part
		switch g.split {
		case "stationName":
			n.StationName = &n.part
		case "location":
			n.Location = &n.part
		case "purpose":
			n.Purpose = &n.part
		}
	}
	g.nodes[id] = n
	return n
}

// link finds or makes the way between two reports, and counts the time that it took.
func (g *flowGraph) link(source, target *flowNode, before, after *flowReport) *flowLink {
	key := [2]*flowNode{source, target}
	l := g.links[key]
	if l == nil {
		l = &flowLink{
			ID: source.ID + ">" + target.ID, SourceID: source.ID, TargetID: target.ID, SourceName: source.Name, TargetName: target.Name,
			source: source, target: target,
		}
		g.links[key] = l
	}
	l.times++
	l.seconds += time.Duration(max(0, after.start-before.end())).Seconds()
	return l
}

func newFlowUnit(unit []flowReport, status *string, path []string) flowUnit {
	last := &unit[len(unit)-1]
	u := flowUnit{
		SerialNumber: last.serialNumber, PartNumber: last.partNumber, Revision: last.revision, Status: status,
		StartTime: time.Unix(0, unit[0].start).UTC(), EndTime: time.Unix(0, last.end()).UTC(), NodePath: path, CurrentNode: path[len(path)-1],
	}
	u.TotalTime = u.EndTime.Sub(u.StartTime).Seconds()
	return u
}

// result closes the counts and puts everything in order.
func (g *flowGraph) result() *unitFlow {
	f := &unitFlow{Nodes: []*flowNode{}, Links: []*flowLink{}, Units: []flowUnit{}, TotalUnits: len(g.units)}
	for _, n := range g.nodes {
		n.YieldPercent = 100 * float64(n.PassCount) / float64(n.UnitCount)
		n.AvgTime = n.seconds / float64(n.reports)
		n.IsVisible = g.filter.visible(n)
		f.Nodes = append(f.Nodes, n)
	}
	slices.SortFunc(f.Nodes, compareNodes)
	for _, l := range g.links {
		l.AvgTime = l.seconds / float64(l.times)
		l.IsVisible = l.source.IsVisible && l.target.IsVisible
		f.Links = append(f.Links, l)
	}
	slices.SortFunc(f.Links, func(a, b *flowLink) int {
		return cmp.Or(compareNodes(a.source, b.source), compareNodes(a.target, b.target))
	})
	slices.SortFunc(g.units, g.filter.compareUnits)
	f.Units = append(f.Units, g.units[:min(len(g.units), maxFlowUnits)]...)
	return f
}

// compareNodes orders nodes by operation, an expanded one before its parts.
func compareNodes(a, b *flowNode) int {
	return cmp.Or(cmp.Compare(a.ProcessCode, b.ProcessCode), cmp.Compare(a.Level, b.Level), cmp.Compare(a.part, b.part))
}

func (f *unitFlowFilter) compareUnits(a, b flowUnit) int {
	order := 0
	switch f.UnitOrder {
	case "startTime":
		order = a.StartTime.Compare(b.StartTime)
	case "endTime":
		order = a.EndTime.Compare(b.EndTime)
	case "status":
		order = cmp.Compare(statusText(a), statusText(b))
	}
	return cmp.Or(order, cmp.Compare(a.SerialNumber, b.SerialNumber), cmp.Compare(a.PartNumber, b.PartNumber))
}

func statusText(u flowUnit) string {
	if u.Status == nil {
		return ""
	}
	return *u.Status
}
