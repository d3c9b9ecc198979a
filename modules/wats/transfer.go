package wats

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
	"github.com/watsrun/watsrun/modules"
)

// transfer bounds the exchange of a file: it may take as long as it goes on, but not stand still for longer than a call
// may take.
type transfer struct {
	limit   time.Duration
	timer   *time.Timer
	stalled error // the cause by which it ends the exchange
}

// newTransfer gives a context that ends when nothing moves any more for as long as a setting allows.
func newTransfer(ctx context.Context, limit time.Duration, setting string) (*transfer, context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	t := &transfer{limit: limit}
	f := fault.New(fault.Timeout, "nothing has moved for %s", limit).WithHint("the server is slow or out of reach; try again, or raise %s", setting)
	f.Retryable, t.stalled = true, f
	t.timer = time.AfterFunc(limit, func() { cancel(t.stalled) })
	return t, ctx, func() { t.timer.Stop(); cancel(nil) }
}

// moving is a reader whose every read shows that something moves.
type moving struct {
	io.Reader
	t *transfer
}

// Read implements io.Reader.
func (m moving) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if n > 0 {
		m.t.timer.Reset(m.t.limit)
	}
	return n, err
}

// save writes the answer to a file, whole or not at all: another file of the name stays until the new one is complete.
func save(ctx context.Context, answer *http.Response, path string) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return unwritable(path, err)
	}
	disk := &target{file: file}
	_, err = io.Copy(disk, modules.Progress(ctx, "receiving "+filepath.Base(path), answer.Body, answer.ContentLength))
	if disk.err = errors.Join(disk.err, file.Close()); err == nil && disk.err == nil {
		disk.err = sharedfile.Rename(file.Name(), path)
	}
	if disk.err != nil {
		err = unwritable(path, disk.err)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// target tells an error of the disk from one of the network.
type target struct {
	file *os.File
	err  error
}

// Write implements io.Writer.
func (d *target) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	d.err = err
	return n, err
}

func unwritable(path string, err error) error {
	return fault.Wrap(fault.Usage, err, "the file %s cannot be written", path).
		WithHint("check that the folder exists, that you may write there and that the disk has room")
}
