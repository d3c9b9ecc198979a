package server

import (
	"strings"
	"testing"
)

// pair is the query of a route that joins or parts two units.
func pair(route, parent, parentPart, child, childPart string, parameters ...string) string {
	return withQuery(production+route, append([]string{
		"parentSerialNumber", parent, "parentPartNumber", parentPart, "childSerialNumber", child, "childPartNumber", childPart,
	}, parameters...)...)
}

// makeUnits writes units by serial number, part number and revision.
func (c client) makeUnits(units ...[3]string) {
	c.t.Helper()
	var all []object
	for _, u := range units {
		all = append(all, object{"serialNumber": u[0], "partNumber": u[1], "revision": u[2]})
	}
	c.want(200, "PUT", production+"Units", all)
}

func TestAssembly(t *testing.T) {
	c := start(t, Options{})
	c.makeUnits([3]string{"BOX-1", "BOX", "A"}, [3]string{"M-1", "MODULE", "A"})
	c.post(uut(set("sn", "B-1"), set("pn", "BOARD"))) // known by its report only
	child := read[unit](c, "POST", pair("AddChildUnit", "BOX-1", "BOX", "M-1", "MODULE"), nil)
	if *child.ParentSerialNumber != "BOX-1" {
		t.Errorf("%s", jsonOf(t, child))
	}
	c.want(200, "POST", pair("AddChildUnit", "BOX-1", "BOX", "M-1", "MODULE"), nil) // again
	c.want(200, "POST", pair("AddChildUnit", "M-1", "MODULE", "B-1", "BOARD"), nil)
	box := read[unit](c, "GET", production+"Unit/BOX-1/BOX", nil)
	if len(box.SubUnits) != 1 || len(box.SubUnits[0].SubUnits) != 1 || box.SubUnits[0].SubUnits[0].SerialNumber != "B-1" {
		t.Errorf("%s", jsonOf(t, box))
	}
	tree := read[unitNode](c, "GET", ofUnit(internalProduction+"GetUnitHierarchy", "B-1", "BOARD"), nil)
	if tree.SerialNumber != "BOX-1" || tree.SubUnits[0].SubUnits[0].Level != 2 || tree.SubUnits[0].SubUnits[0].SubUnits == nil {
		t.Errorf("%s", jsonOf(t, tree))
	}
	if text := c.want(409, "POST", pair("AddChildUnit", "B-1", "BOARD", "BOX-1", "BOX"), nil); !strings.Contains(text, "into itself") {
		t.Error(text)
	}
	c.want(409, "POST", pair("AddChildUnit", "BOX-1", "BOX", "BOX-1", "BOX"), nil)
	if text := c.want(409, "POST", pair("AddChildUnit", "BOX-1", "BOX", "B-1", "BOARD"), nil); !strings.Contains(text, "built into") {
		t.Error(text)
	}
	c.want(404, "POST", pair("AddChildUnit", "BOX-1", "BOX", "M-2", "MODULE"), nil)
	c.want(404, "POST", pair("AddChildUnit", "BOX-2", "BOX", "M-1", "MODULE"), nil)
	c.want(400, "POST", pair("AddChildUnit", "BOX-1", "BOX", "M-1", ""), nil)
	c.want(404, "POST", pair("RemoveChildUnit", "BOX-1", "BOX", "B-1", "BOARD"), nil)
	c.want(200, "POST", pair("RemoveChildUnit", "M-1", "MODULE", "B-1", "BOARD"), nil)
	c.want(404, "POST", pair("RemoveChildUnit", "M-1", "MODULE", "B-1", "BOARD"), nil)
	if got := c.want(200, "POST", ofUnit(internalProduction+"RemoveAllChildUnits", "BOX-1", "BOX"), nil); got != `{"removed":1}` {
		t.Error(got)
	}
	if got := c.want(200, "POST", ofUnit(internalProduction+"RemoveAllChildUnits", "BOX-1", "BOX"), nil); got != `{"removed":0}` {
		t.Error(got)
	}
	c.want(404, "POST", ofUnit(internalProduction+"RemoveAllChildUnits", "BOX-2", "BOX"), nil)
}

