package wats

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// pages answers header queries with rows of numbers, and lets the test say what the server makes of top and skip.
func pages(t *testing.T, page func(request, top, skip int) (from, to int)) *site {
	n := 0
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		top, _ := strconv.Atoi(r.URL.Query().Get("$top"))
		skip, _ := strconv.Atoi(r.URL.Query().Get("$skip"))
		from, to := page(n, top, skip)
		n++
		var rows []string
		for i := from; i < to; i++ {
			rows = append(rows, fmt.Sprintf(`{"uuid":"%d","serialNumber":"S-%d"}`, i, i))
		}
		says(200, "application/json", "["+strings.Join(rows, ",")+"]")(w, r)
	})
}

// loop runs the iterator for at most so many rows and tells their number.
func loop(t *testing.T, s *site, most int, args map[string]any) (rows []string, err error) {
	t.Helper()
	o := find(t, newClient(t, s.URL), "report.each_uut_header")
	in := &eachArgs{OrderBy: "start desc", PageSize: 3}
	if size, ok := args["page_size"].(int); ok {
		in.PageSize = size
	}
	out, err := o.Invoke(inRun(t), nil, in)
	if err != nil {
		return nil, err
	}
	it := out.(modules.Iterator)
	defer it.Stop()
	for len(rows) < most {
		item, err, ok := it.Next()
		if err != nil || !ok {
			return rows, err
		}
		rows = append(rows, string(item.(modules.JSON).Data))
	}
	return rows, nil
}

func TestEachGivesEveryRowOnce(t *testing.T) {
	for name, c := range map[string]struct {
		page     func(request, top, skip int) (from, to int)
		requests int
	}{
		"as asked":            {func(_, top, skip int) (int, int) { return skip, min(skip+top, 7) }, 4},
		"a lower cap":         {func(_, _, skip int) (int, int) { return skip, min(skip+2, 7) }, 5},
		"a page of one":       {func(_, _, skip int) (int, int) { return skip, min(skip+1, 7) }, 8},
		"more than asked":     {func(_, _, skip int) (int, int) { return skip, 7 }, 2},
		"rows that move back": {func(n, top, skip int) (int, int) { return max(skip-n, 0), min(max(skip-n, 0)+top, 7) }, 14},
	} {
		t.Run(name, func(t *testing.T) {
			s := pages(t, c.page)
			rows, err := loop(t, s, 100, nil)
			if err != nil || len(rows) != 7 || !strings.Contains(rows[6], "S-6") {
				t.Errorf("%d rows, %v", len(rows), err)
			}
			if n := len(s.all()); n != c.requests {
				t.Errorf("%d requests, want %d", n, c.requests)
			}
		})
	}
}

func TestEachStopsAskingWhenTheLoopBreaks(t *testing.T) {
	s := pages(t, func(_, top, skip int) (int, int) { return skip, skip + top })
	for most, requests := range map[int]int{1: 1, 3: 1, 4: 2} {
		before := len(s.all())
		if rows, err := loop(t, s, most, nil); len(rows) != most || err != nil {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		if n := len(s.all()) - before; n != requests {
			t.Errorf("%d rows cost %d requests, want %d", most, n, requests)
		}
	}
}

// TestEachEnds: a server that does not page must not hold the station, and the rows that are missing must show.
func TestEachEnds(t *testing.T) {
	s := pages(t, func(int, int, int) (int, int) { return 0, 3 })
	rows, err := loop(t, s, 1000, nil)
	if f := fault.Of(err); len(rows) != 3 || f == nil || f.Kind != fault.Server || !strings.Contains(f.Message, "first rows again") {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if n := len(s.all()); n > maxRepeated+2 {
		t.Errorf("%d requests", n)
	}
}

func TestEachIsBounded(t *testing.T) {
	w := &walk{client: newClient(t, "http://x.test"), ctx: inRun(t), paging: paging{request: newRequest(headerRoute), rows: plainRows, turn: func(*request, int) {}}, seen: make(map[string]bool, maxRows), skip: maxRows}
	for i := range maxRows {
		w.seen[strconv.Itoa(i)] = true
	}
	if f := fault.Of(errorOf(w.page())); f == nil || f.Kind != fault.Usage || f.Hint == "" {
		t.Errorf("%v", f)
	}
}

func TestEachRaisesWhatGoesWrongOnTheWay(t *testing.T) {
	n := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			says(200, "application/json", `[{"uuid":"1"},{"serialNumber":"no id"}]`)(w, r)
			return
		}
		says(503, "text/plain", "maintenance")(w, r)
	})
	rows, err := loop(t, s, 100, nil)
	if f := fault.Of(err); len(rows) != 2 || f == nil || f.Status != 503 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if _, err := loop(t, s, 1, map[string]any{"page_size": 0}); fault.KindOf(err) != fault.Usage {
		t.Errorf("page_size 0: %v", err)
	}
}

func TestEachAsksForItsRows(t *testing.T) {
	s := pages(t, func(_, _, skip int) (int, int) { return skip, min(skip+2, 3) })
	_, err := find(t, newClient(t, s.URL), "report.each_uur_header").call(t, inRun(t), map[string]any{
		"filter": "serialNumber eq 'S'", "orderby": "uuid asc", "page_size": 2, "expand": []string{"uurSubUnits", "uurMiscInfo"},
	})
	if err != nil {
		t.Fatal(err)
	}
	q := s.all()[0].query
	for name, want := range map[string]string{
		"reportType": "R", "$filter": "serialNumber eq 'S'", "$orderby": "uuid asc", "$top": "2", "$expand": "uurSubUnits,uurMiscInfo",
	} {
		if got := strings.Join(q[name], "|"); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func errorOf(_ []json.RawMessage, err error) error { return err }
