package steps

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/report"
)

// version is the first byte of the stored form.
const version = 1

// ErrDamaged says that stored steps cannot be read.
var ErrDamaged = errors.New("the stored steps of a report are damaged")

// statuses and operators are stored as their positions here, so that lines may only be added at the end.
const statuses = "PFDSETU"

var operators = []report.CompOp{
	report.LOG, report.EQ, report.NE, report.GT, report.GE, report.LT, report.LE, report.GTLT, report.GTLE, report.GELT,
	report.GELE, report.LTGT, report.LTGE, report.LEGT, report.LEGE, report.CASESENSIT, report.IGNORECASE,
}

var kinds = []Kind{Numeric, Text, Boolean}

// Encode is the stored form of steps whose keys have their numbers. Numbers of neighbours differ little, so that the
// differences are stored.
func Encode(all []Step) []byte {
	measures := 0
	for _, s := range all {
		measures += len(s.Measures)
	}
	b := make([]byte, 0, 16+8*len(all)+12*measures)
	b = binary.AppendUvarint(append(b, version), uint64(len(all)))
	b = binary.AppendUvarint(b, uint64(measures))
	var step, measure int64
	for _, s := range all {
		b = binary.AppendVarint(b, s.ID-step)
		b = binary.AppendUvarint(b, s.flags())
		b = s.Time.append(b)
		for _, m := range s.Measures {
			b = m.append(b, m.ID-measure)
			measure = m.ID
		}
		step = s.ID
	}
	return b
}

// flags hold the status, whether the step failed the unit, and the number of measurements.
func (s Step) flags() uint64 {
	flags := statusCode(s.Status) | uint64(len(s.Measures))<<4
	if s.Cause {
		flags |= 1 << 3
	}
	return flags
}

// noStatus is the code of none.
const noStatus = len(statuses)

// statusCode is the position of a status, noStatus for none.
func statusCode(s report.Status) uint64 {
	if len(s) == 1 {
		if i := strings.IndexByte(statuses, s[0]); i >= 0 {
			return uint64(i)
		}
	}
	return uint64(noStatus)
}

func statusOf(code uint64) report.Status {
	if code < uint64(len(statuses)) {
		return report.Status(statuses[code : code+1])
	}
	return ""
}

func (m Measure) append(b []byte, difference int64) []byte {
	b = binary.AppendVarint(b, difference)
	kind, op := max(0, slices.Index(kinds, m.Kind)), max(0, slices.Index(operators, m.Op))
	b = binary.AppendUvarint(b, statusCode(m.Status)|uint64(kind)<<3|uint64(op)<<5)
	switch m.Kind {
	case Numeric:
		return m.High.append(m.Low.append(m.Value.append(b)))
	case Text:
		return appendText(appendText(b, m.Text), m.Limit)
	}
	return b
}

// appendText writes a text behind its length plus one; 0 stands for none.
func appendText(b []byte, text *string) []byte {
	if text == nil {
		return append(b, 0)
	}
	return append(binary.AppendUvarint(b, uint64(len(*text))+1), *text...)
}

// Decoder reads stored forms, one after the other. The steps that it returns are overwritten by its next call.
type Decoder struct {
	steps    []Step
	measures []Measure
	rest     []byte
	bad      bool
}

// Decode reads the steps of one report, in the order of the report.
func (d *Decoder) Decode(data []byte) ([]Step, error) {
	if len(data) == 0 || data[0] != version {
		return nil, ErrDamaged
	}
	d.rest, d.bad = data[1:], false
	count, measures := d.unsigned(), d.unsigned()
	if limit := uint64(len(data)); d.bad || count > limit || measures > limit {
		return nil, ErrDamaged // a step takes more than a byte
	}
	d.steps, d.measures = d.steps[:0], slices.Grow(d.measures[:0], int(measures))
	var step, measure int64
	for range count {
		step += d.signed()
		flags := d.unsigned()
		s := Step{ID: step, Status: statusOf(flags & 7), Cause: flags&8 != 0, Time: d.number()}
		from := len(d.measures)
		for n := flags >> 4; n > 0 && !d.bad; n-- {
			measure += d.signed()
			d.measures = append(d.measures, d.measure(measure))
		}
		s.Measures = d.measures[from:len(d.measures):len(d.measures)]
		d.steps = append(d.steps, s)
	}
	if d.bad || len(d.rest) > 0 {
		return nil, ErrDamaged
	}
	return d.steps, nil
}

func (d *Decoder) measure(id int64) Measure {
	flags := d.unsigned()
	kind, op := flags>>3&3, flags>>5
	if kind >= uint64(len(kinds)) || op >= uint64(len(operators)) {
		d.bad = true
		return Measure{}
	}
	m := Measure{ID: id, Kind: kinds[kind], Status: statusOf(flags & 7), Op: operators[op]}
	switch m.Kind {
	case Numeric:
		m.Value, m.Low, m.High = d.number(), d.number(), d.number()
	case Text:
		m.Text, m.Limit = d.text(), d.text()
	}
	return m
}

func (d *Decoder) signed() int64 {
	v, n := binary.Varint(d.rest)
	d.take(n)
	return v
}

func (d *Decoder) unsigned() uint64 {
	v, n := binary.Uvarint(d.rest)
	d.take(n)
	return v
}

// take drops n bytes that were read; n is not positive where the data ended.
func (d *Decoder) take(n int) []byte {
	if n <= 0 || n > len(d.rest) {
		d.bad, d.rest = true, nil
		return nil
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *Decoder) number() Number {
	head := d.take(1)
	switch {
	case head == nil || head[0] == absent:
		return Number{}
	case head[0] == verbose:
		bits := d.take(8)
		if bits == nil {
			return Number{}
		}
		return Some(math.Float64frombits(binary.LittleEndian.Uint64(bits)))
	case int(head[0]) > len(powers):
		d.bad = true
		return Number{}
	}
	return Some(float64(d.signed()) / powers[head[0]-whole])
}

func (d *Decoder) text() *string {
	length := d.unsigned()
	if length == 0 || length > uint64(len(d.rest))+1 {
		d.bad = d.bad || length > 0
		return nil
	}
	text := string(d.rest[:length-1])
	d.rest = d.rest[length-1:]
	return &text
}
