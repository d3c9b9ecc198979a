package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"
)

// checker looks for what an editor would underline: names that the stubs do not have, wrong numbers of arguments, unknown
// or missing keys of tables, literals of the wrong type, words that an enumeration does not know. It follows types through
// local variables, calls, fields and loops over lists; what it cannot follow is any, and nothing is said of it.
type checker struct {
	*stubTypes
	scopes []map[string]*annotated
	found  []string
}

var anything = &annotated{name: "any"}

// lua51 are the globals of Lua itself.
var lua51 = strings.Fields("_G _VERSION assert collectgarbage coroutine debug dofile error getfenv getmetatable io ipairs load loadfile " +
	"loadstring math module next os package pairs pcall print rawequal rawget rawset require select setfenv setmetatable string table " +
	"tonumber tostring type unpack xpcall")

// check gives what is wrong with a script.
func (s *stubTypes) check(source string) []string {
	chunk, err := parse.Parse(strings.NewReader(source), "script")
	if err != nil {
		return []string{err.Error()}
	}
	c := &checker{stubTypes: s}
	c.block(chunk, nil)
	return c.found
}

func (c *checker) report(at ast.PositionHolder, format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf("%d: ", at.Line())+fmt.Sprintf(format, args...))
}

func (c *checker) block(stmts []ast.Stmt, names map[string]*annotated) {
	if names == nil {
		names = map[string]*annotated{}
	}
	c.scopes = append(c.scopes, names)
	for _, s := range stmts {
		c.stmt(s)
	}
	c.scopes = c.scopes[:len(c.scopes)-1]
}

func (c *checker) declare(name string, t *annotated) { c.scopes[len(c.scopes)-1][name] = t }

func (c *checker) stmt(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.LocalAssignStmt:
		if len(s.Exprs) == 1 {
			if _, ok := s.Exprs[0].(*ast.FunctionExpr); ok { // it may call itself
				c.declare(s.Names[0], anything)
			}
		}
		types := c.exprs(s.Exprs, len(s.Names))
		for i, name := range s.Names {
			c.declare(name, types[i])
		}
	case *ast.AssignStmt:
		types := c.exprs(s.Rhs, len(s.Lhs))
		for i, left := range s.Lhs {
			c.assign(left, types[i])
		}
	case *ast.FuncCallStmt:
		c.expr(s.Expr)
	case *ast.DoBlockStmt:
		c.block(s.Stmts, nil)
	case *ast.WhileStmt:
		c.expr(s.Condition)
		c.block(s.Stmts, nil)
	case *ast.RepeatStmt:
		c.block(append(slices.Clone(s.Stmts), &ast.ReturnStmt{Exprs: []ast.Expr{s.Condition}}), nil)
	case *ast.IfStmt:
		c.expr(s.Condition)
		c.block(s.Then, nil)
		c.block(s.Else, nil)
	case *ast.NumberForStmt:
		c.exprs([]ast.Expr{s.Init, s.Limit}, 2)
		c.block(s.Stmts, map[string]*annotated{s.Name: {name: "number"}})
	case *ast.GenericForStmt:
		c.block(s.Stmts, c.loop(s))
	case *ast.FuncDefStmt:
		c.funcDef(s)
	case *ast.ReturnStmt:
		c.exprs(s.Exprs, len(s.Exprs))
	}
}

// funcDef is a function with a name; one that is declared at the top of a script is a global of it.
func (c *checker) funcDef(s *ast.FuncDefStmt) {
	if id, ok := s.Name.Func.(*ast.IdentExpr); ok && c.variable(id.Value) == nil {
		c.scopes[0][id.Value] = anything
	}
	c.expr(s.Func)
}

// assign checks a value that goes into a field. A variable that is given another value may be anything from then on.
func (c *checker) assign(left ast.Expr, value *annotated) {
	if id, ok := left.(*ast.IdentExpr); ok {
		for i := len(c.scopes) - 1; i >= 0; i-- {
			if _, mine := c.scopes[i][id.Value]; mine || i == 0 {
				c.scopes[i][id.Value] = anything
				return
			}
		}
	}
	if want := c.expr(left); !c.fits(value, want) {
		c.report(left, "%s is assigned to what is %s", value, want)
	}
}

