package wats

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/server"
)

// factory is an embedded server that writes down the writes it is asked for, and that a test can have fail.
type factory struct {
	*Client
	mu     sync.Mutex
	writes []string
	fail   func(w http.ResponseWriter, r *http.Request, next http.Handler) bool // true when it has answered
}

func newFactory(t *testing.T) *factory {
	t.Helper()
	f := &factory{}
	s, err := server.Open(t.Context(), server.Options{Middleware: []func(http.Handler) http.Handler{f.watch}})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		listener.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	f.Client = newClient(t, listener.URL)
	for _, pn := range []string{"BOX", "BOARD", "FAN", "LID"} {
		f.must(t, "product.create_product", map[string]any{"part_number": pn, "revisions": `[{"revision":"A"},{"revision":"B"}]`})
	}
	return f
}

func (f *factory) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		if r.Method != http.MethodGet {
			f.writes = append(f.writes, r.Method+" "+r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
		}
		fail := f.fail
		f.mu.Unlock()
		if fail == nil || !fail(w, r, next) {
			next.ServeHTTP(w, r)
		}
	})
}

// failWith sets what fails and forgets the writes up to now.
func (f *factory) failWith(fail func(http.ResponseWriter, *http.Request, http.Handler) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail, f.writes = fail, nil
}

func (f *factory) written() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.writes)
}

