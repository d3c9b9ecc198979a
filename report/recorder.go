package report

import (
	"cmp"
	"hash/maphash"
	"maps"
	"slices"
	"unsafe"

	"github.com/watsrun/watsrun/internal/fault"
)

// Part is one object of a report by itself: the report without its steps, a step without the steps below it, a chart, a file,
// one measurement of several. All parts of a report together are the report, see Recorder and Assemble.
type Part struct {
	Number int    // 0 for the report; the others count from 1 in the order in which they were first seen
	Of     int    // the part that holds this one
	As     string // the key under which it does, such as "steps"; empty for the report
	Data   []byte // the object's own fields in WSJF form
}

// Recorder tells what has changed in a report that is being built since it was last asked, whoever changed it and how. It
// looks at everything each time, which costs about as much as Encode; what people build on is left free of bookkeeping. A
// list of a report only grows, at its end: nothing that was recorded is ever taken back.
type Recorder struct {
	report  *Report
	seed    maphash.Seed
	numbers map[base]int
	parts   []recorded // by number
	outline outline
	w       writer
}

// recorded is what is known of a part from the last look.
type recorded struct {
	sum  uint64   // of its outline
	long []string // see outline
}

// NewRecorder follows a report, all of which is new.
func NewRecorder(r *Report) *Recorder {
	return &Recorder{report: r, seed: maphash.MakeSeed(), numbers: map[base]int{}, w: writer{apart: true}}
}

// Changes emits each part that is new or has changed, a part before those that it holds. The data of a part are valid until
// emit returns. Nobody may change the report meanwhile.
func (rec *Recorder) Changes(emit func(Part)) {
	rec.visit(unsafe.Pointer(rec.report), planFor[Report](), Part{}, emit)
}

// visit looks at an object and at the parts below it.
func (rec *Recorder) visit(b base, p *plan, part Part, emit func(Part)) {
	number, known := rec.numbers[b]
	if !known {
		number = len(rec.parts)
		rec.numbers[b], rec.parts = number, append(rec.parts, recorded{})
	}
	part.Number = number
	if rec.changed(b, p, known) {
		part.Data = rec.w.buf
		emit(part)
	}
	for _, i := range p.apart {
		f := &p.fields[i]
		below := Part{Of: number, As: f.key}
		if f.kind == objectKind {
			if o := *f.object(b); o != nil {
				rec.visit(o, f.sub(), below, emit)
			}
			continue
		}
		for j, item := range *f.objects(b) {
			if j >= f.own {
				rec.visit(item, f.sub(), below, emit)
			}
		}
	}
}

// changed compares an object with what is known of it, and leaves its text in the writer if they differ.
func (rec *Recorder) changed(b base, p *plan, known bool) bool {
	o := &rec.outline
	o.buf, o.long = o.buf[:0], nil
	o.object(b, p)
	was := &rec.parts[rec.numbers[b]]
	sum := maphash.Bytes(rec.seed, o.buf)
	if known && sum == was.sum {
		return false
	}
	*was = recorded{sum, o.long}
	rec.w.buf = rec.w.buf[:0]
	rec.w.object(b, p)
	return true
}

// Assemble makes a report of its parts, in any order; of a part that comes several times the last one counts. A step whose
// holder is missing goes below the root; other parts without a holder are left out and counted. Without the report's own
// part, or the root of a test, there is no report: a validation fault.
func Assemble(parts []Part, mode Mode) (r *Report, left int, err error) {
	last := map[int]Part{}
	for _, p := range parts {
		last[p.Number] = p
	}
	a := assembly{made: map[int]made{}}
	for _, p := range slices.SortedFunc(maps.Values(last), func(x, y Part) int { return cmp.Compare(x.Number, y.Number) }) {
		if !a.add(p) {
			left++
		}
	}
	r = a.report
	if r == nil || r.Type == TypeUUT && r.Root == nil {
		return nil, left, fault.New(fault.Validation, "the beginning of the report is missing")
	}
	r.run = &building{mode: mode}
	r.adopt()
	return r, left, nil
}

// assembly is a report that is put together.
type assembly struct {
	report *Report
	made   map[int]made
}

// made is an object with what is known of its type.
type made struct {
	at   base
	plan *plan
}

// add puts a part into its holder, and tells whether it could.
func (a *assembly) add(p Part) bool {
	if p.Number == 0 {
		r := &Report{}
		if decodePart(p.Data, unsafe.Pointer(r), planFor[Report]()) != nil {
			return false
		}
		a.report, a.made[0] = r, made{unsafe.Pointer(r), planFor[Report]()}
		return true
	}
	holder, ok := a.made[p.Of]
	if !ok && p.As == "steps" && a.report != nil && a.report.Root != nil {
		holder, ok = made{unsafe.Pointer(a.report.Root), stepPlan}, true
	}
	if !ok {
		return false
	}
	i := holder.plan.fieldIndex([]byte(p.As), 0)
	if i < 0 || !slices.Contains(holder.plan.apart, i) {
		return false
	}
	f := &holder.plan.fields[i]
	o := made{f.newObject(), f.sub()}
	if decodePart(p.Data, o.at, o.plan) != nil {
		return false
	}
	if f.kind == objectKind {
		*f.object(holder.at) = o.at
	} else {
		*f.objects(holder.at) = append(*f.objects(holder.at), o.at)
	}
	a.made[p.Number] = o
	return true
}

// decodePart reads one object.
func decodePart(data []byte, into base, p *plan) error {
	d := decoder{scanner: scanner{data: data}}
	return d.read(func() {
		if d.peek() != '{' {
			d.fail("expected an object, got %s", d.found())
		}
		d.object(into, p)
		d.end()
	})
}
