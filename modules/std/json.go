package std

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

func jsonModule() *modules.Module {
	anything := modules.TypeOf(reflect.TypeFor[modules.Raw]())
	return &modules.Module{
		Name: "json",
		Doc:  "JSON text from Lua values and back. Keys stay as they are.",
		Functions: []*modules.Function{
			modules.Func("encode", "Write a value as JSON. A table with the keys 1 to n becomes a list, any other table an object with sorted keys; "+
				"an empty table is an object unless json.array marks it.", jsonEncode,
				modules.Positional(),
				modules.Raises("validation, naming the path, for functions, tables that contain themselves, lists with holes, tables with both kinds of "+
					"keys, strings that are not UTF-8, and numbers that JSON does not know."),
				modules.Show(`json.encode({name = "3V3", limits = {3.2, 3.4}})`, `"{\"limits\":[3.2,3.4],\"name\":\"3V3\"}"`),
				modules.Show(`json.encode({1, json.null, json.array{}})`, `"[1,null,[]]"`),
				modules.Show(`json.encode({a = 1}, 2)`, `"{\n  \"a\": 1\n}"`)),
			modules.Func("decode", "Read JSON text. null becomes json.null, lists stay lists when they are empty, and integers beyond 2^53 become strings, so "+
				"that no digit is lost.", jsonDecode,
				modules.Positional(),
				modules.Raises("validation, with line and column, for text that is not JSON."),
				modules.Returns(anything),
				modules.Show(`json.decode('{"partNumber": "PCBA-7", "revisions": ["A", "B"]}')`, `{partNumber = "PCBA-7", revisions = {"A", "B"}}`),
				modules.Show(`json.decode("[null]")[1] == json.null`, `true`),
				modules.Show(`json.decode("9007199254740993")`, `"9007199254740993"`)),
			modules.Func("array", "Mark a table as a list, so that it is written as [] when it is empty. It is the same table that is returned.", jsonArray,
				modules.Positional(),
				modules.Returns(&modules.Type{Kind: modules.List, Elem: anything}),
				modules.Show(`json.encode(json.array())`, `"[]"`)),
		},
		Constants: []modules.Constant{{
			Name: "null", Doc: "JSON's null, where nil would leave a hole.", Type: anything,
			Value: func(context.Context) any { return modules.Null{} },
		}},
	}
}

type jsonEncodeIn struct {
	Value  modules.Record[any] `lua:"value" doc:"What to write; nil is null."`
	Indent int                 `lua:"indent" doc:"Spaces of one level, for people; 0 writes everything on one line."`
}

const maxIndent = 16

func jsonEncode(_ context.Context, in *jsonEncodeIn) (string, error) {
	switch {
	case in.Indent < 0 || in.Indent > maxIndent:
		return "", fault.New(fault.Usage, "indent is %d", in.Indent).WithHint("indent: 0 to %d spaces", maxIndent)
	case len(in.Value.JSON) == 0:
		return "null", nil
	case in.Indent == 0:
		return string(in.Value.JSON), nil
	}
	var b bytes.Buffer
	if err := json.Indent(&b, in.Value.JSON, "", strings.Repeat(" ", in.Indent)); err != nil {
		return "", fault.Wrap(fault.Bug, err, "the encoder wrote bad JSON")
	}
	return b.String(), nil
}

type jsonDecodeIn struct {
	Text string `lua:"text,required" doc:"One JSON document."`
}

func jsonDecode(_ context.Context, in *jsonDecodeIn) (modules.JSON, error) {
	return modules.JSON{Data: []byte(in.Text), Verbatim: true}, nil
}

type jsonArrayIn struct {
	Items modules.Raw `lua:"items" doc:"The table; a new one when there is none."`
}

func jsonArray(_ context.Context, in *jsonArrayIn) (any, error) {
	if in.Items.Value == nil {
		return modules.Table{Array: true}, nil
	}
	return modules.Array{Of: in.Items}, nil
}
