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
	return cmp.Or(cmp.Compare(c.priority, d.priority), c.created.Compare(d.created), compareIDs(c.id, d.id))
}

func compareIDs(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

// untried tells whether the report was not tried since a sender began. An attempt in the future was made before the clock
// was set back.
func (c candidate) untried(now, began time.Time) bool {
	return !c.tried.After(began) || c.tried.After(now)
}

// backlog remembers the waiting reports from one look at the folders to the next, so that a look reads names and only the
// headers that are unknown. What it says is a hint: the file that is claimed decides.
type backlog struct {
	step  int // how many unknown headers one look reads
	mu    sync.Mutex
	known map[uuid.UUID]candidate
}

// defaultStep bounds what a process that finds a huge backlog does before it sends the first report: a look of about a tenth
// of a second. The looks after it learn more; until all is known, priorities rule among what is.
const defaultStep = 2000

func (b *backlog) forget(id uuid.UUID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, id)
}

// copy hands what is known to a look, which works without the lock, since it may read many files.
func (b *backlog) copy() map[uuid.UUID]candidate {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.known)
}

// learned is told what a look found. Of two looks at once the later one is remembered.
func (b *backlog) learned(found map[uuid.UUID]candidate) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.known = found
}

// due lists the reports that may be tried at this time, the first to be sent first, and when the next of the others is due
// (zero without others). If more is true, another look will find more.
func (o *Outbox) due(now time.Time, may func(candidate, time.Time) bool) (due []candidate, next time.Time, more bool, err error) {
	all, left, err := o.look(now, true)
	for _, c := range all {
		switch {
		case may(c, now):
			due = append(due, c)
		case c.next.After(now) && (next.IsZero() || c.next.Before(next)):
			next = c.next
		}
	}
	slices.SortFunc(due, candidate.compare)
	return due, next, left > 0, err
}

// depth counts the waiting reports and tells when the oldest of those that it knows was put; zero if none waits.
func (o *Outbox) depth() (waiting int, oldest time.Time, err error) {
	all, left, err := o.look(o.clock.Now(), false)
	for _, c := range all {
		if oldest.IsZero() || !c.created.IsZero() && c.created.Before(oldest) {
			oldest = c.created
		}
	}
	return len(all) + left, oldest, err
}

// look lists the waiting reports that it knows, in no order, and tells how many there are beside. It reads the headers of a few that are
// unknown, and where that is asked for again those that are not due, since another process may have made them due.
func (o *Outbox) look(now time.Time, again bool) (all []candidate, left int, err error) {
	waiting, err := o.waitingFolders()
	if err != nil {
		return nil, 0, err
	}
	known := o.backlog.copy()
	found := make(map[uuid.UUID]candidate, len(known))
	var unknown []uuid.UUID
	for id, folder := range waiting {
		c, ok := known[id]
		switch {
		case !ok:
			unknown = append(unknown, id)
		case !again, o.opts.Backoff.due(now, c.next):
			found[id] = c
		default:
			o.learn(found, folder, id)
		}
	}
	for _, id := range oldestIDs(unknown, o.backlog.step) {
		o.learn(found, waiting[id], id)
	}
	all = slices.Collect(maps.Values(found))
	o.backlog.learned(found)
	return all, max(0, len(unknown)-o.backlog.step), nil
}

// waitingFolders tells for each waiting report which folder has its newest content.
func (o *Outbox) waitingFolders() (map[uuid.UUID]string, error) {
	waiting := map[uuid.UUID]string{}
	for _, folder := range []string{retryFolder, newFolder} {
		ids, err := o.ids(folder)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			waiting[id] = folder
		}
	}
	return waiting, nil
}

// oldestIDs picks n of the ids, the oldest of those that are ordered by time.
func oldestIDs(ids []uuid.UUID, n int) []uuid.UUID {
	if len(ids) <= n {
		return ids
	}
	slices.SortFunc(ids, compareIDs)
	return ids[:n]
}

// learn reads a header, unless the report has just been claimed.
func (o *Outbox) learn(found map[uuid.UUID]candidate, folder string, id uuid.UUID) {
	r, err := readHeader(o.file(folder, id))
	if !errors.Is(err, fs.ErrNotExist) {
		found[id] = newCandidate(id, r, err)
	}
}
