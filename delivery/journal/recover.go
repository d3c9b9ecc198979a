package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/durable"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
	"github.com/watsrun/watsrun/report"
)

// Found is a report whose process is gone.
type Found struct {
	Header
	Report   *report.Report // as it is to be sent
	Complete bool           // the script had submitted it; else it was finished as Terminated
	Path     string
}

// Tally counts what Recover did.
type Tally struct {
	Recovered int
	Damaged   int // set aside; what could be read of them is among the recovered
	Left      int // journals that stay for the next start
}

// Recover hands each report whose process is gone to keep, and removes its journal when keep has it. Journals of living
// processes are not touched. Keep must know reports that it has already, by their ids. When it refuses one for good, by a
// fault of kind validation, the journal is set aside; after any other error it stays. Trouble with single journals is logged;
// the error is trouble with the folder.
func (j *Journal) Recover(ctx context.Context, keep func(context.Context, Found) error) (Tally, error) {
	var t Tally
	entries, err := os.ReadDir(j.opts.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return t, fault.Wrap(fault.Storage, err, "cannot look for journals of tests that were cut short").WithHint("check the outbox's folder")
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), suffix) {
			continue
		}
		path := filepath.Join(j.opts.Dir, e.Name())
		if ctx.Err() != nil {
			t.Left++
		} else if err := j.recover(ctx, path, keep, &t); err != nil {
			t.Left++
			j.log.Error("a journal cannot be recovered; the next start tries again", "file", path, "error", err)
		}
	}
	return t, nil
}

// CutShort counts the journals in a folder whose process is gone: the reports that the next Recover finds.
func CutShort(dir string) int {
	paths, _ := filepath.Glob(filepath.Join(dir, "*"+suffix)) // the pattern is not malformed
	return len(slices.DeleteFunc(paths, alive))
}

// alive tells whether a process holds a journal, or has just removed it.
func alive(path string) bool {
	f, err := sharedfile.OpenExisting(path)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer f.Close()
	free, err := tryLock(f)
	return err == nil && !free
}

// recover deals with one journal, unless somebody has it.
func (j *Journal) recover(ctx context.Context, path string, keep func(context.Context, Found) error, t *Tally) error {
	f, err := sharedfile.OpenExisting(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // its process has removed it just now
	}
	if err != nil {
		return err
	}
	mine := &file{f: f, path: path}
	free, err := tryLock(f)
	if err != nil || !free || !sameFile(f, path) {
		return errors.Join(err, f.Close())
	}
	c, err := read(f)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if c.Journal == 0 && c.problem == "" {
		return errors.Join(f.Close(), j.removeStale(path))
	}
	return j.settle(ctx, mine, c, keep, t)
}

// sameFile tells whether the path still leads to the file: another process may have dealt with it before it was locked.
func sameFile(f *os.File, path string) bool {
	here, err := f.Stat()
	there, errThere := os.Stat(path)
	return err == nil && errThere == nil && os.SameFile(here, there)
}

func read(f *os.File) (content, error) {
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return content{}, err
	}
	if len(data) > maxSize {
		return content{problem: fmt.Sprintf("it is longer than %d bytes", maxSize)}, nil
	}
	return parse(data), nil
}

// removeStale removes a journal without a first line, which the crash came before, unless its process is about to write it.
func (j *Journal) removeStale(path string) error {
	info, err := os.Stat(path)
	if err != nil || j.now().Sub(info.ModTime()).Abs() < time.Hour {
		return nil
	}
	return sharedfile.Remove(path)
}

// settle hands over what a journal says.
func (j *Journal) settle(ctx context.Context, f *file, c content, keep func(context.Context, Found) error, t *Tally) error {
	found, problem := c.found(f.path)
	if found != nil {
		err := keep(ctx, *found)
		switch {
		case fault.KindOf(err) == fault.Validation:
			problem = fault.Of(err).Message
		case err != nil:
			return errors.Join(err, f.close())
		default:
			t.Recovered++
		}
	}
	if problem == "" {
		return f.remove()
	}
	t.Damaged++
	return j.setAside(f, problem)
}

// found is the report of a journal; nil where there is none. The problem is empty for a journal that is as it was written.
func (c content) found(path string) (found *Found, problem string) {
	if len(c.parts) == 0 {
		return nil, c.problem // the crash came before the first mark
	}
	r, left, err := report.Assemble(c.parts, c.Mode)
	if err != nil {
		return nil, strings.TrimPrefix(c.problem+"; "+fault.Of(err).Message, "; ")
	}
	if problem = c.problem; problem == "" && left > 0 {
		problem = fmt.Sprintf("%d parts of the report cannot be used", left)
	}
	if problem != "" {
		r.NormaliseLoops()
	}
	complete := c.complete && problem == "" // what lacks a step is not what was submitted
	if !complete {
		r.Terminate(c.cut(r, problem))
	}
	return &Found{Header: c.Header, Report: r, Complete: complete, Path: path}, problem
}

// cut says how the test ended, as far as is known.
func (c content) cut(r *report.Report, problem string) report.Cut {
	why := fmt.Sprintf("Cut short: watsrun or its computer stopped; this is what was known after %.1f s.", c.at)
	if problem != "" {
		why += " Its journal was damaged: some of it may be missing."
	}
	cut := report.Cut{Why: why}
	if start := r.Start.Time(); r.Start.Valid() && !c.Began.IsZero() && !start.Before(c.RunStart) {
		if seconds := c.at + c.Began.Sub(start).Seconds(); seconds >= 0 {
			seconds = float64(int64(seconds*1000)) / 1000
			cut.Seconds = &seconds
		}
	}
	return cut
}

// setAside keeps a damaged journal for people, and lets go of it.
func (j *Journal) setAside(f *file, problem string) error {
	folder := filepath.Join(j.opts.Dir, "damaged")
	if err := durable.MakeFolder(folder); err != nil {
		return errors.Join(err, f.close())
	}
	to := filepath.Join(folder, filepath.Base(f.path))
	moved := sharedfile.Rename(f.path, to) // before others can have it
	if err := errors.Join(moved, f.close()); err != nil {
		return err
	}
	j.log.Error("a damaged journal was set aside", "file", to, "problem", problem)
	return errors.Join(durable.SyncFolder(folder), prune(folder))
}

// maxDamaged is how many damaged journals are kept.
const maxDamaged = 100

// prune removes the oldest journals beyond those that are kept.
func prune(folder string) error {
	entries, err := os.ReadDir(folder)
	var files []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, f := range files[:max(0, len(files)-maxDamaged)] {
		err = errors.Join(err, sharedfile.Remove(filepath.Join(folder, f.Name())))
	}
	return err
}
