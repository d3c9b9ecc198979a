// Command bench measures what docs/performance.md promises, each thing against its comparison in the same run, because the
// speed of a machine drifts: the two are timed in turn, and the ratio of their medians is what counts.
//
//	go run ./bench            print the table
//	go run ./bench -write     write it into docs/performance.md
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// subject is one thing that is timed: it does n rounds.
type subject struct {
	name string
	do   func(n int) error
}

// comparison is a line of the table.
type comparison struct {
	title  string
	target string
	ours   subject
	theirs *subject // nil: an absolute time
	rounds int      // of one sample
	unit   time.Duration
	met    func(ratio, ours float64) bool // ours in units
}

const samples = 15

// row is a measured line.
type row struct {
	comparison
	ours, theirs, ratio float64
}

func main() {
	debug.SetGCPercent(400) // as cmd/watsrun does
	write := flag.Bool("write", false, "write the table into docs/performance.md")
	flag.Parse()
	if err := bench(context.Background(), os.Stdout, *write); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, out io.Writer, write bool) error {
	comparisons, closeAll, err := comparisons(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	var table bytes.Buffer
	fmt.Fprintf(&table, "| what | watsrun | compared with | ratio | target | met |\n|---|---|---|---|---|---|\n")
	for _, c := range comparisons {
		r, err := measure(c)
		if err != nil {
			return fmt.Errorf("%s: %w", c.title, err)
		}
		fmt.Fprintln(&table, r)
	}
	fmt.Fprintf(&table, "\nMedians of %d samples, taken in turn, on %d processors, %s %s/%s.\n", samples, runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if write {
		return writeTable("docs/performance.md", table.String())
	}
	_, err = out.Write(table.Bytes())
	return err
}

// measure times the two sides in turn.
func measure(c comparison) (row, error) {
	var ours, theirs []float64
	for i := range samples + 2 {
		a, err := timed(c.ours, c.rounds)
		if err != nil {
			return row{}, err
		}
		var b float64
		if c.theirs != nil {
			if b, err = timed(*c.theirs, c.rounds); err != nil {
				return row{}, err
			}
		}
		if i >= 2 { // the first two warm up
			ours, theirs = append(ours, a), append(theirs, b)
		}
	}
	r := row{comparison: c, ours: median(ours) / float64(c.unit), theirs: median(theirs) / float64(c.unit)}
	if c.theirs != nil {
		r.ratio = r.theirs / r.ours
	}
	return r, nil
}

func timed(s subject, rounds int) (float64, error) {
	start := time.Now()
	if err := s.do(rounds); err != nil {
		return 0, err
	}
	return float64(time.Since(start)) / float64(rounds), nil
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// String is the row as Markdown.
func (r row) String() string {
	unit := strings.TrimPrefix(r.unit.String(), "1")
	compared, ratio := "", ""
	if r.comparison.theirs != nil {
		compared = fmt.Sprintf("%s: %.3g %s", r.comparison.theirs.name, r.theirs, unit)
		ratio = fmt.Sprintf("%.3g", r.ratio)
	}
	met := "no"
	if r.met(r.ratio, r.ours) {
		met = "yes"
	}
	return fmt.Sprintf("| %s | %.3g %s | %s | %s | %s | %s |", r.title, r.ours, unit, compared, ratio, r.target, met)
}

const (
	beginMark = "<!-- measured by go run ./bench -write -->"
	endMark   = "<!-- end -->"
)

func writeTable(name, table string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, ok1 := strings.Cut(string(text), beginMark)
	_, after, ok2 := strings.Cut(rest, endMark)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s has no place for the table between %q and %q", name, beginMark, endMark)
	}
	return os.WriteFile(name, []byte(before+beginMark+"\n"+table+endMark+after), 0o644)
}
