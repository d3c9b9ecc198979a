package main

import (
	"testing"

	"github.com/watsrun/watsrun/modules/wats"
)

func benchmark(b *testing.B, maxRuns int, source string) {
	r, err := newRuntime(wats.NewClient(wats.Options{Defaults: defaults}), maxRuns)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	run := scripts(b.Context(), r, source)
	b.ReportAllocs()
	b.ResetTimer()
	if err := run(b.N); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkRunOnReusedVM(b *testing.B) { benchmark(b, 0, trivial) }

func BenchmarkRunOnFreshVM(b *testing.B) { benchmark(b, 1, trivial) }

func BenchmarkThousandSteps(b *testing.B) { benchmark(b, 0, thousandSteps) }
