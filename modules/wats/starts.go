package wats

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

const (
	// sameRun is how near the starts of two reports of one unit must be for a server to take them for the same one, sent under
	// two ids: the later replaces the earlier.
	sameRun = 500 * time.Millisecond
	// apart is how far from another one a start is put: somewhat more, since servers round.
	apart = sameRun + 10*time.Millisecond
	// maxPostponed bounds how wrong a start may become when one unit is tested again and again at once.
	maxPostponed = 5 * time.Second
	// maxStarts is of how many reports the starts are known at least, unless there were fewer.
	maxStarts = 5000
)

// unitRun is what tells the test or repair of a unit apart from others.
type unitRun struct {
	kind    report.ReportType
	sn, pn  string
	process int
}

// begun is a report that was submitted, and its start.
type begun struct {
	id    string
	start time.Time
}

// starts are those of the reports that this process has submitted, in all its runs. It is safe for concurrent use, and forgets
// the oldest.
type starts struct {
	mu       sync.Mutex
	now, old map[unitRun][]begun // by their starts; when now is full it becomes old
	count    int                 // of what was entered into now
}

func newStarts() *starts { return &starts{now: map[unitRun][]begun{}, old: map[unitRun][]begun{}} }

func unitRunOf(r *report.Report) unitRun {
	t := unitRun{kind: r.Type, sn: strings.ToLower(r.SN), pn: strings.ToLower(r.PN)}
	if r.ProcessCode != nil {
		t.process = *r.ProcessCode
	}
	return t
}

// keepApart sees to it that a report that is about to be sent replaces no other one of its unit. Where its start was chosen,
// by the script or by who wrote the report, it can only say what will happen.
func (s *starts) keepApart(run *modules.Run, r *report.Report) {
	if !r.Start.Valid() || r.Start.IsZero() {
		return // the server refuses it
	}
	s.mu.Lock()
	start, near := s.free(r)
	s.enter(unitRunOf(r), begun{r.ID, start})
	s.mu.Unlock()
	if near != "" {
		run.Log.Warn("the server will replace a report by this one: same unit and process, and starts within half a second",
			"report", r.ID, "replaces", near, "serial_number", r.SN, "hint", "give reports of one unit start times more than half a second apart")
		return
	}
	r.Postpone(start)
}

// postpone moves the start of a report that has just been made already, so that it is right in the journal too.
func (s *starts) postpone(r *report.Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if start, near := s.free(r); near == "" {
		r.Postpone(start)
	}
}

// free is when a report may start: its start, or the first time after it that is far enough from all others of the unit.
// Where it must not be that late, or must not change at all, it names the report that is too near.
func (s *starts) free(r *report.Report) (start time.Time, near string) {
	start = r.Start.Time()
	latest, least := start, sameRun+1
	if r.OwnStart() {
		latest, least = r.Began().Add(maxPostponed), apart
	}
	unit := unitRunOf(r)
	others := slices.Concat(s.old[unit], s.now[unit])
	slices.SortFunc(others, func(a, b begun) int { return a.start.Compare(b.start) })
	for _, o := range others {
		if strings.EqualFold(o.id, r.ID) || o.start.Sub(start).Abs() >= least {
			continue
		}
		if next := o.start.Add(apart); !next.After(latest) {
			start = next
			continue
		}
		return r.Start.Time(), o.id
	}
	return start, ""
}

// enter notes a report, in place of an earlier one with its id.
func (s *starts) enter(unit unitRun, b begun) {
	if s.count++; s.count > maxStarts {
		s.now, s.old, s.count = map[unitRun][]begun{}, s.now, 1
	}
	same := func(o begun) bool { return strings.EqualFold(o.id, b.id) }
	s.now[unit] = append(slices.DeleteFunc(s.now[unit], same), b)
	if before, ok := s.old[unit]; ok {
		s.old[unit] = slices.DeleteFunc(before, same)
	}
}
