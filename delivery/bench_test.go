package delivery

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/sharedfile"
)

// The bodies are 8 KiB, as in the measurements of durable stores.
var benchBody = strings.Repeat("x", 8<<10)

// nowhere is a server that takes no time.
var nowhere = SenderFunc(func(context.Context, Entry) error { return nil })

// withBacklog runs a benchmark with so many reports waiting, written without syncs.
func withBacklog(b *testing.B, run func(b *testing.B, o *Outbox)) {
	for _, waiting := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			o := open(b, Options{KeepDelivered: Keep{Count: 100}})
			for range waiting {
				fastPut(b, o, entry(benchBody))
			}
			b.ResetTimer()
			run(b, o)
		})
	}
}

// fastPut stores a report as Put does, but as durably as a memory.
func fastPut(b *testing.B, o *Outbox, e Entry) uuid.UUID {
	b.Helper()
	r, bad := o.newRecord(e)
	if bad != nil {
		b.Fatal(bad)
	}
	header, err := encodeHeader(r)
	if err == nil {
		err = os.WriteFile(o.file(newFolder, e.ID), append(header, e.Body...), 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	return e.ID
}

func BenchmarkPut(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *Outbox) {
		for b.Loop() {
			put(b, o, entry(benchBody))
		}
	})
}

func BenchmarkPutParallel(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *Outbox) {
		b.SetParallelism(4)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				put(b, o, entry(benchBody))
			}
		})
	})
}

func BenchmarkPutAndDeliver(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *Outbox) {
		for b.Loop() {
			deliver(b, o, put(b, o, entry(benchBody)), nowhere, Delivered)
		}
	})
}

func BenchmarkClaim(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *Outbox) {
		id := put(b, o, entry(benchBody))
		for b.Loop() {
			c, err := take(o, id)
			if err == nil {
				err = sharedfile.Rename(c.report(), o.file(retryFolder, id))
			}
			if err != nil {
				b.Fatal(err)
			}
			c.release()
		}
	})
}

// BenchmarkLook is the cost of one look of a sender at the folders: cold by a new process, warm between passes.
func BenchmarkLook(b *testing.B) {
	withBacklog(b, func(b *testing.B, o *Outbox) {
		for name, forget := range map[string]bool{"cold": true, "warm": false} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if forget {
						o.backlog.learned(nil)
					}
					if _, _, _, err := o.due(time.Now(), func(candidate, time.Time) bool { return true }); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}
