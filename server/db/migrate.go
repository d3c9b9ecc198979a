package db

import (
	"context"
	"fmt"

	"github.com/watsrun/watsrun/internal/fault"
)

// migrate brings the schema up to date. Several processes may open a new file at once: the version is read again
// inside the transaction that changes it.
func (d *DB) migrate(ctx context.Context, path string, migrations []string) error {
	tx := <-d.writer
	defer func() { d.writer <- tx }()
	if err := tx.begin(ctx, "BEGIN"); err != nil {
		return unusable(path, err)
	}
	version, err := tx.version(path, len(migrations))
	tx.end("ROLLBACK")
	if err != nil || version == len(migrations) {
		return err
	}
	if err := tx.begin(ctx, "BEGIN IMMEDIATE"); err != nil {
		return unusable(path, err)
	}
	if err := tx.upgrade(path, migrations); err != nil {
		tx.end("ROLLBACK")
		return err
	}
	if _, err := tx.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return unusable(path, err)
	}
	return nil
}

// upgrade runs the migrations that this database has not seen.
func (t *Tx) upgrade(path string, migrations []string) error {
	version, err := t.version(path, len(migrations))
	if err != nil {
		return err
	}
	for n := version; n < len(migrations); n++ {
		if _, err := t.conn.ExecContext(t.ctx, migrations[n]); err != nil {
			return fault.Wrap(fault.Bug, err, "cannot bring the database %s to version %d", path, n+1)
		}
	}
	_, err = t.conn.ExecContext(t.ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d",
		applicationID, len(migrations)))
	return err
}

// version reads the schema's version: 0 for an empty file. A file of another program or of a newer version is refused.
func (t *Tx) version(path string, known int) (int, error) {
	var id, version, objects int
	for pragma, into := range map[string]*int{
		"PRAGMA application_id": &id, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_schema": &objects,
	} {
		if err := t.conn.QueryRowContext(t.ctx, pragma).Scan(into); err != nil {
			return 0, unusable(path, err)
		}
	}
	switch {
	case objects > 0 && id != applicationID:
		return 0, fault.New(fault.Config, "%s is a database of another program", path).
			WithHint("choose another path for the server's data")
	case version > known:
		return 0, fault.New(fault.Config, "the database %s has schema version %d, this program knows %d", path, version, known).
			WithHint("use the newer watsrun that wrote it, or another path")
	}
	return version, nil
}

// unusable is the fault of a file that cannot be opened or read as a database.
func unusable(path string, err error) error {
	if Busy(err) {
		return fault.Wrap(fault.Config, err, "the database %s is locked by another process", path).
			WithHint("end the process that keeps it locked, or choose another path")
	}
	return fault.Wrap(fault.Config, err, "cannot use %s as a database", path).
		WithHint("check that the path is a file of this program that this user may write to; move a damaged file aside")
}
