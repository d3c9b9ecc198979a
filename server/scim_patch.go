package server

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// scimPatch is the body of a PATCH.
type scimPatch struct {
	Operations []scimOperation
}

// scimOperation changes one attribute, or with no path all that its value holds.
type scimOperation struct {
	Op    string // add, replace (also when left out) or remove, in any case
	Path  string
	Value any
}

// apply does the operations one after another to a copy.
func (p scimPatch) apply(before scimAttributes) (scimAttributes, error) {
	after := maps.Clone(before)
	for i, o := range p.Operations {
		if err := o.apply(after); err != nil {
			f := fault.Of(err)
			f.Message = fmt.Sprintf("Operations[%d]: %s", i, f.Message)
			return nil, f
		}
	}
	return after, nil
}

func (o scimOperation) apply(body scimAttributes) error {
	op := strings.ToLower(o.Op)
	switch op {
	case "":
		op = "replace"
	case "add", "replace", "remove":
	default:
		return fault.New(fault.Validation, "op cannot be %q: use replace, add or remove", o.Op)
	}
	if o.Path != "" {
		target, err := readSCIMPath(o.Path)
		if err != nil {
			return err
		}
		return target.change(body, op, o.Value)
	}
	values, ok := o.Value.(map[string]any)
	if !ok || op == "remove" {
		return fault.New(fault.Validation, "path is required, or with add and replace an object of attributes as value")
	}
	for _, path := range slices.Sorted(maps.Keys(values)) { // each key is a path, as some identity providers send them
		if err := (scimOperation{Op: op, Path: path, Value: values[path]}).apply(body); err != nil {
			return err
		}
	}
	return nil
}

// scimPath says what an operation changes: an attribute, those of its items that have a value, a part of either.
type scimPath struct {
	attribute      string
	selects, wants string // of the items: the key to look at and its value; "" for all
	part           string // "" for the whole
}

var scimPathPattern = regexp.MustCompile(`^(?i)([a-z$][\w$-]*)(?:\[\s*(\w+)\s+eq\s+"([^"]*)"\s*\])?(?:\.([a-z$][\w$-]*))?$`)

// readSCIMPath reads active, name.givenName, members[value eq "1"] or emails[type eq "work"].value, with or without the
// core schema in front. The name of another schema stands for its whole object.
func readSCIMPath(text string) (scimPath, error) {
	for _, k := range []scimKind{scimUsers, scimGroups} {
		text = strings.TrimPrefix(text, k.schema()+":")
	}
	if strings.HasPrefix(text, "urn:") {
		return scimPath{attribute: text}, nil
	}
	parts := scimPathPattern.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return scimPath{}, fault.New(fault.Validation, "the path %q is not understood", text).
			WithHint(`write active, name.givenName, or emails[type eq "work"].value`)
	}
	p := scimPath{attribute: attributeName(parts[1]), selects: parts[2], wants: parts[3], part: parts[4]}
	if p.attribute == "id" || p.attribute == "meta" {
		return p, fault.New(fault.Validation, "%s is set by the server and cannot be changed", p.attribute)
	}
	return p, nil
}

// change does one operation to what the path leads to.
func (p scimPath) change(body scimAttributes, op string, value any) error {
	switch {
	case p.selects != "":
		return p.changeItems(body, op, value)
	case p.part != "":
		inner, _ := body[p.attribute].(map[string]any)
		inner = maps.Clone(inner)
		if inner == nil {
			inner = map[string]any{}
		}
		changeKey(inner, p.part, op, value)
		body[p.attribute] = inner
	case op == "remove" && value != nil:
		list, _ := body[p.attribute].([]any)
		body[p.attribute] = without(list, value)
	default:
		changeKey(body, p.attribute, op, value)
	}
	return nil
}

// changeKey sets or removes a key. Adding to a list appends what it does not hold yet.
func changeKey(body map[string]any, key, op string, value any) {
	list, isList := body[key].([]any)
	switch {
	case op == "remove":
		delete(body, key)
	case op == "add" && isList:
		added, many := value.([]any)
		if !many {
			added = []any{value}
		}
		body[key] = append(without(list, added), added...)
	default:
		body[key] = value
	}
}

// without is a list less the items that are the same as one of others, or have its value.
func without(list []any, others any) []any {
	removed, many := others.([]any)
	if !many {
		removed = []any{others}
	}
	return slices.DeleteFunc(slices.Clone(list), func(item any) bool {
		return slices.ContainsFunc(removed, func(other any) bool { return valueOf(item) == valueOf(other) })
	})
}

// valueOf is what tells items of a list apart, as text.
func valueOf(item any) string {
	if o, ok := item.(map[string]any); ok {
		return fmt.Sprint(o["value"])
	}
	return fmt.Sprint(item)
}

// changeItems does one operation to the items that the path selects. To replace or add where none is selected is an error.
func (p scimPath) changeItems(body scimAttributes, op string, value any) error {
	list, _ := body[p.attribute].([]any)
	after := []any{}
	found := false
	for _, item := range list {
		o, _ := item.(map[string]any)
		if !strings.EqualFold(fmt.Sprint(o[p.selects]), p.wants) {
			after = append(after, item)
			continue
		}
		found = true
		if o = p.changeItem(o, op, value); o != nil {
			after = append(after, o)
		}
	}
	if !found && op != "remove" {
		return fault.New(fault.Validation, "no item of %s has %s %q", p.attribute, p.selects, p.wants)
	}
	body[p.attribute] = after
	return nil
}

// changeItem is an item after an operation, nil when it is removed.
func (p scimPath) changeItem(item map[string]any, op string, value any) map[string]any {
	item = maps.Clone(item)
	if p.part != "" {
		changeKey(item, p.part, op, value)
		return item
	}
	if op == "remove" {
		return nil
	}
	values, _ := value.(map[string]any)
	maps.Copy(item, values)
	return item
}
