package wats

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/report/wsxf"
)

// State says where a report is.
type State string

// The states of a submitted report.
const (
	Delivered State = "delivered" // the server said so
	Queued    State = "queued"    // safe on this machine's disk, to be sent later
	Rejected  State = "rejected"  // refused by the server, kept with its reason
)

// Submission is a report on its way: its bytes, and what people want to see of it in a list.
type Submission struct {
	ID            string // the report's GUID
	Kind          string // UUT or UUR
	ContentType   string // application/json for WSJF, application/xml for WSXF
	SerialNumber  string
	PartNumber    string
	Result        report.Status
	Station       string
	RunID         string
	CorrelationID string
	Body          []byte
}

// Outcome is what became of a submission.
type Outcome struct {
	ID     string `lua:"id" doc:"GUID of the report."`
	State  State  `lua:"state" doc:"delivered: the server has it; queued: safe on this machine, sent later; rejected: the server refused it."`
	Reason string `lua:"reason" doc:"Why it is queued or rejected, else empty."`
	Err    error
}

var outcomeType = modules.TypeOf(reflect.TypeFor[Outcome]())

// Outbox keeps reports safe and sends them.
type Outbox interface {
	// Submit returns when the report is durable and one attempt to send it has been made. An error means that the
	// report is not safe.
	Submit(ctx context.Context, s Submission) (Outcome, error)
}

// Entry is a report that a run built, and what became of it.
type Entry struct {
	Report *report.Report // nil for one that was submitted as XML text
	Submission
	Outcome Outcome // the zero value while it was not submitted
}

// ledger is the reports of one run.
type ledger struct {
	mu      sync.Mutex
	entries []*Entry
	byID    map[string]*Entry
}

type ledgerKey struct{}

func ledgerOf(r *modules.Run) *ledger {
	return modules.State(r, ledgerKey{}, func() *ledger { return &ledger{byID: map[string]*Entry{}} })
}

// Reports lists the reports that a run built or submitted, in order.
func Reports(r *modules.Run) []Entry {
	l := ledgerOf(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]Entry, len(l.entries))
	for i, e := range l.entries {
		list[i] = *e
		if e.Report != nil {
			list[i].Submission = describeReport(e.Report)
		}
	}
	return list
}

// note enters a report, or what became of it.
func (l *ledger) note(id string, change func(*Entry)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.byID[id]
	if e == nil {
		e = &Entry{}
		l.byID[id] = e
		l.entries = append(l.entries, e)
	}
	change(e)
}

func describeReport(r *report.Report) Submission {
	s := Submission{ID: r.ID, Kind: "UUT", SerialNumber: r.SN, PartNumber: r.PN, Result: r.Result, Station: r.MachineName}
	if r.Type == report.TypeUUR {
		s.Kind = "UUR"
	}
	return s
}

type submitArgs struct {
	Report any `lua:"report,required" doc:"A report object; or a table or text in WSJF form."`
}

type submitXMLArgs struct {
	XML string `lua:"xml_content,required" doc:"A report in WSXF form."`
}

func submitOptions(name string) []modules.Option {
	return []modules.Option{
		modules.Positional(), modules.Does(modules.IdempotentWrite), modules.Returns(outcomeType), routed("POST /api/Report/WSJF"),
		modules.Raises("validation when the report breaks a rule, with all faults; what the server itself refuses is state rejected."),
		modules.Note("Returns a table instead of only the id, and the report is safe on disk before it returns."),
		modules.Show(`local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-9", operation_type = 10}
r:get_root_sequence_call():add_numeric_step{name = "3V3", value = 3.3, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
return wats.report.`+name+`(r).state`, `"delivered"`),
	}
}

func submit(ctx context.Context, c *Client, in *submitArgs) (Outcome, error) {
	r, err := reportOf(in.Report)
	if err != nil {
		return Outcome{}, err
	}
	run := modules.RunFrom(ctx)
	fillTimes(r, run)
	s := describeReport(r)
	if err := r.Validate(nil).Fault(); err != nil {
		f := fault.Of(err)
		ledgerOf(run).note(r.ID, func(e *Entry) {
			e.Report, e.Outcome = r, Outcome{ID: r.ID, State: "invalid", Reason: f.Message, Err: f}
		})
		return Outcome{}, f
	}
	s.ContentType, s.Body = "application/json", r.Encode()
	return c.deliver(ctx, s, r)
}

