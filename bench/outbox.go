package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
)

// takesAll is a server that takes every report at once, so that only the outbox costs time.
var takesAll = delivery.SenderFunc(func(context.Context, delivery.Entry) error { return nil })

// newReport is a report of 2 KiB, a score of steps, with a new id.
func newReport() delivery.Entry {
	return delivery.Entry{Meta: delivery.Meta{ID: uuid.Must(uuid.NewV7()), ContentType: "application/json"}, Body: []byte(strings.Repeat("x", 2<<10))}
}

// backlog makes an outbox in which so many reports wait. They are written as the outbox writes them, but without waiting for
// the disk, which would take minutes.
func backlog(ctx context.Context, dir string, waiting int) (*delivery.Outbox, error) {
	o, err := delivery.Open(delivery.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	for range waiting {
		e := newReport()
		sum := sha256.Sum256(e.Body)
		header := fmt.Sprintf(`{"format":1,"id":"%s","content_type":"application/json","priority":5,"created":"%s","bytes":%d,"sha256":"%s","attempts":0}`+"\n",
			e.ID, time.Now().UTC().Format(time.RFC3339Nano), len(e.Body), hex.EncodeToString(sum[:]))
		path := filepath.Join(o.Dir(), "new", e.ID.String()+".report")
		if err := os.WriteFile(path, append([]byte(header), e.Body...), 0o600); err != nil {
			return nil, err
		}
	}
	if folder, err := os.Open(filepath.Join(o.Dir(), "new")); err == nil {
		_ = folder.Sync() // so that nothing of this is left to be written while the clock runs; not every system can
		folder.Close()
	}
	n, _, err := o.Depth(ctx)
	if err == nil && n != waiting {
		err = fmt.Errorf("%d reports wait, want %d", n, waiting)
	}
	return o, err
}

// submits accepts reports durably and delivers each, n times, while others wait.
func submits(ctx context.Context, o *delivery.Outbox) func(n int) error {
	return func(n int) error {
		for range n {
			if _, err := o.Submit(ctx, newReport(), takesAll); err != nil { // without one it is delivered
				return err
			}
		}
		return nil
	}
}