// must calls an operation that must not fail.
func (f *factory) must(t *testing.T, name string, args map[string]any) any {
	t.Helper()
	out, err := find(t, f.Client, name).call(t, inRun(t), args)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

func (f *factory) open(t *testing.T) *BoxBuildTemplate {
	t.Helper()
	return f.must(t, "product.get_box_build_template", map[string]any{"part_number": "BOX", "revision": "A"}).(*BoxBuildTemplate)
}

func (f *factory) add(t *testing.T, b *BoxBuildTemplate, partNumber, revision string, quantity int) {
	t.Helper()
	if _, err := b.addSubunit(inRun(t), &newSubunit{subunitKey: subunitKey{partNumber, revision}, Quantity: quantity}); err != nil {
		t.Fatal(err)
	}
}

func saved(t *testing.T, b *BoxBuildTemplate) {
	t.Helper()
	if _, err := b.save(inRun(t), nil); err != nil {
		t.Fatal(err)
	}
	if b.isPending() {
		t.Error("there are edits left after saving")
	}
}

// contents are the subunits in short: part number, revision, quantity.
func contents(list []ProductRevisionRelation) []string {
	short := []string{}
	for _, r := range list {
		data, _ := json.Marshal(r.Quantity) // a number
		short = append(short, r.PartNumber+" "+r.Revision+" "+string(data))
	}
	slices.Sort(short)
	return short
}

// stored are the subunits that a fresh look at the server finds.
func (f *factory) stored(t *testing.T) []string {
	t.Helper()
	return contents(f.must(t, "product.get_box_build_subunits", map[string]any{"part_number": "BOX", "revision": "A"}).([]ProductRevisionRelation))
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBoxBuildIsInTheCatalogue compares the members of the class with the catalogue.
func TestBoxBuildIsInTheCatalogue(t *testing.T) {
	var all []entry
	if err := json.Unmarshal(shared.Read(t, "facts/wats-operations.json"), &all); err != nil {
		t.Fatal(err)
	}
	class := boxBuildClasses()[0]
	var known []string
	for _, e := range all {
		name, ours := strings.CutPrefix(e.Method, "BoxBuildTemplate.")
		if e.Service != "product" || !ours || e.Kind == "protocol" {
			continue
		}
		known = append(known, name)
		property, method := class.Member(name)
		switch {
		case property == nil && method == nil:
			t.Errorf("%s is missing", e.Method)
		case method != nil:
			compareArguments(t, method, e)
		}
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(known)), slices.Sorted(slices.Values(class.MemberNames()))); diff != "" {
		t.Error(diff)
	}
}

func compareArguments(t *testing.T, method *modules.Function, e entry) {
	t.Helper()
	if len(method.Params) != len(e.Args) {
		t.Errorf("%s has %d arguments, in the catalogue %d", e.Method, len(method.Params), len(e.Args))
		return
	}
	for i, p := range method.Params {
		a := e.Args[i]
		if p.Name != a.Name || p.Required != a.Required || p.Default != defaultText(a.Default) {
			t.Errorf("%s: argument %d is %+v, in the catalogue %+v", e.Method, i+1, p, a)
		}
	}
	if len(method.Examples) == 0 || method.Doc == "" {
		t.Errorf("%s has no example or no documentation", e.Method)
	}
}

func TestBoxBuildRoundTrip(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "BOARD", "A", 1)
	f.add(t, b, "FAN", "A", 4)
	f.add(t, b, "FAN", "A", 5) // there already: changed
	if !b.isPending() || len(f.stored(t)) != 0 {
		t.Error("edits are sent before they are saved")
	}
	saved(t, b)
	expect(t, f.stored(t), "BOARD A 1", "FAN A 5")
	f.add(t, b, "LID", "A", 1)
	number, mask := "7", "A%"
	for _, err := range []error{
		second(b.removeSubunit(subunitKey{"BOARD", "A"})),
		second(b.updateSubunit(subunitChange{subunitKey: subunitKey{"FAN", "A"}, ItemNumber: &number, RevisionMask: &mask})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	f.failWith(nil)
	saved(t, b)
	expect(t, f.written(), "DELETE DeleteProductRevisionRelation", "PUT PutProductRevisionRelation", "POST PostProductRevisionRelation")
	expect(t, f.stored(t), "FAN A 5", "LID A 1")
	again := f.open(t)
	if got := again.matching(subunitPart{"FAN"}); len(got) != 1 || *got[0].ItemNumber != "7" || *got[0].RevisionMask != "A%" {
		t.Errorf("%+v", got)
	}
	byPart := cmpopts.SortSlices(func(a, b RequiredPart) bool { return a.PartNumber < b.PartNumber })
	if diff := cmp.Diff(b.requiredParts(), again.requiredParts(), byPart); diff != "" {
		t.Errorf("what was saved is not what is read again:\n%s", diff)
	}
}

func second(_ any, err error) error { return err }

func TestNothingIsSentForEditsThatComeToNothing(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "FAN", "A", 1)
	saved(t, b)
	f.failWith(nil)
	if _, err := b.removeSubunit(subunitKey{"FAN", "A"}); err != nil {
		t.Fatal(err)
	}
	f.add(t, b, "FAN", "A", 1)
	f.add(t, b, "LID", "A", 1)
	if _, err := b.removeSubunit(subunitKey{"LID", "A"}); err != nil {
		t.Fatal(err)
	}
	saved(t, b)
	expect(t, f.written())
}

// TestSaveLosesNothingHalfWay: pyWATS empties its lists after use, and what follows a failure is not saved.
func TestSaveLosesNothingHalfWay(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	for _, pn := range []string{"BOARD", "FAN", "LID"} {
		f.add(t, b, pn, "A", 1)
	}
	posts := 0
	f.failWith(func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if r.Method == http.MethodPost {
			posts++
		}
		if posts != 2 {
			return false
		}
		http.Error(w, "out of order", http.StatusInternalServerError)
		return true
	})
	if _, err := b.save(inRun(t), nil); fault.KindOf(err) != fault.Server {
		t.Fatal(err)
	}
	if !b.isPending() || len(b.subunits()) != 3 {
		t.Error("edits were lost")
	}
	f.failWith(nil)
	expect(t, f.stored(t), "BOARD A 1")
	saved(t, b)
	expect(t, f.written(), "POST PostProductRevisionRelation", "POST PostProductRevisionRelation")
	expect(t, f.stored(t), "BOARD A 1", "FAN A 1", "LID A 1")
}

// TestAnAdditionWhoseAnswerIsLostIsNotRepeated cuts the connection after the server has added the subunit.
func TestAnAdditionWhoseAnswerIsLostIsNotRepeated(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "FAN", "A", 1)
	f.failWith(func(_ http.ResponseWriter, r *http.Request, next http.Handler) bool {
		if r.Method != http.MethodPost {
			return false
		}
		next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
	if _, err := b.save(inRun(t), nil); fault.KindOf(err) != fault.Connection {
		t.Fatal(err)
	}
	f.failWith(nil)
	saved(t, b)
	expect(t, f.written())
	expect(t, f.stored(t), "FAN A 1")
	if _, err := b.setQuantity(subunitQuantity{subunitKey{"FAN", "A"}, 2}); err != nil {
		t.Fatal(err)
	}
	saved(t, b)
	expect(t, f.stored(t), "FAN A 2")
}

func TestARemovalThatSomebodyElseDidIsDone(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "FAN", "A", 1)
	saved(t, b)
	f.must(t, "product.remove_subunit", map[string]any{"relation_id": *b.subunits()[0].RelationID})
	saved(t, b.clearAll())
	expect(t, f.stored(t))
}

