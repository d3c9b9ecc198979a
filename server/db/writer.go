package db

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/watsrun/watsrun/internal/fault"
)

// batch bounds the jobs that share one commit, and so the time that the first of them waits for the last.
const batch = 64

// job is one call of Write on its way through the writer.
type job struct {
	ctx  context.Context
	do   func(*Tx) error
	err  error
	done chan struct{}
}

// Write runs f in a transaction and returns once that is safely on the disk. Calls that arrive while another is being
// committed share the next commit, each in a savepoint of its own, so that a fault in one leaves the others alone.
// It must not be called from inside Read or Write. A panic in f becomes a bug fault.
func (d *DB) Write(ctx context.Context, f func(*Tx) error) error {
	j := &job{ctx: ctx, do: f, done: make(chan struct{})}
	select {
	case d.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-d.closed:
		return errClosed()
	}
	<-j.done // the end of ctx is seen by the writer: f uses the caller's variables, so it must have ended
	return j.err
}

// write is the writer's goroutine.
func (d *DB) write() {
	defer close(d.ended)
	for {
		select {
		case first := <-d.jobs:
			d.commit(d.gather(first))
		case <-d.closed:
			return
		}
	}
}

// gather adds the jobs that wait already.
func (d *DB) gather(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < batch {
		select {
		case j := <-d.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// commit runs the jobs in one transaction and tells each how it went, after the commit.
func (d *DB) commit(jobs []*job) {
	tx := <-d.writer
	err := d.transact(tx, jobs)
	d.writer <- tx
	for _, j := range jobs {
		if j.err == nil {
			j.err = err
		}
		close(j.done)
	}
}

// transact runs the jobs between begin and commit. Its error is that of all jobs which have none of their own.
func (d *DB) transact(tx *Tx, jobs []*job) error {
	// No job may be interrupted by the end of its caller's context: SQLite would roll back the whole transaction, and
	// with it the other jobs.
	if err := tx.begin(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range jobs {
		if err := tx.attempt(j); err != nil {
			tx.end("ROLLBACK")
			return err
		}
	}
	if _, err := tx.conn.ExecContext(tx.ctx, "COMMIT"); err != nil {
		tx.end("ROLLBACK")
		return err
	}
	tx.ctx = nil
	return nil
}

// attempt runs one job in a savepoint. The error that it returns is one of the transaction, not of the job: SQLite
// gives up a transaction by itself, for one on a full disk, and then nothing more may run as if it were part of it.
func (t *Tx) attempt(j *job) error {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil
	}
	if _, err := t.Exec("SAVEPOINT job"); err != nil {
		return err
	}
	if j.err = guarded(t, j.do); j.err != nil {
		if _, err := t.Exec("ROLLBACK TO job"); err != nil {
			return fmt.Errorf("the transaction was given up after: %w", j.err)
		}
	}
	_, err := t.Exec("RELEASE job")
	return err
}

// guarded turns a panic of f into its error, since it happens in the writer's goroutine, where nobody else would.
func guarded(t *Tx, f func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			bug := fault.New(fault.Bug, "a write to the database panicked: %v", v)
			bug.Traceback = string(debug.Stack())
			err = bug
		}
	}()
	return f(t)
}
