package wats

import (
	"testing"
)

func TestEnumerationsGoByNameOrValue(t *testing.T) {
	states := typeOf[AssetState]()
	for given, want := range map[string]int{"IN_STORAGE": 5, "in storage": 5, "InStorage": 5, "5": 5, " 42 ": 42, "ok": 1} {
		if w, known := states.Find(given); !known || w.Code != want {
			t.Errorf("%q is %d, %v", given, w.Code, known)
		}
	}
	if _, known := states.Find("broken"); known {
		t.Error("a word that is none is taken")
	}
	if name, _ := states.WordOf(1); name != "IN_OPERATION" {
		t.Errorf("of two names the first is shown, not %s", name)
	}
	if w, known := typeOf[StatusFilter]().Find("passed"); !known || w.Text != "Passed" {
		t.Errorf("%v", w)
	}
}

func TestEnumsHoldWhatResultsShow(t *testing.T) {
	m := enumsModule().Load()
	if len(m.Constants) != len(enumerations()) {
		t.Errorf("%d enumerations", len(m.Constants))
	}
	for _, c := range m.Constants {
		values := c.Value(t.Context()).(map[string]string)
		switch c.Name {
		case "AssetState":
			if values["SCRAPPED"] != "SCRAPPED" || values["OK"] != "IN_OPERATION" {
				t.Errorf("%v", values)
			}
		case "PackageStatus":
			if values["DRAFT"] != "Draft" {
				t.Errorf("%v", values)
			}
		}
	}
	for _, e := range enumerations() {
		if len(e.Words()) == 0 {
			t.Errorf("%T has no words", e)
		}
	}
}
