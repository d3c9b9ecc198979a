package modules

import (
	"context"
	"reflect"
	"slices"
	"testing"
)

func TestSnakeAndWireCase(t *testing.T) {
	for wire, snake := range map[string]string{
		"partNumber": "part_number", "PartNumber": "part_number", "startUTC": "start_utc", "ID": "id", "uuid": "uuid",
		"ProcessID": "process_id", "IsWIPOperation": "is_wip_operation", "xdata": "xdata", "startUtc": "start_utc", "level2Name": "level2_name",
	} {
		if got := SnakeCase(wire); got != snake {
			t.Errorf("SnakeCase(%q) is %q, want %q", wire, got, snake)
		}
	}
	for snake, want := range map[string][2]string{"part_number": {"partNumber", "PartNumber"}, "id": {"id", "Id"}} {
		if got := [2]string{WireCase(snake, false), WireCase(snake, true)}; got != want {
			t.Errorf("WireCase(%q) is %q, want %q", snake, got, want)
		}
	}
}

type node struct {
	Name     string `lua:"name,required" json:"nodeName" doc:"The name."`
	Children []node `lua:"children" json:"children" doc:"What lies below."`
	Hidden   int
}

func TestTypesAreDerivedFromTags(t *testing.T) {
	d := TypeOf(reflect.TypeFor[[]node]())
	if d.String() != "node[]" {
		t.Errorf("a slice of records reads %q", d)
	}
	name := d.Elem.FieldByWire("nodeName")
	if name == nil || name.Name != "name" || !name.Required || name.Doc != "The name." {
		t.Fatalf("the field is described as %+v", name)
	}
	if d.Elem.FieldByName("children").Type.Elem != d.Elem {
		t.Error("a type that contains itself is described twice")
	}
	if d.Elem.FieldByName("Hidden") != nil {
		t.Error("an untagged field is visible")
	}
	if got := TypeOf(reflect.TypeFor[*float64]()).String(); got != "number?" {
		t.Errorf("an optional number reads %q", got)
	}
}

func TestFuncDerivesItsParameters(t *testing.T) {
	f := Func("rename", "Rename a node.", func(_ context.Context, in *node) (string, error) { return in.Name, nil }, Does(Write))
	if len(f.Params) != 2 || !f.Params[0].Required || f.Result.Kind != String || f.Effect != Write {
		t.Fatalf("derived %+v", f)
	}
	got, err := f.Invoke(t.Context(), nil, &node{Name: "n"})
	if err != nil || got != "n" {
		t.Errorf("Invoke gave %v, %v", got, err)
	}
}

func TestCommonArgumentsComeLast(t *testing.T) {
	type outcome struct {
		Status string `lua:"status"`
	}
	type common struct {
		Name    string `lua:"name,required"`
		outcome `lua:",last"`
		Group   string `lua:"group,last"`
	}
	type limits struct {
		Value float64 `lua:"value"`
	}
	params, _ := ParamsOf(reflect.TypeFor[struct {
		common
		limits
	}]())
	var names []string
	for _, p := range params {
		names = append(names, p.Name)
	}
	if want := []string{"name", "value", "status", "group"}; !slices.Equal(names, want) {
		t.Errorf("the arguments are %v, not %v", names, want)
	}
}
