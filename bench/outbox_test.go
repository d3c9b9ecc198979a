package main

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/watsrun/watsrun/delivery"
)

func withBacklog(b *testing.B, run func(b *testing.B, o *delivery.Outbox, waiting int)) {
	for _, waiting := range []int{100, 1000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			o, err := backlog(b.Context(), filepath.Join(b.TempDir(), "outbox"), waiting)
			if err != nil {
				b.Fatal(err)
			}
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
		if err := submits(b.Context(), o)(b.N); err != nil {
			b.Fatal(err)
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
