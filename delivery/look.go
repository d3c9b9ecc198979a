package delivery

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// List describes the reports in the given states, without states all, ordered as they are sent, then by age. Files that
// vanish while it reads are left out.
func (o *Outbox) List(ctx context.Context, states ...State) ([]Record, error) {
	paths, err := o.paths(states)
	if err != nil {
		return nil, storageFault(err, "cannot list the reports")
	}
	var records []Record
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return nil, fault.Of(err)
		}
		if r, ok := o.describe(p.state, p.path); ok {
			records = append(records, r)
		}
	}
	slices.SortStableFunc(records, func(a, b Record) int {
		return newCandidate(a.ID, a, nil).compare(newCandidate(b.ID, b, nil))
	})
	return records, nil
}

// place is where a report was seen.
type place struct {
	state State
	path  string
}

func (o *Outbox) paths(states []State) ([]place, error) {
	var places []place
	for _, f := range []struct {
		state  State
		folder string
	}{
		{Sending, claimedFolder},
		{Queued, newFolder},
		{Queued, retryFolder},
		{Rejected, rejectedFolder},
		{Delivered, deliveredFolder},
		{Damaged, damagedFolder},
	} {
		if len(states) > 0 && !slices.Contains(states, f.state) {
			continue
		}
		found, err := o.filesIn(f.folder)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			places = append(places, place{f.state, path})
		}
	}
	return places, nil
}

func (o *Outbox) filesIn(folder string) ([]string, error) {
	if folder == damagedFolder {
		return o.damagedFiles(uuid.Nil)
	}
	if folder == claimedFolder {
		return o.allClaimedFiles()
	}
	ids, err := o.ids(folder)
	paths := make([]string, len(ids))
	for i, id := range ids {
		paths[i] = o.file(folder, id)
	}
	return paths, err
}

func (o *Outbox) allClaimedFiles() ([]string, error) {
	claims, err := o.claims()
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, id := range claims {
		found, err := o.claimedFiles(id)
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	return paths, nil
}

// claimedFiles lists the reports in the claim on an id: one while it is being sent.
func (o *Outbox) claimedFiles(id uuid.UUID) ([]string, error) {
	names, err := readNames(o.claimDir(id))
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, name := range names {
		if strings.HasSuffix(name, reportSuffix) {
			paths = append(paths, filepath.Join(o.claimDir(id), name))
		}
	}
	return paths, nil
}

// describe reads the header of a report's file. It returns false if the file is gone.
func (o *Outbox) describe(state State, path string) (Record, bool) {
	if state == Damaged {
		return damagedRecord(path), exists(path)
	}
	r, err := readHeader(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, false
	}
	if err != nil {
		r.Problem = err.Error()
		r.ID, _ = place{state, path}.id()
	}
	if _, bad := errors.AsType[*damage](err); bad {
		state = Damaged // the next attempt to send it will set it aside
	}
	r.State, r.Path = state, path
	if state == Sending {
		r.Problem = o.sender(path)
	}
	return r, true
}

// sender names who holds the claim with this report.
func (o *Outbox) sender(path string) string {
	who, dead := o.holderOf(strings.TrimSuffix(path, reportSuffix) + leaseSuffix)
	if dead {
		return "held by " + who.String() + ", which is gone"
	}
	return "held by " + who.String()
}

// find describes a report wherever it is, its newest content first.
func (o *Outbox) find(id uuid.UUID) (Record, *fault.Error) {
	for range 2 { // a report that moves from one folder to the next can be missed once
		if r, ok := o.findOnce(id); ok {
			return r, nil
		}
	}
	return Record{}, fault.New(fault.NotFound, "the outbox has no report %s", id).WithHint("list them with: watsrun queue ls")
}

func (o *Outbox) findOnce(id uuid.UUID) (Record, bool) {
	places := []place{{Queued, o.file(newFolder, id)}}
	claimed, _ := o.claimedFiles(id) // none that can be read
	for _, path := range claimed {
		places = append(places, place{Sending, path})
	}
	places = append(places, place{Queued, o.file(retryFolder, id)}, place{Rejected, o.file(rejectedFolder, id)},
		place{Delivered, o.file(deliveredFolder, id)})
	damaged, _ := o.damagedFiles(id) // an unreadable folder of damaged reports hides them only
	for _, path := range damaged {
		places = append(places, place{Damaged, path})
	}
	for _, p := range places {
		if r, ok := o.describe(p.state, p.path); ok {
			return r, true
		}
	}
	return Record{}, false
}

// Show returns what is known of a report, and the report itself: nil where the file is damaged, whose Path can be looked at.
func (o *Outbox) Show(ctx context.Context, id uuid.UUID) (Record, []byte, error) {
	if err := ctx.Err(); err != nil {
		return Record{}, nil, fault.Of(err)
	}
	found, missing := o.find(id)
	if missing != nil {
		return Record{}, nil, missing
	}
	r, body, err := o.readFile(found.Path, id)
	if d, ok := errors.AsType[*damage](err); ok {
		found.Problem = cmp.Or(found.Problem, d.reason)
		return found, nil, nil
	}
	if err != nil {
		return found, nil, storageFault(err, "cannot read report %s", id)
	}
	r.State, r.Path, r.Problem = found.State, found.Path, found.Problem
	return r, body, nil
}
