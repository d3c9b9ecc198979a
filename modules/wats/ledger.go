package wats

import (
	"crypto/sha256"
	"sync"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// Entry is a report that a run built, and what became of it.
type Entry struct {
	Report *report.Report // nil for one that was submitted as XML text
	Submission
	Outcome Outcome // the zero value while it was not submitted
	Changed bool    // whether it was changed after it was last submitted, so that the server has another one
	Cut     bool    // whether the run ended before the script submitted it, so that it was finished as Terminated

	built  bool              // whether this run made it, so that its duration is known
	record Record            // in the journal
	sent   [sha256.Size]byte // of the body that was submitted
	filled *float64          // the duration that submit filled in, nil where the script did
}

// ledger is the reports of one run.
type ledger struct {
	mu      sync.Mutex
	entries []*Entry
}

type ledgerKey struct{}

func ledgerOf(r *modules.Run) *ledger {
	return modules.State(r, ledgerKey{}, func() *ledger { return &ledger{} })
}

// Reports lists the reports that a run built or submitted, in order. What a Submission says of a report object is its
// present state; its Body is left out.
func Reports(r *modules.Run) []Entry {
	l := ledgerOf(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]Entry, len(l.entries))
	for i, e := range l.entries {
		list[i] = *e
		if e.Report != nil {
			list[i].describe(e.Report)
			list[i].Changed = e.Outcome.State != "" && e.sent != sha256.Sum256(e.Report.Encode())
		}
	}
	return list
}

// note enters a report, or what became of it. An object is one report whatever its id becomes, and an id is one report
// whatever object carries it.
func (l *ledger) note(r *report.Report, id string, change func(*Entry)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.find(r, id)
	if e == nil {
		e = &Entry{record: unrecorded{}}
		l.entries = append(l.entries, e)
	}
	if r != nil {
		e.Report = r
	}
	e.ID = id
	change(e)
}

func (l *ledger) find(r *report.Report, id string) *Entry {
	var same *Entry
	for _, e := range l.entries {
		if r != nil && e.Report == r {
			return e
		}
		if e.ID == id {
			same = e
		}
	}
	return same
}

// describe fills in what people want to see of a report in a list.
func (s *Submission) describe(r *report.Report) {
	s.ID, s.Kind, s.SerialNumber, s.PartNumber, s.Result, s.Station = r.ID, "UUT", r.SN, r.PN, r.Result, r.MachineName
	if r.Type == report.TypeUUR {
		s.Kind = "UUR"
	}
}
