// Package delivery is the outbox of reports: it stores each one durably before anybody is told that it was accepted, and
// forwards it until the server has said yes or no. It knows no HTTP, no Lua and no report model: an entry is a few words
// about a report and opaque bytes, and a Sender given from outside carries them.
//
// The outbox is a folder that a technician can read. One report is one file: a line of JSON, then the report.
//
//	tmp/        being written; never read
//	new/        accepted, not tried yet
//	claimed/    being sent: one folder a report, with a lease that names the process
//	retry/      tried, waiting for the next try
//	delivered/  the server has it; copies, the oldest removed after a while
//	rejected/   the server refused it for good; the line of JSON says why
//	damaged/    not readable; a .reason.txt beside each says why
//
// Beside them outage.json says since when the server takes no report, if that is so; it is a hint for senders.
//
// Why nothing is lost and nothing sent twice: a file appears in a folder only complete and synced, by rename. Only Put
// writes new/. Everything else about one report is done by whoever holds claimed/ID/, a folder that only one can create;
// all files below it carry the holder's token, so that a holder that was given up for dead and wakes up touches nothing of
// its successor's. Content in new/ is newer than what is being sent, and that is newer than what is in retry/.
package delivery

import (
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/durable"
	"github.com/watsrun/watsrun/internal/fault"
)

// Options say where an outbox is and what bounds it. Only Dir is needed; a zero field means the default beside it.
type Options struct {
	Dir    string       // the folder; made if absent
	Clock  Clock        // the system's clock
	Logger *slog.Logger // none

	MaxEntries int   // 200 000 reports waiting; Put refuses more. Several processes may overshoot a little
	MaxBytes   int64 // 16 GiB waiting, likewise
	MaxBody    int64 // 256 MiB, the longest report

	KeepDelivered Keep // 1000 reports, 30 days, 256 MiB
	KeepRejected  Keep // 10 000 reports, 1 GiB, of any age
	KeepDamaged   Keep // 1000 files, 1 GiB, of any age

	Lease       time.Duration // 1 min: how long a silent holder of a claim is believed to live
	SendTimeout time.Duration // 2 min: the longest one attempt may take
	Backoff     Backoff       // from 2 s to 5 min
	Poll        time.Duration // 2 s: how often Run looks for reports of other processes
}

func (o *Options) setDefaults() {
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.MaxEntries = orDefault(o.MaxEntries, 200_000)
	o.MaxBytes = orDefault(o.MaxBytes, 16<<30)
	o.MaxBody = orDefault(o.MaxBody, 256<<20)
	o.KeepDelivered = orDefault(o.KeepDelivered, Keep{Count: 1000, Bytes: 256 << 20, Age: 30 * 24 * time.Hour})
	o.KeepRejected = orDefault(o.KeepRejected, Keep{Count: 10_000, Bytes: 1 << 30})
	o.KeepDamaged = orDefault(o.KeepDamaged, Keep{Count: 1000, Bytes: 1 << 30})
	o.Lease = orDefault(o.Lease, time.Minute)
	o.SendTimeout = orDefault(o.SendTimeout, 2*time.Minute)
	o.Backoff.First = orDefault(o.Backoff.First, 2*time.Second)
	o.Backoff.Max = orDefault(o.Backoff.Max, 5*time.Minute)
	o.Poll = orDefault(o.Poll, 2*time.Second)
}

func orDefault[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Outbox is one outbox folder. It is safe for concurrent use, also by other processes that opened the same folder.
type Outbox struct {
	opts  Options
	clock Clock
	log   *slog.Logger
	self  holder        // how this process signs its leases
	wake  chan struct{} // tells Run that there is something new
	alive chan struct{} // tells Run that the server has just taken a report

	room    room
	backlog backlog
	kept    keptFolders
	silence silence
	told    sync.Map // reasons why reports wait that the log was told
}

// Open prepares the folder and returns its outbox. There is nothing to close: all state is in the files.
func Open(opts Options) (*Outbox, error) {
	if opts.Dir == "" {
		return nil, fault.New(fault.Config, "the outbox has no folder").WithHint("set the folder of the outbox")
	}
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, storageFault(err, "cannot open the outbox")
	}
	opts.Dir = dir
	opts.setDefaults()
	o := &Outbox{
		opts: opts, clock: opts.Clock, log: opts.Logger, self: thisProcess(), wake: make(chan struct{}, 1), alive: make(chan struct{}, 1),
	}
	o.backlog.step = defaultStep
	if err := o.makeFolders(); err != nil {
		return nil, storageFault(err, "cannot open the outbox")
	}
	return o, nil
}

// Dir is the outbox's folder, an absolute path.
func (o *Outbox) Dir() string { return o.opts.Dir }

func (o *Outbox) makeFolders() error {
	for _, f := range folders {
		if err := durable.MakeFolder(o.path(f)); err != nil {
			return err
		}
	}
	if err := o.writeReadme(); err != nil { // an outbox on a full disk must open, so that it can send
		o.log.Warn("the outbox's folder has no README.txt", "error", err)
	}
	o.keepReserve()
	return nil
}

// nudge tells Run something without waiting for it.
func nudge(ch chan<- struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
