package steps

import (
	"encoding/binary"
	"encoding/json"
	"math"
)

// Number is a number that may be absent. In JSON it is null when absent, and text when infinite or not a number, as
// WATS writes them.
type Number struct {
	Value float64
	Known bool
}

// Some is a number that is there.
func Some(value float64) Number { return Number{value, true} }

// finite is a number that is there unless it is infinite or none.
func finite(value float64) Number {
	return Number{value, !math.IsInf(value, 0) && !math.IsNaN(value)}
}

func numberOf(p *float64) Number {
	if p == nil {
		return Number{}
	}
	return Some(*p)
}

// usable says whether statistics can count the number.
func (n Number) usable() bool { return n.Known && finite(n.Value).Known }

// MarshalJSON implements json.Marshaler.
func (n Number) MarshalJSON() ([]byte, error) {
	switch {
	case !n.Known:
		return []byte("null"), nil
	case math.IsInf(n.Value, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(n.Value, -1):
		return []byte(`"-Infinity"`), nil
	case math.IsNaN(n.Value):
		return []byte(`"NaN"`), nil
	}
	return json.Marshal(n.Value)
}

// The first byte of a stored number: absent, all eight bytes, or a whole number over a power of ten. Instruments give few
// digits, so that most numbers need three bytes.
const (
	absent  = 0
	whole   = 1 // plus the power
	verbose = 255
)

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12}

// maxExact bounds the whole numbers that a float64 holds without gaps. Dividing one by a power of ten gives the number
// that reading its decimal digits gives.
const maxExact = 1 << 53

func (n Number) append(b []byte) []byte {
	if !n.Known {
		return append(b, absent)
	}
	for i, power := range powers {
		digits := math.Round(n.Value * power)
		if !(math.Abs(digits) < maxExact) { // also when it is no number
			break
		}
		exact := int64(digits) // loses the sign of -0
		if math.Float64bits(float64(exact)/power) == math.Float64bits(n.Value) {
			return binary.AppendVarint(append(b, byte(whole+i)), exact)
		}
	}
	return binary.LittleEndian.AppendUint64(append(b, verbose), math.Float64bits(n.Value))
}
