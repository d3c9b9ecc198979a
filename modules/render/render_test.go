package render

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"

	"github.com/watsrun/watsrun/internal/shared"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The declarations that the goldens show: a shop, with one of everything.
type (
	size  string
	money struct {
		Amount   float64 `lua:"amount,required" json:"amount" doc:"How much."`
		Currency string  `lua:"currency" json:"CurrencyCode" doc:"ISO 4217 | three letters."`
	}
	item struct {
		ID       int              `lua:"id,readonly" json:"itemId" doc:"Number of the item."`
		Name     string           `lua:"name,required" json:"name" doc:"What it is called."`
		Size     size             `lua:"size" json:"size" doc:"How large it is."`
		Price    *money           `lua:"-"`
		Prices   map[string]money `lua:"prices" json:"prices" doc:"By country."`
		Parts    []item           `lua:"parts" json:"parts" doc:"What it is made of."`
		End      string           `lua:"end" json:"end" doc:"A word that Lua keeps for itself."`
		Weight   *float64         `lua:"weight" json:"weight" doc:"In kilograms."`
		Anything any              `lua:"anything" json:"anything" doc:"Whatever else there is."`
	}
	Basket struct {
		Owner string `lua:"owner" doc:"Whose it is."`
		Count int    `lua:"count,readonly" doc:"How many items are in it."`
	}
	getArgs struct {
		ID     int   `lua:"id,required" doc:"Number of the item."`
		Strict *bool `lua:"strict" doc:"Raise when there is no such item."`
		Limit  int   `lua:"limit" default:"20" doc:"How many at most."`
	}
	findArgs struct {
		Size size                 `lua:"size" doc:"Only items of this size."`
		End  string               `lua:"end" doc:"The last name."`
		Item modules.Record[item] `lua:"item" doc:"An item to compare with."`
	}
	eachArgs struct {
		Fn   modules.Callback `lua:"fn,required" doc:"Called with each item."`
		Args []modules.Raw    `lua:"args,rest" doc:"More arguments for fn."`
	}
	addArgs struct {
		Item  item    `lua:"item,required" doc:"What to put in."`
		Count float64 `lua:"count" default:"1" doc:"How many."`
	}
	none struct{}
)

func (s *size) UnmarshalText(b []byte) error { *s = size(b); return nil }
func (*size) Choices() []string              { return []string{"small", "large"} }

func shop() []*modules.Module {
	getItem := modules.Func("get_item", "Fetch one item. It is the newest one.",
		func(context.Context, *getArgs) (*string, error) { return nil, nil },
		modules.Does(modules.Read), modules.Waits(), modules.Raises("not_found when strict"), modules.Note("limit is ours"),
		modules.Show(`shop.items.get_item(7).name`, `"Chair"`), modules.Show("local item = shop.items.get_item{id = 7}\nreturn item", "{\n  id = 7,\n}"))
	getItem.Route = "GET /api/Item/{id}"
	getItem.Result = modules.TypeOf(reflect.TypeFor[item]())
	find := modules.Func("find", "Find items.", func(context.Context, *findArgs) ([]item, error) { return nil, nil }, modules.Does(modules.Read))
	each := modules.Func("each", "Loop over the items.", func(context.Context, *none) (*modules.Each[item], error) { return nil, nil })
	call := modules.Func("call_with", "Call a function with each item.",
		func(context.Context, *eachArgs) ([]modules.Raw, error) { return nil, nil }, modules.Positional())
	basketClass := modules.ClassOf("Basket", "What is going to be bought.", func(b *Basket) string { return b.Owner },
		modules.Methods(
			modules.Method("add", "Put an item in.", func(*Basket, addArgs) (bool, error) { return true, nil }, modules.Does(modules.Write)),
			modules.Method("clear", "Take everything out.", func(*Basket, none) (struct{}, error) { return struct{}{}, nil }),
		),
		modules.Illustrate("local basket = shop.open()\n", map[string]modules.Example{"clear": {Code: "basket:clear()"}}),
		modules.Getter("total", "What it costs.", func(*Basket) money { return money{} }))
	open := modules.Func("open", "Open the basket.", func(context.Context, *none) (*Basket, error) { return nil, nil })
	now := modules.Func("today", "The date.", func(context.Context, *none) (string, error) { return "", nil })
	return []*modules.Module{
		{
			Name: "shop", Doc: "A shop to try things with.", Functions: []*modules.Function{open}, Classes: []*modules.Class{basketClass},
			Constants: []modules.Constant{{Name: "currency", Doc: "What is paid with.", Type: &modules.Type{Kind: modules.String}}},
			Modules: []*modules.Module{{
				Name: "shop.items", Doc: "What is for sale.\nTwo lines.", Alias: []string{"shop.things"}, Functions: []*modules.Function{getItem, find, each, call},
			}},
		},
		{Name: "_G", Doc: "Functions without a module.", Functions: []*modules.Function{now}},
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s differs; go test -update writes it anew\n%s", name, diff)
	}
}

