package wats

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// script is a callback that is a Go function.
type script func(ctx context.Context) error

func (s script) Call(ctx context.Context, _ ...any) ([]modules.Raw, error) { return nil, s(ctx) }

func (s *site) correlations() []string {
	var ids []string
	for _, r := range s.all() {
		ids = append(ids, r.header.Get("X-Correlation-Id"))
	}
	return ids
}

func TestEachCallHasAnIDThatItsRequestsShare(t *testing.T) {
	s := pages(t, func(_, top, skip int) (int, int) { return skip, min(skip+top, 5) })
	c := newClient(t, s.URL)
	ctx := inRun(t)
	_, _ = find(t, c, "get_version").call(t, ctx, nil)
	out, err := find(t, c, "report.each_uut_header").Invoke(ctx, nil, &eachArgs{OrderBy: "start desc", PageSize: 3})
	if err != nil {
		t.Fatal(err)
	}
	for it, more := out.(modules.Iterator), true; more; {
		_, _, more = it.Next()
	}
	_, _ = find(t, c, "get_version").call(t, ctx, nil)
	if got, want := s.correlations(), []string{callID, corrID + ".2", corrID + ".2", corrID + ".2", corrID + ".3"}; !slices.Equal(got, want) {
		t.Errorf("the ids are %q, want %q", got, want)
	}
}

func TestWithCorrelation(t *testing.T) {
	s := serve(t, says(503, "text/plain", "busy"))
	c := newClient(t, s.URL)
	ask := func(ctx context.Context) error {
		_, err := find(t, c, "get_version").call(t, ctx, nil)
		return err
	}
	with := func(ctx context.Context, id string, fn script) error {
		_, err := withCorrelation(ctx, &correlationArgs{ID: id, Fn: fn})
		return err
	}
	ctx := inRun(t)
	_ = ask(ctx)
	err := with(ctx, "order-77", func(ctx context.Context) error {
		_ = ask(ctx)
		_ = with(ctx, "inner", func(ctx context.Context) error { _ = ask(ctx); return errors.New("raised") })
		return ask(ctx)
	})
	_ = ask(ctx)
	if f := fault.Of(err); f.CorrelationID != "order-77.4" {
		t.Errorf("the error has the id %q", f.CorrelationID)
	}
	if got, want := s.correlations(), []string{callID, "order-77.2", "inner.3", "order-77.4", corrID + ".5"}; !slices.Equal(got, want) {
		t.Errorf("the ids are %q, want %q", got, want)
	}
	scoped, err := withCorrelation(ctx, &correlationArgs{ID: "x"})
	if err != nil || correlation.ID(scoped[0].(modules.Scoped).Within(ctx)) != "x" {
		t.Errorf("%v, %v", scoped, err)
	}
	for _, id := range []string{"", "a b", "a\nb", "å", "\x7f", strings.Repeat("x", 81)} {
		if err := with(ctx, id, nil); fault.KindOf(err) != fault.Usage {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// TestWhoWatchesCallsSeesThemBeginAndEnd also pins that a loop over pages ends with its last page.
func TestWhoWatchesCallsSeesThemBeginAndEnd(t *testing.T) {
	var ended []string
	begin := func(ctx context.Context, c *call.Call) context.Context {
		c.OnEnd = func(err error) { ended = append(ended, strings.TrimSpace(c.Operation+" "+string(fault.KindOf(err)))) }
		return ctx
	}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("$skip") != "" {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		says(200, "application/json", `[{"uuid":"1"}]`)(w, r)
	})
	c := newClient(t, s.URL, func(o *Options) { o.Begin = begin })
	ctx := inRun(t)
	_, _ = find(t, c, "product.get_products").call(t, ctx, nil)
	_, _ = find(t, c, "product.get_product").call(t, ctx, map[string]any{"part_number": ""})
	out, err := find(t, c, "report.each_uut_header").Invoke(ctx, nil, &eachArgs{OrderBy: "start desc", PageSize: 3})
	if err != nil || len(ended) != 2 {
		t.Fatalf("%v, %q", err, ended)
	}
	it := out.(modules.Iterator)
	_, _, _ = it.Next()
	if _, err, _ := it.Next(); err == nil {
		t.Error("no error of the second page")
	}
	it.Stop()
	if want := []string{"wats.product.get_products", "wats.product.get_product usage", "wats.report.each_uut_header server"}; !slices.Equal(ended, want) {
		t.Errorf("ended are %q, want %q", ended, want)
	}
}

func TestReportsCarryTheirCorrelationWhereAsked(t *testing.T) {
	s := accepting(t)
	b := newBench(t, newClient(t, s.URL, func(o *Options) { o.Correlate = true }))
	r := b.uut("S-1")
	for _, want := range []string{callID, corrID + ".2"} {
		if _, err := b.submit(r); err != nil {
			t.Fatal(err)
		}
		sent, err := report.Decode([]byte(s.last().body))
		if err != nil || len(sent.MiscInfos) != 1 || sent.MiscInfos[0].Description != "correlation_id" || *sent.MiscInfos[0].Text != want {
			t.Errorf("%v: sent %s", err, s.last().body)
		}
	}
	if got := b.states(); !slices.Equal(got, []string{"UUT S-1 P delivered"}) {
		t.Errorf("the ledger has %q", got)
	}
}
