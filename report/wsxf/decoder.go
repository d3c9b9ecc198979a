package wsxf

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/report"
)

// extraPrefix marks the keys under which the model keeps what only WSXF has: "wsxf:@Name" for the text of an attribute,
// "wsxf:#text" for the text of an element, "wsxf:Name" for the XML of all child elements of one name, and "wsxf:Part/..." for
// what is in a flat part.
const extraPrefix = "wsxf:"

// maxUnknown is how many kinds of unknown elements one element may have: looking for the likes of each takes time.
const maxUnknown = 100

// decoder writes the elements of a report as WSJF, so that there is one reader of reports. It notes every value that is
// not of the right type.
type decoder struct {
	faults
	json []byte
	flat string // the flat part that is being read, with a slash
}

// decodeReport reads one <Report> element.
func decodeReport(e *element, size int) (*report.Report, error) {
	d := decoder{json: make([]byte, 0, size)}
	passRepair(e)
	d.gather(e)
	d.object(e, reportShape())
	if err := d.found.Fault(); err != nil {
		return nil, err
	}
	return report.Decode(d.json)
}

// passRepair gives a repair the result that it always has and that writers may leave out.
func passRepair(e *element) {
	if kind, _ := e.attr("type"); kind != "UUR" {
		return
	}
	if _, given := e.attr("Result"); !given {
		e.set("Result", report.Passed.Word())
	}
}

func (d *decoder) object(e *element, s *shape) {
	d.json = append(d.json, '{')
	d.members(e, s)
	d.json = append(d.json, '}')
}

// members writes what an element holds as members of the current object.
func (d *decoder) members(e *element, s *shape) {
	d.attributes(e, s)
	if s.body != nil && strings.TrimSpace(e.text) != "" {
		d.value(s.body, e.text, e.line)
	}
	if len(e.children) > 0 {
		for i := range s.parts {
			d.part(e, &s.parts[i])
		}
	}
	d.unknownParts(e, s)
}

func (d *decoder) attributes(e *element, s *shape) {
	for _, a := range e.attrs {
		if row, ok := s.attribute(a.name); ok {
			d.value(row, a.value, e.line)
		} else if !slices.Contains(s.derived, a.name) {
			d.unknownAttribute(e, s, a)
		}
	}
	for i := range s.attrs {
		row := &s.attrs[i]
		if value, _ := e.attr(row.xml); value == "" {
			d.missing(e, row)
		}
	}
}

// missing writes what an attribute without a value stands for, if anything.
func (d *decoder) missing(e *element, row *attr) {
	if twin, ok := e.attr(row.twin); ok {
		d.value(row, twin, e.line)
	}
	if row.orElse != "" {
		d.key(row.key)
		d.json = append(d.json, row.orElse...)
	}
}

// value writes one value, unless it says nothing.
func (d *decoder) value(row *attr, text string, line int) {
	if text == "" && row.empty() {
		return
	}
	d.key(row.key)
	var problem string
	if d.json, problem = row.appendJSON(d.json, text); problem != "" {
		d.json = append(d.json, "null"...)
		d.add("%s is required to be %s, got %q (line %d).", row.label(), problem, text, line)
	}
}

func (d *decoder) part(e *element, p *part) {
	found := e.named(p.xml)
	if len(found) == 0 {
		return
	}
	if len(found) > 1 && p.kind != manyParts && p.kind != guidParts {
		d.add("%s is required to occur once, got %d (line %d).", p.xml, len(found), found[1].line)
		return
	}
	switch p.kind {
	case singlePart:
		d.key(p.key)
		d.inside(place{p.key, -1, ""}, func() { d.object(found[0], p.sub) })
	case flatPart:
		d.flat = p.xml + "/"
		d.inside(place{index: -1}, func() { d.members(found[0], p.sub) })
		d.flat = ""
	case textPart:
		d.value(&p.value, found[0].text, found[0].line)
	default:
		d.list(found, p)
	}
}

func (d *decoder) list(found []*element, p *part) {
	d.key(p.key)
	d.json = append(d.json, '[')
	for i, c := range found {
		if i > 0 {
			d.json = append(d.json, ',')
		}
		if p.kind == guidParts {
			d.json = appendText(d.json, strings.ToLower(strings.TrimSpace(c.text)))
			continue
		}
		name, _ := c.attr("Name")
		d.inside(place{p.key, i, name}, func() { d.object(c, p.sub) })
	}
	d.json = append(d.json, ']')
}

func (d *decoder) inside(p place, read func()) {
	d.enter(p)
	read()
	d.leave()
}

// unknownAttribute keeps an attribute that the format does not have, unless it was meant to be one that it has: to keep
// status="Failed" beside Status would turn a verdict into a remark.
func (d *decoder) unknownAttribute(e *element, s *shape, a attribute) {
	if likely := s.likely(a.name); likely != "" {
		d.add("attribute %s of %s is not known, write %s (line %d).", a.name, e.name, likely, e.line)
		return
	}
	d.extra("@"+a.name, a.value)
}

// unknownParts keeps what the table has no row for.
func (d *decoder) unknownParts(e *element, s *shape) {
	if s.body == nil && strings.TrimSpace(e.text) != "" {
		d.extra("#text", e.text)
	}
	var names []string
	for _, c := range e.children {
		if _, known := s.child(c.name); known && c.space == "" || slices.Contains(names, c.name) {
			continue
		}
		if len(names) == maxUnknown {
			d.add("%s has more than %d kinds of elements that are not known (line %d).", e.name, maxUnknown, c.line)
			return
		}
		names = append(names, c.name)
		d.unknownPart(e, s, c)
	}
}

// unknownPart keeps all unknown elements of the same name.
func (d *decoder) unknownPart(e *element, s *shape, first *element) {
	if likely := s.likely(first.name); likely != "" && first.space == "" {
		d.add("element %s in %s is not known, write %s (line %d).", first.name, e.name, likely, first.line)
		return
	}
	_, known := s.child(first.name)
	var xml []byte
	for _, c := range e.children {
		if c.name == first.name && (!known || c.space != "") {
			xml = appendElement(xml, c, "")
		}
	}
	d.extra(first.name, string(xml))
}

func (d *decoder) extra(name, text string) {
	d.key(extraPrefix + d.flat + name)
	d.json = appendText(d.json, text)
}

// key starts a member of the current object.
func (d *decoder) key(name string) {
	if d.json[len(d.json)-1] != '{' {
		d.json = append(d.json, ',')
	}
	d.json = append(appendText(d.json, name), ':')
}

// appendText appends a JSON string.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			quoted, err := json.Marshal(text)
			if err != nil {
				panic(fmt.Sprintf("wsxf: a string cannot be JSON: %v", err))
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}
