package wats

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/report/wsxf"
)

// State says where a report is.
type State string

// The states of a submitted report. A script sees the first three; for the others submit raises.
const (
	Delivered State = "delivered" // the server said so
	Queued    State = "queued"    // safe on this machine's disk, to be sent later
	Rejected  State = "rejected"  // refused by the server, kept with its reason
	Invalid   State = "invalid"   // breaks a rule and was not sent
	Lost      State = "lost"      // neither sent nor safe
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
	Priority      Priority
	Body          []byte
}

// Priority says which of several waiting reports goes first: 1 before 10. 0 is the usual one, 5.
type Priority int

// check refuses what is no priority.
func (p Priority) check() error {
	const last = 10
	if p < 0 || p > last {
		return fault.New(fault.Usage, "there is no priority %d", p).WithHint("1 goes first, 5 is the usual one, %d goes last", last)
	}
	return nil
}

// Outcome is what became of a submission.
type Outcome struct {
	ID     string `lua:"id" doc:"GUID of the report."`
	State  State  `lua:"state" doc:"delivered: the server has it; queued: safe on this machine, sent later; rejected: the server refused it."`
	Reason string `lua:"reason" doc:"Why it is queued or rejected, else empty."`
	Err    error
}

// Outbox keeps reports safe and sends them.
type Outbox interface {
	// Submit returns when the report is durable and one attempt to send it has been made. An error means that the
	// report is not safe.
	Submit(ctx context.Context, s Submission) (Outcome, error)
}

// The routes that take reports.
const (
	postWSJF = "POST /api/Report/WSJF"
	postWSXF = "POST /api/Report/WSXF"
)

const (
	typeWSJF = "application/json"
	typeWSXF = "application/xml"
)

type submitArgs struct {
	Report   any      `lua:"report,required" doc:"A report object; or a table or text in WSJF form."`
	Priority Priority `lua:"priority" doc:"Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given. It matters while the server cannot be reached."`
}

type submitXMLArgs struct {
	XML      string   `lua:"xml_content,required" doc:"A report in WSXF form."`
	Priority Priority `lua:"priority" doc:"Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given."`
}

func submissions() []declaration {
	return []declaration{
		submitAs("submit", "Keep a report safe and send it to the server."),
		submitAs("submit_report", "Keep a report safe and send it to the server; the same as submit."),
		composed("submit_report_xml", "Keep a report in WSXF form safe and send it to the server.", submitXML, routed(postWSXF),
			declare(modules.Does(modules.IdempotentWrite), modules.Raises("validation for what is no WSXF; what the server itself refuses is state rejected.")),
			note(outcomeNote),
			show(sample+`local xml = wats.report.get_report_xml(sent.id)
return wats.report.submit_report_xml(xml).state`, `"delivered"`)),
	}
}

const outcomeNote = "Returns a table instead of only the id, and the report is safe on disk before it returns."

func submitAs(name, doc string) declaration {
	return composed(name, doc, submit, routed(postWSJF), note(outcomeNote),
		declare(modules.Does(modules.IdempotentWrite), modules.Raises("validation when the report breaks a rule, with all faults; what the server itself refuses is state rejected.")),
		show(`local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-9", operation_type = 10}
r:get_root_sequence_call():add_numeric_step{name = "3V3", value = 3.3, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
return wats.report.`+name+`(r).state`, `"delivered"`))
}

func submit(ctx context.Context, c *Client, in *submitArgs) (Outcome, error) {
	if err := in.Priority.check(); err != nil {
		return Outcome{}, err
	}
	r, err := reportOf(in.Report)
	if err != nil {
		return Outcome{}, err
	}
	run := modules.RunFrom(ctx)
	record, err := ledgerOf(run).open(r, r.ID)
	if err != nil {
		return Outcome{}, err
	}
	record.Lock()
	defer record.Unlock()
	ledgerOf(run).note(r, r.ID, func(e *Entry) { e.fillTime(run) })
	c.starts.keepApart(run, r)
	if c.options.Correlate {
		if err := correlate(r, correlation.ID(ctx)); err != nil {
			return Outcome{}, err
		}
	}
	s := Submission{ContentType: typeWSJF, Priority: in.Priority, Body: r.Encode()}
	s.describe(r)
	if err := r.Validate(nil).Fault(); err != nil {
		f := fault.Of(err)
		c.enter(ctx, s, r, Outcome{ID: r.ID, State: Invalid, Reason: f.Message, Err: f})
		return Outcome{}, f
	}
	return c.deliver(ctx, s, r, record)
}

// fillTime gives a test report that this run built its duration up to now, unless the script did.
func (e *Entry) fillTime(run *modules.Run) {
	r := e.Report
	if !e.built || r.UUT == nil || r.UUT.ExecTime != nil && r.UUT.ExecTime != e.filled {
		return
	}
	if seconds := elapsed(r, run); seconds != nil {
		e.filled, r.UUT.ExecTime = seconds, seconds
	}
}

// elapsed is the time since the report's start in seconds; nil for one that was not begun in the run.
func elapsed(r *report.Report, run *modules.Run) *float64 {
	if !r.Start.Valid() || r.Began().Before(run.Start) {
		return nil
	}
	ms := run.Now().Sub(r.Began()).Milliseconds()
	if ms < 0 {
		return nil
	}
	seconds := float64(ms) / 1000
	return &seconds
}

