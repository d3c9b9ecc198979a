package delivery

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
)

// The reserve is a few files that take up the room which a claim needs, so that what waits can be sent from a disk that is full: the
// first report that has gone makes room for the others. No new report may have it, for then nothing could ever leave.
const (
	reserveFolder = "reserve"
	reserveFiles  = 4 // a claim is a folder with a file in it, on disks that run out of names too
	reserveSize   = 16 << 10
)

func (o *Outbox) reserve() []string {
	paths := make([]string, reserveFiles)
	for i := range paths {
		paths[i] = filepath.Join(o.path(reserveFolder), fmt.Sprint(i))
	}
	return paths
}

// keepReserve makes what is missing of the reserve, if there is room. It is filled by chance, since some disks keep zeros in no
// room at all.
func (o *Outbox) keepReserve() {
	for _, path := range o.reserve() {
		if exists(path) {
			continue
		}
		text := make([]byte, reserveSize)
		_, _ = rand.Read(text) // it does not fail
		if os.WriteFile(path, text, 0o644) != nil {
			_ = remove(path) // a part of one would pass for a whole one
			return
		}
	}
}

// giveReserve gives the reserve up. It returns false when there is none.
func (o *Outbox) giveReserve() bool {
	given := false
	for _, path := range o.reserve() {
		given = os.Remove(path) == nil || given
	}
	return given
}

// holdWaiting makes the claim on a report that is in the outbox already, on a full disk too.
func (o *Outbox) holdWaiting(id uuid.UUID) (*claim, error) {
	c, err := o.hold(id)
	if isDiskFull(err) && o.giveReserve() {
		o.log.Warn("the disk is full: gave up the outbox's reserve, to send what waits", "report", id)
		c, err = o.hold(id)
	}
	return c, err
}
