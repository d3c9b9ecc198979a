package delivery

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// Retry makes a waiting, rejected or readable damaged report due at once. It is a conflict if the report is being sent or was
// delivered.
func (o *Outbox) Retry(ctx context.Context, id uuid.UUID) error {
	return o.manage(ctx, id, func(c *claim) error {
		r, err := o.find(id)
		switch {
		case err != nil:
			return err
		case r.State == Delivered:
			return fault.New(fault.Conflict, "report %s was delivered at %s", id, r.Settled.Format(time.RFC3339)).
				WithHint("to send it once more, export and import it")
		case r.Path == o.file(newFolder, id):
			return nil // never tried: due
		}
		return c.makeDue(r.Path)
	})
}

// makeDue moves a report into the queue as if it had not been tried, but for the number of attempts.
func (c *claim) makeDue(path string) error {
	r, body, err := c.o.readFile(path, c.id)
	if d, ok := errors.AsType[*damage](err); ok {
		return fault.New(fault.Validation, "report %s cannot be sent: %s", c.id, d.reason).WithHint("its file is %s", path)
	}
	if err != nil {
		return storageFault(err, "cannot read report %s", c.id)
	}
	r.NextAttempt, r.Settled = time.Time{}, time.Time{}
	if err := c.o.store(retryFolder, r, body); err != nil {
		return storageFault(err, "cannot queue report %s", c.id)
	}
	c.o.backlog.forget(c.id)
	if path != c.o.file(retryFolder, c.id) {
		if err := discard(path); err != nil {
			return storageFault(err, "report %s is queued, but its old file is still there", c.id)
		}
	}
	nudge(c.o.wake)
	return nil
}

// Drop removes all that the outbox holds of a report. It is a conflict if the report is being sent, or if the server does not have it,
// unless unsent ones are to go too.
func (o *Outbox) Drop(ctx context.Context, id uuid.UUID, unsentToo bool) error {
	return o.manage(ctx, id, func(c *claim) error {
		r, missing := o.find(id)
		switch {
		case missing != nil:
			return missing
		case r.State != Delivered && !unsentToo:
			return fault.New(fault.Conflict, "report %s is %s: the server does not have it", id, r.State).
				WithHint("keep it with: watsrun queue export %s; then drop it with --force", id)
		}
		paths, err := o.damagedFiles(id)
		if err != nil {
			return storageFault(err, "cannot list the damaged reports")
		}
		for _, folder := range []string{newFolder, retryFolder, rejectedFolder, deliveredFolder} {
			paths = append(paths, o.file(folder, id))
		}
		for _, path := range paths {
			if err := discard(path); err != nil {
				return storageFault(err, "cannot remove report %s", id)
			}
		}
		o.backlog.forget(id)
		o.log.Info("report dropped", "report", id)
		return nil
	})
}

// manage does something to a report while nobody else can.
func (o *Outbox) manage(ctx context.Context, id uuid.UUID, do func(*claim) error) error {
	if err := ctx.Err(); err != nil {
		return fault.Of(err)
	}
	c, err := o.holdWaiting(id)
	if errors.Is(err, errHeld) {
		return fault.New(fault.Conflict, "report %s is being sent", id).WithHint("try again in a moment")
	}
	if err != nil {
		return storageFault(err, "cannot claim report %s", id)
	}
	defer c.release()
	if err := do(c); err != nil {
		return fault.Of(err)
	}
	return nil
}

// Export writes the file of a report, its line of JSON and the report itself, for Import into another outbox. The report
// stays where it is. A damaged one is a validation fault.
func (o *Outbox) Export(ctx context.Context, id uuid.UUID, w io.Writer) error {
	r, body, err := o.Show(ctx, id)
	if err != nil {
		return fault.Of(err)
	}
	if body == nil {
		return fault.New(fault.Validation, "report %s cannot be read: %s", id, r.Problem).
			WithHint("its file is %s", r.Path)
	}
	header, err := encodeHeader(r)
	if err == nil {
		_, err = w.Write(append(header, body...))
	}
	if err != nil {
		return fault.Wrap(fault.Storage, err, "cannot write report %s", id)
	}
	return nil
}

// Import accepts a report from what Export wrote, as durably as Put, and returns its id. It counts as not tried yet. What waits here
// already stays as it is; an older version of what is here is a conflict.
func (o *Outbox) Import(ctx context.Context, from io.Reader) (uuid.UUID, error) {
	if err := ctx.Err(); err != nil {
		return uuid.Nil, fault.Of(err)
	}
	limit := o.opts.MaxBody + headerSize
	data, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err != nil {
		return uuid.Nil, fault.Wrap(fault.Storage, err, "cannot read the file to import")
	}
	if int64(len(data)) > limit {
		return uuid.Nil, fault.New(fault.Validation, "the file is longer than %d bytes", limit)
	}
	old, body, err := decode(data)
	if err != nil {
		return uuid.Nil, fault.New(fault.Validation, "the file is not an exported report: %v", err).
			WithHint("export it again with: watsrun queue export")
	}
	r, bad := o.newRecord(Entry{Meta: old.Meta, Body: body})
	if bad != nil {
		return uuid.Nil, bad
	}
	r.Created = old.Created // so that it keeps its place in the queue
	if o.settledAlready(r) {
		r.Created = o.now() // it is to be sent once more: whoever takes it back from a dead sender must not take it for settled
	}
	if here, missing := o.find(r.ID); missing == nil && here.State != Damaged {
		switch {
		case here.SHA256 == r.SHA256 && (here.State == Queued || here.State == Sending):
			return r.ID, nil
		case here.SHA256 != r.SHA256 && here.Created.After(r.Created):
			return uuid.Nil, fault.New(fault.Conflict, "the outbox has a newer version of report %s: it is %s", r.ID, here.State).
				WithHint("drop that first: watsrun queue drop %s", r.ID)
		}
	}
	if err := o.put(r, body); err != nil {
		return uuid.Nil, err
	}
	nudge(o.wake)
	return r.ID, nil
}
