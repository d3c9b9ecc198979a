package journal

import (
	"os"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// About is what a journal says of a unit besides its report.
type About struct {
	RunID         string    `json:"run_id,omitempty"`
	CorrelationID string    `json:"correlation_id,omitempty"`
	Script        string    `json:"script,omitempty"`
	RunStart      time.Time `json:"run_start"`
}

// Record is the journal of one report. Its lock is held while somebody changes the report, or sends it, who is not the
// script, or whom Quiet does not keep from it; all methods but Unlock want it held.
type Record struct {
	run   *Run
	about About
	began time.Time

	mu       sync.Mutex
	report   *report.Report // read in look and by who submits it only: at any other time the script may be changing it
	recorder *report.Recorder
	head     Header // as it was before there was a file
	name     string // of the file, likewise
	pending  []byte // lines that are not written yet
	file     *file  // nil before the first of them is
	ended    bool
	warned   bool
}

// Lock keeps everybody else from the report and its journal.
func (r *Record) Lock() { r.mu.Lock() }

// Unlock ends what Lock began.
func (r *Record) Unlock() { r.mu.Unlock() }

// look notes what has changed in the report. What could not be written yet is not looked at again, so that no more than one look
// ever waits for a disk.
func (r *Record) look() {
	if !r.mu.TryLock() {
		return // it is being submitted just now
	}
	defer r.mu.Unlock()
	if !r.ended && len(r.pending) == 0 {
		r.note()
	}
}

// note adds the lines of what has changed.
func (r *Record) note() {
	w, before := lines{r.pending}, len(r.pending)
	if r.file == nil {
		r.head, r.name = r.header(), fileName(r.report)
	}
	at := r.run.j.now().Sub(r.began)
	r.recorder.Changes(func(p report.Part) { w.part(at, p) })
	if len(w.buf) > before {
		w.mark(at, saved)
	}
	r.pending = w.buf
}

// save writes what was noted. That the disk cannot is said once, and no reason to stop a test.
func (r *Record) save() {
	if !r.mu.TryLock() {
		return // it is being submitted, which may take its time; other units need not wait for that
	}
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	log := r.run.j.log.With("serial_number", r.head.SerialNumber, "report", r.head.ReportID)
	err := r.write()
	switch {
	case err != nil && !r.warned:
		log.Warn("the unit's journal cannot be written: the test goes on, but a crash would lose its report", "error", err)
	case err == nil && r.warned:
		log.Info("the unit's journal is written again")
	}
	r.warned = err != nil
}

// write makes the pending lines durable, in a new file where there is none.
func (r *Record) write() error {
	if len(r.pending) == 0 {
		return nil
	}
	if r.file == nil {
		w := lines{}
		if err := w.header(r.head); err != nil {
			return err
		}
		f, err := r.run.j.create(r.name, w.buf)
		if err != nil {
			return err
		}
		r.file = f
	}
	if err := r.file.append(r.pending); err != nil {
		return err
	}
	r.pending = r.pending[:0]
	return nil
}

func (r *Record) header() Header {
	host, _ := os.Hostname() // for people only
	rep := r.report
	return Header{
		Journal: format, ReportID: rep.ID, SerialNumber: rep.SN, PartNumber: rep.PN, Began: r.began.Round(0), Mode: rep.Mode(),
		About: r.about, Program: r.run.j.opts.Program, Host: host, PID: os.Getpid(),
	}
}

// Seal notes that the report is as it is to be sent: after a crash it is sent so, and is not Terminated. Without always
// it does nothing for a report that is not in the journal yet. A later change of the report takes it back.
func (r *Record) Seal(always bool) error {
	if r.ended && always {
		return fault.New(fault.Storage, "report %s was submitted before, and its journal has ended", r.report.ID)
	}
	if r.ended || !always && r.file == nil && len(r.pending) == 0 {
		return nil
	}
	r.note()
	w := lines{r.pending}
	w.mark(r.run.j.now().Sub(r.began), complete)
	r.pending = w.buf
	if err := r.write(); err != nil {
		return fault.Wrap(fault.Storage, err, "report %s cannot be written to the journal", r.report.ID)
	}
	return nil
}

// Remove ends the journal of a report that is safe elsewhere, or that nobody wants.
func (r *Record) Remove() {
	if r.end(); r.file == nil {
		return
	}
	if err := r.file.remove(); err != nil {
		r.run.j.log.Warn("a journal cannot be removed; the next start will do it", "file", r.file.path, "error", err)
	}
	r.file = nil
}

// Leave ends the journal, if there is one, and leaves its file to the next start.
func (r *Record) Leave() {
	if r.end(); r.file == nil {
		return
	}
	if err := r.file.close(); err != nil {
		r.run.j.log.Warn("a journal cannot be closed", "file", r.file.path, "error", err)
	}
	r.file = nil
}

func (r *Record) end() {
	r.ended, r.pending = true, nil
	r.run.forget(r)
}
