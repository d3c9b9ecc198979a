package delivery

import (
	"context"
	"os"
	"sync"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// Put accepts a report: when it returns nil, the report is on the disk and will be sent. It replaces a waiting report of the
// same id; if one of the same id is being sent just now, it is sent after that. An error means that nothing is promised: where the disk
// failed at the very end, after the report got its name, it may be sent all the same.
func (o *Outbox) Put(ctx context.Context, e Entry) error {
	if err := ctx.Err(); err != nil {
		return fault.Of(err)
	}
	r, bad := o.newRecord(e)
	if bad != nil {
		return bad
	}
	if err := o.put(r, e.Body); err != nil {
		return err
	}
	nudge(o.wake)
	return nil
}

func (o *Outbox) put(r Record, body []byte) error {
	header, err := encodeHeader(r)
	if err != nil {
		return fault.Wrap(fault.Validation, err, "report %s cannot be stored", r.ID)
	}
	if err := o.admit(int64(len(header)) + r.Bytes); err != nil {
		return err
	}
	err = o.store(newFolder, r, body)
	for isDiskFull(err) && o.makeRoom() {
		err = o.store(newFolder, r, body)
	}
	if err != nil {
		return storageFault(err, "report %s is not accepted", r.ID)
	}
	o.log.Debug("report accepted", "report", r.ID, "serial_number", r.SerialNumber, "bytes", r.Bytes,
		"correlation_id", r.CorrelationID)
	return nil
}

// newRecord checks an entry before anything touches the disk.
func (o *Outbox) newRecord(e Entry) (Record, *fault.Error) {
	size := int64(len(e.Body))
	switch {
	case e.ID == uuid.Nil:
		return Record{}, fault.New(fault.Validation, "the report has no id").WithHint("give it a UUID of its own")
	case size == 0:
		return Record{}, fault.New(fault.Validation, "report %s is empty", e.ID)
	case size > o.opts.MaxBody:
		return Record{}, fault.New(fault.Validation, "report %s has %d bytes, at most %d can be sent", e.ID, size,
			o.opts.MaxBody).WithHint("attach less, or raise the limit")
	case e.Priority != 0 && (e.Priority < FirstPriority || e.Priority > LastPriority):
		return Record{}, fault.New(fault.Validation, "report %s has priority %d", e.ID, e.Priority).
			WithHint("use %d (first) to %d (last)", FirstPriority, LastPriority)
	}
	r := Record{Format: format, Meta: e.Meta, Created: o.now(), Bytes: size, SHA256: checksum(e.Body)}
	r.Priority = orDefault(r.Priority, DefaultPriority)
	return r, nil
}

// room is what this process may still put before it counts the waiting reports again. Counting reads whole folders, so a
// count that finds room grants half of it: near the limit the counts come closer together.
type room struct {
	mu      sync.Mutex
	entries int
	bytes   int64
}

// admit takes room for one report, or refuses it because the outbox is full.
func (o *Outbox) admit(size int64) *fault.Error {
	o.room.mu.Lock()
	defer o.room.mu.Unlock()
	if o.room.entries < 1 || o.room.bytes < size {
		if err := o.count(size); err != nil {
			return err
		}
	}
	o.room.entries--
	o.room.bytes -= size
	return nil
}

func (o *Outbox) count(size int64) *fault.Error {
	entries, bytes, err := o.waiting(sizesLooked)
	if err != nil {
		return storageFault(err, "cannot count the waiting reports")
	}
	freeEntries, freeBytes := o.opts.MaxEntries-entries, o.opts.MaxBytes-bytes
	if freeEntries < 1 || freeBytes < size {
		return fault.New(fault.Storage, "the outbox is full: %d reports with %d bytes wait", entries, bytes).
			WithHint("see that the server can be reached and run: watsrun queue flush; or raise the outbox's limits")
	}
	o.room.entries, o.room.bytes = (freeEntries+1)/2, max(size, freeBytes/2)
	return nil
}

// sizesLooked is for how many files the outbox looks up the size before each put that counts; their mean stands for the rest.
const sizesLooked = 1000

// waiting counts the reports that are still to be sent, but for the few that are claimed, and their bytes: exactly for up to
// so many reports a folder, estimated beyond.
func (o *Outbox) waiting(exactly int) (entries int, bytes int64, err error) {
	for _, folder := range []string{newFolder, retryFolder} {
		ids, err := o.ids(folder)
		if err != nil {
			return 0, 0, err
		}
		looked, size := 0, int64(0)
		for _, id := range ids[:min(len(ids), exactly)] {
			if info, err := os.Lstat(o.file(folder, id)); err == nil { // else it has just been sent
				looked++
				size += info.Size()
			}
		}
		entries += len(ids)
		bytes += size * int64(len(ids)) / int64(max(looked, 1))
	}
	return entries, bytes, nil
}
