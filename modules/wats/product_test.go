package wats

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// decoded is a result that is JSON.
func decoded[T any](t *testing.T, out any) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(out.(modules.JSON).Data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func tagTexts(tags []Setting) []string {
	all := []string{}
	for _, s := range tags {
		all = append(all, s.Key+"="+*s.Value)
	}
	return all
}

// TestTagsAreReplaced: pyWATS's set_product_tags says that it replaces, but only adds.
func TestTagsAreReplaced(t *testing.T) {
	f := newFactory(t)
	one, two := "1", "2"
	for _, owner := range []struct {
		name string
		args map[string]any
	}{
		{"product", map[string]any{"part_number": "BOX"}},
		{"revision", map[string]any{"part_number": "BOX", "revision": "A"}},
	} {
		call := func(verb string, more map[string]any) any {
			for key, value := range owner.args {
				more[key] = value
			}
			return f.must(t, "product."+strings.Replace(verb, "*", owner.name, 1), more)
		}
		call("set_*_tags", map[string]any{"tags": []Setting{{Key: "a", Value: &one}, {Key: "b", Value: &one}}})
		expect(t, tagTexts(decoded[Product](t, call("set_*_tags", map[string]any{"tags": []Setting{{Key: "b", Value: &two}, {Key: "c", Value: &one}}})).Tags), "b=2", "c=1")
		expect(t, tagTexts(decoded[Product](t, call("add_*_tag", map[string]any{"name": "c", "value": "3"})).Tags), "b=2", "c=3")
		call("add_*_tag", map[string]any{"name": "d", "value": ""})
		if diff := cmp.Diff([]Tag{{"b", "2"}, {"c", "3"}, {"d", ""}}, call("get_*_tags", map[string]any{})); diff != "" {
			t.Error(diff)
		}
		expect(t, tagTexts(decoded[Product](t, call("set_*_tags", map[string]any{"tags": []Setting{}})).Tags))
	}
	for name, tags := range map[string][]Setting{"twice": {{Key: "a"}, {Key: "a"}}, "blank": {{Key: " "}}} {
		if _, err := find(t, f.Client, "product.set_product_tags").call(t, inRun(t), map[string]any{"part_number": "BOX", "tags": tags}); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTagsInATableAreWritten: pyWATS writes a product back with change codes that have the server leave out what was
// added to its tags or changed in them.
func TestTagsInATableAreWritten(t *testing.T) {
	f := newFactory(t)
	f.must(t, "product.add_product_tag", map[string]any{"part_number": "BOX", "name": "a", "value": "1"})
	product := decoded[map[string]any](t, f.must(t, "product.get_product", map[string]any{"part_number": "BOX"}))
	product["tags"].([]any)[0].(map[string]any)["value"] = "2"
	product["tags"] = append(product["tags"].([]any), map[string]any{"key": "b", "value": "1"})
	product["revisions"].([]any)[0].(map[string]any)["tags"] = []any{map[string]any{"key": "r", "value": "1"}}
	data, err := json.Marshal(product)
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []map[string]any{
		{"name": "product.update_product", "product": string(data)}, {"name": "product.bulk_save_products", "products": "[" + string(data) + "]"},
	} {
		name, _ := call["name"].(string)
		f.must(t, name, call)
		got := decoded[Product](t, f.must(t, "product.get_product", map[string]any{"part_number": "BOX"}))
		expect(t, tagTexts(got.Tags), "a=2", "b=1")
		expect(t, tagTexts(got.Revisions[0].Tags), "r=1")
	}
	f.must(t, "product.update_product", map[string]any{"product": `{"partNumber":"BOX","tags":[{"key":"a","change":3}]}`})
	expect(t, tagTexts(decoded[Product](t, f.must(t, "product.get_product", map[string]any{"part_number": "BOX"})).Tags), "b=1")
}

// TestWhatIsNotKnownGoesThrough: changing one tag must not change what a newer server knows of a product.
func TestWhatIsNotKnownGoesThrough(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"partNumber":"P","price":1.50,"big":12345678901234567890,"tags":[]}`))
	if _, err := find(t, newClient(t, s.URL), "product.add_product_tag").call(t, inRun(t), map[string]any{"part_number": "P", "name": "a", "value": "<1>"}); err != nil {
		t.Fatal(err)
	}
	body := s.all()[1].body
	for _, part := range []string{`"price":1.50`, `"big":12345678901234567890`} {
		if !strings.Contains(body, part) {
			t.Errorf("%s is not in %s", part, body)
		}
	}
}

// TestManyAreSavedTogetherOrNotAtAll: pyWATS sends revisions one by one, and a failure leaves the rest unsaved.
func TestManyAreSavedTogetherOrNotAtAll(t *testing.T) {
	f := newFactory(t)
	save := find(t, f.Client, "product.bulk_save_revisions")
	if _, err := save.call(t, inRun(t), map[string]any{"revisions": `[{"partNumber":"BOX","revision":"C"},{"partNumber":"NUT","revision":"A"}]`}); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
	if got := decoded[[]ProductRevision](t, f.must(t, "product.get_revisions", map[string]any{"part_number": "BOX"})); len(got) != 2 {
		t.Errorf("%+v", got)
	}
	f.failWith(nil)
	for name, args := range map[string]map[string]any{
		"product.bulk_save_revisions": {"revisions": "[]"}, "product.bulk_save_products": {"products": "[]"},
	} {
		if got := f.must(t, name, args).(modules.JSON); string(got.Data) != "[]" {
			t.Errorf("%s gives %s", name, got.Data)
		}
	}
	for name, args := range map[string]map[string]any{
		"product.bulk_save_revisions": {"revisions": `[{"partNumber":"BOX","revision":"C"},{"revision":"D"}]`},
		"product.bulk_save_products":  {"products": `[{"partNumber":"NEW"},{"name":"x"}]`},
		"product.update_revision":     {"revision": `{"revision":"D"}`},
	} {
		if _, err := find(t, f.Client, name).call(t, inRun(t), args); fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), "part_number is required") {
			t.Errorf("%s: %v", name, err)
		}
	}
	expect(t, f.written())
}

// TestWritesToMissingProductsRaise: pyWATS returns None or False, which nobody reads.
func TestWritesToMissingProductsRaise(t *testing.T) {
	f := newFactory(t)
	f.failWith(nil)
	for name, args := range map[string]map[string]any{
		"product.create_revision":   {"part_number": "NUT", "revision": "A"},
		"product.set_product_tags":  {"part_number": "NUT", "tags": []Setting{}},
		"product.add_product_tag":   {"part_number": "NUT", "name": "a", "value": "1"},
		"product.set_revision_tags": {"part_number": "BOX", "revision": "Z", "tags": []Setting{}},
		"product.add_revision_tag":  {"part_number": "BOX", "revision": "Z", "name": "a", "value": "1"},
		"product.add_subunit":       {"parent_part_number": "BOX", "parent_revision": "A", "child_part_number": "NUT", "child_revision": "A"},
	} {
		if _, err := find(t, f.Client, name).call(t, inRun(t), args); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	expect(t, f.written())
	for name, args := range map[string]map[string]any{
		"product.upload_bom":     {"part_number": "BOX", "revision": "Z", "bom_items": "[]"},
		"product.update_bom":     {"part_number": "BOX", "revision": "Z", "bom_items": `[{"partNumber":"P"}]`},
		"product.remove_subunit": {"relation_id": testID},
		"product.delete_vendor":  {"vendor_id": "none"},
	} {
		if _, err := find(t, f.Client, name).call(t, inRun(t), args); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestARevisionIsFoundByItsExactName(t *testing.T) {
	f := newFactory(t)
	get := find(t, f.Client, "product.get_revision")
	if out, err := get.call(t, inRun(t), map[string]any{"part_number": "BOX", "revision": "a"}); out != nil || err != nil {
		t.Errorf("%v, %v", out, err)
	}
	_, err := get.call(t, inRun(t), map[string]any{"part_number": "BOX", "revision": "a", "strict": true})
	if f := fault.Of(err); f == nil || f.Kind != fault.NotFound || !strings.Contains(f.Hint, "A") {
		t.Errorf("%+v", f)
	}
	if _, err := get.call(t, inRun(t), map[string]any{"part_number": "BOX", "revision": " "}); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}

// TestBOMRowsInAllSpellings: an older key stands for the newer one.
func TestBOMRowsInAllSpellings(t *testing.T) {
	c := newClient(t, serve(t, says(200, "application/json", `[{"compRef":"R1","PartNumber":"P","Quantity":2},{"componentRef":"R2","compRef":"x"}]`)).URL)
	out, err := find(t, c, "product.get_bom").call(t, inRun(t), map[string]any{"part_number": "P", "revision": "A"})
	if err != nil {
		t.Fatal(err)
	}
	if got := decoded[[]BomItem](t, out); got[0].ComponentRef != "R1" || got[0].PartNumber != "P" || *got[0].Quantity != 2 || got[1].ComponentRef != "R2" {
		t.Errorf("%+v", got)
	}
}

// TestWhatIsNotSentIsSaid: pyWATS drops silently what a WSBF document or a group has no place for.
func TestWhatIsNotSentIsSaid(t *testing.T) {
	f := newFactory(t)
	var log bytes.Buffer
	ctx := inRun(t)
	modules.RunFrom(ctx).Log = slog.New(slog.NewTextHandler(&log, nil))
	for _, call := range []struct {
		name string
		args map[string]any
		says string
	}{
		{"product.create_group", map[string]any{"name": "G", "description": "d"}, "no description"},
		{
			"product.update_bom",
			map[string]any{"part_number": "BOX", "revision": "A", "bom_items": `[{"partNumber":"P","manufacturerPn":"M","vendorPn":"V"}]`},
			"manufacturer_pn vendor_pn",
		},
	} {
		log.Reset()
		if _, err := find(t, f.Client, call.name).call(t, ctx, call.args); err != nil || !strings.Contains(log.String(), call.says) {
			t.Errorf("%s: %v, logs %s", call.name, err, &log)
		}
	}
	for name, rows := range map[string]string{"none": "[]", "no part": `[{"componentRef":"R1"}]`} {
		if _, err := find(t, f.Client, "product.update_bom").call(t, ctx, map[string]any{"part_number": "BOX", "revision": "A", "bom_items": rows}); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}