func TestMarkdown(t *testing.T) {
	var names []string
	for _, p := range Markdown(shop()) {
		names = append(names, p.Name)
		golden(t, p.Name, p.Text)
	}
	if want := []string{"README.md", "globals.md", "shop.md", "shop.items.md"}; !slices.Equal(names, want) {
		t.Errorf("the pages are %v", names)
	}
}

// TestLinksLeadSomewhere follows every link of the reference.
func TestLinksLeadSomewhere(t *testing.T) {
	anchors := map[string]bool{}
	pages := Markdown(shop())
	for _, p := range pages {
		anchors[p.Name] = true
		for line := range strings.Lines(p.Text) {
			if strings.HasPrefix(line, "#") {
				heading := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
				heading = strings.NewReplacer(" ", "-", ".", "", ":", "", "(", "", ")", "").Replace(heading)
				anchors[p.Name+"#"+heading] = true
			}
		}
	}
	count := 0
	for _, p := range pages {
		for i, part := range strings.Split(p.Text, "](") {
			target, _, ok := strings.Cut(part, ")")
			if i == 0 || !ok {
				continue
			}
			if strings.HasPrefix(target, "#") {
				target = p.Name + target
			}
			if count++; !anchors[target] {
				t.Errorf("%s links to %s, which is not there", p.Name, target)
			}
		}
	}
	if count < 15 {
		t.Errorf("only %d links were found", count)
	}
}

func TestStubs(t *testing.T) {
	golden(t, "stubs.lua", string(Stubs(shop())))
}

// TestStubsDescribeEachNameOnce has a class whose objects are also given as plain tables.
func TestStubsDescribeEachNameOnce(t *testing.T) {
	mods := shop()
	mods[1].Functions = append(mods[1].Functions, modules.Func("copy", "The basket as a table.",
		func(context.Context, *none) (Basket, error) { return Basket{}, nil }))
	if n := strings.Count(string(Stubs(mods)), "---@class Basket\n"); n != 1 {
		t.Errorf("Basket is described %d times", n)
	}
}

func TestStubsLoad(t *testing.T) {
	stubs := Stubs(shop())
	L := lua.NewState()
	defer L.Close()
	if err := L.DoString(string(stubs)); err != nil {
		t.Errorf("gopher-lua: %v", err)
	}
	if err := L.DoString(`assert(shop.things == shop.items and type(shop.items.get_item) == "function" and shop.open() == nil)`); err != nil {
		t.Error(err)
	}
	program, err := exec.LookPath("lua5.1")
	if err != nil {
		shared.Missing(t, "lua5.1 is not installed")
	}
	cmd := exec.Command(program, "-")
	cmd.Stdin = strings.NewReader(string(stubs))
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("lua5.1: %v: %s", err, out)
	}
}

func TestJSON(t *testing.T) {
	data, err := JSON(shop())
	if err != nil || !json.Valid(data) {
		t.Fatalf("%v: %s", err, data)
	}
	golden(t, "docs.json", string(data))
}

func TestTheOrderOfDeclarationDoesNotMatter(t *testing.T) {
	forward, backward := shop(), shop()
	slices.Reverse(backward)
	for _, m := range backward {
		slices.Reverse(m.Functions)
		for _, sub := range m.Modules {
			slices.Reverse(sub.Functions)
		}
	}
	if diff := cmp.Diff(Markdown(forward), Markdown(backward)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(string(Stubs(forward)), string(Stubs(backward))); diff != "" {
		t.Error(diff)
	}
}

func TestHelp(t *testing.T) {
	for _, name := range []string{"shop", "shop.items.get_item", "Basket", "item", "size"} {
		text, err := Help(shop(), name)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "help-"+name+".txt", text)
	}
	if text, err := Help(shop(), "_G"); err != nil || !strings.Contains(text, "today  The date.") {
		t.Errorf("the globals have the page %q, %v", text, err)
	}
	for name, same := range map[string]string{
		"get_item": "shop.items.get_item", "shop.items.get_item()": "shop.items.get_item", " Basket.add ": "Basket:add", "add": "Basket:add",
		"clear": "Basket:clear", "total": "Basket.total", "currency": "shop.currency",
	} {
		got, err := Help(shop(), name)
		want, _ := Help(shop(), same)
		if err != nil || got != want {
			t.Errorf("the page of %q is %q, %v, not that of %s", name, got, err, same)
		}
	}
	if text, err := Help(shop(), "shop.things.find"); err != nil || !strings.HasPrefix(text, "shop.things.find([size, end, item]) -> item[]\n") {
		t.Errorf("the alias has the page %q, %v", text, err)
	}
}