// loop gives the types of the variables of a loop over ipairs, pairs or an iterator of the stubs.
func (c *checker) loop(s *ast.GenericForStmt) map[string]*annotated {
	names := map[string]*annotated{}
	for _, name := range s.Names {
		names[name] = anything
	}
	t := c.expr(s.Exprs[0])
	if call, ok := s.Exprs[0].(*ast.FuncCallExpr); ok && len(call.Args) == 1 {
		id, _ := call.Func.(*ast.IdentExpr)
		switch over := c.quietly(call.Args[0]); {
		case id == nil:
		case id.Value == "ipairs" && over.list != nil && len(s.Names) > 1:
			names[s.Names[1]] = over.list
		case id.Value == "pairs" && over.val != nil && len(s.Names) > 1:
			names[s.Names[1]] = over.val
		}
	}
	if t.fn != nil && len(t.fn.results) > 0 {
		names[s.Names[0]] = t.fn.results[0]
	}
	return names
}

// quietly is the type of an expression that is checked elsewhere.
func (c *checker) quietly(e ast.Expr) *annotated {
	n := len(c.found)
	t := c.expr(e)
	c.found = c.found[:n]
	return t
}

// exprs gives n types; a call at the end gives all its results.
func (c *checker) exprs(list []ast.Expr, n int) []*annotated {
	var types []*annotated
	for i, e := range list {
		if call, ok := e.(*ast.FuncCallExpr); ok && i == len(list)-1 {
			types = append(types, c.call(call)...)
		} else {
			types = append(types, c.expr(e))
		}
	}
	for len(types) < n {
		types = append(types, anything)
	}
	return types
}

func (c *checker) variable(name string) *annotated {
	for _, scope := range slices.Backward(c.scopes) {
		if t := scope[name]; t != nil {
			return t
		}
	}
	return nil
}

func (c *checker) expr(e ast.Expr) *annotated {
	switch e := e.(type) {
	case *ast.StringExpr:
		return &annotated{literal: strconv.Quote(e.Value)}
	case *ast.NumberExpr:
		if strings.ContainsAny(e.Value, ".eE") && !strings.HasPrefix(e.Value, "0x") {
			return &annotated{name: "number"}
		}
		return &annotated{name: "integer"}
	case *ast.TrueExpr, *ast.FalseExpr:
		return &annotated{name: "boolean"}
	case *ast.NilExpr:
		return &annotated{name: "nil"}
	case *ast.IdentExpr:
		return c.name(e)
	case *ast.AttrGetExpr:
		return c.member(e, c.expr(e.Object), e.Key)
	case *ast.FuncCallExpr:
		if results := c.call(e); len(results) > 0 {
			return results[0]
		}
		return anything
	case *ast.TableExpr:
		return c.table(e)
	case *ast.FunctionExpr:
		names := map[string]*annotated{"self": anything}
		for _, name := range e.ParList.Names {
			names[name] = anything
		}
		c.block(e.Stmts, names)
		return &annotated{name: "function"}
	}
	return c.operation(e)
}

// operation looks into what an operator joins. Only a comparison with a word says something about both sides.
func (c *checker) operation(e ast.Expr) *annotated {
	switch e := e.(type) {
	case *ast.LogicalOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs}, 2)
	case *ast.RelationalOpExpr:
		left, right := c.expr(e.Lhs), c.expr(e.Rhs)
		if c.words(left) != nil && right.literal != "" && !c.fits(right, left) || c.words(right) != nil && left.literal != "" && !c.fits(left, right) {
			c.report(e, "%s is compared with %s", left, right)
		}
		return &annotated{name: "boolean"}
	case *ast.StringConcatOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs}, 2)
		return &annotated{name: "string"}
	case *ast.ArithmeticOpExpr:
		c.exprs([]ast.Expr{e.Lhs, e.Rhs}, 2)
		return &annotated{name: "number"}
	case *ast.UnaryMinusOpExpr:
		return c.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		c.expr(e.Expr)
		return &annotated{name: "boolean"}
	case *ast.UnaryLenOpExpr:
		c.expr(e.Expr)
		return &annotated{name: "integer"}
	}
	return anything
}

func (c *checker) name(e *ast.IdentExpr) *annotated {
	if t := c.variable(e.Value); t != nil {
		return t
	}
	if t := c.globals[e.Value]; t != nil {
		return t
	}
	if !slices.Contains(lua51, e.Value) {
		c.report(e, "there is no global %s", e.Value)
	}
	return anything
}

// member is a field of an object, an element of a list, or the value of a key.
func (c *checker) member(at ast.Expr, object *annotated, key ast.Expr) *annotated {
	name, isName := key.(*ast.StringExpr)
	if !isName {
		c.expr(key)
	}
	members := c.classes[object.name]
	switch {
	case members != nil && isName:
		m, ok := members[name.Value]
		if !ok {
			m, ok = members[anyKey]
		}
		if !ok {
			c.report(at, "%s has no %s", object.name, name.Value)
			return anything
		}
		return m.typ
	case object.list != nil && !isName:
		return object.list
	case object.val != nil:
		return object.val
	}
	return anything
}

