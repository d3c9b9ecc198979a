package wats

import (
	"context"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report/wsxf"
)

// keeper is an outbox that remembers what it was given.
type keeper struct{ got []Submission }

func (k *keeper) Submit(_ context.Context, s Submission) (Outcome, error) {
	k.got = append(k.got, s)
	return Outcome{ID: s.ID, State: Queued}, nil
}

func TestPriorityOfAReport(t *testing.T) {
	box := &keeper{}
	b := newBench(t, newClient(t, "http://x.test", func(o *Options) { o.Outbox = box }))
	r := b.uut("S-1")
	xml, err := wsxf.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args map[string]any
		want Priority
	}{{map[string]any{"report": r}, 0}, {map[string]any{"report": r, "priority": 1}, 1}, {map[string]any{"xml_content": string(xml), "priority": 10}, 10}} {
		operation := "report.submit"
		if _, isXML := c.args["xml_content"]; isXML {
			operation = "report.submit_report_xml"
		}
		if _, err := b.call(operation, c.args); err != nil {
			t.Fatal(err)
		}
		if got := box.got[len(box.got)-1].Priority; got != c.want {
			t.Errorf("%s: the priority is %d, want %d", operation, got, c.want)
		}
	}
	box.got = nil
	for _, bad := range []int{-1, 11} {
		for operation, args := range map[string]map[string]any{
			"report.submit":            {"report": r, "priority": bad},
			"report.submit_report_xml": {"xml_content": string(xml), "priority": bad},
		} {
			if _, err := b.call(operation, args); fault.KindOf(err) != fault.Usage || len(box.got) != 0 {
				t.Errorf("%s with priority %d: %v, %d submitted", operation, bad, err, len(box.got))
			}
		}
	}
}

func TestReach(t *testing.T) {
	s := serve(t, says(200, "application/json", `"25.1"`))
	if err := newClient(t, s.URL).Reach(inRun(t)); err != nil {
		t.Error(err)
	}
	if got := s.all()[0]; got.uri != "/api/App/Version" || got.header.Get("Authorization") == "" {
		t.Errorf("asked %s %v", got.uri, got.header)
	}
	refused := serve(t, says(401, "application/json", ""))
	if err := newClient(t, refused.URL).Reach(inRun(t)); fault.KindOf(err) != fault.Unauthorized {
		t.Errorf("a server that does not know the token: %v", err)
	}
}
