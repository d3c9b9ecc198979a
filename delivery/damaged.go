package delivery

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// setAside moves a taken file that is not a good entry out of the way, with a note that says why.
func (c *claim) setAside(reason string) (Receipt, error) {
	receipt := Receipt{ID: c.id, State: Damaged}
	path := filepath.Join(c.o.path(damagedFolder), c.id.String()+"-"+c.token+reportSuffix)
	note := fmt.Sprintf("%s  report %s was set aside: %s\n", c.o.now().Format("2006-01-02T15:04:05Z"), c.id, reason)
	noted := os.WriteFile(noteOf(path), []byte(note), 0o644) // a full disk must not stop what follows
	if err := move(c.report(), path); err != nil {
		return receipt, storageFault(errors.Join(err, noted), "cannot set damaged report %s aside", c.id)
	}
	c.o.log.Error("a damaged report was set aside", "report", c.id, "reason", reason, "file", path)
	c.o.backlog.forget(c.id)
	c.o.tidy(damagedFolder)
	return receipt, fault.New(fault.Storage, "report %s is damaged: %s", c.id, reason).
		WithHint("its file is %s; if the unit's data is elsewhere, report it again", path)
}

// damagedFiles lists the files set aside of one report, or of all with uuid.Nil.
func (o *Outbox) damagedFiles(id uuid.UUID) ([]string, error) {
	names, err := readNames(o.path(damagedFolder))
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, name := range names {
		of, ok := damagedID(name)
		if ok && (id == uuid.Nil || of == id) {
			paths = append(paths, filepath.Join(o.path(damagedFolder), name))
		}
	}
	return paths, nil
}

// damagedID is the report's id in the name ID-TOKEN.report.
func damagedID(name string) (uuid.UUID, bool) {
	stem, ok := strings.CutSuffix(name, reportSuffix)
	if !ok || len(stem) <= 36 || stem[36] != '-' {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(stem[:36])
	return id, err == nil
}

// damagedRecord describes a file set aside, as far as it can be read.
func damagedRecord(path string) Record {
	r, _ := readHeader(path) // that it is unreadable is known
	if id, ok := damagedID(filepath.Base(path)); ok {
		r.ID = id
	}
	reason, err := os.ReadFile(noteOf(path))
	if err != nil {
		reason = []byte("no reason is noted")
	}
	r.State, r.Path, r.Problem = Damaged, path, shorten(strings.TrimSpace(string(reason)))
	return r
}
