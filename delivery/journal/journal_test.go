package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// fakeClock is a clock that the test moves. Whoever waits is let go by tick, once it waits.
type fakeClock struct {
	mu   sync.Mutex
	now  time.Time
	wait chan chan time.Time
	next chan time.Time // of the one who waits now, if that is known
}

func newClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 1, 31, 14, 26, 16, 0, time.UTC), wait: make(chan chan time.Time)}
}

// Now is part of Clock.
func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After is part of Clock.
func (c *fakeClock) After(time.Duration) <-chan time.Time {
	ch := make(chan time.Time, 1)
	go func() { c.wait <- ch }()
	return ch
}

// tick moves the clock, lets go who waits, and returns when somebody waits again.
func (c *fakeClock) tick(d time.Duration) {
	if c.next == nil {
		c.next = <-c.wait
	}
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	c.next <- c.Now()
	c.next = <-c.wait
}

// bench is a journal in a folder of the test, with a run.
type bench struct {
	*testing.T
	*Run
	dir   string
	clock *fakeClock
	log   strings.Builder
	mu    sync.Mutex // the run lock
}

func newBench(t *testing.T, dir string) *bench {
	b := &bench{T: t, dir: dir, clock: newClock()}
	j := New(Options{Dir: dir, Interval: time.Second, Clock: b.clock, Logger: slog.New(slog.NewTextHandler(&b.log, nil)), Program: "test"})
	b.Run = j.NewRun(func(ctx context.Context, f func()) bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		f()
		return true
	})
	t.Cleanup(b.leave)
	return b
}

// leave lets go of the files, which some systems do not remove before.
func (b *bench) leave() {
	b.Run.Close()
	for _, rec := range b.followed() {
		rec.Lock()
		rec.Leave()
		rec.Unlock()
	}
}

// build does something to reports as a script does.
func (b *bench) build(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f()
}

// saved waits until what there is now has been written.
func (b *bench) saved() { b.clock.tick(time.Second) }

var started = newClock().now