// table is the type of a constructor: a class of its own kind, whose fields are checked where it goes.
func (c *checker) table(e *ast.TableExpr) *annotated {
	t := &annotated{name: "table", fields: map[string]*annotated{}}
	for _, f := range e.Fields {
		value := c.expr(f.Value)
		switch key := f.Key.(type) {
		case nil:
			t.items = append(t.items, value)
		case *ast.StringExpr:
			t.fields[key.Value] = value
		default:
			c.expr(key)
			t.loose = true
		}
	}
	return t
}

// call checks a call of something that the stubs declare, and gives the types of its results.
func (c *checker) call(e *ast.FuncCallExpr) []*annotated {
	var f *annotated
	name := e.Method
	if e.Receiver != nil {
		f = c.member(e, c.expr(e.Receiver), &ast.StringExpr{Value: e.Method})
	} else {
		f = c.expr(e.Func)
		if attr, ok := e.Func.(*ast.AttrGetExpr); ok {
			if key, ok := attr.Key.(*ast.StringExpr); ok {
				name = key.Value
			}
		}
	}
	open := false
	if n := len(e.Args); n > 0 {
		switch e.Args[n-1].(type) {
		case *ast.FuncCallExpr, *ast.Comma3Expr:
			open = true
		}
	}
	args := c.exprs(e.Args, len(e.Args))
	if f.fn == nil {
		return nil
	}
	c.arguments(e, name, f.fn, args, open)
	if f.fn.open {
		return nil
	}
	return f.fn.results
}

// arguments compares what is given with the parameters; one table stands for all of them where it has their names.
func (c *checker) arguments(at ast.Expr, name string, f *signature, args []*annotated, open bool) {
	if n := len(args); n > 0 && c.areNamed(f, n-1, args[n-1]) {
		c.record(at, name, args[n-1].with(f.params[:n-1], args), f.named.name)
		return
	}
	for i, arg := range args {
		if i >= len(f.params) {
			if !f.rest && !open {
				c.report(at, "%s takes %d arguments, not %d", name, len(f.params), len(args))
			}
			return
		}
		p := f.params[i]
		c.value(at, name+": "+p.name, arg, p.typ, p.optional)
	}
	if missing := len(args); missing < len(f.params) && !f.params[missing].optional && !open {
		c.report(at, "%s: %s is missing", name, f.params[missing].name)
	}
}

// areNamed tells whether a table at a position is of named arguments and not the argument at that position, as watsrun does.
func (c *checker) areNamed(f *signature, position int, arg *annotated) bool {
	if f.named == nil || len(arg.fields) == 0 || position >= len(f.params) {
		return false
	}
	typ := f.params[position].typ
	if c.classes[typ.name] == nil && typ.list == nil && typ.key == nil && typ.name != "any" {
		return true
	}
	for name := range arg.fields {
		if _, ok := c.classes[f.named.name][name]; !ok {
			return false
		}
	}
	return true
}

// with is a table together with the arguments before it.
func (t *annotated) with(params []parameter, args []*annotated) *annotated {
	all := &annotated{name: t.name, fields: maps.Clone(t.fields), loose: t.loose}
	for i, p := range params {
		all.fields[p.name] = args[i]
	}
	return all
}

// value checks what goes into a parameter or a field.
func (c *checker) value(at ast.Expr, name string, got, want *annotated, optional bool) {
	switch {
	case got.fields != nil && c.classes[want.name] != nil:
		c.record(at, name, got, want.name)
	case got.fields != nil && want.list != nil:
		for i, item := range got.items {
			c.value(at, fmt.Sprintf("%s[%d]", name, i+1), item, want.list, false)
		}
		if len(got.fields) > 0 {
			c.report(at, "%s is a list and has no names", name)
		}
	case got.name == "nil" && optional:
	case !c.fits(got, want):
		c.report(at, "%s is %s, not %s", name, want, got)
	}
}

// record checks a table against a class: its keys, their values, and that nothing required is missing.
func (c *checker) record(at ast.Expr, name string, got *annotated, class string) {
	members := c.classes[class]
	for _, key := range slices.Sorted(maps.Keys(got.fields)) {
		if m, ok := members[key]; ok {
			c.value(at, name+": "+key, got.fields[key], m.typ, !m.required)
		} else {
			c.report(at, "%s knows no %s", name, key)
		}
	}
	for key, m := range members {
		if _, given := got.fields[key]; m.required && !given && !got.loose && m.typ.fn == nil {
			c.report(at, "%s: %s is missing", name, key)
		}
	}
}

