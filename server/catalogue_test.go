package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/report"
)

// catalogue is what is known of the WATS API: its operations, and the models and enumerations that they speak in.
type catalogue struct {
	operations []operation
	models     map[string]model // by service and name: "product.Product"
}

// operation is a method of a client with the requests that it makes.
type operation struct {
	Service, Method      string
	HTTP, Path           string
	Calls                []string
	Alt                  struct{ HTTP, Path string }
	Internal             bool
	Args                 []struct{ In, Wire string }
	Fixed                map[string]any
	Composes             []string
	Returns              string
	EmptyBody            string `json:"empty_body"`
	NotFound, Validation any    // of the client, not looked at
}

type model struct {
	Kind    string
	Values  map[string]any
	Extends []string
	Fields  []modelField
}

type modelField struct {
	Wire, Type string
	Required   bool
	AlsoReads  []string `json:"also_reads"`
}

func readCatalogue(t *testing.T) *catalogue {
	t.Helper()
	c := &catalogue{}
	for name, to := range map[string]any{"wats-operations.json": &c.operations, "wats-models.json": &c.models} {
		if err := json.Unmarshal(shared.Read(t, "facts/"+name), to); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return c
}

// routes are the requests of all operations, as in "GET /api/Product/{partNumber}".
func (c *catalogue) routes() map[string][]*operation {
	all := map[string][]*operation{}
	for i := range c.operations {
		o := &c.operations[i]
		routes := o.Calls
		if len(routes) == 0 && o.HTTP != "" && o.Path != "" {
			routes = []string{o.HTTP + " " + o.Path}
		}
		if o.Alt.Path != "" {
			routes = append(routes, o.Alt.HTTP+" "+o.Alt.Path)
		}
		for _, route := range routes {
			all[route] = append(all[route], o)
		}
	}
	return all
}

// derived are the operations that make something else of an answer than they declare, or declare a part of it.
var derived = []string{
	"get_revision", "get_asset_state", "is_unit_passing", "bulk_save_revisions", "update_unit", "refresh", "iter_users", "get_box_build_subunits",
	"BoxBuildTemplate.reload", "allocate_serial_numbers", "submit_report", "submit_report_xml", "get_box_build_template",
}

// faults are what keeps a client from reading an answer as the operation declares it.
func (c *catalogue) faults(o *operation, body []byte) []string {
	var value any
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil && len(body) > 0 {
		value = string(body)
	}
	empty := value == nil || slices.Contains([]string{`""`, "[]", "{}"}, strings.TrimSpace(string(body)))
	if empty && (strings.HasPrefix(o.EmptyBody, "error") || o.Returns == "boolean" && o.EmptyBody == "false") {
		return []string{"an empty answer is a failure to this method"}
	}
	declared := strings.TrimSuffix(o.Returns, "|nil")
	if empty && declared != "integer" || len(o.Calls) > 0 || len(o.Composes) > 0 || slices.Contains(derived, o.Method) {
		return nil
	}
	switch declared {
	case "boolean", "bytes", "any", "nil":
		return nil
	case "UUTReport or UURReport":
		declared = "Report"
	case "table of RepairOperationConfig":
		var all []any
		for _, one := range asObject(value) {
			all = append(all, one)
		}
		declared, value = "RepairOperationConfig[]", all
	case "MeasurementData[]", "AggregatedMeasurement[]":
		value = flattened(value)
	}
	return c.mismatches(declared, o.Service, value, o.Method)
}

func asObject(v any) object {
	o, _ := v.(object)
	return o
}

// flattened are the measurements below all paths.
func flattened(paths any) (all []any) {
	list, _ := paths.([]any)
	for _, path := range list {
		inner, _ := asObject(path)["measurements"].([]any)
		all = append(all, inner...)
	}
	return all
}

// mismatches says where a value is not of a type, as a client with typed models would. null is of every type.
func (c *catalogue) mismatches(kind, service string, value any, where string) (wrong []string) {
	if value == nil {
		return nil
	}
	if item, ok := strings.CutSuffix(kind, "[]"); ok {
		list, ok := value.([]any)
		if !ok {
			return []string{fmt.Sprintf("%s: %v is no list", where, value)}
		}
		for i, one := range list {
			wrong = append(wrong, c.mismatches(item, service, one, where+"["+strconv.Itoa(i)+"]")...)
		}
		return wrong
	}
	if either, or, ok := strings.Cut(kind, "/"); ok {
		if len(c.mismatches(either, service, value, where)) == 0 {
			return nil
		}
		return c.mismatches(or, service, value, where)
	}
	if strings.HasPrefix(kind, "one of ") {
		kind = "string"
	}
	if kind == "Asset" && service == "report" {
		kind = "table" // the model of assets in reports is not what goes over the wire
	}
	if check, ok := plainTypes[kind]; ok {
		if !check(value) {
			return []string{fmt.Sprintf("%s: %v is no %s", where, value, kind)}
		}
		return nil
	}
	name, m := c.model(kind, service)
	if m.Kind == "enum" {
		for _, allowed := range m.Values {
			if fmt.Sprint(allowed) == fmt.Sprint(value) {
				return nil
			}
		}
		return []string{fmt.Sprintf("%s: %v is no %s", where, value, kind)}
	}
	o, ok := value.(object)
	if !ok || m.Kind == "" {
		return []string{fmt.Sprintf("%s: %v is no %s", where, value, kind)}
	}
	return c.missing(name, m, o, where)
}

// missing checks the fields of an object, also those that its model takes over from another.
func (c *catalogue) missing(name string, m model, o object, where string) (wrong []string) {
	service, _, _ := strings.Cut(name, ".")
	for _, base := range m.Extends {
		base, _, _ = strings.Cut(base, "[")
		if baseName, inherited := c.model(base, service); baseName != "" {
			wrong = append(wrong, c.missing(baseName, inherited, o, where)...)
		}
	}
	for _, f := range m.Fields {
		value := o[f.Wire]
		for _, other := range f.AlsoReads {
			if value == nil {
				value = o[other]
			}
		}
		if value == nil && f.Required {
			wrong = append(wrong, fmt.Sprintf("%s: %s of %s is required", where, f.Wire, name))
		}
		wrong = append(wrong, c.mismatches(f.Type, service, value, where+"."+f.Wire)...)
	}
	return wrong
}

// model finds a model by its name, first among those of the service.
func (c *catalogue) model(name, service string) (string, model) {
	switch name {
	case "ReportResult":
		name = "ReportStatus"
	case "SubUnitT":
		name = "SubUnit"
	}
	for _, prefix := range []string{service, "shared", "report", "product", "process"} {
		if m, ok := c.models[prefix+"."+name]; ok {
			return prefix + "." + name, m
		}
	}
	return "", model{}
}

// plainTypes are the types that are no models.
var plainTypes = map[string]func(any) bool{
	"string":   isOf[string],
	"bool":     isOf[bool],
	"table":    isOf[object],
	"any":      func(any) bool { return true },
	"List":     isOf[[]any],
	"int":      isWhole,
	"integer":  isWhole,
	"number":   func(v any) bool { return isOf[json.Number](v) || v == "NaN" || v == "Infinity" || v == "-Infinity" },
	"guid":     func(v any) bool { text, ok := v.(string); return ok && uuid.Validate(text) == nil },
	"datetime": isDate,
}

func isOf[T any](v any) bool {
	_, ok := v.(T)
	return ok
}

func isWhole(v any) bool {
	n, ok := v.(json.Number)
	_, err := n.Int64()
	return ok && err == nil
}

// isDate takes dates with seven digits of the second at most: more are refused by some clients.
func isDate(v any) bool {
	text, ok := v.(string)
	at, err := report.ParseTime(text)
	_, fraction, _ := strings.Cut(text, ".")
	digits := len(fraction) - len(strings.TrimLeft(fraction, "0123456789"))
	return ok && err == nil && at.HasZone() && digits <= 7
}
