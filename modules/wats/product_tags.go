package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// The change codes that writes give to tags.
const (
	tagAdd    ChangeType = 1
	tagUpdate ChangeType = 2
	tagDelete ChangeType = 3
)

// Tag is a tag as scripts see it where only key and value count.
type Tag struct {
	Key   string `lua:"key,required" json:"key" doc:"Name of the tag."`
	Value string `lua:"value" json:"value" doc:"Its value."`
}

type productTags struct {
	PartNumber string    `lua:"part_number,required" doc:"Part number of the product."`
	Tags       []Setting `lua:"tags,required" doc:"All tags that it is to have: a list of {key = ..., value = ...}."`
}

type productTag struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the product."`
	Name       string `lua:"name,required" doc:"Name of the tag."`
	Value      string `lua:"value,required" doc:"Its value."`
}

type revisionTags struct {
	PartNumber string    `lua:"part_number,required" doc:"Part number of the product."`
	Revision   string    `lua:"revision,required" doc:"The revision, exactly as it is written."`
	Tags       []Setting `lua:"tags,required" doc:"All tags that it is to have: a list of {key = ..., value = ...}."`
}

type revisionTag struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the product."`
	Revision   string `lua:"revision,required" doc:"The revision, exactly as it is written."`
	Name       string `lua:"name,required" doc:"Name of the tag."`
	Value      string `lua:"value,required" doc:"Its value."`
}

func tagOperations() []declaration {
	writes := declare(modules.Does(modules.IdempotentWrite))
	replaces := note("Replaces: tags that are not listed are deleted. pyWATS leaves them where they are.")
	return []declaration{
		composed("get_product_tags", "The tags of a product, as keys and values.", getProductTags, routed(productRoute),
			show(withRevision+`wats.product.add_product_tag("PCBA-7", "colour", "red")
return wats.product.get_product_tags("PCBA-7")[1].value`, `"red"`)),
		composed("set_product_tags", "Replace the tags of a product.", setProductTags, routed(productRoute, putProductRoute), gives[Product](), writes, replaces,
			show(withRevision+`wats.product.add_product_tag("PCBA-7", "colour", "red")
return #wats.product.set_product_tags("PCBA-7", {{key = "size", value = "5"}}).tags`, "1")),
		composed("add_product_tag", "Add a tag to a product, or change its value.", addProductTag, routed(productRoute, putProductRoute), gives[Product](), writes,
			show(withRevision+`return wats.product.add_product_tag("PCBA-7", "colour", "red").tags[1].key`, `"colour"`)),
		composed("get_revision_tags", "The tags of a revision, as keys and values.", getRevisionTags, routed(productRoute),
			show(withRevision+`return #wats.product.get_revision_tags("PCBA-7", "B")`, "0")),
		composed("set_revision_tags", "Replace the tags of a revision.", setRevisionTags, routed(productRoute, putRevisionRoute), gives[ProductRevision](), writes, replaces,
			note("Replaces: tags that are not listed are deleted. A revision that is not there raises; pyWATS returns None."),
			show(withRevision+`return wats.product.set_revision_tags("PCBA-7", "B", {{key = "size", value = "5"}}).tags[1].value`, `"5"`)),
		composed("add_revision_tag", "Add a tag to a revision, or change its value.", addRevisionTag, routed(productRoute, putRevisionRoute), gives[ProductRevision](), writes,
			note("A revision that is not there raises; pyWATS returns None."),
			show(withRevision+`return wats.product.add_revision_tag("PCBA-7", "B", "colour", "red").tags[1].key`, `"colour"`)),
	}
}

// tagsIn are the tags of a product or revision.
func tagsIn(raw []byte) ([]Setting, error) {
	var owner struct {
		Tags []Setting `json:"tags"`
	}
	if err := json.Unmarshal(raw, &owner); err != nil {
		return nil, noJSON(&response{body: raw}, "a thing with tags")
	}
	return owner.Tags, nil
}

func plainTags(raw []byte) ([]Tag, error) {
	settings, err := tagsIn(raw)
	tags := make([]Tag, len(settings))
	for i, s := range settings {
		tags[i].Key = s.Key
		if s.Value != nil {
			tags[i].Value = *s.Value
		}
	}
	return tags, err
}

func getProductTags(ctx context.Context, c *Client, in *productKey) ([]Tag, error) {
	if err := notBlank("part_number", in.PartNumber); err != nil {
		return nil, err
	}
	a, err := fetchProduct(ctx, c, in.PartNumber)
	if isMissing(err) && !c.strict(ctx, in) {
		return []Tag{}, nil
	}
	if err != nil {
		return nil, err
	}
	return plainTags(a.body)
}

func getRevisionTags(ctx context.Context, c *Client, in *revisionKey) ([]Tag, error) {
	r, err := findRevision(ctx, c, in.PartNumber, in.Revision)
	if isMissing(err) && !c.strict(ctx, in) {
		return []Tag{}, nil
	}
	if err != nil {
		return nil, err
	}
	return plainTags(r.raw)
}

func setProductTags(ctx context.Context, c *Client, in *productTags) (any, error) {
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	return retagProduct(ctx, c, in.PartNumber, func(before []Setting) []Setting { return replaceTags(before, in.Tags) })
}