// TestEditsDuringASaveStay edits while a request is on its way: the edit is neither lost nor half sent.
func TestEditsDuringASaveStay(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "FAN", "A", 1)
	var once sync.Once
	f.failWith(func(http.ResponseWriter, *http.Request, http.Handler) bool {
		once.Do(func() {
			if _, err := b.setQuantity(subunitQuantity{subunitKey{"FAN", "A"}, 9}); err != nil {
				t.Error(err)
			}
			if _, err := b.save(inRun(t), nil); fault.KindOf(err) != fault.Conflict {
				t.Errorf("a second save at the same time: %v", err)
			}
		})
		return false
	})
	saved(t, b)
	expect(t, f.stored(t), "FAN A 9")
}

// TestDiscardRollsBackChanges: in pyWATS what update_subunit did to a stored subunit stays.
func TestDiscardRollsBackChanges(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "FAN", "A", 1)
	saved(t, b)
	if _, err := b.setQuantity(subunitQuantity{subunitKey{"FAN", "A"}, 9}); err != nil {
		t.Fatal(err)
	}
	f.add(t, b, "LID", "A", 1)
	expect(t, contents(b.discard().subunits()), "FAN A 1")
	if b.isPending() {
		t.Error("edits are left")
	}
	other := f.open(t)
	f.add(t, other, "LID", "B", 3)
	saved(t, other)
	if _, err := b.reload(inRun(t), nil); err != nil {
		t.Fatal(err)
	}
	expect(t, contents(b.subunits()), "FAN A 1", "LID B 3")
}

// TestAnySubunitOfThePartNumberDecides: in pyWATS the first one alone decides, and a good unit is refused.
func TestAnySubunitOfThePartNumberDecides(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	f.add(t, b, "FAN", "A", 1)
	f.add(t, b, "FAN", "B", 1)
	for revision, want := range map[string]bool{"A": true, "B": true, "C": false} {
		if got := b.validate(subunitKey{"FAN", revision}); got != want {
			t.Errorf("FAN %s: %v", revision, got)
		}
	}
	if b.validate(subunitKey{"LID", "A"}) {
		t.Error("a part that is not in the template fits")
	}
}

// TestOnlyDirectSubunitsAreListed: pyWATS lists all that is below the unit as if it were in it directly.
func TestOnlyDirectSubunitsAreListed(t *testing.T) {
	f := newFactory(t)
	f.must(t, "product.add_subunit", relate("BOX", "BOARD"))
	f.must(t, "product.add_subunit", relate("BOARD", "FAN"))
	expect(t, f.stored(t), "BOARD A 1")
	b := f.open(t)
	expect(t, contents(b.subunits()), "BOARD A 1")
	saved(t, b.clearAll())
	if rows := f.must(t, "product.get_box_build_subunits", map[string]any{"part_number": "BOARD", "revision": "A"}).([]ProductRevisionRelation); len(rows) != 1 {
		t.Errorf("clearing a unit cleared what is in its parts: %+v", rows)
	}
}

func relate(parent, child string) map[string]any {
	return map[string]any{"parent_part_number": parent, "parent_revision": "A", "child_part_number": child, "child_revision": "A"}
}

