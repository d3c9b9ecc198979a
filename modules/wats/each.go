package wats

import (
	"context"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

type eachArgs struct {
	Filter   string   `lua:"filter" doc:"OData filter, such as partNumber eq 'PCBA-7'."`
	OrderBy  string   `lua:"orderby" default:"start desc" doc:"start, uuid, serialNumber or timestamp, with asc or desc."`
	PageSize int      `lua:"page_size" default:"500" doc:"Rows a request, 1 to 10 000; the server may give fewer."`
	Expand   []string `lua:"expand" doc:"What to add to each row, as query_headers takes it."`
}

// The bounds of a loop over pages. A server that ignores $skip repeats itself, and one that never ends must not hold a
// station for ever.
const (
	maxPage     = 10_000
	maxRepeated = 10        // pages in a row that bring no new row
	maxRows     = 1_000_000 // of one loop
)

// eachHeader declares a loop over the rows of a header query.
func eachHeader(name, doc string, kind ReportKind, rows string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *eachArgs) (*modules.Each[modules.JSON], error) {
		if in.PageSize < 1 || in.PageSize > maxPage {
			return nil, fault.New(fault.Usage, "page_size must be 1 to %d, got %d", maxPage, in.PageSize)
		}
		w := &walk{client: c, ctx: ctx, request: headerPages(kind, in), seen: map[string]bool{}}
		return modules.EachOf(w.rows), nil
	}, declare(modules.Returns(&modules.Type{Kind: modules.Iterate, Elem: headerListType.Elem})), routed(headerRoute),
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

// walk is a loop over the pages of a query under way.
type walk struct {
	client  *Client
	ctx     context.Context // of the call that began the loop: its run's
	request *request
	seen    map[string]bool // the rows that the loop has given, by id
	first   string          // the row that came first of all
	skip    int
}

// rows gives the rows one by one and asks for a page when it is wanted. It ends at an empty page, since a server may give
// shorter pages than it was asked for, or when page after page brings only rows that were given before: new rows in
// front move the others back. A server that does not page at all is an error, as nobody would miss the rows left out.
func (w *walk) rows(yield func(modules.JSON, error) bool) {
	for repeated := 0; ; repeated++ {
		page, err := w.page()
		if err == nil && repeated >= maxRepeated {
			err = w.notPaged(page)
		}
		if err != nil {
			yield(modules.JSON{}, err)
		}
		if err != nil || len(page) == 0 || repeated >= maxRepeated {
			return
		}
		for i := range page {
			id := idOf(&page[i])
			if w.seen[id] {
				continue
			}
			w.seen[id], repeated = true, -1
			if !yield(modules.JSON{Data: page[i].raw, Type: headerListType.Elem}, nil) {
				return
			}
		}
	}
}

// page asks for the next page.
func (w *walk) page() ([]headerRow, error) {
	if w.skip > 0 {
		w.request.set("$skip", strconv.Itoa(w.skip))
	}
	if len(w.seen) >= maxRows {
		return nil, w.explain(fault.New(fault.Usage, "the query has %d rows or more", maxRows).WithHint("narrow the filter"))
	}
	page, err := listRows[headerID](w.ctx, w.client, w.request)
	if w.skip == 0 && len(page) > 0 {
		w.first = idOf(&page[0])
	}
	w.skip += len(page)
	return page, err
}

// notPaged is the fault of a server whose next page is the first one again.
func (w *walk) notPaged(page []headerRow) error {
	if len(page) == 0 || idOf(&page[0]) != w.first {
		return nil
	}
	return w.explain(fault.New(fault.Server, "the server gives the first rows again when it is asked for the next ones").
		WithHint("it does not page; ask once with query_headers and a large top"))
}

func (w *walk) explain(err error) error { return w.client.explain(w.ctx, w.request, err) }

// headerID tells one row from another.
type headerID struct {
	UUID string `json:"uuid"`
}

type headerRow = row[headerID]

// idOf is the row's GUID, or all of it where the server leaves that out.
func idOf(r *headerRow) string { return orElse(r.value.UUID, string(r.raw)) }