func submitXML(ctx context.Context, c *Client, in *submitXMLArgs) (Outcome, error) {
	if err := in.Priority.check(); err != nil {
		return Outcome{}, err
	}
	r, err := wsxf.DecodeOne([]byte(in.XML))
	if err != nil {
		return Outcome{}, err
	}
	s := Submission{ContentType: typeWSXF, Priority: in.Priority, Body: []byte(in.XML)}
	s.describe(r)
	if uuid.Validate(s.ID) != nil {
		return Outcome{}, fault.New(fault.Validation, "the report's ID %q is no GUID", s.ID).WithHint("a report is kept and sent under its ID")
	}
	record, err := ledgerOf(modules.RunFrom(ctx)).open(nil, s.ID)
	if err != nil {
		return Outcome{}, err
	}
	record.Lock()
	defer record.Unlock()
	c.starts.keepApart(modules.RunFrom(ctx), r)
	return c.deliver(ctx, s, nil, record)
}

// deliver hands a report to the outbox and enters the outcome. Its record is locked.
func (c *Client) deliver(ctx context.Context, s Submission, r *report.Report, record Record) (Outcome, error) {
	run := modules.RunFrom(ctx)
	s.RunID, s.CorrelationID = run.ID, orElse(correlation.ID(ctx), run.CorrelationID)
	if err := record.Seal(false); err != nil {
		run.Log.Debug("the journal does not know that the report is complete", "report_id", s.ID, "error", err)
	}
	var out Outcome
	err := error(fault.New(fault.Config, "there is no outbox to submit to"))
	if c.options.Outbox != nil {
		out, err = c.options.Outbox.Submit(ctx, s)
		err, out.Err = ofCall(ctx, err), ofCall(ctx, out.Err)
	}
	switch {
	case err == nil:
		record.Remove()
	default:
		out = Outcome{State: Lost, Reason: fault.Of(err).Message, Err: err}
		if fault.KindOf(err) == fault.Storage && record.Seal(true) == nil {
			out.Reason += "; the journal has it, and the next start tries again"
		}
	}
	out.ID = orElse(out.ID, s.ID)
	c.enter(ctx, s, r, out)
	return out, err
}

// ofCall gives an error from below the name of what the script called.
func ofCall(ctx context.Context, err error) error {
	f, known := errors.AsType[*fault.Error](err)
	if !known {
		return err
	}
	named := *f
	if named.Operation = ""; call.From(ctx) != nil {
		named.Operation = call.From(ctx).Operation
	}
	return &named
}

// enter puts what became of a report into the run's ledger.
func (c *Client) enter(ctx context.Context, s Submission, r *report.Report, out Outcome) {
	ledgerOf(modules.RunFrom(ctx)).note(r, s.ID, func(e *Entry) {
		e.sent = sha256.Sum256(s.Body)
		s.Body = nil // the outbox has it; a run of many reports need not keep them all
		e.Submission, e.Outcome = s, out
	})
}

// Post sends a report once and gives the id that the server answered. A report that the server refuses for its content
// is a fault of kind validation; every other failure may be tried again, since the same id overwrites itself.
func (c *Client) Post(ctx context.Context, contentType string, body []byte) (id string, err error) {
	route := postWSJF
	if contentType == typeWSXF {
		route = postWSXF
	}
	r := newRequest(route)
	r.body, r.mime, r.again = body, contentType, true // the server knows a report that comes again by its id
	a, err := c.send(ctx, r)
	if err != nil {
		return "", notRefused(a, err)
	}
	if id, err = postedID(a); err != nil {
		return "", c.explain(ctx, r, err)
	}
	return id, nil
}

// Reach asks the server for its version once, with the token: nil means that it can be reached and takes calls from here.
func (c *Client) Reach(ctx context.Context) error {
	_, err := c.send(ctx, newRequest(versionRoute))
	return err
}

// notRefused keeps validation for what WATS itself says of the content. A proxy that finds the report too long, or that
// knows no such page, says nothing about the unit; the report must not be given up for it.
func notRefused(a *response, err error) error {
	if fault.KindOf(err) != fault.Validation {
		return err
	}
	if a != nil && !isPage(a) && (a.status == http.StatusBadRequest || a.status == http.StatusUnprocessableEntity) {
		return err
	}
	f := *fault.Of(err)
	f.Kind, f.Retryable = fault.Server, true
	f.Hint = "the refusal is not about the report's content; check what stands between the station and the server"
	return &f
}

// postedID reads the answer in all the forms that servers give it: a list of one object, an object, or the id alone.
func postedID(a *response) (string, error) {
	var answer any
	if json.Unmarshal(a.body, &answer) != nil {
		answer = strings.TrimSpace(string(a.body)) // an id that is not even quoted
	}
	if list, ok := answer.([]any); ok && len(list) > 0 {
		answer = list[0]
	}
	if object, ok := answer.(map[string]any); ok {
		for _, key := range []string{"ID", "id", "uuid"} {
			if id, ok := object[key].(string); ok && id != "" {
				answer = id
				break
			}
		}
	}
	if id, ok := answer.(string); ok && uuid.Validate(id) == nil {
		return strings.ToLower(id), nil
	}
	f := noJSON(a, "the id of a report")
	f.Retryable = true
	return "", f
}
