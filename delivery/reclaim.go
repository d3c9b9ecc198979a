package delivery

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/sharedfile"
)

// abandonedAfter is when a file in tmp/ cannot belong to a write that is still going on.
const abandonedAfter = 24 * time.Hour

// sweep takes back what dead processes left: their claims and what they were writing.
func (o *Outbox) sweep() error {
	claims, err := o.claims()
	if err != nil {
		return err
	}
	for _, id := range claims {
		o.reclaim(id)
	}
	return o.sweepTmp()
}

// claims lists the reports on which there is a claim.
func (o *Outbox) claims() ([]uuid.UUID, error) {
	names, err := readNames(o.path(claimedFolder))
	var ids []uuid.UUID
	for _, name := range names {
		if id, err := uuid.Parse(name); err == nil && id.String() == name {
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (o *Outbox) sweepTmp() error {
	list, err := os.ReadDir(o.path(tmpFolder))
	if err != nil {
		return err
	}
	for _, entry := range list {
		if info, err := entry.Info(); err == nil && o.clock.Now().Sub(info.ModTime()) > abandonedAfter {
			_ = os.RemoveAll(filepath.Join(o.path(tmpFolder), entry.Name())) // else the next sweep does it
		}
	}
	return nil
}

// reclaim takes back the claim on a report if its holder is dead, and tells whether there is no claim any more. Several
// processes may do this at once, and late: each step names the dead holder's own files, works once, and the folder
// cannot be claimed anew before the last step.
func (o *Outbox) reclaim(id uuid.UUID) bool {
	names, err := readNames(o.claimDir(id))
	if err != nil {
		return false
	}
	leases := 0
	for _, name := range names {
		token, isLease := strings.CutSuffix(name, leaseSuffix)
		if !isLease {
			continue
		}
		leases++
		if who, dead := o.holderOf(filepath.Join(o.claimDir(id), name)); dead {
			o.log.Warn("taking back a report from a dead sender", "report", id, "holder", who.String())
			o.takeBack(&claim{o: o, id: id, token: token})
		}
	}
	if leases == 0 {
		o.takeBackStrays(id, names)
	}
	return !exists(o.claimDir(id))
}

// takeBackStrays empties a folder without a lease: a sender that was taken for dead moved its report in too late. While the
// stray is there nobody can make a claim.
func (o *Outbox) takeBackStrays(id uuid.UUID, names []string) {
	for _, name := range names {
		if token, ok := strings.CutSuffix(name, reportSuffix); ok {
			o.takeBack(&claim{o: o, id: id, token: token})
		}
	}
	_ = sharedfile.Remove(o.claimDir(id)) // only if it is empty
}

func (o *Outbox) takeBack(dead *claim) {
	if err := dead.settleLate(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		o.log.Error("cannot take back a report", "report", dead.id, "error", err)
		return
	}
	dead.release()
	o.backlog.forget(dead.id)
}

// settleLate puts the report of a dead claim where it belongs: away if its outcome was written down already or newer content
// waits, else back into the queue.
func (c *claim) settleLate() error {
	r, err := readHeader(c.report())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && (c.o.settledAlready(r) || c.o.newerWaits(r)) {
		return remove(c.report())
	}
	return c.giveBack() // also if it is damaged: the next claim sets it aside
}

func (o *Outbox) settledAlready(r Record) bool {
	for _, folder := range []string{deliveredFolder, rejectedFolder} {
		done, err := readHeader(o.file(folder, r.ID))
		if err == nil && done.SHA256 == r.SHA256 && done.Created.Equal(r.Created) {
			return true
		}
	}
	return false
}

func (o *Outbox) newerWaits(r Record) bool {
	other, err := readHeader(o.file(retryFolder, r.ID))
	return err == nil && other.Created.After(r.Created)
}

// holderOf reads a lease and tells whether its holder is dead: its process is gone from this machine, or it has been silent for
// longer than a lease. Of a process of this machine that lives, this process must have seen the silence itself, since a clock that was
// set makes any lease look old. Of others their date must do; one from the future was written before the clock was set back.
func (o *Outbox) holderOf(lease string) (holder, bool) {
	info, err := os.Stat(lease)
	if err != nil {
		return holder{}, false
	}
	var h holder
	text, err := os.ReadFile(lease)
	now := o.clock.Now()
	age := now.Sub(info.ModTime()).Abs()
	if err != nil || json.Unmarshal(text, &h) != nil || !o.sameMachine(h) {
		return h, age > o.opts.Lease
	}
	return h, processGone(h.PID) || age > longSilence*o.opts.Lease || o.silence.of(lease, info.ModTime(), now) > o.opts.Lease
}

// longSilence is after how many leases a living process is taken for another one, that has got the id of the holder.
const longSilence = 60

// silence is since when leases have not been renewed, as far as this process has looked.
type silence struct {
	mu   sync.Mutex
	seen map[string]sighting
}

type sighting struct {
	renewed     time.Time // what the lease says
	first, last time.Time // when that was seen, by this process's clock, which goes on evenly
}

// of is how long a lease has been the same.
func (s *silence) of(lease string, renewed, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, known := s.seen[lease]
	if !known || !x.renewed.Equal(renewed) {
		x = sighting{renewed: renewed, first: now}
	}
	x.last = now
	if s.seen == nil || !known && len(s.seen) > 1000 {
		s.forget(now)
	}
	s.seen[lease] = x
	return now.Sub(x.first)
}

// forget drops what was not looked at lately: leases of claims that have ended.
func (s *silence) forget(now time.Time) {
	kept := map[string]sighting{}
	for lease, x := range s.seen {
		if now.Sub(x.last) < time.Minute {
			kept[lease] = x
		}
	}
	s.seen = kept
}

func (o *Outbox) sameMachine(h holder) bool {
	return h.PID > 0 && h.Host != "" && h.Host == o.self.Host && h.Space == o.self.Space
}