// words is the alias of words that a type is, or nil.
func (c *checker) words(t *annotated) *annotated {
	if alias := c.aliases[t.name]; alias != nil && len(alias.union) > 0 {
		return alias
	}
	return nil
}

// fits tells whether a value may be of a type. It says no only where that is certain.
func (c *checker) fits(got, want *annotated) bool {
	if alias := c.aliases[want.name]; alias != nil {
		want = alias
	}
	if alias := c.aliases[got.name]; alias != nil {
		got = alias
	}
	switch {
	case slices.Contains([]string{"any", "table", "userdata"}, want.name) || slices.Contains([]string{"any", "nil"}, got.name) || len(got.union) > 0:
		return true
	case len(want.union) > 0:
		return slices.ContainsFunc(want.union, func(one *annotated) bool { return c.fits(got, one) })
	case want.literal != "":
		return got.literal == want.literal || got.name == "string"
	case want.name == "string":
		return got.literal != "" || got.name == "string"
	case want.name == "number" || want.name == "integer":
		return got.name == "integer" || got.name == "number"
	case want.list != nil || want.key != nil || c.classes[want.name] != nil:
		return got.fields != nil || got.list != nil || got.key != nil || got.name == want.name
	case want.fn != nil || want.name == "function":
		return got.fn != nil || got.name == "function"
	}
	return got.name == want.name
}

// TestExamplesFitTheStubs checks what an editor would say of the examples.
func TestExamplesFitTheStubs(t *testing.T) {
	s := declaredStubs(t)
	examples, err := filepath.Glob(filepath.Join(root, "scripts", "examples", "*.lua"))
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range examples {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range s.check(string(source)) {
			t.Errorf("%s:%s", filepath.Base(path), fault)
		}
	}
}

// TestTheCheckerFinds shows what would be found, and what is not said.
func TestTheCheckerFinds(t *testing.T) {
	s := declaredStubs(t)
	for source, want := range map[string]string{
		`wats.prodct.get_product("P")`:                                        `1: wats has no prodct`,
		`wats.product.get_products_by("P")`:                                   `1: wats.product has no get_products_by`,
		`wats.product.get_product("P", true, 3)`:                              `1: get_product takes 2 arguments, not 3`,
		`wats.product.get_product()`:                                          `1: get_product: part_number is missing`,
		`wats.product.get_product{part_no = "P"}`:                             `1: get_product knows no part_no`,
		`wats.product.get_product{strict = true}`:                             `1: get_product: part_number is missing`,
		`wats.product.get_product(true)`:                                      `1: get_product: part_number is string, not boolean`,
		`wats.asset.set_asset_state("BROKEN", "A")`:                           `1: set_asset_state: state is AssetState, not "BROKEN"`,
		"local p = wats.product.get_product('P')\nprint(p.name, p.nmae)":      `2: Product has no nmae`,
		"local p = wats.product.get_product('P')\np.stat = 1":                 `2: Product has no stat`,
		"local p = wats.product.get_product('P')\np.state = 'ACTVE'":          `2: "ACTVE" is assigned to what is ProductState`,
		"local p = wats.product.get_product('P')\nif p.state == 'A' then end": `2: ProductState is compared with "A"`,
		`for a in wats.asset.each_asset() do print(a.serial) end`:             `1: Asset has no serial`,
		`for _, p in ipairs(wats.product.get_products()) do p:save() end`:     `1: ProductView has no save`,
		`print(wats.enums.AssetState.SCRAPED)`:                                `1: wats.enums.AssetState has no SCRAPED`,
		`report = 1 print(reprot)`:                                            `1: there is no global reprot`,
		`wats.product.set_product_tags("P", {{ky = "a", value = "b"}})`:       `1: set_product_tags: tags[1] knows no ky`,
		`wats.product.get_product("P", {strct = true})`:                       `1: get_product knows no strct`,
		`wats.analytics.get_top_failed({}, {top_count = "x"})`:                `1: get_top_failed: top_count is integer, not "x"`,
		`local r = wats.report.create_uut_report{} r:get_root_sequence_call():add_numeric_step{name = "x", value = "high"}`: `1: add_numeric_step: value is number, not "high"`,

		`wats.asset.set_asset_state("scrapped", "A")`:                   ``,
		`wats.product.get_product(arg[1] or params.pn)`:                 ``,
		`local t = {} t.x = 1 print(t.y, unpack(t))`:                    ``,
		`local ok, e = pcall(wats.product.get_product, "P") print(e.k)`: ``,
	} {
		got := strings.Join(s.check(source), "\n")
		if want == "" && got != "" || !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(want)+`$`).MatchString(got) {
			t.Errorf("%s\ngot %q\nwant %q", source, got, want)
		}
	}
}