func TestAUnitIsWrittenWithItsParentAndSubUnits(t *testing.T) {
	c := start(t, Options{})
	box := read[[]unit](c, "PUT", production+"Units", []object{{
		"serialNumber": "BOX-1", "partNumber": "BOX", "subUnits": []object{{"serialNumber": "M-1", "partNumber": "MODULE", "revision": "C"}},
	}})[0]
	if len(box.SubUnits) != 1 || *box.SubUnits[0].Revision != "C" || *box.SubUnits[0].ParentSerialNumber != "BOX-1" {
		t.Errorf("%s", jsonOf(t, box))
	}
	module := func(parent string) unit {
		return read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "M-1", "partNumber": "MODULE", "parentSerialNumber": parent}})[0]
	}
	if got := module("BOX-1"); *got.ParentSerialNumber != "BOX-1" {
		t.Errorf("%s", jsonOf(t, got))
	}
	if got := module(""); got.ParentSerialNumber != nil {
		t.Errorf("%s", jsonOf(t, got))
	}
	if got := module("BOX-1"); *got.ParentSerialNumber != "BOX-1" {
		t.Errorf("%s", jsonOf(t, got))
	}
	c.want(404, "PUT", production+"Units", []object{{"serialNumber": "M-1", "partNumber": "MODULE", "parentSerialNumber": "nobody"}})
}

func TestAChildIsWhatTheCallerWants(t *testing.T) {
	c := start(t, Options{})
	c.makeUnits([3]string{"BOX-1", "BOX", "A"}, [3]string{"M-1", "MODULE", "B2"})
	add := func(status int, parameters ...string) string {
		path := ofUnit(internalProduction+"AddChildUnit", "BOX-1", "BOX", append([]string{"childSerialNumber", "M-1", "childPartNumber", "MODULE"}, parameters...)...)
		return c.want(status, "POST", path, nil)
	}
	add(409, "checkPartNumber", "OTHER")
	if text := add(409, "checkPartNumber", "MODULE", "checkRevision", "A,C%"); !strings.Contains(text, `has revision \"B2\", wanted is \"A,C%\"`) {
		t.Error(text)
	}
	add(409, "checkPartNumber", "MODULE", "checkRevision", "B%", "checkPhase", "true", "cultureCode", "en-US")
	c.want(204, "PUT", ofUnit(production+"SetUnitPhase", "M-1", "MODULE", "phase", "Finalized"), nil)
	add(200, "checkPartNumber", "MODULE", "checkRevision", "A, B%", "checkPhase", "true")
}

// boxOf registers a box build: the revision A of BOX consists of the children, each with its quantity and revision mask.
func (c client) boxOf(children map[string]object) {
	c.t.Helper()
	box := read[product](c, "PUT", "/api/Product", object{"partNumber": "BOX", "revisions": []object{{"revision": "A"}}})
	for part, relation := range children {
		child := read[product](c, "PUT", "/api/Product", object{"partNumber": part, "revisions": []object{{"revision": "A"}}})
		relation["ParentProductRevisionId"], relation["ProductRevisionId"] = box.Revisions[0].ProductRevisionID, child.Revisions[0].ProductRevisionID
		c.want(200, "POST", "/api/internal/Product/PostProductRevisionRelation", relation)
	}
}