func addProductTag(ctx context.Context, c *Client, in *productTag) (any, error) {
	if err := notBlank("name", in.Name); err != nil {
		return nil, err
	}
	return retagProduct(ctx, c, in.PartNumber, func(before []Setting) []Setting { return setTag(before, in.Name, in.Value) })
}

func setRevisionTags(ctx context.Context, c *Client, in *revisionTags) (any, error) {
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	return retagRevision(ctx, c, in.PartNumber, in.Revision, func(before []Setting) []Setting { return replaceTags(before, in.Tags) })
}

func addRevisionTag(ctx context.Context, c *Client, in *revisionTag) (any, error) {
	if err := notBlank("name", in.Name); err != nil {
		return nil, err
	}
	return retagRevision(ctx, c, in.PartNumber, in.Revision, func(before []Setting) []Setting { return setTag(before, in.Name, in.Value) })
}

// retagProduct reads a product, changes its tags and writes it back.
func retagProduct(ctx context.Context, c *Client, partNumber string, change func([]Setting) []Setting) (any, error) {
	if err := notBlank("part_number", partNumber); err != nil {
		return nil, err
	}
	a, err := fetchProduct(ctx, c, partNumber)
	if err != nil {
		return nil, err
	}
	return retag[Product](ctx, c, putProductRoute, a.body, change)
}

func retagRevision(ctx context.Context, c *Client, partNumber, revision string, change func([]Setting) []Setting) (any, error) {
	r, err := findRevision(ctx, c, partNumber, revision)
	if err != nil {
		return nil, err
	}
	return retag[ProductRevision](ctx, c, putRevisionRoute, r.raw, change)
}

func retag[T any](ctx context.Context, c *Client, route string, raw []byte, change func([]Setting) []Setting) (any, error) {
	before, err := tagsIn(raw)
	if err != nil {
		return nil, err
	}
	body, err := withMember(raw, "tags", change(before))
	if err != nil {
		return nil, err
	}
	return put(ctx, c, route, json.RawMessage(body), typeOf[T]())
}

func checkTags(tags []Setting) error {
	seen := map[string]bool{}
	for i, t := range tags {
		name := fmt.Sprintf("tags[%d].key", i+1)
		if err := notBlank(name, t.Key); err != nil {
			return err
		}
		if seen[t.Key] {
			return fault.New(fault.Usage, "%s %q is there twice", name, t.Key)
		}
		seen[t.Key] = true
	}
	return nil
}

// replaceTags are the changes that lead from the tags before to those that are wanted.
func replaceTags(before, wanted []Setting) []Setting {
	changes := []Setting{}
	for _, t := range before {
		if i := indexOfTag(wanted, t.Key); i < 0 {
			t.Change = new(tagDelete)
			changes = append(changes, t)
		}
	}
	for _, t := range wanted {
		t.Change = new(tagAdd)
		if indexOfTag(before, t.Key) >= 0 {
			t.Change = new(tagUpdate)
		}
		changes = append(changes, t)
	}
	return changes
}

// setTag are the tags with one of them added or changed.
func setTag(tags []Setting, key, value string) []Setting {
	if i := indexOfTag(tags, key); i >= 0 {
		tags[i].Value, tags[i].Change = &value, new(tagUpdate)
		return tags
	}
	return append(tags, Setting{Key: key, Value: &value, Change: new(tagAdd)})
}

func indexOfTag(tags []Setting, key string) int {
	return slices.IndexFunc(tags, func(t Setting) bool { return t.Key == key })
}

// tagsNote says what update_product and update_revision do with tags.
const tagsNote = "Tags are written as they are in the table; pyWATS sends those that were added or changed in it with the change code " +
	"of tags that are to stay as they are."

// addTags has the tags of a body written.
func addTags[In any](_ context.Context, _ *In, r *request) (err error) {
	if r.body, err = writeTags(r.body); err != nil {
		err = fault.Wrap(fault.Usage, err, "the arguments cannot be sent")
	}
	return err
}

// writeTags gives the tags in a body, wherever they are in it, the change codes without which a server does nothing with
// them, but for those that are to be deleted.
func writeTags(body []byte) ([]byte, error) {
	if !bytes.Contains(body, []byte(`"tags"`)) {
		return body, nil
	}
	var all any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // the digits of members that are not known here stay as they are
	if err := decoder.Decode(&all); err != nil {
		return nil, err
	}
	if markTags(all) == 0 {
		return body, nil
	}
	return json.Marshal(all)
}

// markTags goes through lists of products and revisions, and tells how many tags it gave a change code.
func markTags(v any) (marked int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			marked += markTags(item)
		}
	case map[string]any:
		marked = markTags(v["revisions"])
		tags, _ := v["tags"].([]any)
		for _, t := range tags {
			if tag, ok := t.(map[string]any); ok {
				marked += markTag(tag)
			}
		}
	}
	return marked
}

func markTag(tag map[string]any) int {
	switch tag["change"] {
	case nil:
		tag["change"] = tagAdd
	case json.Number("0"):
		tag["change"] = tagUpdate
	default:
		return 0
	}
	return 1
}

// withMember is a JSON object with one of its members replaced.
func withMember(raw []byte, key string, value any) ([]byte, error) {
	members := map[string]json.RawMessage{}
	err := json.Unmarshal(raw, &members)
	if err == nil {
		members[key], err = json.Marshal(value)
	}
	if err != nil {
		return nil, noJSON(&response{body: raw}, "a JSON object")
	}
	return json.Marshal(members)
}
