package wats

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// The bounds of a loop over pages. A server that ignores $skip repeats itself, and one that never ends must not hold a
// station for ever.
const (
	maxPage     = 10_000
	maxRepeated = 10        // pages in a row that bring no new row
	maxRows     = 1_000_000 // of one loop
)

// paging says how a list is asked for page by page.
type paging struct {
	request *request                                                         // of the first page
	turn    func(r *request, skip int)                                       // makes it that of the page after skip rows; nil sets $skip
	rows    func(a *response) (rows []json.RawMessage, total int, err error) // of a page that is no plain list; total 0 where it is not known
	key     string                                                           // the JSON key by which a row is told from another; empty for all of it
	instead string                                                           // the operation to advise where the server does not page
}

// each loops over the rows of a list, which are T. The loop asks for a page when it wants one.
func each[T any](ctx context.Context, c *Client, p paging) *modules.Each[modules.JSON] {
	if p.turn == nil {
		p.turn = func(r *request, skip int) { r.set("$skip", strconv.Itoa(skip)) }
	}
	if p.rows == nil {
		p.rows = plainRows
	}
	w := &walk{client: c, ctx: ctx, paging: p, elem: typeOf[T](), seen: map[string]bool{}}
	return modules.EachOf(w.all)
}

// loops says that the operation is a loop over T.
func loops[T any]() option {
	return declare(modules.Returns(&modules.Type{Kind: modules.Iterate, Elem: typeOf[T]()}))
}

// checkPage checks the number of rows that a page is to have.
func checkPage(size int) error {
	if size < 1 || size > maxPage {
		return fault.New(fault.Usage, "page_size must be 1 to %d, got %d", maxPage, size)
	}
	return nil
}

func plainRows(a *response) (rows []json.RawMessage, total int, err error) {
	return rows, 0, unmarshal(a, &rows)
}

// walk is a loop over the pages of a list under way.
type walk struct {
	paging
	client *Client
	ctx    context.Context // of the call that began the loop: its run's
	elem   *modules.Type
	seen   map[string]bool // the rows that the loop has given, by id
	first  string          // the row that came first of all
	skip   int
	total  int // of the rows, where the server tells it
}

// all gives the rows one by one and asks for a page when it is wanted. It ends with the last of the rows that the server
// counts, or else at an empty page, since a server may give shorter pages than it was asked for, or when page after page
// brings only rows that were given before: new rows in front move the others back. A server that does not page at all is
// an error, as nobody would miss the rows left out.
func (w *walk) all(yield func(modules.JSON, error) bool) {
	var err error
	defer func() { call.From(w.ctx).End(err) }()
	for repeated := 0; w.skip == 0 || w.total == 0 || w.skip < w.total; repeated++ {
		var page []json.RawMessage
		page, err = w.page()
		if err == nil && repeated >= maxRepeated {
			err = w.notPaged(page)
		}
		if err != nil {
			yield(modules.JSON{}, err)
		}
		if err != nil || len(page) == 0 || repeated >= maxRepeated {
			return
		}
		for _, row := range page {
			id := w.idOf(row)
			if w.seen[id] {
				continue
			}
			w.seen[id], repeated = true, -1
			if !yield(modules.JSON{Data: row, Type: w.elem}, nil) {
				return
			}
		}
	}
}

// page asks for the next page. A missing thing is no rows unless the run is strict.
func (w *walk) page() ([]json.RawMessage, error) {
	if w.skip > 0 {
		w.turn(w.request, w.skip)
	}
	if len(w.seen) >= maxRows {
		return nil, w.explain(fault.New(fault.Usage, "the query has %d rows or more", maxRows).WithHint("narrow the filter"))
	}
	a, err := w.client.send(w.ctx, w.request)
	if err != nil {
		if a != nil && a.status == http.StatusNotFound && !w.client.isStrict(w.ctx) {
			return nil, nil
		}
		return nil, err
	}
	page, total, err := w.rows(a)
	if err != nil {
		return nil, w.explain(err)
	}
	if w.total = total; w.skip == 0 && len(page) > 0 {
		w.first = w.idOf(page[0])
	}
	w.skip += len(page)
	return page, nil
}

// notPaged is the fault of a server whose next page is the first one again.
func (w *walk) notPaged(page []json.RawMessage) error {
	if len(page) == 0 || w.idOf(page[0]) != w.first {
		return nil
	}
	return w.explain(fault.New(fault.Server, "the server gives the first rows again when it is asked for the next ones").
		WithHint("it does not page; ask once with %s and a large top", w.instead))
}

func (w *walk) explain(err error) error { return w.client.explain(w.ctx, w.request, err) }

// idOf is what tells the row from others, or all of it where the server leaves that out.
func (w *walk) idOf(row json.RawMessage) string {
	var members map[string]json.RawMessage
	if w.key == "" || json.Unmarshal(row, &members) != nil || len(members[w.key]) == 0 {
		return string(row)
	}
	return string(members[w.key])
}

type eachArgs struct {
	Filter   string   `lua:"filter" doc:"OData filter, such as partNumber eq 'PCBA-7'."`
	OrderBy  string   `lua:"orderby" default:"start desc" doc:"start, uuid, serialNumber or timestamp, with asc or desc."`
	PageSize int      `lua:"page_size" default:"500" doc:"Rows a request, 1 to 10 000; the server may give fewer."`
	Expand   []string `lua:"expand" doc:"What to add to each row, as query_headers takes it."`
}

// eachHeader declares a loop over the rows of a header query.
func eachHeader(name, doc string, kind ReportKind, rows string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *eachArgs) (*modules.Each[modules.JSON], error) {
		if err := checkPage(in.PageSize); err != nil {
			return nil, err
		}
		return each[ReportHeader](ctx, c, paging{request: headerPages(kind, in), key: "uuid", instead: "query_headers"}), nil
	}, loops[ReportHeader](), routed(headerRoute), own(),
		note("pyWATS has no loop over all pages. A row that moves to the next page while the loop runs is given once."),
		show(sample+`local n = 0
for h in wats.report.`+name+`{page_size = 2} do n = n + 1 end
return n`, rows))
}

func headerPages(kind ReportKind, in *eachArgs) *request {
	r := newRequest(headerRoute)
	r.set("reportType", kind.String())
	r.set("$top", strconv.Itoa(in.PageSize))
	r.addText("$filter", in.Filter)
	r.addText("$orderby", in.OrderBy)
	r.addText("$expand", strings.Join(in.Expand, ","))
	return r
}