func TestChildrenAreCheckedAgainstTheBoxBuild(t *testing.T) {
	c := start(t, Options{})
	c.makeUnits([3]string{"BOX-1", "BOX", "A"}, [3]string{"M-1", "MODULE", "A"}, [3]string{"M-2", "MODULE", "A1"},
		[3]string{"P-1", "POWER", "B"}, [3]string{"P-2", "POWER", "A"})
	path := ofUnit(production+"CheckChildUnits", "BOX-1", "BOX", "revision", "A")
	check := func(valid bool, message string) assemblyCheck {
		t.Helper()
		got := read[assemblyCheck](c, "GET", path, nil)
		if got.IsValid != valid || !strings.Contains(got.Message, message) {
			t.Errorf("want %v %s, got %s", valid, message, jsonOf(t, got))
		}
		return got
	}
	check(false, "there is no box build")
	c.boxOf(map[string]object{"MODULE": {"Quantity": 2, "RevisionMask": "A%"}, "POWER": {}})
	got := check(false, "there are 0 of 2 units")
	if len(got.Missing) != 2 || len(got.Children) != 0 {
		t.Errorf("%s", jsonOf(t, got))
	}
	for _, child := range [][2]string{{"M-1", "MODULE"}, {"M-2", "MODULE"}, {"P-1", "POWER"}} {
		c.want(200, "POST", pair("AddChildUnit", "BOX-1", "BOX", child[0], child[1]), nil)
	}
	got = check(false, `unit "P-1" of product "POWER" revision "B" has no place`)
	if len(got.Missing) != 1 || got.Missing[0].PartNumber != "POWER" || len(got.Children) != 3 || got.Children[2].IsValid {
		t.Errorf("%s", jsonOf(t, got))
	}
	c.want(200, "POST", pair("RemoveChildUnit", "BOX-1", "BOX", "P-1", "POWER"), nil)
	c.want(200, "POST", pair("AddChildUnit", "BOX-1", "BOX", "P-2", "POWER"), nil)
	check(true, "")
	path = withQuery(internalProduction+"CheckChildUnits", "ParentSerialNumber", "BOX-1", "ParentPartNumber", "BOX", "CultureCode", "en-US")
	check(true, "")
	c.makeUnits([3]string{"M-3", "MODULE", "A"})
	c.want(200, "POST", pair("AddChildUnit", "BOX-1", "BOX", "M-3", "MODULE"), nil)
	check(false, `unit "M-3" of product "MODULE" revision "A" has no place`)
	path = ofUnit(production+"CheckChildUnits", "BOX-9", "BOX", "revision", "A")
	c.want(404, "GET", path, nil)
}

func TestSeatsAreSharedOut(t *testing.T) {
	wide, narrow := place{missingChild{Quantity: 1}, []bool{true, true}, nil}, place{missingChild{Quantity: 1}, []bool{true, false}, nil}
	places := []place{wide, narrow}
	for child := range 2 {
		if !seat(places, child, make([]bool, 2)) {
			t.Errorf("child %d has no seat", child)
		}
	}
	if places[0].taken[0] != 1 || places[1].taken[0] != 0 {
		t.Errorf("%+v", places)
	}
}

func TestContents(t *testing.T) {
	c := start(t, Options{})
	c.post(uut(set("sn", "BOX-1"), set("pn", "BOX"), set("rev", "A"), set("subUnits", []object{
		{"partType": "Module", "sn": "M-1", "pn": "MODULE", "rev": "A"}, {"partType": "Fan", "sn": "F-1", "pn": "FAN", "rev": "1"},
	})))
	c.makeUnits([3]string{"M-1", "MODULE", "A"}, [3]string{"B-1", "BOARD", "A"})
	c.want(200, "POST", pair("AddChildUnit", "BOX-1", "BOX", "M-1", "MODULE"), nil)
	c.want(200, "POST", pair("AddChildUnit", "M-1", "MODULE", "B-1", "BOARD"), nil)
	got := read[unitContents](c, "GET", ofUnit(internalProduction+"GetUnitContents", "BOX-1", "BOX", "revision", "A"), nil)
	var names []string
	for _, component := range got.Contents {
		names = append(names, strings.Repeat(">", component.Level)+*component.SerialNumber+" "+component.Source)
	}
	if strings.Join(names, ", ") != ">M-1 assembly, >>B-1 assembly, >F-1 report" {
		t.Errorf("%v", names)
	}
	got = read[unitContents](c, "GET", ofUnit(internalProduction+"GetUnitContents", "BOX-1", "BOX", "revision", "Z"), nil)
	if len(got.Contents) != 2 {
		t.Errorf("%s", jsonOf(t, got))
	}
}
