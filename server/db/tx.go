package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// statementCache bounds the prepared statements of one connection. Queries that people write differ from one another;
// the program's own are far fewer than this.
const statementCache = 200

// Tx is one connection inside a transaction. It keeps the statements that it has prepared, since compiling an insert
// costs more than running it. It belongs to one goroutine, and only until the function that was given it returns.
type Tx struct {
	pool       *sql.DB
	readOnly   bool
	conn       *sql.Conn
	ctx        context.Context // of the present transaction
	statements map[string]*sql.Stmt
}

// Exec runs a statement with its parameters.
func (t *Tx) Exec(query string, args ...any) (sql.Result, error) {
	statement, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(t.ctx, args...)
}

// Query runs a query with its parameters. The rows must be closed before the transaction ends.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	statement, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(t.ctx, args...)
}

// Each runs a query and calls scan once for every row.
func (t *Tx) Each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := t.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Find reads the first row of a query into the targets and says whether there was one.
func (t *Tx) Find(targets []any, query string, args ...any) (bool, error) {
	statement, err := t.prepare(query)
	if err != nil {
		return false, err
	}
	err = statement.QueryRowContext(t.ctx, args...).Scan(targets...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// prepare compiles a query, or finds it compiled.
func (t *Tx) prepare(query string) (*sql.Stmt, error) {
	if statement, ok := t.statements[query]; ok {
		return statement, nil
	}
	if len(t.statements) >= statementCache {
		t.forget()
	}
	statement, err := t.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, err
	}
	t.statements[query] = statement
	return statement, nil
}

// forget drops the prepared statements.
func (t *Tx) forget() {
	for _, statement := range t.statements {
		_ = statement.Close() // closing a statement can only repeat the error of its last use
	}
	clear(t.statements)
}

// begin starts a transaction, and opens the connection when this is its first.
func (t *Tx) begin(ctx context.Context, statement string) error {
	t.ctx = ctx
	if t.conn == nil {
		if err := t.connect(ctx); err != nil {
			return err
		}
	}
	_, err := t.conn.ExecContext(ctx, statement)
	return err
}

func (t *Tx) connect(ctx context.Context) error {
	conn, err := t.patientConn(ctx)
	if err != nil {
		return err
	}
	if t.readOnly {
		if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 1"); err != nil {
			return errors.Join(err, conn.Close())
		}
	}
	t.conn, t.statements = conn, map[string]*sql.Stmt{}
	return nil
}

// patientConn opens a connection. While another process makes the file, or has just closed it, SQLite refuses at once instead of
// waiting as it does for everything else.
func (t *Tx) patientConn(ctx context.Context) (*sql.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	for {
		conn, err := t.pool.Conn(ctx)
		if err == nil || !Busy(err) {
			return conn, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(busyStep):
		}
	}
}

// close ends the connection, if there is one.
func (t *Tx) close() error {
	if t.conn == nil {
		return nil
	}
	t.forget()
	return t.conn.Close()
}

// end finishes a transaction even when the caller's context has ended. Where SQLite has rolled back by itself there is
// nothing left to finish, and the error that made it do so has been returned already.
func (t *Tx) end(statement string) {
	_, _ = t.conn.ExecContext(context.WithoutCancel(t.ctx), statement)
	t.ctx = nil
}

// Busy says whether err means that another process kept the database locked for longer than the wait allowed, so that
// the same call may work later.
func Busy(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// Full says whether err means that the disk has no room left.
func Full(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == sqlite3.SQLITE_FULL
}
