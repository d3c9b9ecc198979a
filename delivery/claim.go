package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

// holder is the content of a lease: who holds a claim.
type holder struct {
	Host  string `json:"host"`
	PID   int    `json:"pid"`
	Space string `json:"space,omitempty"` // see processSpace
}

func thisProcess() holder {
	host, _ := os.Hostname() // without a name, the lease's age decides alone
	return holder{Host: host, PID: os.Getpid(), Space: processSpace()}
}

func (h holder) String() string {
	return fmt.Sprintf("process %d on %s", h.PID, orDefault(h.Host, "this machine"))
}

// newToken names the files of one claim or one write; no other ever has the same name.
func newToken() string { return strings.ReplaceAll(uuid.NewString(), "-", "") }

// claim is the sole right to everything about one report but new/. Held as a folder claimed/ID with TOKEN.lease, and
// TOKEN.report while the report is being sent.
type claim struct {
	o     *Outbox
	id    uuid.UUID
	token string
}

var (
	errHeld    = errors.New("held by another sender")
	errNothing = errors.New("no such report waits")
)

func (o *Outbox) claimDir(id uuid.UUID) string {
	return filepath.Join(o.path(claimedFolder), id.String())
}

func (c *claim) lease() string { return filepath.Join(c.o.claimDir(c.id), c.token+leaseSuffix) }

func (c *claim) report() string { return filepath.Join(c.o.claimDir(c.id), c.token+reportSuffix) }

// mine tells whether the claim still holds; it does not after others have taken this process for dead.
func (c *claim) mine() bool { return exists(c.lease()) }

// hold makes the claim on a report, which need not be there. It returns errHeld if a live process has it.
func (o *Outbox) hold(id uuid.UUID) (*claim, error) {
	if exists(o.claimDir(id)) && !o.reclaim(id) {
		return nil, errHeld
	}
	c, err := o.tryHold(id)
	for isDiskFull(err) && o.makeRoom() {
		c, err = o.tryHold(id)
	}
	return c, err
}

// tryHold prepares the claim's folder aside, lease inside, and renames it into place: that succeeds only if there is none,
// and a claim is never seen without its lease.
func (o *Outbox) tryHold(id uuid.UUID) (*claim, error) {
	c := &claim{o: o, id: id, token: newToken()}
	aside := filepath.Join(o.path(tmpFolder), c.token)
	err := o.prepareClaim(aside, c.token)
	if err == nil {
		err = os.Rename(aside, o.claimDir(id))
	}
	if err == nil {
		return c, nil
	}
	_ = os.RemoveAll(aside) // else the sweep does it
	if !isDiskFull(err) && (errors.Is(err, fs.ErrExist) || exists(o.claimDir(id))) {
		return nil, errHeld // Windows says "access denied" where others say "exists"
	}
	return nil, err
}

func (o *Outbox) prepareClaim(dir, token string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	text, err := json.Marshal(o.self)
	if err != nil {
		return err
	}
	lease := filepath.Join(dir, token+leaseSuffix)
	if err := os.WriteFile(lease, append(text, '\n'), 0o644); err != nil {
		return err
	}
	return o.touch(lease)
}

// take moves the waiting report, the newest content of it, into the claim. It returns errNothing if there is none. It removes
// nothing: a holder that was taken for dead between two steps only brings astray what the sweep finds again.
func (c *claim) take() error {
	older := sharedfile.Rename(c.o.file(retryFolder, c.id), c.report())
	if older != nil && !errors.Is(older, fs.ErrNotExist) {
		return older
	}
	err := sharedfile.Rename(c.o.file(newFolder, c.id), c.report()) // newer content takes the place of the older
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		if older == nil {
			err = errors.Join(err, c.giveBack())
		}
		return err
	case !c.mine(): // taken for dead meanwhile; a report that has just strayed in is found by the sweep
		return errHeld
	case err != nil && older != nil:
		return errNothing
	}
	return nil
}

// giveBack returns a taken report as it is.
func (c *claim) giveBack() error { return move(c.report(), c.o.file(retryFolder, c.id)) }

// release ends the claim. The report must have left it.
func (c *claim) release() {
	err := remove(c.lease())
	if err == nil {
		err = sharedfile.Remove(c.o.claimDir(c.id)) // fails if a late claimant's report strayed in; the sweep will find it
	}
	// Whoever claims the report next may have put a folder of its own in the place of the empty one.
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
		c.o.log.Warn("a claim is not cleared away yet", "report", c.id, "error", err)
	}
}

// keepAlive renews the lease until ctx ends, and calls lost if the claim was given to others.
func (c *claim) keepAlive(ctx context.Context, lost context.CancelCauseFunc) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.o.clock.After(c.o.opts.Lease / 3):
		}
		if err := c.o.touch(c.lease()); errors.Is(err, fs.ErrNotExist) {
			lost(fault.New(fault.Timeout, "the claim on report %s was lost to another process", c.id))
			return
		}
	}
}
