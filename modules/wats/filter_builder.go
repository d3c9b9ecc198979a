package wats

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// ODataFilterBuilder puts a filter together, condition by condition. Its methods return it, so that calls can be chained.
type ODataFilterBuilder struct {
	conditions []string
	whole      []bool   // which conditions are one comparison, and need no parentheses among others
	operator   Operator // between the conditions
	pending    string   // the field whose comparison is to come
}

type (
	fieldArg struct {
		Name string `lua:"name,required" doc:"Name of the field, such as serialNumber or serial_number."`
	}
	comparedArg struct {
		Value any `lua:"value" doc:"A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970."`
	}
	listedArg struct {
		Values []any `lua:"values,required" doc:"The values; none of them means that nothing fits."`
	}
	groupArg struct {
		Builder *ODataFilterBuilder `lua:"builder,required" doc:"The builder whose conditions become alternatives."`
	}
	expressionArg struct {
		Expression string `lua:"expression,required" doc:"A condition as it is."`
	}
)

func filterClass() *modules.Class {
	return modules.ClassOf("ODataFilterBuilder", "A filter that is put together condition by condition.",
		func(b *ODataFilterBuilder) string { return "filter " + b.String() }, likePyWATS,
		modules.Methods(
			modules.Method("field", "Name the field that the next comparison is about.", (*ODataFilterBuilder).Field),
			comparison("eq", "The field is equal to the value."), comparison("ne", "The field differs from the value."),
			comparison("gt", "The field is greater than the value."), comparison("ge", "The field is the value or greater."),
			comparison("lt", "The field is less than the value."), comparison("le", "The field is the value or less."),
			textFunction("contains", "The field contains the text."), textFunction("startswith", "The field begins with the text."),
			textFunction("endswith", "The field ends with the text."),
			modules.Method("is_null", "The field has no value.", func(b *ODataFilterBuilder, _ noArguments) (*ODataFilterBuilder, error) { return b.add(" eq null") }),
			modules.Method("is_not_null", "The field has a value.", func(b *ODataFilterBuilder, _ noArguments) (*ODataFilterBuilder, error) { return b.add(" ne null") }),
			modules.Method("in_list", "The field is equal to one of the values.", (*ODataFilterBuilder).InList),
			look("use_or", "One of the conditions is enough.", func(b *ODataFilterBuilder) *ODataFilterBuilder { return b.use("or") }),
			look("use_and", "All of the conditions are wanted, as they are from the start.", func(b *ODataFilterBuilder) *ODataFilterBuilder { return b.use("and") }),
			modules.Method("or_group", "Add another builder's conditions, one of which is enough.", (*ODataFilterBuilder).OrGroup),
			modules.Method("raw", "Add a condition as it is.", (*ODataFilterBuilder).Raw),
			modules.Method("build", "The filter, as odata_filter takes it; empty without conditions.", (*ODataFilterBuilder).Build),
		), filterExamples())
}

func comparison(name, doc string) *modules.Function {
	return modules.Method(name, doc, func(b *ODataFilterBuilder, in comparedArg) (*ODataFilterBuilder, error) {
		return b.compare(name, in.Value)
	},
		modules.Note("nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire."))
}

func textFunction(name, doc string) *modules.Function {
	return modules.Method(name, doc, func(b *ODataFilterBuilder, in textArg) (*ODataFilterBuilder, error) {
		field, err := b.take()
		if err != nil {
			return nil, err
		}
		return b.append(name+"("+field+","+quote(in.Value)+")", true), nil
	})
}

// Field names the field of the next comparison.
func (b *ODataFilterBuilder) Field(in fieldArg) (*ODataFilterBuilder, error) {
	if b.pending != "" {
		return nil, unfinished(b.pending)
	}
	var err error
	b.pending, err = fieldName(in.Name)
	return b, err
}

// take is the field that was named, for the one comparison that it was named for.
func (b *ODataFilterBuilder) take() (string, error) {
	field := b.pending
	if field == "" {
		return "", fault.New(fault.Usage, "no field is named").WithHint(`name it before each comparison: :field("serialNumber"):eq("SN-1")`)
	}
	b.pending = ""
	return field, nil
}

func unfinished(field string) error {
	return fault.New(fault.Usage, "the field %s has no comparison yet", field).WithHint("add :eq(value) or another one")
}

