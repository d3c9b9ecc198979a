package delivery

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// Stats is the state of the whole outbox.
type Stats struct {
	Queued      int       // waiting to be sent
	QueuedBytes int64     // of these, files with their headers
	Oldest      time.Time // when the oldest of these was put; zero without one
	Sending     int       // claimed just now
	Delivered   int       // copies kept
	Rejected    int       // kept
	Damaged     int       // kept
}

// Stats counts the reports, and knows the oldest as Depth does.
func (o *Outbox) Stats(ctx context.Context) (Stats, error) {
	if err := ctx.Err(); err != nil {
		return Stats{}, fault.Of(err)
	}
	s, err := o.stats()
	if err != nil {
		return Stats{}, storageFault(err, "cannot count the reports")
	}
	return s, nil
}

// Depth counts the reports that wait to be sent, those that are being sent not among them, and tells when the oldest was
// put; zero if none waits. Of a huge backlog it reads a part each time, so that it knows the oldest after some looks. It is cheaper than
// Stats.
func (o *Outbox) Depth(ctx context.Context) (waiting int, oldest time.Time, err error) {
	if err := ctx.Err(); err != nil {
		return 0, time.Time{}, fault.Of(err)
	}
	if waiting, oldest, err = o.depth(); err != nil {
		return 0, time.Time{}, storageFault(err, "cannot count the reports")
	}
	return waiting, oldest, nil
}

func (o *Outbox) stats() (s Stats, err error) {
	var errs [6]error
	s.Queued, s.QueuedBytes, errs[0] = o.waiting(math.MaxInt)
	_, s.Oldest, errs[1] = o.depth()
	s.Delivered, errs[2] = o.countReports(deliveredFolder)
	s.Rejected, errs[3] = o.countReports(rejectedFolder)
	s.Damaged, errs[4] = o.countReports(damagedFolder)
	claims, err := o.allClaimedFiles()
	s.Sending, errs[5] = len(claims), err
	return s, errors.Join(errs[:]...)
}

func (o *Outbox) countReports(folder string) (int, error) {
	names, err := readNames(o.path(folder))
	n := 0
	for _, name := range names {
		if strings.HasSuffix(name, reportSuffix) {
			n++
		}
	}
	return n, err
}

// Waiting counts the reports that wait in the folder of an outbox, without opening it. What cannot be read counts as none.
func Waiting(dir string) int {
	o := &Outbox{opts: Options{Dir: dir}}
	waiting, err := o.waitingFolders()
	if err != nil {
		return 0
	}
	return len(waiting)
}