func newUnit(t testing.TB, sn string) *report.Report {
	t.Helper()
	r, err := report.NewUUT(report.UUTArgs{PartNumber: "PCBA-7", Revision: "B", SerialNumber: sn, OperationType: 10},
		report.Defaults{Station: "S", Now: func() time.Time { return started }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func step(t testing.TB, r *report.Report, name string, value float64) {
	t.Helper()
	_, err := r.Root.AddNumericStep(report.NumericStepArgs{StepArgs: report.StepArgs{Name: name}, NumericArgs: report.NumericArgs{Value: value}})
	if err != nil {
		t.Fatal(err)
	}
}

var about = About{RunID: "run-1", CorrelationID: "corr-1", Script: "seq.lua", RunStart: started}

// recovered is what a start finds.
func recovered(t testing.TB, dir string) (found []Found, tally Tally) {
	t.Helper()
	var mu sync.Mutex
	j := New(Options{Dir: dir, Clock: newClock(), Logger: slog.New(slog.DiscardHandler)})
	tally, err := j.Recover(t.Context(), func(_ context.Context, f Found) error {
		mu.Lock()
		defer mu.Unlock()
		found = append(found, f)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return found, tally
}

func files(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// crash copies the folder as a process that is killed now would leave it.
func crash(t testing.TB, dir string) string {
	t.Helper()
	left := t.TempDir()
	if err := os.CopyFS(left, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return left
}

func TestACrashLeavesWhatWasKnown(t *testing.T) {
	b := newBench(t, filepath.Join(t.TempDir(), "journal"))
	r, other := newUnit(t, "SN-1"), newUnit(t, "SN-2")
	b.build(func() {
		b.Begin(r, about)
		b.Begin(other, about)
		step(t, r, "first", math.NaN())
		step(t, r, "second", math.Inf(-1))
		step(t, other, "only", 0.1)
	})
	if len(files(t, b.dir)) > 0 {
		t.Error("a journal before its time")
	}
	b.saved()
	b.build(func() { step(t, r, "not known", 3) })
	found, tally := recovered(t, crash(t, b.dir))
	if len(found) != 2 || tally != (Tally{Recovered: 2}) {
		t.Fatalf("%v, %+v", found, tally)
	}
	got := found[0]
	want := `{"type":"T","id":"` + r.ID + `","pn":"PCBA-7","sn":"SN-1","rev":"B","processCode":10,"result":"T","machineName":"S","location":"Unknown",` +
		`"purpose":"Unknown","start":"2026-01-31T14:26:16Z","root":{"group":"M","stepType":"SequenceCall","name":"MainSequence Callback","status":"T",` +
		`"steps":[{"group":"M","stepType":"ET_NLT","name":"first","status":"P","numericMeas":[{"compOp":"LOG","status":"P","value":"NaN"}]},` +
		`{"group":"M","stepType":"ET_NLT","name":"second","status":"P","numericMeas":[{"compOp":"LOG","status":"P","value":"-Infinity"}]}],` +
		`"seqCall":{"path":"TestSequence","name":"TestSequence","version":"1.0.0"}},` +
		`"uut":{"execTime":1,"comment":"Cut short: watsrun or its computer stopped; this is what was known after 1.0 s.","user":"Unknown"},` +
		`"miscInfos":[{"description":"cut_short","text":"Cut short: watsrun or its computer stopped; this is what was known after 1.0 s."}]}`
	if diff := cmp.Diff(want, string(got.Report.Encode())); diff != "" {
		t.Error(diff)
	}
	if v := got.Report.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
	if got.RunID != "run-1" || got.Script != "seq.lua" || got.Complete || filepath.Base(got.Path) != "SN-1_PCBA-7_"+r.ID+".jsonl" {
		t.Errorf("%+v", got.Header)
	}
}

// TestOnlyWhatChangedIsWritten: also what no method of the report was called for.
func TestOnlyWhatChangedIsWritten(t *testing.T) {
	b := newBench(t, t.TempDir())
	r := newUnit(t, "SN-1")
	b.build(func() { b.Begin(r, about) })
	b.saved()
	before := read1(t, b.dir)
	b.build(func() { r.UUT.FixtureID = "F-7" })
	b.saved()
	after := read1(t, b.dir)
	added := strings.TrimPrefix(after, before)
	if lines := strings.Split(strings.TrimSpace(added), "\n"); len(lines) != 2 || !strings.Contains(lines[0], `"fixtureId":"F-7"`) || !strings.Contains(lines[1], `"mark":"saved"`) {
		t.Errorf("added %s", added)
	}
	b.saved()
	if read1(t, b.dir) != after {
		t.Error("something is written though nothing changed")
	}
}

func read1(t testing.TB, dir string) string {
	t.Helper()
	all := files(t, dir)
	if len(all) != 1 {
		t.Fatalf("journals: %v", all)
	}
	data, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTheEndOfAJournal(t *testing.T) {
	b := newBench(t, t.TempDir())
	early := newUnit(t, "SN-0")
	rec := b.Begin(early, about)
	rec.Lock()
	if err := rec.Seal(false); err != nil {
		t.Error(err)
	}
	rec.Remove()
	rec.Unlock()
	if got := files(t, b.dir); len(got) > 0 {
		t.Errorf("a unit of a moment was written: %v", got)
	}
	r := newUnit(t, "SN-1")
	rec = b.Begin(r, about)
	b.saved()
	rec.Lock()
	step(t, r, "last", 1)
	if err := rec.Seal(false); err != nil {
		t.Error(err)
	}
	found, _ := recovered(t, crash(t, b.dir))
	if len(found) != 1 || !found[0].Complete {
		t.Fatalf("%+v", found)
	}
	if diff := cmp.Diff(string(r.Encode()), string(found[0].Report.Encode())); diff != "" {
		t.Error(diff)
	}
	rec.Unlock()
	b.build(func() { step(t, r, "after all", 1) }) // submit failed, and the script goes on
	b.saved()
	if found, _ := recovered(t, crash(t, b.dir)); found[0].Complete || found[0].Report.Result != report.Terminated {
		t.Errorf("%+v", found[0])
	}
	rec.Lock()
	rec.Remove()
	rec.Unlock()
	if got := files(t, b.dir); len(got) > 0 {
		t.Errorf("left: %v", got)
	}
}

func TestLivingProcessesKeepTheirJournals(t *testing.T) {
	b := newBench(t, t.TempDir())
	rec := b.Begin(newUnit(t, "SN-1"), about)
	b.saved()
	if found, tally := recovered(t, b.dir); len(found) > 0 || tally != (Tally{}) || len(files(t, b.dir)) != 1 {
		t.Fatalf("%+v, %+v", found, tally)
	}
	rec.Lock()
	rec.Leave()
	rec.Unlock()
	if found, _ := recovered(t, b.dir); len(found) != 1 || len(files(t, b.dir)) > 0 {
		t.Errorf("%+v", found)
	}
}

// TestTornJournals: wherever a crash cuts a journal off, what it says is the report at one moment, and nothing is damaged.
func TestTornJournals(t *testing.T) {
	b := newBench(t, t.TempDir())
	r := newUnit(t, "SN-1")
	states := map[string]bool{}
	b.build(func() { b.Begin(r, about) })
	loop, err := r.Root.AddLoop(report.LoopArgs{Name: "again"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		b.build(func() {
			step(t, r, fmt.Sprint(i), float64(i))
			if _, err := loop.AddBooleanStep(report.BooleanIterationArgs{BooleanArgs: report.BooleanArgs{Value: new(bool)}}); err != nil {
				t.Fatal(err)
			}
		})
		b.saved()
		states[numbered(r)] = true
	}
	whole := read1(t, b.dir)
	most := 0
	for cut := range len(whole) + 1 {
		found, problem := parse([]byte(whole[:cut])).found("")
		if problem != "" {
			t.Fatalf("cut off at %d: %s", cut, problem)
		}
		if found == nil {
			continue
		}
		most++
		if !states[numbered(found.Report)] {
			t.Errorf("cut off at %d: %s", cut, found.Report.Encode())
		}
		if v := found.Report.Validate(nil); len(v) > 0 {
			t.Errorf("cut off at %d: %v", cut, v)
		}
	}
	if most < len(whole)/2 {
		t.Errorf("%d of %d were of use", most, len(whole))
	}
}

// numbered lists the steps of a report below the root.
func numbered(r *report.Report) string {
	_, list, _ := strings.Cut(r.Root.PrintHierarchy(), "\n")
	return list
}

func TestDamagedJournalsAreSetAside(t *testing.T) {
	b := newBench(t, t.TempDir())
	r := newUnit(t, "SN-1")
	b.build(func() {
		b.Begin(r, about)
		for i := range 5 {
			step(t, r, fmt.Sprint("s", i), float64(i))
		}
	})
	b.saved()
	whole := read1(t, b.dir)
	for name, c := range map[string]struct {
		change func(string) string
		steps  int // -1 for no report
	}{
		"a digit":        {func(s string) string { return strings.Replace(s, `"value":3`, `"value":4`, 1) }, 4},
		"zeros":          {func(s string) string { return strings.Replace(s, `"name":"s1"`, strings.Repeat("\x00", 11), 1) }, 4},
		"the first line": {func(s string) string { return s[5:] }, 5},
		"the report":     {func(s string) string { return strings.Replace(s, `"sn":"SN-1"`, `"sn":"SN-2"`, 1) }, -1},
		"a later format": {func(string) string {
			return strings.Replace(relined(`{"journal":2}`), " ", "", 1) + whole[strings.Index(whole, "\n")+1:]
		}, 5},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x"+suffix), []byte(c.change(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		found, tally := recovered(t, dir)
		steps := -1
		if len(found) == 1 {
			steps = len(found[0].Report.Root.Steps)
			if !strings.Contains(found[0].Report.UUT.Comment, "damaged") || found[0].Report.SN != "SN-1" {
				t.Errorf("%s: %s", name, found[0].Report.Encode())
			}
		}
		if steps != c.steps || tally.Damaged != 1 || len(files(t, dir)) > 0 || len(files(t, filepath.Join(dir, "damaged"))) != 1 {
			t.Errorf("%s: %d steps, %+v", name, steps, tally)
		}
	}
}

// relined gives an object the checksum of a line.
func relined(text string) string {
	w := lines{[]byte(strings.TrimSuffix(text, "}"))}
	w.finish(0)
	return string(w.buf)
}

func TestDamagedJournalsAreBounded(t *testing.T) {
	dir := t.TempDir()
	for n := range maxDamaged + 10 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(n, suffix)), []byte("no journal\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, tally := recovered(t, dir); tally.Damaged != maxDamaged+10 {
		t.Errorf("%+v", tally)
	}
	if n := len(files(t, filepath.Join(dir, "damaged"))); n != maxDamaged {
		t.Errorf("%d damaged journals are kept, want %d", n, maxDamaged)
	}
}

func TestKeepDecides(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.Begin(newUnit(t, "SN-1"), about)
	b.saved()
	dir := crash(t, b.dir)
	j := New(Options{Dir: dir, Clock: b.clock, Logger: b.j.log})
	tally, err := j.Recover(t.Context(), func(context.Context, Found) error { return errors.New("the disk is full") })
	if err != nil || tally != (Tally{Left: 1}) || len(files(t, dir)) != 1 || !strings.Contains(b.log.String(), "the disk is full") {
		t.Errorf("a full disk: %+v, %v, %s", tally, err, b.log.String())
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if tally, _ := j.Recover(ended, nil); tally != (Tally{Left: 1}) {
		t.Errorf("no time: %+v", tally)
	}
	tally, err = j.Recover(t.Context(), func(context.Context, Found) error { return fault.New(fault.Validation, "no id") })
	if err != nil || tally != (Tally{Damaged: 1}) || len(files(t, dir)) != 0 {
		t.Errorf("refused: %+v, %v", tally, err)
	}
}

// written is the journal of a report.
func written(t testing.TB, r *report.Report) []byte {
	t.Helper()
	var w lines
	if err := w.header(Header{Journal: format, ReportID: r.ID, Began: started, Mode: report.Active, About: about}); err != nil {
		t.Fatal(err)
	}
	report.NewRecorder(r).Changes(func(p report.Part) { w.part(0, p) })
	w.mark(0, saved)
	return w.buf
}

// TestManyRecoverAtOnce: each journal is handed out once.
func TestManyRecoverAtOnce(t *testing.T) {
	const units, processes = 1000, 4
	dir := t.TempDir()
	for i := range units {
		r := newUnit(t, fmt.Sprint("SN-", i))
		if err := os.WriteFile(filepath.Join(dir, fileName(r)+suffix), written(t, r), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	seen := map[string]int{}
	var all sync.WaitGroup
	for range processes {
		all.Go(func() {
			j := New(Options{Dir: dir, Clock: newClock(), Logger: slog.New(slog.DiscardHandler)})
			if _, err := j.Recover(t.Context(), func(_ context.Context, f Found) error {
				mu.Lock()
				defer mu.Unlock()
				seen[f.Report.SN]++
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(seen) != units || len(files(t, dir)) > 0 {
		t.Errorf("%d of %d, %d left", len(seen), units, len(files(t, dir)))
	}
	for sn, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", sn, n)
		}
	}
}

// TestADiskThatFails: the test goes on, one line says what is wrong, and what was missed is written when there is room again.
func TestADiskThatFails(t *testing.T) {
	b := newBench(t, filepath.Join(t.TempDir(), "journal"))
	if err := os.WriteFile(b.dir, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	r := newUnit(t, "SN-1")
	b.build(func() { b.Begin(r, about) })
	for i := range 3 {
		b.build(func() { step(t, r, fmt.Sprint(i), 1) })
		b.saved()
	}
	if n := strings.Count(b.log.String(), "level=WARN"); n != 1 || !strings.Contains(b.log.String(), "cannot be written") {
		t.Errorf("%d warnings: %s", n, b.log.String())
	}
	if err := os.Remove(b.dir); err != nil {
		t.Fatal(err)
	}
	b.saved() // what was known at the first look, and then the rest
	b.saved()
	found, _ := recovered(t, crash(t, b.dir))
	if len(found) != 1 || len(found[0].Report.Root.Steps) != 3 || !strings.Contains(b.log.String(), "written again") {
		t.Errorf("%+v, %s", found, b.log.String())
	}
}

// TestClockJumps: the clock of the day says nothing about how long a test took.
func TestClockJumps(t *testing.T) {
	b := newBench(t, t.TempDir())
	r := newUnit(t, "SN-1")
	b.Begin(r, about)
	b.clock.tick(-24 * time.Hour)
	found, _ := recovered(t, crash(t, b.dir))
	if len(found) != 1 || found[0].Report.UUT.ExecTime != nil {
		t.Errorf("%s", found[0].Report.Encode())
	}
	if v := found[0].Report.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestNamesOfFiles(t *testing.T) {
	r := newUnit(t, "SN-1")
	r.SN, r.PN, r.ID = "../ä b", strings.Repeat("p", 90), "id"
	if got, want := fileName(r), "..--b_"+strings.Repeat("p", 40)+"_id"; !strings.HasPrefix(got, "..-") || strings.ContainsAny(got, "/ ") || len(got) > 60 {
		t.Errorf("%s, want about %s", got, want)
	}
}

// TestAnEmptyJournalMayBeThatOfAProcessJustNow: the one that made it has not locked it yet. One that stays empty was left.
func TestAnEmptyJournalMayBeThatOfAProcessJustNow(t *testing.T) {
	dir := t.TempDir()
	now := newClock().Now()
	for name, age := range map[string]time.Duration{"new": time.Second, "left": 2 * time.Hour} {
		path := filepath.Join(dir, name+suffix)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, now.Add(-age), now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if found, tally := recovered(t, dir); len(found) != 0 || tally != (Tally{}) {
		t.Errorf("%v, %+v", found, tally)
	}
	if left := files(t, dir); len(left) != 1 || filepath.Base(left[0]) != "new"+suffix {
		t.Errorf("left are %v", left)
	}
}
