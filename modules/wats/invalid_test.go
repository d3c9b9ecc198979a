package wats

import (
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestAnInvalidReportOfAFailedRunIsNotThrownAway(t *testing.T) {
	d := newDiary(t)
	r := d.uut("S-1")
	r.SN = ""
	if _, err := d.submit(r); fault.KindOf(err) != fault.Validation {
		t.Fatal(err)
	}
	d.client.Finish(d.ctx, d.run, "Cut short: submit raised validation")
	if said := d.told(); !strings.Contains(said, "submit") {
		t.Errorf("after the script failed: %s", said)
	}
}
