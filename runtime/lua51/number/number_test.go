package number

import (
	"math"
	"strconv"
	"testing"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want string
	}{
		{0.1, "0.1"},
		{0.1 + 0.2, "0.3"},
		{1.0 / 3, "0.33333333333333"},
		{1e14, "1e+14"},
		{1e14 - 1, "99999999999999"},
		{-1e14, "-1e+14"},
		{1 << 53, "9.007199254741e+15"},
		{1e-5, "1e-05"},
		{1e100, "1e+100"},
		{123456789, "123456789"},
		{0, "0"},
		{math.Copysign(0, -1), "-0"},
		{math.Inf(1), "inf"},
		{math.Inf(-1), "-inf"},
		{NaN(), "nan"},
		{-NaN(), "-nan"},
		{math.NaN(), "-nan"},
		{-math.NaN(), "nan"},
		{5e-324, "4.9406564584125e-324"},
		{-42, "-42"},
		{1.5, "1.5"},
	} {
		if got := Format(c.f); got != c.want {
			t.Errorf("Format(%v) is %q, want %q", c.f, got, c.want)
		}
		if got := string(Append([]byte("x"), c.f)); got != "x"+c.want {
			t.Errorf("Append(%v) gives %q, want %q", c.f, got, "x"+c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]float64{
		"10": 10, "010": 10, "1e3": 1000, "5e-07": 5e-7, "0x10": 16, "-0x10": -16, "0x1p4": 16, "0x.8": 0.5, "0x1.8p-1": 0.75, " \t\n12\v\f\r": 12,
		"1e400": math.Inf(1), "-1e400": math.Inf(-1), "inf": math.Inf(1), "-Infinity": math.Inf(-1), ".5": .5, "3.": 3, "+7": 7, "1\x00junk": 1,
		"0xffffffffffffffff": 18446744073709551615, "9007199254740993": 9007199254740992, "1e-400": 0, "0x1P+2": 4,
	} {
		if got, ok := Parse(text); !ok || got != want {
			t.Errorf("Parse(%q) is %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", " ", "1 2", "0x", "0x.", "0xg", "1e", "1e+", "abc", "0b11", "1_000", "0o17", ".", "-", "+-1", "- 1", "1..2", "0x1p", "infin", "nanx", "nan(",
		"nan(a", "0x_1", "1f", "0x1p4p", "\x00", "i", "n", "1e5.5",
	} {
		if got, ok := Parse(text); ok {
			t.Errorf("Parse(%q) is %v, want nothing", text, got)
		}
	}
	for _, text := range []string{"nan", "NaN", "-nan", "nan(1_a)"} {
		if got, ok := Parse(text); !ok || !math.IsNaN(got) || math.Signbit(got) != (text[0] == '-') {
			t.Errorf("Parse(%q) is %v, %v", text, got, ok)
		}
	}
}

func TestParseBase(t *testing.T) {
	for _, c := range []struct {
		text string
		base int
		want float64
	}{
		{"z", 36, 35},
		{" 1010\n", 2, 10},
		{"0xfF", 16, 255},
		{"-10", 36, -36},
		{"+7", 8, 7},
		{"ffffffffffffffff", 16, 1 << 64},
		{"fffffffffffffffff", 16, 1 << 68},
		{"1\x00", 2, 1},
	} {
		if got, ok := ParseBase(c.text, c.base); !ok || got != c.want {
			t.Errorf("ParseBase(%q, %d) is %v, %v, want %v", c.text, c.base, got, ok, c.want)
		}
	}
	for _, c := range []struct {
		text string
		base int
	}{{"", 10}, {"2", 2}, {"0x", 16}, {"1 1", 2}, {"-", 8}, {"1_0", 10}, {"1.5", 9}, {"0x1", 15}, {"99999999999999999999999_", 12}, {"--1", 4}} {
		if got, ok := ParseBase(c.text, c.base); ok {
			t.Errorf("ParseBase(%q, %d) is %v, want nothing", c.text, c.base, got)
		}
	}
}

func TestIntegers(t *testing.T) {
	for _, c := range []struct {
		f        float64
		signed   int64
		unsigned uint64
	}{
		{3.9, 3, 3},
		{-3.9, -3, ^uint64(2)},
		{math.NaN(), math.MinInt64, 1 << 63},
		{math.Inf(1), math.MinInt64, 0},
		{math.Inf(-1), math.MinInt64, 1 << 63},
		{1 << 63, math.MinInt64, 1 << 63},
		{1 << 64, math.MinInt64, 0},
		{-1 << 63, math.MinInt64, 1 << 63},
	} {
		if got := Integer(c.f); got != c.signed {
			t.Errorf("Integer(%v) is %d, want %d", c.f, got, c.signed)
		}
		if got := Unsigned(c.f); got != c.unsigned {
			t.Errorf("Unsigned(%v) is %d, want %d", c.f, got, c.unsigned)
		}
	}
}

func TestSpec(t *testing.T) {
	none := Spec{Precision: -1}
	for _, c := range []struct{ got, want string }{
		{string(none.AppendInt(nil, math.MinInt64)), "-9223372036854775808"},
		{string(Spec{Zero: true, Width: 5, Precision: -1}.AppendInt(nil, -3)), "-0003"},
		{string(Spec{Zero: true, Width: 5, Precision: 2}.AppendInt(nil, 3)), "   03"},
		{string(Spec{Minus: true, Plus: true, Width: 5, Precision: -1}.AppendInt(nil, 3)), "+3   "},
		{string(Spec{Precision: 0}.AppendInt(nil, 0)), ""},
		{string(Spec{Sharp: true, Precision: -1}.AppendUint(nil, 'X', 255)), "0XFF"},
		{string(Spec{Sharp: true, Precision: -1}.AppendUint(nil, 'o', 8)), "010"},
		{string(Spec{Sharp: true, Precision: 0}.AppendUint(nil, 'o', 0)), "0"},
		{string(none.AppendFloat(nil, 'g', 1e20)), "1e+20"},
		{string(Spec{Sharp: true, Precision: -1}.AppendFloat(nil, 'g', 1.5)), "1.50000"},
		{string(Spec{Sharp: true, Precision: 0}.AppendFloat(nil, 'e', 1)), "1.e+00"},
		{string(Spec{Zero: true, Width: 6, Precision: -1}.AppendFloat(nil, 'f', math.Inf(1))), "   inf"},
		{string(none.AppendFloat(nil, 'E', NaN())), "NAN"},
		{string(Spec{Precision: 99}.AppendFloat(nil, 'f', 0.5)), strconv.FormatFloat(0.5, 'f', 99, 64)},
		{string(Spec{Width: 5, Precision: 2}.AppendString(nil, "abc")), "   ab"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"1e3", "0x1p4", " -inf ", "nan(1)", "0x", "1_0", "\x00", ".e1", "1e99999999999999999999"} {
		f.Add(seed, 16)
	}
	f.Fuzz(func(t *testing.T, text string, base int) {
		if v, ok := Parse(text); ok {
			again, ok := Parse(strconv.FormatFloat(v, 'g', -1, 64))
			if !ok || again != v && v == v {
				t.Errorf("Parse(%q) is %v, which reads back as %v, %v", text, v, again, ok)
			}
		}
		if base >= 2 && base <= 36 {
			ParseBase(text, base)
		}
	})
}

func FuzzFormat(f *testing.F) {
	f.Add(0.1, uint8(0), uint8(10), uint8(3))
	f.Fuzz(func(t *testing.T, v float64, flags, width, precision uint8) {
		s := Spec{flags&1 != 0, flags&2 != 0, flags&4 != 0, flags&8 != 0, flags&16 != 0, int(width % 100), int(precision%101) - 1}
		for _, text := range [][]byte{
			s.AppendInt(nil, Integer(v)), s.AppendUint(nil, "uoxX"[flags%4], Unsigned(v)), s.AppendFloat(nil, "eEfgG"[flags%5], v), s.AppendString(nil, Format(v)),
		} {
			if len(text) < s.Width {
				t.Errorf("%+v of %v gives %q, which is too short", s, v, text)
			}
		}
	})
}

func BenchmarkFormat(b *testing.B) {
	for name, f := range map[string]float64{"integer": 12345, "fraction": 3.3 * 3} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Format(f)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"42", "3.1415926", "0x1F"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Parse(text)
			}
		})
	}
}
