package wats

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// read gives an object's properties as scripts see them.
func read(c *modules.Class, object any) map[string]any {
	all := map[string]any{}
	for _, p := range c.Properties {
		all[p.Name] = p.Get(object)
	}
	return all
}

func TestStepPaths(t *testing.T) {
	for text, want := range map[string][]string{
		"Power/3V3": {"Power", "3V3"}, "/Power/3V3/": {"Power", "3V3"}, "Power¶I/O": {"Power", "I/O"}, "Power": {"Power"}, "A::B": {"A::B"},
	} {
		p, err := newStepPath(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p.parts); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	p, err := stepPathOf([]string{"Power", "I/O", "3V3"})
	if err != nil {
		t.Fatal(err)
	}
	got := read(stepPathClass(), p)
	parent := got["parent"].(*StepPath)
	delete(got, "parent")
	want := map[string]any{"api_format": "Power¶I/O¶3V3", "display": "Power/I/O/3V3", "parts": []string{"Power", "I/O", "3V3"}, "name": "3V3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if parent.wire() != "Power¶I/O" || parent.parent().parent() != nil {
		t.Errorf("the parent is %s", parent)
	}
	for _, text := range []string{"", "A//B", "A¶¶B", "A;B", " "} {
		if _, err := newStepPath(text); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
	if _, err := stepPathOf(nil); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}

func TestMeasurementPaths(t *testing.T) {
	for text, want := range map[string]string{
		"Power/3V3::Ripple": "Power¶3V3¶¶Ripple", "Power¶I/O¶¶Ripple": "Power¶I/O¶¶Ripple", "A::B/C::D": "A::B¶C¶¶D", "A¶¶B::C": "A¶¶B::C",
	} {
		p, err := newMeasurementPath(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(measurementPathClass(), p); got["api_format"] != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	p, err := newMeasurementPath("Power/3V3::Ripple")
	if err != nil {
		t.Fatal(err)
	}
	got := read(measurementPathClass(), p)
	step := got["step_path"].(*StepPath)
	delete(got, "step_path")
	want := map[string]any{
		"api_format": "Power¶3V3¶¶Ripple", "display": "Power/3V3::Ripple", "parts": []string{"Power", "3V3", "Ripple"}, "name": "Ripple", "measurement_name": "Ripple",
	}
	if diff := cmp.Diff(want, got); diff != "" || step.String() != "Power/3V3" {
		t.Errorf("%s, step %s", diff, step)
	}
	for _, text := range []string{"", "Power/3V3", "Power::", "::Ripple", "A;B::C"} {
		if _, err := newMeasurementPath(text); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
}
