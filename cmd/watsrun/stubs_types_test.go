package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/modules/render"
)

// stubTypes is what the stubs declare.
type stubTypes struct {
	classes map[string]map[string]member
	aliases map[string]*annotated
	globals map[string]*annotated
	faults  []string
}

// member is a field or a function of a class.
type member struct {
	typ      *annotated
	required bool
}

// annotations are those above one line of code.
type annotations struct {
	class   string
	typ     *annotated
	params  []parameter
	results []*annotated
	named   *annotated
	open    bool
}

// anyKey is the member of a class that has further ones.
const anyKey = "[string]"

var (
	tag       = regexp.MustCompile(`^---@(\w+) ?(.*)$`)
	fieldTag  = regexp.MustCompile(`^(?:\["([^"]+)"\]|\[(string)\]|([A-Za-z_]\w*)(\??)) (.*)$`)
	paramTag  = regexp.MustCompile(`^(\.\.\.|[A-Za-z_]\w*)(\??) (.*)$`)
	function  = regexp.MustCompile(`^function ([\w.]+)[.:](\w+)\((.*)\) end$`)
	global    = regexp.MustCompile(`^function (\w+)\((.*)\) end$`)
	assigned  = regexp.MustCompile(`^(?:local )?([\w.]+)(?:\["([^"]+)"\])? = (.*)$`)
	anonymous = regexp.MustCompile(`^function\((.*)\) end$`)
)

// readStubs parses every line of the stubs: an annotation that the grammar does not know, or code of another form, is a fault.
func readStubs(text string) *stubTypes {
	s := &stubTypes{classes: map[string]map[string]member{}, aliases: map[string]*annotated{}, globals: map[string]*annotated{}}
	var above annotations
	for i, line := range strings.Split(text, "\n") {
		if err := s.line(line, &above); err != nil {
			s.faults = append(s.faults, fmt.Sprintf("line %d: %s: %v", i+1, line, err))
		}
	}
	return s
}

func (s *stubTypes) line(line string, above *annotations) error {
	m := tag.FindStringSubmatch(line)
	switch {
	case m != nil:
		return s.annotation(m[1], m[2], above)
	case strings.HasPrefix(line, "--"):
		return nil
	case line == "" || line == "do" || line == "end":
		*above = annotations{}
		return nil
	}
	defer func() { *above = annotations{} }()
	return s.code(line, above)
}

func (s *stubTypes) annotation(name, text string, above *annotations) error {
	switch name {
	case "meta":
		return nil
	case "alias":
		word, text, _ := strings.Cut(text, " ")
		t, behind, err := parseType(text)
		if s.aliases[word] != nil || s.classes[word] != nil || behind != "" {
			return fmt.Errorf("%s is declared twice, or something follows it: %q", word, behind)
		}
		s.aliases[word] = t
		return err
	case "class":
		name, parent, below := strings.Cut(text, ": ")
		if !dottedName.MatchString(name) || s.classes[name] != nil || s.aliases[name] != nil || below && s.classes[parent] == nil {
			return fmt.Errorf("no name, one that is taken, or no parent")
		}
		above.class, s.classes[name] = name, maps.Clone(s.classes[parent])
		if !below {
			s.classes[name] = map[string]member{}
		}
		return nil
	case "field":
		return s.field(text, above)
	}
	return above.add(name, text)
}

func (s *stubTypes) field(text string, above *annotations) error {
	m := fieldTag.FindStringSubmatch(text)
	if m == nil || above.class == "" {
		return fmt.Errorf("no field of a class")
	}
	t, _, err := parseType(m[5])
	if err != nil {
		return err
	}
	if m[2] != "" {
		return s.put(above.class, anyKey, member{typ: t})
	}
	return s.put(above.class, m[1]+m[3], member{t, m[4] == "" && !t.optional})
}

func (s *stubTypes) put(class, name string, m member) error {
	if s.classes[class] == nil {
		return fmt.Errorf("there is no class %s", class)
	}
	if _, taken := s.classes[class][name]; taken {
		return fmt.Errorf("%s.%s is declared twice", class, name)
	}
	s.classes[class][name] = m
	return nil
}

// add takes the annotations of functions and values.
func (a *annotations) add(name, text string) error {
	switch name {
	case "param":
		m := paramTag.FindStringSubmatch(text)
		if m == nil {
			return fmt.Errorf("no parameter")
		}
		t, _, err := parseType(m[3])
		a.params = append(a.params, parameter{m[1], t, m[2] != "" || t.optional})
		return err
	case "return":
		t, behind, err := parseType(text)
		a.open = a.open || behind == "..."
		a.results = append(a.results, t)
		return err
	case "overload":
		t, _, err := parseType(text)
		if err != nil || t.fn == nil || len(t.fn.params) == 0 {
			return fmt.Errorf("no function with a table of named arguments: %w", err)
		}
		if a.named == nil { // the first one has all of them
			a.named = t.fn.params[len(t.fn.params)-1].typ
		}
		return nil
	case "type":
		t, _, err := parseType(text)
		a.typ = t
		return err
	}
	return fmt.Errorf("no annotation is called %s", name)
}

