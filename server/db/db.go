// Package db keeps one SQLite database: a writer whose transactions share their commits, a few readers, and a schema
// that is brought up to date when the file is opened. It knows SQL, files and contexts; it may not know HTTP or WATS.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// Memory is the path of a database that lives in memory and ends with its DB.
const Memory = ":memory:"

const (
	readers = 4 // connections that read at the same time; more would wait for the processor, not for the disk

	// busyTimeout bounds the wait for another process that is writing to the same file.
	busyTimeout = 10 * time.Second
	busyStep    = 5 * time.Millisecond // between looks where SQLite does not wait by itself

	// applicationID marks the file as one of ours, so that a foreign database is refused and not altered.
	applicationID = 0x57415453
)

// DB is an open database. It may be used by any number of goroutines, and the same file by several processes.
type DB struct {
	pool   *sql.DB
	writer chan *Tx // holds the one connection that writes, while it is free
	reader chan *Tx // holds the connections that read; in memory this is the writer's channel
	jobs   chan *job
	closed chan struct{} // closed by Close: no job is taken any more
	ended  chan struct{} // closed when the writer has ended
}

// Open opens the database at path, makes it with its folder when it is absent, and runs the migrations that it has
// not seen. Migration number n, counted from 1, leads to schema version n. Path "" means Memory. A file that is no
// database of this program, or one of a newer program, is a config fault and is left as it is.
func Open(ctx context.Context, path string, migrations []string) (*DB, error) {
	if path == "" {
		path = Memory
	}
	pool, err := connect(path)
	if err != nil {
		return nil, err
	}
	d := &DB{
		pool: pool, writer: make(chan *Tx, 1), reader: make(chan *Tx, readers),
		jobs: make(chan *job), closed: make(chan struct{}), ended: make(chan struct{}),
	}
	d.writer <- &Tx{pool: pool}
	for range readers {
		d.reader <- &Tx{pool: pool, readOnly: true}
	}
	if path == Memory {
		d.reader = d.writer // every connection to memory would be a database of its own
	}
	if err := d.migrate(ctx, path, migrations); err != nil {
		return nil, errors.Join(err, d.release())
	}
	go d.write()
	return d, nil
}

// connect makes the pool from which each Tx takes its own connection.
func connect(path string) (*sql.DB, error) {
	if path != Memory {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, fault.Wrap(fault.Config, err, "cannot make the folder of the database %s", path).
				WithHint("choose a folder that this user may write to")
		}
	}
	registerFunctions()
	pool, err := sql.Open("sqlite", source(path))
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot open the database %s", path)
	}
	return pool, nil
}

// source is the driver's name for the path, with what every connection starts from: FULL makes each commit reach the
// disk before it returns.
func source(path string) string {
	query := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-16000)",
	}}
	if path == Memory {
		return "file::memory:?" + query.Encode()
	}
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	name := filepath.ToSlash(path)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // a drive letter
	}
	file := url.URL{Scheme: "file", Path: name, RawQuery: query.Encode()}
	return file.String()
}

// Read runs f in a transaction that sees one state of the database. It must not be called from inside Read or Write.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) error {
	tx, err := take(ctx, d.reader, d.closed)
	if err != nil {
		return err
	}
	defer func() { d.reader <- tx }()
	if err := tx.begin(ctx, "BEGIN"); err != nil {
		return err
	}
	defer tx.end("ROLLBACK")
	tx.ctx = ctx
	return f(tx)
}

// take waits for a free connection.
func take(ctx context.Context, from chan *Tx, closed <-chan struct{}) (*Tx, error) {
	select {
	case <-closed: // wins over a free connection
		return nil, errClosed()
	default:
	}
	select {
	case tx := <-from:
		return tx, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-closed:
		return nil, errClosed()
	}
}

func errClosed() error {
	return fault.New(fault.Server, "the database is closed").WithHint("the server is stopping: send the request again")
}

// Close waits for the reads and writes that have begun and closes the file. Later calls of Read and Write fail.
func (d *DB) Close() error {
	select {
	case <-d.closed:
		return nil
	default:
	}
	close(d.closed)
	<-d.ended
	if err := d.release(); err != nil {
		return fault.Wrap(fault.Server, err, "cannot close the database")
	}
	return nil
}

// release closes each connection once it is free, which the pool does not do with those that it has handed out. The last one
// moves into the file what SQLite keeps beside it: from then on the file is all there is.
func (d *DB) release() error {
	var errs []error
	free := []chan *Tx{d.reader, d.writer}
	if d.reader == d.writer {
		free = free[:1]
	}
	for _, all := range free {
		for range cap(all) {
			errs = append(errs, (<-all).close())
		}
	}
	return errors.Join(append(errs, d.pool.Close())...)
}
