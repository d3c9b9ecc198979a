package delivery

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// candidate is what the order of sending needs of a waiting report.
type candidate struct {
	id       uuid.UUID
	priority int
	created  time.Time
	tried    time.Time
	next     time.Time
}

// newCandidate describes a report whose header may be unreadable: then it goes last, to be set aside.
func newCandidate(id uuid.UUID, r Record, err error) candidate {
	if err != nil {
		return candidate{id: id, priority: LastPriority + 1}
	}
	return candidate{id: id, priority: r.Priority, created: r.Created, tried: r.LastAttempt, next: r.NextAttempt}
}

func (c candidate) compare(d candidate) int {
	return cmp.Or(cmp.Compare(c.priority, d.priority), c.created.Compare(d.created), bytes.Compare(c.id[:], d.id[:]))
}

// due tells whether the report may be tried now by a sender that tries each report once since it began. An attempt in the
// future was made before the clock was set back.
func (c candidate) due(b Backoff, now, began time.Time) bool {
	triedByNow := c.tried.After(began) && !c.tried.After(now)
	return b.due(now, c.next) && !triedByNow
}

// backlog remembers the waiting reports from one look at the folders to the next, so that a look reads names and only the
// headers that are unknown. What it says is a hint: the file that is claimed decides.
type backlog struct {
	mu    sync.Mutex
	known map[uuid.UUID]candidate
}

func (b *backlog) forget(id uuid.UUID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, id)
}

// swap leaves known and returns what was there. A look takes all away and works without the lock, since it may read many files.
func (b *backlog) swap(known map[uuid.UUID]candidate) map[uuid.UUID]candidate {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.known
	b.known = known
	return before
}

// due lists the reports to be tried at this time by a sender that began earlier, the first to be sent first, and when the next
// of the others is due (zero without others).
func (o *Outbox) due(now, began time.Time) (due []candidate, next time.Time, err error) {
	all, err := o.look(now)
	for _, c := range all {
		switch {
		case c.due(o.opts.Backoff, now, began):
			due = append(due, c)
		case next.IsZero() || c.next.Before(next):
			next = c.next
		}
	}
	slices.SortFunc(due, candidate.compare)
	return due, next, err
}

// oldest is when the oldest waiting report was put; zero if none waits.
func (o *Outbox) oldest() (time.Time, error) {
	all, err := o.look(o.clock.Now())
	var oldest time.Time
	for _, c := range all {
		if oldest.IsZero() || !c.created.IsZero() && c.created.Before(oldest) {
			oldest = c.created
		}
	}
	return oldest, err
}

// look lists the waiting reports, in no order. It reads the headers of those that are not due each time, since another process
// may have made them due.
func (o *Outbox) look(now time.Time) ([]candidate, error) {
	known := o.backlog.swap(nil)
	found := make(map[uuid.UUID]candidate, len(known))
	for _, folder := range []string{newFolder, retryFolder} {
		ids, err := o.ids(folder)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if _, newer := found[id]; newer { // what is in new/ replaces it
				continue
			}
			c, ok := known[id]
			if !ok || !o.opts.Backoff.due(now, c.next) {
				c, ok = o.candidate(folder, id)
			}
			if ok {
				found[id] = c
			}
		}
	}
	all := slices.Collect(maps.Values(found))
	o.backlog.swap(found)
	return all, nil
}

// candidate reads a header. It returns false if the report has just been claimed.
func (o *Outbox) candidate(folder string, id uuid.UUID) (candidate, bool) {
	r, err := readHeader(o.file(folder, id))
	return newCandidate(id, r, err), !errors.Is(err, fs.ErrNotExist)
}
