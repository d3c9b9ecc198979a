package render

import (
	"strings"
	"testing"

	"github.com/watsrun/watsrun/modules"
)

type basketItem struct {
	Weight float64 `lua:"weight" doc:"In grams."`
}

func TestCoverage(t *testing.T) {
	nothing := func(name string, opts ...modules.Option) *modules.Function {
		return modules.Method(name, "Does.", func(*basketItem, struct{}) (struct{}, error) { return struct{}{}, nil }, opts...)
	}
	same := nothing("same", modules.Show("x", ""), modules.Note("Differs | so."))
	same.Route = "GET /same"
	mods := []*modules.Module{{
		Name: "wats",
		Functions: []*modules.Function{
			nothing("version"), nothing("own", modules.PyWATS()),
		},
		Modules: []*modules.Module{{
			Name:      "wats.shop",
			Functions: []*modules.Function{same, nothing("two", modules.PyWATS("one", "Other.two"))},
			Classes: []*modules.Class{
				modules.ClassOf("Item", "An item.", func(*basketItem) string { return "" }, modules.Methods(nothing("weigh")),
					func(c *modules.Class) { c.PyWATS = true }),
			},
		}},
	}, {Name: "other", Functions: []*modules.Function{nothing("x")}}}
	got := string(Coverage(mods, "wats"))
	want := `| pyWATS | watsrun | route | tested by | what differs |
|---|---|---|---|---|
| client.version | wats.version |  |  |  |
| shop.Item.weigh | Item:weigh |  | test of the class |  |
| shop.Item.weight | Item.weight |  | test of the class |  |
| shop.Other.two | wats.shop.two |  |  |  |
| shop.one | wats.shop.two |  |  |  |
| shop.same | wats.shop.same | GET /same | example, request, failures | Differs \| so. |

6 entries. `
	if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "\nNot in pyWATS: wats.own.\n") {
		t.Errorf("%s", strings.ReplaceAll(got, "| \n", "|·\n"))
	}
}
