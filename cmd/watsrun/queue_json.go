package main

import (
	"time"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// The JSON of the queue commands. Scripts of operators depend on it.
type (
	recordJSON struct {
		ID            string       `json:"id"`
		State         string       `json:"state"`
		Priority      int          `json:"priority"`
		SerialNumber  string       `json:"serial_number"`
		PartNumber    string       `json:"part_number"`
		Result        string       `json:"result"`
		Station       string       `json:"station,omitempty"`
		RunID         string       `json:"run_id,omitempty"`
		CorrelationID string       `json:"correlation_id,omitempty"`
		ContentType   string       `json:"content_type"`
		Bytes         int64        `json:"bytes"`
		SHA256        string       `json:"sha256,omitempty"`
		Created       time.Time    `json:"created,omitzero"`
		Attempts      int          `json:"attempts"`
		LastAttempt   time.Time    `json:"last_attempt,omitzero"`
		NextAttempt   time.Time    `json:"next_attempt,omitzero"`
		Settled       time.Time    `json:"settled,omitzero"`
		LastError     *failureJSON `json:"last_error,omitempty"`
		Problem       string       `json:"problem,omitempty"`
		File          string       `json:"file"`
	}
	failureJSON struct {
		Kind    fault.Kind `json:"kind"`
		Message string     `json:"message"`
		Hint    string     `json:"hint,omitempty"`
		Status  int        `json:"status,omitempty"`
	}
	// changeJSON is what became of one report that a command was told to do something with.
	changeJSON struct {
		ID    string       `json:"id"`
		State string       `json:"state,omitempty"`
		File  string       `json:"file,omitempty"`
		Error *failureJSON `json:"error,omitempty"`
	}
	flushJSON struct {
		Delivered int          `json:"delivered"`
		Rejected  int          `json:"rejected"`
		Damaged   int          `json:"damaged"`
		Failed    int          `json:"failed"` // attempts that will be repeated
		Waiting   int          `json:"waiting"`
		LastError *failureJSON `json:"last_error,omitempty"`
	}
)

func recordsJSON(records []delivery.Record) []recordJSON {
	out := make([]recordJSON, len(records))
	for i, r := range records {
		out[i] = recordOf(r)
	}
	return out
}

func recordOf(r delivery.Record) recordJSON {
	return recordJSON{
		ID: r.ID.String(), State: string(r.State), Priority: r.Priority, SerialNumber: r.SerialNumber, PartNumber: r.PartNumber,
		Result: report.Status(r.Verdict).Word(), Station: r.Station, RunID: r.RunID, CorrelationID: r.CorrelationID,
		ContentType: r.ContentType, Bytes: r.Bytes, SHA256: r.SHA256, Created: r.Created, Attempts: r.Attempts, LastAttempt: r.LastAttempt,
		NextAttempt: r.NextAttempt, Settled: r.Settled, LastError: failureOf(r.LastError), Problem: r.Problem, File: r.Path,
	}
}

func failureOf(f *delivery.Failure) *failureJSON {
	if f == nil {
		return nil
	}
	return &failureJSON{f.Kind, f.Message, f.Hint, f.Status}
}

func failureOfError(err error) *failureJSON {
	if err == nil {
		return nil
	}
	f := fault.Of(err)
	return &failureJSON{f.Kind, f.Message, f.Hint, f.Status}
}
