// Package journal keeps the reports of units under test on disk until they are submitted, so that a crash of watsrun or of the
// computer leaves what was known and not nothing. It knows no Lua, no HTTP and no outbox: somebody hands it reports that are
// being built and a way to look at them while nobody builds, and, at the next start, takes what was left behind.
//
// One unit is one file, SERIAL_PART_ID.jsonl, of lines of JSON:
//
//	{"journal":1,"report_id":...}                        who tests what since when
//	{"at":0.25,"part":7,"of":1,"as":"steps","data":...}  a part of the report that is new or has changed, see report.Part
//	{"at":0.25,"mark":"saved"}                           the lines above are the whole report as it was then
//	{"at":9.75,"mark":"complete"}                        likewise, and the script has submitted it
//
// "at" is in seconds since the report was begun, by a clock that cannot be set. Each line ends with a checksum. Lines after the
// last mark were never complete and are not used, nor is a line without its end.
//
// Why a report is neither lost nor reported twice: whoever writes a journal holds a lock on it that ends with the process, so
// that only one process has it, and none takes one whose owner lives. A journal is removed only when its report is
// durable elsewhere or not wanted. What was taken is removed only when whoever took it has said that it is safe; it must
// know reports by their ids, since the removal may fail.
package journal

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/watsrun/watsrun/report"
)

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// Options say where journals are and how often they are written.
type Options struct {
	Dir      string        // the folder; made when the first unit needs it
	Interval time.Duration // the longest time for which a change is known to the process alone, but see share
	Clock    Clock
	Logger   *slog.Logger
	Program  string // name and version, for people who read journals
}

// Journal is the folder of journals as one process uses it.
type Journal struct {
	opts Options
	log  *slog.Logger
}

// New makes the journal of a folder, which need not be there. It touches nothing.
func New(o Options) *Journal { return &Journal{opts: o, log: o.Logger} }

func (j *Journal) now() time.Time { return j.opts.Clock.Now() }

// Quiet calls f while nobody builds on the reports of a run, and tells whether it could before ctx ended.
type Quiet func(ctx context.Context, f func()) bool

// Run is the reports of one run that are being built. A goroutine writes down what changes in them.
type Run struct {
	j     *Journal
	quiet Quiet
	ctx   context.Context
	close context.CancelFunc

	mu      sync.Mutex
	records []*Record
	looping bool
}

// NewRun makes the journal of a run.
func (j *Journal) NewRun(quiet Quiet) *Run {
	ctx, cancel := context.WithCancel(context.Background())
	return &Run{j: j, quiet: quiet, ctx: ctx, close: cancel}
}

// Close has nobody look at the reports any more. Their journals stay as they are.
func (r *Run) Close() { r.close() }

// Begin follows a report that was made just now.
func (r *Run) Begin(rep *report.Report, about About) *Record {
	rec := &Record{run: r, report: rep, recorder: report.NewRecorder(rep), about: about, began: r.j.now()}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.records = append(r.records, rec)
	if !r.looping {
		r.looping = true
		go r.loop()
	}
	return rec
}

// loop ends with the run, or when there is nothing to follow.
func (r *Run) loop() {
	for pause := r.j.opts.Interval; ; {
		select {
		case <-r.ctx.Done():
			return
		case <-r.j.opts.Clock.After(pause):
		}
		records := r.followed()
		if records == nil {
			return
		}
		pause = r.save(records)
	}
}

// followed lists the records, and ends the loop when there are none.
func (r *Run) followed() []*Record {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.looping = len(r.records) > 0
	return append([]*Record(nil), r.records...)
}

func (r *Run) forget(rec *Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, other := range r.records {
		if other == rec {
			r.records = append(r.records[:i], r.records[i+1:]...)
			return
		}
	}
}

// share bounds the time for which a script is held up: one part of so many. A report of a hundred thousand steps is looked at
// more rarely for that.
const share = 50

// save looks at all reports at one moment and writes down what has changed. It returns how long to wait until the next time.
func (r *Run) save(records []*Record) (pause time.Duration) {
	var took time.Duration
	if !r.quiet(r.ctx, func() {
		began := r.j.now()
		for _, rec := range records {
			rec.look()
		}
		took = r.j.now().Sub(began)
	}) {
		return r.j.opts.Interval
	}
	for _, rec := range records {
		rec.save()
	}
	return max(r.j.opts.Interval, share*took)
}
