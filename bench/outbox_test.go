package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
func backlog(b *testing.B, waiting int) *delivery.Outbox {
	b.Helper()
	o, err := delivery.Open(delivery.Options{Dir: filepath.Join(b.TempDir(), "outbox")})
	if err != nil {
		b.Fatal(err)
	}
	for range waiting {
		e := newReport()
		sum := sha256.Sum256(e.Body)
		header := fmt.Sprintf(`{"format":1,"id":"%s","content_type":"application/json","priority":5,"created":"%s","bytes":%d,"sha256":"%s","attempts":0}`+"\n",
			e.ID, time.Now().UTC().Format(time.RFC3339Nano), len(e.Body), hex.EncodeToString(sum[:]))
		path := filepath.Join(o.Dir(), "new", e.ID.String()+".report")
		if err := os.WriteFile(path, append([]byte(header), e.Body...), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	if folder, err := os.Open(filepath.Join(o.Dir(), "new")); err == nil {
		_ = folder.Sync() // so that nothing of this is left to be written while the clock runs; not every system can
		folder.Close()
	}
	if n, _, err := o.Depth(b.Context()); n != waiting || err != nil {
		b.Fatalf("%d reports wait, %v; want %d", n, err, waiting)
	}
	return o
}

func withBacklog(b *testing.B, run func(b *testing.B, o *delivery.Outbox, waiting int)) {
	for _, waiting := range []int{100, 1000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			o := backlog(b, waiting)
			b.ResetTimer()
			run(b, o, waiting)
		})
	}
}

func reportsPerSecond(b *testing.B, reports int) {
	b.ReportMetric(float64(reports)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkOutboxSubmit accepts reports durably and delivers each, while others wait.
func BenchmarkOutboxSubmit(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *delivery.Outbox, _ int) {
		for b.Loop() {
			if r, err := o.Submit(b.Context(), newReport(), takesAll); err != nil || r.State != delivery.Delivered {
				b.Fatal(r, err)
			}
		}
		reportsPerSecond(b, b.N)
	})
}

// BenchmarkOutboxDrain delivers the first 2000 reports of those that wait (100 or 1000 where there are no more), by a sender that
// has just been started and knows none of them.
func BenchmarkOutboxDrain(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *delivery.Outbox, waiting int) {
		reports := min(waiting, 2000)
		sent := 0
		for b.Loop() {
			sent += drain(b, o.Dir(), min(reports, waiting-sent))
		}
		reportsPerSecond(b, sent)
	})
}

// drain sends so many reports.
func drain(b *testing.B, dir string, reports int) (sent int) {
	b.Helper()
	if reports == 0 {
		b.Fatal("nothing is left to send; use -benchtime 1x")
	}
	o, err := delivery.Open(delivery.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	stop := make(chan struct{})
	o.Run(b.Context(), delivery.SenderFunc(func(context.Context, delivery.Entry) error {
		if sent++; sent == reports {
			close(stop)
		}
		return nil
	}), stop)
	return sent
}
