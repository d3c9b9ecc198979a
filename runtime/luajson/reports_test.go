package luajson

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/shared"
)

// TestRealReportsSurvive takes reports as servers and clients write them through Lua and back.
func TestRealReportsSurvive(t *testing.T) {
	for _, name := range []string{
		"uur-one-failure.export.wsjf.json", "uur-three-units.wsjf.json", "uut-all-step-kinds.export.wsjf.json",
		"uut-bare-minimum.wsjf.json", "uut-charts-attachment.wsjf.json", "uut-smallest.wsjf.json",
	} {
		t.Run(name, func(t *testing.T) {
			data := shared.Read(t, "reports/"+name)
			L := newState(t)
			v, err := Decode(L, data, nil, DecodeOptions{Null: null, Verbatim: true})
			if err != nil {
				t.Fatal(err)
			}
			text, err := Encode(L, v, nil, EncodeOptions{Null: null})
			if err != nil {
				t.Fatal(err)
			}
			var before, after any
			if err := json.Unmarshal(data, &before); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &after); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("a report of %d bytes changed: %s", len(data), diff)
			}
		})
	}
}
