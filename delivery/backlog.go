package delivery

import (
	"cmp"
	"errors"
	"io/fs"
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
	next     time.Time
}

// newCandidate describes a report whose header may be unreadable: then it goes last, to be set aside.
func newCandidate(id uuid.UUID, r Record, err error) candidate {
	if err != nil {
		return candidate{id: id, priority: LastPriority + 1}
	}
	return candidate{id: id, priority: r.Priority, created: r.Created, next: r.NextAttempt}
}

func (a candidate) compare(b candidate) int {
	return cmp.Or(cmp.Compare(a.priority, b.priority), a.created.Compare(b.created),
		cmp.Compare(a.id.String(), b.id.String()))
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

// due lists the reports to be tried at this time, the first to be sent first, and when the next of the others is due (zero
// without others). Headers of those not due are read each time, since another process may have made them due.
func (o *Outbox) due(now time.Time) (due []candidate, next time.Time, err error) {
	o.backlog.mu.Lock()
	defer o.backlog.mu.Unlock()
	if err := o.look(now); err != nil {
		return nil, time.Time{}, err
	}
	for _, c := range o.backlog.known {
		switch {
		case o.opts.Backoff.due(now, c.next):
			due = append(due, c)
		case next.IsZero() || c.next.Before(next):
			next = c.next
		}
	}
	slices.SortFunc(due, candidate.compare)
	return due, next, nil
}

// oldest is when the oldest waiting report was put; zero if none waits.
func (o *Outbox) oldest() (oldest time.Time, err error) {
	o.backlog.mu.Lock()
	defer o.backlog.mu.Unlock()
	if err := o.look(o.clock.Now()); err != nil {
		return time.Time{}, err
	}
	for _, c := range o.backlog.known {
		if oldest.IsZero() || !c.created.IsZero() && c.created.Before(oldest) {
			oldest = c.created
		}
	}
	return oldest, nil
}

// look reads the folders into the backlog, whose lock the caller has. new/ comes last, because what is there replaces what is
// in retry/.
func (o *Outbox) look(now time.Time) error {
	found := make(map[uuid.UUID]candidate, len(o.backlog.known))
	for _, folder := range []string{retryFolder, newFolder} {
		ids, err := o.ids(folder)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if c, ok := o.backlog.known[id]; ok && o.opts.Backoff.due(now, c.next) {
				found[id] = c
				continue
			}
			r, err := readHeader(o.file(folder, id))
			if !errors.Is(err, fs.ErrNotExist) { // else it has just been claimed
				found[id] = newCandidate(id, r, err)
			}
		}
	}
	o.backlog.known = found
	return nil
}
