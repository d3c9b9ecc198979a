package delivery

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// State says how far a report has come.
type State string

// The states. A report that is neither delivered nor rejected nor damaged will be tried again, for ever.
const (
	Queued    State = "queued"    // on disk, to be sent
	Sending   State = "sending"   // claimed by a process that is sending it
	Delivered State = "delivered" // the server said that it has it
	Rejected  State = "rejected"  // the server refused it for good
	Damaged   State = "damaged"   // its file cannot be read
)

// The range of priorities. Smaller goes first; zero in a Meta means DefaultPriority.
const (
	FirstPriority   = 1
	DefaultPriority = 5
	LastPriority    = 10
)

// Meta is what the maker of a report says about it. Only ID and ContentType mean something to the outbox and the server; the
// rest is for the people who look into the queue.
type Meta struct {
	ID            uuid.UUID `json:"id"` // the report's own id: the server replaces by it
	ContentType   string    `json:"content_type"`
	Priority      int       `json:"priority"`
	SerialNumber  string    `json:"serial_number,omitempty"`
	PartNumber    string    `json:"part_number,omitempty"`
	Verdict       string    `json:"verdict,omitempty"`
	Station       string    `json:"station,omitempty"`
	RunID         string    `json:"run_id,omitempty"`
	CorrelationID string    `json:"correlation_id,omitempty"`
}

// Entry is a report to be delivered.
type Entry struct {
	Meta
	Body []byte // the report as the server wants it; never empty
}

// Record is what the outbox knows of a report. Its JSON is the first line of the report's file.
type Record struct {
	Format int `json:"format"`
	Meta
	Created     time.Time `json:"created"` // when it was put
	Bytes       int64     `json:"bytes"`   // length of the body
	SHA256      string    `json:"sha256"`  // of the body, 64 hexadecimal digits
	Attempts    int       `json:"attempts"`
	LastAttempt time.Time `json:"last_attempt,omitzero"`
	NextAttempt time.Time `json:"next_attempt,omitzero"` // not before; zero: at once
	Settled     time.Time `json:"settled,omitzero"`      // when it was delivered or rejected
	LastError   *Failure  `json:"last_error,omitempty"`

	State   State  `json:"-"` // where the file was found
	Path    string `json:"-"` // the file
	Problem string `json:"-"` // why a damaged file cannot be read, or who holds a report that is being sent
}

// note writes an attempt down. One that an open circuit breaker held back reached nobody: it counts for nothing, and the
// last error of those that did is kept.
func (r *Record) note(err error, now time.Time) {
	r.LastAttempt, r.NextAttempt = now, time.Time{}
	heldBack := fault.KindOf(err) == fault.CircuitOpen
	if !heldBack {
		r.Attempts++
	}
	switch {
	case err == nil:
		r.LastError = nil
	case !heldBack || r.LastError == nil:
		r.LastError = failureOf(err)
	}
}

// Failure is why an attempt did not deliver.
type Failure struct {
	Kind    fault.Kind `json:"kind"`
	Message string     `json:"message"`
	Hint    string     `json:"hint,omitempty"`
	Status  int        `json:"status,omitempty"` // of HTTP, 0 where there was none
}

// failureOf shortens texts, so that a server's page of complaints cannot outgrow the line of JSON.
func failureOf(err error) *Failure {
	f := fault.Of(err)
	return &Failure{Kind: f.Kind, Message: shorten(f.Message), Hint: shorten(f.Hint), Status: f.Status}
}

const longestText = 4096

func shorten(s string) string {
	if len(s) <= longestText {
		return s
	}
	return s[:longestText] + " ..."
}

// fault is the failure as the error that the sender returned then.
func (f *Failure) fault() *fault.Error {
	return &fault.Error{Kind: f.Kind, Message: f.Message, Hint: f.Hint, Status: f.Status}
}

// Receipt is the outcome of one Deliver.
type Receipt struct {
	ID          uuid.UUID
	State       State     // Delivered, Rejected, Queued, or Damaged
	Attempts    int       // made so far, over all processes
	NextAttempt time.Time // of a queued report: not before; zero: at once
}

// Sender carries one entry to the server. It returns nil only if the server said that it has the report. A *fault.Error of
// kind validation means that the server will never take it; any other error means later, and not before its RetryIn.
// It must return when ctx ends.
type Sender interface {
	Send(ctx context.Context, e Entry) error
}

// SenderFunc is a function as a Sender.
type SenderFunc func(ctx context.Context, e Entry) error

// Send calls the function.
func (f SenderFunc) Send(ctx context.Context, e Entry) error { return f(ctx, e) }
