package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// FormatPoints joins numbers as a series holds them.
func FormatPoints(points []float64) string {
	b := make([]byte, 0, 8*len(points))
	for i, x := range points {
		if i > 0 {
			b = append(b, ';')
		}
		b = appendPoint(b, x)
	}
	return string(b)
}

// appendPoint writes infinities as servers read them.
func appendPoint(b []byte, x float64) []byte {
	switch {
	case math.IsInf(x, 1):
		return append(b, "Infinity"...)
	case math.IsInf(x, -1):
		return append(b, "-Infinity"...)
	case math.IsNaN(x):
		return append(b, "NaN"...)
	}
	return appendNumber(b, x)
}

// ParsePoints reads the numbers of a series. Blanks around them and a semicolon at the end are allowed.
func ParsePoints(data string) ([]float64, error) {
	data = strings.TrimSuffix(strings.TrimSpace(data), ";")
	if data == "" {
		return nil, nil
	}
	points := make([]float64, 0, 1+strings.Count(data, ";"))
	for p := range strings.SplitSeq(data, ";") {
		x, err := parsePoint(p)
		if err != nil {
			return nil, fault.New(fault.Validation, "point %d is not a number: %q", len(points)+1, p).
				WithHint("separate numbers with ; and write a decimal point")
		}
		points = append(points, x)
	}
	return points, nil
}

// parsePoint reads a decimal number; Go's hexadecimal ones are none.
func parsePoint(text string) (float64, error) {
	if strings.ContainsAny(text, "xX_") {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(strings.TrimSpace(text), 64)
}
