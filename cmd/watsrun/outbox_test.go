package main

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/wats"
)

// postFunc is a function as a poster.
type postFunc func(ctx context.Context) error

// Post is part of poster.
func (f postFunc) Post(ctx context.Context, _ string, _ []byte) (string, error) { return "", f(ctx) }

func testMail(t *testing.T, post postFunc) *mail {
	t.Helper()
	box, err := delivery.Open(delivery.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return &mail{box: box, server: post}
}

func submission() wats.Submission {
	return wats.Submission{ID: uuid.NewString(), ContentType: "application/json", SerialNumber: "SN-1", Body: []byte("{}")}
}

func TestAReportOfARunThatIsBeingStoppedIsKept(t *testing.T) {
	m := testMail(t, func(ctx context.Context) error { return ctx.Err() })
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("stopped"))
	out, err := m.Submit(ctx, submission())
	if err != nil || out.State != wats.Queued {
		t.Errorf("the outcome is %+v, %v", out, err)
	}
	if stats, err := m.box.Stats(t.Context()); err != nil || stats.Queued != 1 {
		t.Errorf("%d reports wait, %v", stats.Queued, err)
	}
}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want wats.State
	}{
		{nil, wats.Delivered},
		{fault.New(fault.Validation, "wrong"), wats.Rejected},
		{fault.New(fault.Server, "down"), wats.Queued},
		{fault.New(fault.Unauthorized, "who?"), wats.Queued},
	} {
		s := submission()
		out, err := testMail(t, func(context.Context) error { return c.err }).Submit(t.Context(), s)
		if err != nil || out.State != c.want || out.ID != s.ID || (out.Reason == "") != (c.err == nil) {
			t.Errorf("%v gave %+v, %v", c.err, out, err)
		}
	}
}

func TestAReportWithoutAGuidIsRefused(t *testing.T) {
	s := submission()
	s.ID = "no guid"
	if _, err := testMail(t, nil).Submit(t.Context(), s); fault.KindOf(err) != fault.Validation {
		t.Errorf("got %v", err)
	}
}
