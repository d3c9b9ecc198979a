package delivery

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// Find is the id of the one report whose id begins with a text of at least one character: of those that the server does not have if there
// is one, else of the copies. No such report is a not_found fault, several are a usage fault that lists some.
func (o *Outbox) Find(ctx context.Context, prefix string) (uuid.UUID, error) {
	if err := ctx.Err(); err != nil {
		return uuid.Nil, fault.Of(err)
	}
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	if prefix == "" {
		return uuid.Nil, fault.New(fault.Usage, "an empty id names no report")
	}
	found, err := o.startingWith(prefix, Sending, Queued, Rejected, Damaged)
	if err == nil && len(found) == 0 {
		found, err = o.startingWith(prefix, Delivered)
	}
	switch {
	case err != nil:
		return uuid.Nil, storageFault(err, "cannot list the reports")
	case len(found) == 0:
		return uuid.Nil, fault.New(fault.NotFound, "the outbox has no report %s", prefix).
			WithHint("list them with: watsrun queue ls --all")
	case len(found) > 1:
		return uuid.Nil, fault.New(fault.Usage, "%d reports begin with %s: %s", len(found), prefix, some(found)).
			WithHint("write more of the id")
	}
	return found[0], nil
}

// startingWith lists the ids with a prefix, in order and each once.
func (o *Outbox) startingWith(prefix string, states ...State) ([]uuid.UUID, error) {
	places, err := o.paths(states)
	if err != nil {
		return nil, err
	}
	var found []uuid.UUID
	for _, p := range places {
		if id, ok := p.id(); ok && strings.HasPrefix(id.String(), prefix) {
			found = append(found, id)
		}
	}
	slices.SortFunc(found, compareIDs)
	return slices.Compact(found), nil
}

// id is the report's id, by the name of its file or, while it is being sent, of the folder.
func (p place) id() (uuid.UUID, bool) {
	switch p.state {
	case Damaged:
		return damagedID(filepath.Base(p.path))
	case Sending:
		id, err := uuid.Parse(filepath.Base(filepath.Dir(p.path)))
		return id, err == nil
	}
	return idOf(filepath.Base(p.path))
}

// some lists the first few ids.
func some(ids []uuid.UUID) string {
	const most = 3
	var texts []string
	for _, id := range ids[:min(len(ids), most)] {
		texts = append(texts, id.String())
	}
	if len(ids) > most {
		texts = append(texts, "...")
	}
	return strings.Join(texts, ", ")
}