func TestWrongEditsAreRefusedAtOnce(t *testing.T) {
	f := newFactory(t)
	b := f.open(t)
	ctx := inRun(t)
	f.failWith(nil)
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
	}{
		"no units":          {second(b.addSubunit(ctx, &newSubunit{subunitKey: subunitKey{"FAN", "A"}})), fault.Usage},
		"itself":            {second(b.addSubunit(ctx, &newSubunit{subunitKey: subunitKey{"BOX", "A"}, Quantity: 1})), fault.Usage},
		"no such product":   {second(b.addSubunit(ctx, &newSubunit{subunitKey: subunitKey{"NUT", "A"}, Quantity: 1})), fault.NotFound},
		"no such revision":  {second(b.addSubunit(ctx, &newSubunit{subunitKey: subunitKey{"FAN", "Z"}, Quantity: 1})), fault.NotFound},
		"blank":             {second(b.addSubunit(ctx, &newSubunit{subunitKey: subunitKey{" ", "A"}, Quantity: 1})), fault.Usage},
		"not there":         {second(b.removeSubunit(subunitKey{"FAN", "A"})), fault.NotFound},
		"change of nothing": {second(b.setQuantity(subunitQuantity{subunitKey{"FAN", "A"}, 1})), fault.NotFound},
		"no quantity":       {second(b.setQuantity(subunitQuantity{subunitKey{"FAN", "A"}, -1})), fault.Usage},
	} {
		if fault.KindOf(c.err) != c.kind {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if b.isPending() || len(f.written()) > 0 {
		t.Error("a refused edit left something")
	}
	f.must(t, "product.add_subunit", relate("FAN", "BOX"))
	f.add(t, b, "FAN", "A", 1)
	if _, err := b.save(ctx, nil); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a circle: %v", err)
	}
	for _, revision := range []string{"Z", ""} {
		if _, err := find(t, f.Client, "product.get_box_build_template").call(t, ctx, map[string]any{"part_number": "BOX", "revision": revision}); err == nil {
			t.Errorf("a template of revision %q", revision)
		}
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct {
		mask, revision string
		want           bool
	}{
		{"", "A", true},
		{"", "B", false},
		{" ", "A", true},
		{"B", "B", true},
		{"B", "A", false},
		{"B,C", "C", true},
		{" B , C ", "C", true},
		{"1.%", "1.2", true},
		{"1.%", "1.", true},
		{"1.%", "2.1", false},
		{"%", "anything", true},
		{"%", "", true},
		{"%.2", "1.2", true},
		{"%.2", "1.20", false},
		{"A%Z", "AZ", true},
		{"A%Z", "A", false},
		{"A%A", "A", false},
		{"A%b%Z", "AxbyZ", true},
		{"A%b%Z", "AxyZ", false},
		{"A%b%b", "Ab", false},
		{"%%", "x", true},
		{"a", "A", false},
		{"B,", "", true},
	} {
		r := ProductRevisionRelation{Revision: "A", RevisionMask: &c.mask}
		if got := r.matches(c.revision); got != c.want {
			t.Errorf("mask %q, revision %q: %v", c.mask, c.revision, got)
		}
	}
}

// TestRelationsInAllSpellings: servers answer the relation or all of the parent, with keys in several spellings.
func TestRelationsInAllSpellings(t *testing.T) {
	const parent, child, id = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b", "00000000-0000-4000-8000-00000000000c"
	for _, answer := range []string{
		`{"ProductRevisionRelationId":"` + id + `","ParentProductRevisionId":"` + strings.ToUpper(parent) + `","ProductRevisionId":"` + child + `","Extra":1}`,
		`[{"ParentProductRevisionId":"x","ProductRevisionId":"y"},{"relationId":"` + id + `","parentProductRevisionId":"` + parent + `","productRevisionId":"` + child + `","Extra":1}]`,
		` {"RelationId":"` + id + `","ParentProductRevisionId":"` + parent + `","ChildProductRevisionId":"` + child + `","Extra":1}`,
	} {
		c := newClient(t, serve(t, says(200, "application/json", answer)).URL)
		out, err := postRelation(inRun(t), c, &ProductRevisionRelation{ParentID: parent, ChildID: child, Quantity: 1})
		if err != nil {
			t.Errorf("%s: %v", answer, err)
			continue
		}
		var got map[string]any
		if err := json.Unmarshal(out.Data, &got); err != nil {
			t.Fatal(err)
		}
		if got["ProductRevisionRelationId"] != id || got["ProductRevisionId"] != child || got["Extra"] != 1.0 {
			t.Errorf("%s becomes %s", answer, out.Data)
		}
	}
	c := newClient(t, serve(t, says(200, "application/json", `[{"ParentProductRevisionId":"x","ProductRevisionId":"y"}]`)).URL)
	if _, err := postRelation(context.Background(), c, &ProductRevisionRelation{ParentID: parent, ChildID: child}); fault.KindOf(err) != fault.EmptyResponse {
		t.Errorf("an answer without the relation: %v", err)
	}
}
