package modules

import (
	"context"
	"testing"
)

// TestWritten: people see how to write what is missing, with the value of an example where there is one.
func TestWritten(t *testing.T) {
	type in struct {
		PartNumber string    `lua:"part_number,required"`
		Value      float64   `lua:"value,required"`
		Points     []float64 `lua:"points,required"`
		Name       string    `lua:"name,required" mistaken:"title label"`
	}
	f := Func("f", "Does.", func(context.Context, *in) (struct{}, error) { return struct{}{}, nil },
		Show(`f{part_number = "PCBA-7", other_name = "x", value = -3.3}`, ""))
	for i, want := range []string{`part_number = "PCBA-7"`, "value = -3.3", "points = {...}", `name = "..."`} {
		if got := f.Params[i].Written(f); got != want {
			t.Errorf("%s: %s", f.Params[i].Name, got)
		}
	}
	if m := f.Params[3].Mistaken; len(m) != 2 || m[0] != "title" {
		t.Errorf("%q", m)
	}
}