// TestSignaturesAreAsPeopleWriteThem has arguments by position where they are few, and by name where that would be counting commas.
func TestSignaturesAreAsPeopleWriteThem(t *testing.T) {
	params := func(names ...string) []modules.Param {
		list := make([]modules.Param, len(names))
		for i, name := range names {
			list[i].Name, list[i].Required = strings.CutSuffix(name, "!")
			list[i].Rest = name == "..."
		}
		return list
	}
	for _, c := range []struct {
		f    modules.Function
		want string
	}{
		{modules.Function{}, "f()"},
		{modules.Function{Params: params("a!", "b!")}, "f(a, b)"},
		{modules.Function{Params: params("a", "b", "c", "d")}, "f([a, b, c, d])"},
		{modules.Function{Params: params("a!", "b", "c")}, "f(a[, b, c])"},
		{modules.Function{Params: params("a!", "...")}, "f(a, ...)"},
		{modules.Function{Params: params("a", "b!", "c!")}, "f{b=, c=, [a=]}"},
		{modules.Function{Params: params("a!", "b", "c", "d", "e", "f", "g")}, "f{a=, [b=, c=, d=, e=, ...]}"},
		{modules.Function{Params: params("a!", "b", "c", "d", "e", "f")}, "f{a=, [b=, c=, d=, e=, f=]}"},
		{modules.Function{Params: params("a!", "b!", "c", "d", "e", "f", "g", "h", "i")}, "f{a=, b=, [c=, d=, e=, f=, ...]}"},
		{modules.Function{Params: params("a", "b", "c", "d", "e"), Positional: true}, "f([a, b, c, d, e])"},
	} {
		if got := signature("f", &c.f); got != c.want {
			t.Errorf("%s is not %s", got, c.want)
		}
	}
}

func TestHelpListsWhatHasTheSameName(t *testing.T) {
	mods := shop()
	mods[0].Functions = append(mods[0].Functions, mods[0].Modules[0].Functions[1])
	text, err := Help(mods, "find")
	want := "Several things are called find:\n\n  shop.find        Find items.\n  shop.items.find  Find items.\n"
	if err != nil || text != want {
		t.Errorf("%v: %s", err, text)
	}
}

// TestSearch looks for words that are no names.
func TestSearch(t *testing.T) {
	setting := Subject{Name: "shop.opening", Doc: "When the shop opens.", More: []string{"SHOP_OPENING"}}
	for query, want := range map[string][]string{
		"items":         {"shop.items.get_item", "item", "shop.items", "shop.items.each"},
		"strict":        {"shop.items.get_item"},
		"large":         {"size", "item"},
		"RAISE missing": nil,
		"raise such":    {"shop.items.get_item"},
		"currency":      {"shop.currency", "money"},
		"letters":       {"money"},
		"opens":         {"shop.open", "shop.opening"},
		"shop_opening":  {"shop.opening"},
		"fet":           {"shop.items.get_item"},
		"fe":            nil,
		"sket":          {"Basket", "Basket:add", "Basket:clear"},
		"get_itme":      nil,
	} {
		var got []string
		for _, s := range Search(shop(), query, []Subject{setting}) {
			got = append(got, s.Name)
		}
		if len(got) > len(want) && want != nil {
			got = got[:len(want)]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
}

func TestHelpSuggestsTheNearestName(t *testing.T) {
	for name, want := range map[string]string{
		"shop.items.get_itm": "did you mean shop.items.get_item?", "get_itme": "did you mean get_item?", "Baskt": "did you mean Basket?",
		"zzzzzzzzzzzz": "watsrun docs lists everything",
	} {
		_, err := Help(shop(), name)
		if fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

func TestComplete(t *testing.T) {
	for prefix, want := range map[string][]string{
		"":                   {"shop", "today"},
		"sh":                 {"shop"},
		"shop.":              {"shop.currency", "shop.items", "shop.open", "shop.things"},
		"shop.i":             {"shop.items"},
		"shop.items.":        {"shop.items.call_with", "shop.items.each", "shop.items.find", "shop.items.get_item"},
		"shop.things.get":    {"shop.things.get_item"},
		"SHOP.Items.G":       {"shop.items.get_item"},
		"Basket:":            {"Basket:add", "Basket:clear"},
		"Basket:a":           {"Basket:add"},
		"Basket.":            {"Basket.count", "Basket.owner", "Basket.total"},
		"Bask":               nil,
		"it":                 nil,
		"shop.items.nothing": nil,
	} {
		var got []string
		for _, c := range Complete(shop(), prefix) {
			got = append(got, c.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", prefix, diff)
		}
	}
	want := []Candidate{{"shop.items.get_item", "function", "shop.items.get_item(id[, strict, limit]) -> item", "Fetch one item."}}
	if diff := cmp.Diff(want, Complete(shop(), "shop.items.g")); diff != "" {
		t.Error(diff)
	}
}
