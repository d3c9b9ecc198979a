package wsxf

import (
	"slices"
	"strconv"
	"strings"
)

// gather puts failures into the unit that they belong to, and files into the failure that they show, as the model has
// them. In XML they all stand side by side and refer to one another by index.
func (d *decoder) gather(r *element) {
	units, failures := byIndex(r.named("ReportUnitHierarchy")), byIndex(r.named("Failures"))
	var rest []*element
	for _, c := range r.children {
		if holder := d.holder(c, units, failures); holder != nil {
			holder.add(c)
		} else {
			rest = append(rest, c)
		}
	}
	r.children = rest
}

// byIndex maps elements by their Idx; of several with the same one the first counts.
func byIndex(elements []*element) map[string]*element {
	index := make(map[string]*element, len(elements))
	for _, e := range slices.Backward(elements) {
		i, _ := e.attr("Idx")
		index[strings.TrimSpace(i)] = e
	}
	return index
}

// holder is the element that a failure or a file belongs to, nil when it stays with the report.
func (d *decoder) holder(e *element, units, failures map[string]*element) *element {
	switch {
	case e.space != "":
		return nil
	case e.name == "Failures":
		index, given := e.attr("PartIdx")
		if !given {
			index = "0" // the unit itself
		}
		return d.referred(e, "PartIdx", index, units)
	case e.name == "Binary":
		if index, given := e.attr("FailIdx"); given {
			return d.referred(e, "FailIdx", index, failures)
		}
	}
	return nil
}

// referred finds what a failure or a file refers to. A file that refers to failure 0 or -1, where there is none, belongs
// to the report.
func (d *decoder) referred(e *element, attribute, index string, candidates map[string]*element) *element {
	index = strings.TrimSpace(index)
	if holder, ok := candidates[index]; ok {
		return holder
	}
	if e.name == "Failures" || index != "0" && index != "-1" {
		d.add("%s of %s is required to be an Idx that exists, got %q (line %d).", attribute, e.name, index, e.line)
	}
	return nil
}

// spread undoes gather: failures and files become children of the report, with the indexes that tie them together.
func (e *encoder) spread(r *element) {
	var failures, files []*element
	for _, unit := range r.named("ReportUnitHierarchy") {
		part, _ := unit.attr("Idx")
		for _, failure := range unit.take("Failures") {
			failures = append(failures, failure)
			index := strconv.Itoa(len(failures))
			failure.set("Idx", index)
			failure.set("PartIdx", part)
			for _, file := range failure.take("Binary") {
				file.set("FailIdx", index)
				files = append(files, file)
			}
		}
	}
	files = append(r.take("Binary"), files...)
	for i, file := range files {
		file.set("BinaryDataIndex", strconv.Itoa(i))
	}
	r.children = append(append(r.children, failures...), files...)
}

// take removes the children of one name and returns them.
func (e *element) take(name string) []*element {
	taken := e.named(name)
	if len(taken) == 0 {
		return nil
	}
	rest := e.children[:0]
	for _, c := range e.children {
		if c.name != name || c.space != "" {
			rest = append(rest, c)
		}
	}
	e.children = rest
	return taken
}

// derive adds what repeats other attributes and is not an index.
func derive(e *element) {
	switch e.name {
	case "SequenceCall":
		path, _ := e.attr("Filepath")
		e.set("Filename", path)
	case "Attachment":
		e.set("Size", strconv.Itoa(base64Size(e.text)))
	case "Data":
		e.set("size", strconv.Itoa(base64Size(e.text)))
	}
	for _, c := range e.children {
		derive(c)
	}
}

// base64Size is the number of bytes that a base64 text stands for.
func base64Size(text string) int {
	padding := len(text) - len(strings.TrimRight(text, "="))
	return len(text)/4*3 - padding
}

// numbering adds the indexes that repeat the order of the document.
type numbering struct {
	order int // the next MeasOrderNumber
}

// number adds the indexes of a report. Servers give the first measurement the order number -1.
func number(r *element) {
	n := numbering{order: -1}
	for i, info := range r.named("MiscInfo") {
		info.set("idx", strconv.Itoa(i))
		info.set("order_no", strconv.Itoa(i))
	}
	for i, data := range r.named("AdditionalData") {
		data.set("Idx", strconv.Itoa(i))
	}
	for i, root := range r.named("Step") {
		n.step(root, i)
	}
}

// step numbers a step and what is in it; position is its place among its siblings.
func (n *numbering) step(step *element, position int) {
	step.set("StepIndex", strconv.Itoa(position))
	next := map[string]int{}
	for _, c := range step.children {
		i := next[c.name]
		if c.name == "Step" && i > 0 && isIteration(c) {
			i-- // the iterations of a loop share the place of its summary
		}
		next[c.name] = i + 1
		n.part(c, i)
	}
}

// part numbers one child of a step; i counts those of the same name.
func (n *numbering) part(c *element, i int) {
	switch c.name {
	case "Step":
		n.step(c, i)
	case "NumericLimit", "PassFail", "StringValue":
		c.set("MeasIndex", strconv.Itoa(i))
		c.set("MeasOrderNumber", strconv.Itoa(n.order))
		n.order++
	case "SequenceCall", "MessagePopup", "Callexe":
		c.set("MeasIndex", strconv.Itoa(i))
	case "Chart":
		c.set("idx", strconv.Itoa(i))
	case "AdditionalResults":
		c.set("Idx", strconv.Itoa(i))
	}
}

func isIteration(step *element) bool {
	for _, loop := range step.named("Loop") {
		if _, ok := loop.attr("index"); ok {
			return true
		}
	}
	return false
}