// reportOf takes a report object, or WSJF as a table or as text.
func reportOf(v any) (*report.Report, error) {
	var data []byte
	switch v := v.(type) {
	case *report.Report:
		return v, nil
	case string:
		data = []byte(v)
	case map[string]any:
		var err error
		if data, err = json.Marshal(v); err != nil {
			return nil, fault.Wrap(fault.Usage, err, "the table cannot be sent")
		}
	default:
		return nil, fault.New(fault.Usage, "report must be a report object, or WSJF as a table or text").
			WithHint("make one with wats.report.create_uut_report{...}")
	}
	return report.Decode(data)
}

// fillTimes gives a test report its duration, unless the script did.
func fillTimes(r *report.Report, run *modules.Run) {
	if r.UUT == nil || r.UUT.ExecTime != nil || !r.Start.Valid() {
		return
	}
	if seconds := run.Now().Sub(r.Start.Time()).Seconds(); seconds >= 0 && r.Start.Time().After(run.Start.Add(-1)) {
		seconds = float64(int64(seconds*1000)) / 1000
		r.UUT.ExecTime = &seconds
	}
}

func submitXML(ctx context.Context, c *Client, in *submitXMLArgs) (Outcome, error) {
	r, err := wsxf.DecodeOne([]byte(in.XML))
	if err != nil {
		return Outcome{}, err
	}
	s := describeReport(r)
	s.ContentType, s.Body = "application/xml", []byte(in.XML)
	return c.deliver(ctx, s, nil)
}

// deliver hands a report to the outbox and enters the outcome.
func (c *Client) deliver(ctx context.Context, s Submission, r *report.Report) (Outcome, error) {
	run := modules.RunFrom(ctx)
	s.RunID, s.CorrelationID = run.ID, orElse(correlation.ID(ctx), run.CorrelationID)
	var out Outcome
	var err error
	if c.options.Outbox == nil {
		err = fault.New(fault.Config, "there is no outbox to submit to")
	} else {
		out, err = c.options.Outbox.Submit(ctx, s)
	}
	if err != nil {
		out = Outcome{ID: s.ID, State: "lost", Reason: err.Error(), Err: err}
	}
	out.ID = orElse(out.ID, s.ID)
	ledgerOf(run).note(s.ID, func(e *Entry) { e.Report, e.Submission, e.Outcome = r, s, out })
	return out, err
}

// Post sends a report once and gives the id that the server answered. A report that the server refuses for its content
// is a fault of kind validation; every other failure may be tried again, since the same id overwrites itself.
func (c *Client) Post(ctx context.Context, contentType string, body []byte) (id string, err error) {
	path := "/api/Report/WSJF"
	if contentType == "application/xml" {
		path = "/api/Report/WSXF"
	}
	a, err := c.send(ctx, &request{method: http.MethodPost, path: path, route: path, body: body, mime: contentType})
	if err != nil {
		return "", err
	}
	return postedID(a)
}

// postedID reads the answer in all the forms that servers give it: a list of one object, an object, or the id alone.
func postedID(a *response) (string, error) {
	var answer any
	if err := json.Unmarshal(a.body, &answer); err != nil {
		return "", fault.New(fault.Server, "the server's answer to a report is not JSON but %s", excerpt(a.body)).
			WithHint("check that server.url leads to a WATS server and not to a proxy or a login page")
	}
	if list, ok := answer.([]any); ok && len(list) > 0 {
		answer = list[0]
	}
	if object, ok := answer.(map[string]any); ok {
		for _, key := range []string{"ID", "id", "uuid"} {
			if id, ok := object[key].(string); ok && id != "" {
				return strings.ToLower(id), nil
			}
		}
	}
	if id, ok := answer.(string); ok && id != "" {
		return strings.ToLower(id), nil
	}
	return "", fault.New(fault.Server, "the server's answer to a report names no id: %s", excerpt(a.body))
}