// code reads the line below the annotations.
func (s *stubTypes) code(line string, above *annotations) error {
	if m := function.FindStringSubmatch(line); m != nil {
		return s.function(m[1], m[2], m[3], above)
	}
	if m := global.FindStringSubmatch(line); m != nil {
		f, err := above.function(m[2])
		s.globals[m[1]] = f
		return err
	}
	m := assigned.FindStringSubmatch(line)
	if m == nil {
		return fmt.Errorf("no declaration")
	}
	if f := anonymous.FindStringSubmatch(m[3]); f != nil {
		return s.function(m[1], m[2], strings.TrimPrefix(strings.TrimPrefix(f[1], "self"), ", "), above)
	}
	t := above.typ
	switch {
	case above.class != "":
		t = &annotated{name: above.class}
	case t == nil && dottedName.MatchString(m[3]): // another name of a module
		t = &annotated{name: m[3]}
	case t == nil:
		return fmt.Errorf("nothing is said of it")
	}
	if strings.HasPrefix(line, "local ") { // a class whose objects come from functions
		return nil
	}
	at := strings.LastIndexByte(m[1], '.')
	if at < 0 {
		s.globals[m[1]] = t
		return nil
	}
	return s.put(m[1][:at], m[1][at+1:], member{typ: t})
}

func (s *stubTypes) function(class, name, params string, above *annotations) error {
	f, err := above.function(params)
	if err != nil {
		return err
	}
	return s.put(class, name, member{typ: f})
}

// function compares the names of the parameters with those that are annotated.
func (a *annotations) function(params string) (*annotated, error) {
	f := &signature{results: a.results, named: a.named, open: a.open}
	var names []string
	for _, p := range a.params {
		names = append(names, p.name)
		if p.name == "..." {
			f.rest = true
			continue
		}
		f.params = append(f.params, p)
	}
	if got := strings.Join(names, ", "); got != params {
		return nil, fmt.Errorf("the annotations are of (%s)", got)
	}
	return &annotated{fn: f}, nil
}

// builtin are the types that need no declaration.
var builtin = []string{"any", "nil", "boolean", "string", "number", "integer", "function", "table", "userdata"}

// undeclared lists the names of types that nothing declares.
func (s *stubTypes) undeclared() []string {
	var missing []string
	var look func(t *annotated)
	look = func(t *annotated) {
		if t == nil {
			return
		}
		if t.name != "" && !slices.Contains(builtin, t.name) && s.classes[t.name] == nil && s.aliases[t.name] == nil {
			missing = append(missing, t.name)
		}
		for _, below := range append([]*annotated{t.list, t.key, t.val}, t.union...) {
			look(below)
		}
		if t.fn != nil {
			look(t.fn.named)
			for _, p := range t.fn.params {
				look(p.typ)
			}
			for _, r := range t.fn.results {
				look(r)
			}
		}
	}
	for _, members := range s.classes {
		for _, m := range members {
			look(m.typ)
		}
	}
	for _, t := range s.aliases {
		look(t)
	}
	for _, t := range s.globals {
		look(t)
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

func declaredStubs(t *testing.T) *stubTypes {
	t.Helper()
	mods, err := declaredModules()
	if err != nil {
		t.Fatal(err)
	}
	return readStubs(string(render.Stubs(mods)))
}

// TestStubsAreAnnotationsOfTheLanguageServer: every line parses, every type that is named is declared, and once.
func TestStubsAreAnnotationsOfTheLanguageServer(t *testing.T) {
	s := declaredStubs(t)
	for _, fault := range s.faults {
		t.Error(fault)
	}
	for _, name := range s.undeclared() {
		t.Errorf("the type %s is not declared", name)
	}
	if len(s.classes) < 100 || s.classes["wats.product"]["get_product"].typ == nil {
		t.Errorf("only %d classes were read", len(s.classes))
	}
}

// TestTheGrammarRefuses shows that a wrong annotation would be seen.
func TestTheGrammarRefuses(t *testing.T) {
	for _, text := range []string{
		"---@class A B", "---@field x string", "---@class A\n---@field x strin[", "---@alias A table<string>", "---@param x", "---@retur string",
		"---@return fun(x string)\nfunction f() end", "---@param x string\nfunction f(y) end", "---@class A\n---@field x string\n---@field x string",
		"---@class A\nA = {}\n\n---@class A\nA = {}", "x = 1", "---@type (string\nx = nil",
	} {
		if s := readStubs(text); len(s.faults) == 0 {
			t.Errorf("nothing is said of %q", text)
		}
	}
	if got := readStubs("---@type strng[]\nx = nil").undeclared(); len(got) != 1 || got[0] != "strng" {
		t.Errorf("undeclared: %v", got)
	}
}