func (b *ODataFilterBuilder) append(condition string, whole bool) *ODataFilterBuilder {
	b.conditions, b.whole = append(b.conditions, condition), append(b.whole, whole)
	return b
}

// add adds a comparison whose other side is known.
func (b *ODataFilterBuilder) add(rest string) (*ODataFilterBuilder, error) {
	field, err := b.take()
	if err != nil {
		return nil, err
	}
	return b.append(field+rest, true), nil
}

func (b *ODataFilterBuilder) compare(operator string, value any) (*ODataFilterBuilder, error) {
	text, err := literalFor(b.pending, value)
	if err != nil {
		return nil, err
	}
	return b.add(" " + operator + " " + text)
}

// InList adds the alternatives of a field's value.
func (b *ODataFilterBuilder) InList(in listedArg) (*ODataFilterBuilder, error) {
	field, err := b.take()
	if err != nil {
		return nil, err
	}
	parts := make([]string, len(in.Values))
	for i, value := range in.Values {
		text, err := literalFor(field, value)
		if err != nil {
			return nil, err
		}
		parts[i] = field + " eq " + text
	}
	if len(parts) == 0 {
		return b.append("false", true), nil
	}
	return b.append(strings.Join(parts, " or "), len(parts) == 1), nil
}

func (b *ODataFilterBuilder) use(operator Operator) *ODataFilterBuilder {
	b.operator = operator
	return b
}

// OrGroup adds the conditions of another builder as alternatives.
func (b *ODataFilterBuilder) OrGroup(in groupArg) (*ODataFilterBuilder, error) {
	other := in.Builder
	if other.pending != "" {
		return nil, unfinished(other.pending)
	}
	if len(other.conditions) == 0 {
		return b, nil
	}
	return b.append(other.join("or"), len(other.conditions) == 1 && other.whole[0]), nil
}

// Raw adds a condition as it is.
func (b *ODataFilterBuilder) Raw(in expressionArg) (*ODataFilterBuilder, error) {
	text := strings.TrimSpace(in.Expression)
	if text == "" {
		return nil, fault.New(fault.Usage, "expression must not be blank")
	}
	return b.append(text, false), nil
}

// Build is the filter.
func (b *ODataFilterBuilder) Build(noArguments) (string, error) {
	if b.pending != "" {
		return "", unfinished(b.pending)
	}
	return b.String(), nil
}

// String is the filter so far.
func (b *ODataFilterBuilder) String() string { return b.join(b.operator) }

func (b *ODataFilterBuilder) join(operator Operator) string {
	if len(b.conditions) == 1 {
		return b.conditions[0]
	}
	parts := slices.Clone(b.conditions)
	for i := range parts {
		if !b.whole[i] {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " "+string(operator)+" ")
}

// maxSeconds is more than any date, and less than what a time can count.
const maxSeconds = 1e11

// literalFor writes a value for a field. Which fields hold instants or GUIDs shows in their names; anything else in them
// than an instant or GUID is written as it would be for any field.
func literalFor(field string, value any) (string, error) {
	text, isText := value.(string)
	seconds, isNumber := value.(float64)
	switch name := strings.ToLower(field[strings.LastIndexByte(field, '/')+1:]); {
	case value == nil:
		return "", fault.New(fault.Usage, "value is nil").WithHint("is_null and is_not_null ask whether there is a value")
	case isText && holdsTime(name):
		if at, err := report.ParseTime(text); err == nil {
			return instantLiteral(at.Time()), nil
		}
	case isNumber && holdsTime(name) && math.Abs(seconds) < maxSeconds:
		return instantLiteral(time.UnixMilli(int64(math.Round(seconds * 1000)))), nil
	case isText && holdsGUID(name):
		if id, err := guidLiteral(text); err == nil {
			return id, nil
		}
	}
	return literal(value)
}

func holdsTime(name string) bool {
	return slices.Contains([]string{"start", "created", "modified", "released", "revoked"}, name) || strings.HasSuffix(name, "date") || strings.HasSuffix(name, "utc")
}

func holdsGUID(name string) bool {
	return name == "uuid" || name == "referenceduut" || strings.HasSuffix(name, "guid")
}

// literal writes a value as filters have it.
func literal(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "null", nil
	case string:
		return quote(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			return strconv.FormatFloat(v, 'f', -1, 64), nil
		}
	}
	return "", fault.New(fault.Usage, "value is nothing that a filter can hold").WithHint("give a text, a finite number or a boolean")
}
