package wats

import "testing"

func TestPaths(t *testing.T) {
	for _, c := range []struct{ shown, wire string }{
		{"", ""},
		{"Power", "Power"},
		{"Main/Power/3V3", "Main¶Power¶3V3"},
		{"Main/Power/3V3::Voltage", "Main¶Power¶3V3¶¶Voltage"},
		{"Main/a::b::Voltage", "Main¶a::b¶¶Voltage"},
		{"Main/Power::V/A", "Main¶Power¶¶V/A"},
		{"Main¶Rx/Tx", "Main¶Rx/Tx"},
		{"Main¶Power¶¶V::x", "Main¶Power¶¶V::x"},
	} {
		if got := normalizePath(c.shown); got != c.wire {
			t.Errorf("%q becomes %q, want %q", c.shown, got, c.wire)
		}
		if again := normalizePath(c.wire); again != c.wire {
			t.Errorf("%q becomes %q when it is normalised again", c.wire, again)
		}
	}
}

func TestDisplayPath(t *testing.T) {
	for wire, want := range map[string]string{
		"": "", "Power": "Power", "Main¶Power": "Main/Power", "Main¶Power¶¶Voltage": "Main/Power::Voltage", "Main/Power::V": "Main/Power::V",
	} {
		if got := displayPath(wire); got != want {
			t.Errorf("%q is shown as %q, want %q", wire, got, want)
		}
	}
}

func TestSeveralPaths(t *testing.T) {
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{nil, ""},
		{[]string{"", " ; "}, ""},
		{[]string{"A/B::M"}, "A¶B¶¶M"},
		{[]string{"A/B; C/D::M ", "E¶F"}, "A¶B;C¶D¶¶M;E¶F"},
	} {
		if got := normalizePaths(c.paths...); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.paths, got, c.want)
		}
	}
}
