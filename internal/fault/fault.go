// Package fault holds the one error type that crosses every border of watsrun: Go to Lua to Go, the logs, the summary
// and the exit code. It knows no Lua, no HTTP and no configuration.
package fault

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what the caller can do about an error.
type Kind string

// The kinds, as scripts see them in err.kind.
const (
	Usage         Kind = "usage"          // the call or the command line is wrong: correct it
	Validation    Kind = "validation"     // the data breaks a rule: correct the data
	Unauthorized  Kind = "unauthorized"   // the token is missing, wrong or expired
	Forbidden     Kind = "forbidden"      // the token may not do this
	NotFound      Kind = "not_found"      // the thing asked for is not there
	Conflict      Kind = "conflict"       // somebody else changed the thing
	RateLimited   Kind = "rate_limited"   // too many requests: wait
	Server        Kind = "server"         // the server failed: try again later
	Connection    Kind = "connection"     // the server could not be reached, or the connection broke
	Timeout       Kind = "timeout"        // a deadline passed
	CircuitOpen   Kind = "circuit_open"   // the server failed too often; calls are held back for a while
	Canceled      Kind = "canceled"       // the run was stopped
	EmptyResponse Kind = "empty_response" // the server answered success with nothing in it
	Config        Kind = "config"         // a setting is wrong
	Storage       Kind = "storage"        // the disk of the outbox failed, or there is no room left
	Script        Kind = "script"         // the script raised an error or broke a limit
	Bug           Kind = "bug"            // watsrun itself is at fault
)

// Kinds lists every kind, in the order of the documentation.
func Kinds() []Kind {
	return []Kind{
		Usage, Validation, Unauthorized, Forbidden, NotFound, Conflict, RateLimited, Server, Connection, Timeout,
		CircuitOpen, Canceled, EmptyResponse, Config, Storage, Script, Bug,
	}
}

// meanings say what a kind is, for people who look for the word.
var meanings = map[Kind]string{
	Usage:         "the call or the command line is wrong: an argument is missing, unknown or of the wrong type",
	Validation:    "the data breaks a rule",
	Unauthorized:  "the token is missing, wrong or expired",
	Forbidden:     "the token may not do this",
	NotFound:      "what is asked for is not there",
	Conflict:      "somebody else changed it",
	RateLimited:   "too many requests",
	Server:        "the server failed",
	Connection:    "the server could not be reached, or the connection broke",
	Timeout:       "there was no answer in time",
	CircuitOpen:   "the server failed again and again and is left alone for a while",
	Canceled:      "the run was stopped",
	EmptyResponse: "the server answered success with nothing in it",
	Config:        "a setting is wrong",
	Storage:       "the disk of the outbox fails or is full",
	Script:        "the script itself raised, or hit a limit",
	Bug:           "watsrun is at fault",
}

// Meaning is what the kind says, without a final full stop.
func (k Kind) Meaning() string { return meanings[k] }

// Error is what went wrong, where, and what to do next. Its zero value is not useful; make one with New or Wrap.
type Error struct {
	Kind          Kind
	Operation     string        // the operation or command, such as "wats.product.get_product"
	Message       string        // what was wrong, in one sentence without a final full stop
	Hint          string        // what to do next, may be empty
	Cause         error         // what lies below, may be nil
	Status        int           // the HTTP status, 0 where there was none
	Retryable     bool          // whether the same call may work later
	RetryIn       time.Duration // how long to wait first, 0 where unknown
	Attempts      int           // how many attempts were made, 0 where that makes no sense
	CorrelationID string        // the id that the log lines and the request header carry
	Where         string        // file:line of the script, where known
	Traceback     string        // the script's or, for a bug, Go's call stack
}

// New makes an error of a kind.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an error of a kind around its cause. The cause's text ends the message unless it says the same already.
func Wrap(kind Kind, cause error, format string, args ...any) *Error {
	e := New(kind, format, args...)
	e.Cause = cause
	if cause != nil && !strings.Contains(e.Message, cause.Error()) {
		e.Message += ": " + cause.Error()
	}
	return e
}

// WithHint adds what to do next and returns the same error.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// At names the operation and returns the same error.
func (e *Error) At(operation string) *Error {
	e.Operation = operation
	return e
}

// Error is one line: operation, message, hint.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Where != "" {
		b.WriteString(e.Where)
		b.WriteString(": ")
	}
	if e.Operation != "" {
		b.WriteString(e.Operation)
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	if e.Hint != "" {
		b.WriteString(" (")
		b.WriteString(e.Hint)
		b.WriteString(")")
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// Of finds the fault in err's chain. An ended context becomes timeout or canceled; anything else becomes a bug, since
// every expected failure is made as a fault where it happens. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: Timeout, Message: "the time limit was reached", Cause: err}
	case errors.Is(err, context.Canceled):
		return &Error{Kind: Canceled, Message: "stopped", Cause: err}
	}
	return &Error{Kind: Bug, Message: err.Error(), Cause: err}
}

// KindOf is the kind of err, or "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	return Of(err).Kind
}
