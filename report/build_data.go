package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/watsrun/watsrun/internal/fault"
)

// AdditionalDataArgs describe structured data of any depth.
type AdditionalDataArgs struct {
	Name  string         `lua:"name,required" doc:"Name of the data, at most 200 characters."`
	Props map[string]any `lua:"props,required" doc:"Properties: texts, numbers, booleans, lists and tables of these."`
}

// AddAdditionalData adds structured data to the report.
func (r *Report) AddAdditionalData(a AdditionalDataArgs) (*AdditionalData, error) {
	data, err := a.data()
	if err != nil {
		return nil, err
	}
	r.AdditionalData = append(r.AdditionalData, data)
	return data, nil
}

// AddAdditionalResults adds structured data to the step.
func (s *Step) AddAdditionalResults(a AdditionalDataArgs) (*AdditionalData, error) {
	data, err := a.data()
	if err != nil {
		return nil, err
	}
	s.AdditionalResults = append(s.AdditionalResults, data)
	return data, nil
}

func (a AdditionalDataArgs) data() (*AdditionalData, error) {
	name, err := required("name", a.Name)
	if err != nil {
		return nil, err
	}
	props, err := properties(a.Props, 0)
	if err != nil {
		return nil, within("additional data "+name, err)
	}
	data := &AdditionalData{Name: name, Props: props}
	return data, checkTexts("additional data", name, data)
}

// maxNesting is the deepest additional data, to end where a table holds itself.
const maxNesting = 64

// properties are the members of a table, sorted by name so that a report does not depend on chance.
func properties(table map[string]any, depth int) ([]*Property, error) {
	if depth > maxNesting {
		return nil, fault.New(fault.Usage, "props are nested deeper than %d levels", maxNesting)
	}
	props := make([]*Property, 0, len(table))
	for name, value := range table {
		p, err := newProperty(name, value, depth)
		if err != nil {
			return nil, err
		}
		props = append(props, p)
	}
	slices.SortFunc(props, func(a, b *Property) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return props, nil
}

func newProperty(name string, value any, depth int) (p *Property, err error) {
	p = &Property{Name: name}
	switch v := value.(type) {
	case string:
		p.Type, p.Value = "String", &v
	case bool:
		p.Type, p.Value = "Bool", ptr(strconv.FormatBool(v))
	case int:
		p.Type, p.Value = "Number", ptr(strconv.Itoa(v))
	case float64:
		p.Type, p.Value = "Number", ptr(numberText(v))
	case map[string]any:
		p.Type = "Obj"
		p.Props, err = properties(v, depth+1)
	case []any:
		p.Type = "Array"
		p.Array, err = newArray(v, depth+1)
	default:
		err = fault.New(fault.Usage, "props: %s has a value of type %T", name, value).
			WithHint("give texts, numbers, booleans, lists or tables of these")
	}
	return p, err
}

// newArray makes a list of one dimension. Its type is that of the elements, Obj where they differ.
func newArray(list []any, depth int) (*Array, error) {
	if depth > maxNesting {
		return nil, fault.New(fault.Usage, "props are nested deeper than %d levels", maxNesting)
	}
	array := &Array{Dimension: ptr(1), Indexes: make([]*ArrayIndex, 0, len(list))}
	for i, value := range list {
		index := fmt.Sprintf("[%d]", i)
		p, err := newProperty(index, value, depth)
		if err != nil {
			return nil, err
		}
		if i > 0 && array.Type != p.Type {
			array.Type = "Obj"
		} else {
			array.Type = p.Type
		}
		array.Indexes = append(array.Indexes, &ArrayIndex{Text: index, Indexes: []int{i}, Value: p})
	}
	if array.Type == "" {
		array.Type = "String"
	}
	return array, nil
}

// numberText is a number as additional data hold it.
func numberText(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return string(appendPoint(nil, x))
	}
	return string(appendNumber(nil, x))
}
