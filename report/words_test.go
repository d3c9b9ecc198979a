package report

import "testing"

func TestStatusWords(t *testing.T) {
	for text, want := range map[string]Status{
		"P": Passed, "passed": Passed, "OK": Passed, "Successful": Passed, "f": Failed, "FAIL": Failed, "ng": Failed,
		"Done": Done, "completed": Done, "s": Skipped, "Skip": Skipped, "err": Error, "Aborted": Terminated, " T ": Terminated,
	} {
		var s Status
		if err := s.UnmarshalText([]byte(text)); err != nil || s != want {
			t.Errorf("%q is %q, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "maybe", "U", "Passd"} {
		if s, err := ParseStatus(text); err == nil {
			t.Errorf("%q was read as %s", text, s)
		}
	}
	if Passed.Word() != "Passed" || Status("x").Word() != "x" {
		t.Error("words are wrong")
	}
}

func TestSeverityGrows(t *testing.T) {
	order := []Status{"", Passed, Done, Skipped, Failed, Error, Terminated}
	for i := 1; i < len(order); i++ {
		if order[i-1].severity() >= order[i].severity() {
			t.Errorf("%q is not less severe than %q", order[i-1], order[i])
		}
	}
}

func TestOtherWords(t *testing.T) {
	var g Group
	if err := g.UnmarshalText([]byte("cleanup")); err != nil || g != Cleanup || g.Word() != "Cleanup" {
		t.Errorf("group: %q, %v", g, err)
	}
	var c ChartType
	if err := c.UnmarshalText([]byte("linelogxy")); err != nil || c != LineLogXY {
		t.Errorf("chart type: %q, %v", c, err)
	}
	var m Mode
	if err := m.UnmarshalText([]byte("Import")); err != nil || m != Import {
		t.Errorf("mode: %q, %v", m, err)
	}
	for _, bad := range []error{
		g.UnmarshalText([]byte("middle")), c.UnmarshalText([]byte("LineChart")), m.UnmarshalText([]byte("lazy")),
	} {
		if bad == nil {
			t.Error("an unknown word was read")
		}
	}
}
