package correlation

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
)

func TestCallsAreNumberedBelowTheirRun(t *testing.T) {
	run := With(t.Context(), "run")
	first, named := Next(run), With(run, "order-77")
	second, third := Next(named), Next(run)
	for i, c := range []struct {
		ctx  context.Context
		want string
	}{
		{t.Context(), ""},
		{Next(t.Context()), ""},
		{run, "run"},
		{first, "run.1"},
		{named, "order-77"},
		{second, "order-77.2"},
		{third, "run.3"},
		{With(t.Context(), ""), ""},
		{Next(With(t.Context(), "other")), "other.1"},
	} {
		if got := ID(c.ctx); got != c.want {
			t.Errorf("case %d is %q, want %q", i, got, c.want)
		}
	}
}

func TestNoTwoCallsShareAnID(t *testing.T) {
	const calls = 1000
	run := With(t.Context(), "run")
	var seen sync.Map
	var all sync.WaitGroup
	for range calls {
		all.Go(func() {
			if _, twice := seen.LoadOrStore(ID(Next(run)), true); twice {
				t.Error("an id came twice")
			}
		})
	}
	all.Wait()
}

func TestFieldsNestAndStayWithTheirContext(t *testing.T) {
	outer := WithFields(t.Context(), []slog.Attr{slog.String("lot", "A7"), slog.Int("n", 1)})
	inner := WithFields(outer, []slog.Attr{slog.Int("n", 2), slog.Int("m", 3)})
	other := WithFields(outer, []slog.Attr{slog.Int("k", 9)})
	for _, c := range []struct {
		ctx  context.Context
		want string
	}{
		{t.Context(), "[]"}, {outer, "[lot=A7 n=1]"}, {inner, "[lot=A7 n=2 m=3]"}, {other, "[lot=A7 n=1 k=9]"}, {outer, "[lot=A7 n=1]"},
	} {
		if got := fmt.Sprint(Fields(c.ctx)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
