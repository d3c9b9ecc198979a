package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
)

var schema = []string{"CREATE TABLE thing (name TEXT PRIMARY KEY, size INTEGER)"}

// open opens a database that the end of the test closes.
func open(t *testing.T, path string) *DB {
	t.Helper()
	d, err := Open(t.Context(), path, schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// eachKind runs a test on a file and in memory.
func eachKind(t *testing.T, f func(*testing.T, *DB)) {
	name := "x#y%z?.db"
	if runtime.GOOS == "windows" {
		name = "x#y%z.db" // names have no question mark there
	}
	t.Run("file", func(t *testing.T) { f(t, open(t, filepath.Join(t.TempDir(), "a folder", name))) })
	t.Run("memory", func(t *testing.T) { f(t, open(t, "")) })
}

func add(name string) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO thing VALUES (?, 1)", name)
		return err
	}
}

func count(t *testing.T, d *DB) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *Tx) error {
		_, err := tx.Find([]any{&n}, "SELECT count(*) FROM thing")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestConcurrentWritesAllArrive(t *testing.T) {
	eachKind(t, func(t *testing.T, d *DB) {
		var group sync.WaitGroup
		for i := range 100 {
			group.Go(func() {
				if err := d.Write(t.Context(), add(fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			})
			group.Go(func() {
				if err := d.Read(t.Context(), func(tx *Tx) error {
					return tx.Each(func(*sql.Rows) error { return nil }, "SELECT name FROM thing")
				}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := count(t, d); n != 100 {
			t.Errorf("%d rows, want 100", n)
		}
	})
}

func TestAFailedWriteLeavesTheOthersOfItsCommit(t *testing.T) {
	eachKind(t, func(t *testing.T, d *DB) {
		boom := errors.New("boom")
		jobs := []*job{}
		for _, do := range []func(*Tx) error{
			add("a"),
			func(tx *Tx) error { return errors.Join(add("b")(tx), boom) },
			func(*Tx) error { panic("surprise") },
			add("a"), // breaks the primary key
			add("c"),
		} {
			jobs = append(jobs, &job{ctx: t.Context(), do: do, done: make(chan struct{})})
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		jobs = append(jobs, &job{ctx: ended, do: add("d"), done: make(chan struct{})})
		d.commit(jobs)
		for i, ok := range []bool{true, false, false, false, true, false} {
			if (jobs[i].err == nil) != ok {
				t.Errorf("job %d: %v", i, jobs[i].err)
			}
		}
		if !errors.Is(jobs[1].err, boom) || fault.KindOf(jobs[2].err) != fault.Bug || !errors.Is(jobs[5].err, context.Canceled) {
			t.Errorf("errors are %v, %v, %v", jobs[1].err, jobs[2].err, jobs[5].err)
		}
		if n := count(t, d); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
	})
}

func TestAGivenUpTransactionFailsEveryJobOfItsCommit(t *testing.T) {
	eachKind(t, func(t *testing.T, d *DB) {
		jobs := []*job{}
		for _, do := range []func(*Tx) error{
			add("a"),
			func(tx *Tx) error { // what SQLite does by itself on a full disk
				_, err := tx.conn.ExecContext(tx.ctx, "ROLLBACK")
				return errors.Join(err, errors.New("no room"))
			},
			add("b"),
		} {
			jobs = append(jobs, &job{ctx: t.Context(), do: do, done: make(chan struct{})})
		}
		d.commit(jobs)
		for i, j := range jobs {
			if j.err == nil {
				t.Errorf("job %d was told that it is stored", i)
			}
		}
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows, want none", n)
		}
		if err := d.Write(t.Context(), add("later")); err != nil {
			t.Errorf("the next write: %v", err)
		}
	})
}

func TestReopenedFileHasItsRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	d, err := Open(t.Context(), path, schema)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), add("a")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Close(), d.Close()); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); len(left) != 1 || err != nil {
		t.Errorf("after Close there is %v beside the file, %v", left, err)
	}
	if err := d.Write(t.Context(), add("b")); fault.KindOf(err) != fault.Server {
		t.Errorf("a write after Close: %v", err)
	}
	if err := d.Read(t.Context(), func(*Tx) error { return nil }); fault.KindOf(err) != fault.Server {
		t.Errorf("a read after Close: %v", err)
	}
	if n := count(t, open(t, path)); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestTwoOpenersOfOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	databases := make([]*DB, 4)
	var group sync.WaitGroup
	for i := range databases {
		group.Go(func() {
			d, err := Open(t.Context(), path, schema)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { _ = d.Close() })
			databases[i] = d
			for k := range 25 {
				if err := d.Write(t.Context(), add(fmt.Sprint(i, "-", k))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := count(t, databases[0]); n != 100 {
		t.Errorf("%d rows, want 100", n)
	}
}

func TestForeignAndNewerFilesAreRefusedAndLeftAlone(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text.db")
	if err := os.WriteFile(text, []byte("this is not a database, and long enough to be looked at"), 0o644); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(folder, "foreign.db")
	pool, err := sql.Open("sqlite", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec("CREATE TABLE secret (x)"); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(folder, "newer.db")
	d, err := Open(t.Context(), newer, append(schema, "CREATE TABLE later (x)"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, foreign, newer, folder} {
		d, err := Open(t.Context(), path, schema)
		if err == nil {
			_ = d.Close()
		}
		if f := fault.Of(err); f == nil || f.Kind != fault.Config || f.Hint == "" {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}

func TestMigrationsRunOnceAndInOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	d, err := Open(t.Context(), path, schema)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Write(t.Context(), add("a")), d.Close()); err != nil {
		t.Fatal(err)
	}
	d, err = Open(t.Context(), path, append(schema, "ALTER TABLE thing ADD COLUMN colour TEXT DEFAULT 'red'"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var colour string
	if err := d.Read(t.Context(), func(tx *Tx) error {
		_, err := tx.Find([]any{&colour}, "SELECT colour FROM thing WHERE name = 'a'")
		return err
	}); err != nil || colour != "red" {
		t.Errorf("colour %q, %v", colour, err)
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "y.db"), []string{"CREATE NONSENSE"}); fault.KindOf(err) != fault.Bug {
		t.Errorf("a broken migration: %v", err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "x.db"))
	if err := d.Read(t.Context(), add("a")); err == nil {
		t.Error("a reader wrote")
	}
}

func TestLowerAndUpperKnowMoreThanASCII(t *testing.T) {
	d := open(t, "")
	var lower, upper string
	if err := d.Read(t.Context(), func(tx *Tx) error {
		_, err := tx.Find([]any{&lower, &upper}, "SELECT lower('ØYVIND Ä'), upper('øyvind ä')")
		return err
	}); err != nil || lower != "øyvind ä" || upper != "ØYVIND Ä" {
		t.Errorf("%q, %q, %v", lower, upper, err)
	}
}

func BenchmarkOpenExisting(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.db")
	for b.Loop() {
		d, err := Open(b.Context(), path, schema)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	d, err := Open(b.Context(), filepath.Join(b.TempDir(), "x.db"), schema)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := d.Write(b.Context(), func(tx *Tx) error {
				_, err := tx.Exec("INSERT INTO thing VALUES (NULL, 1)")
				return err
			}); err != nil {
				b.Error(err)
			}
		}
	})
}
