package delivery

import (
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestAReportIsFoundByTheBeginningOfItsID(t *testing.T) {
	o := open(t, Options{})
	reports := map[string]uuid.UUID{}
	for name, id := range map[string]string{
		"waiting": "a1b2c3d4-0000-4000-8000-000000000001", "delivered": "a1b2c3d5-0000-4000-8000-000000000002",
		"too":      "a1b2c3d6-0000-4000-8000-000000000005",
		"rejected": "b1000000-0000-4000-8000-000000000003", "damaged": "c1000000-0000-4000-8000-000000000004",
	} {
		e := entry("x")
		e.ID = uuid.MustParse(id)
		reports[name] = put(t, o, e)
	}
	deliver(t, o, reports["delivered"], &server{}, Delivered)
	deliver(t, o, reports["rejected"], &server{always: errBad}, Rejected)
	if err := os.WriteFile(o.file(newFolder, reports["damaged"]), []byte("no report"), 0o600); err != nil {
		t.Fatal(err)
	}
	deliver(t, o, reports["damaged"], &server{}, Damaged)
	for prefix, name := range map[string]string{
		"a1b2c3d4": "waiting", "a1b2c3d6": "too", " A1B2C3D5 ": "delivered", "b": "rejected", "c1": "damaged", reports["waiting"].String(): "waiting",
	} {
		if id, err := o.Find(t.Context(), prefix); id != reports[name] || err != nil {
			t.Errorf("%q: %s, %v", prefix, id, err)
		}
	}
	for prefix, want := range map[string]fault.Kind{"a1": fault.Usage, "d": fault.NotFound, " ": fault.Usage} {
		if id, err := o.Find(t.Context(), prefix); id != uuid.Nil || fault.KindOf(err) != want {
			t.Errorf("%q: %s, %v", prefix, id, err)
		}
	}
	_, err := o.Find(t.Context(), "a1b2c3d")
	if err == nil || !strings.Contains(err.Error(), "2 reports begin with a1b2c3d: a1b2c3d4-") {
		t.Errorf("two are named as %v", err)
	}
}

func TestAReportThatIsBeingSentIsFound(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	s := &server{during: func(Entry) {
		if got, err := o.Find(t.Context(), id.String()[:20]); got != id || err != nil {
			t.Errorf("found %s, %v", got, err)
		}
	}}
	deliver(t, o, id, s, Delivered)
}
