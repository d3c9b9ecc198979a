package runtime

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/chunk"
)

// Suggestion is a name with which a source that is being typed can go on.
type Suggestion struct {
	Name     string
	Doc      string // what is declared of it, empty for none
	Argument bool   // it names an argument: = and a value follow
}

// Complete lists the names that can stand at the end of a source that is being typed, sorted, and what of the name is
// typed: the names of the session, what tables and objects hold, and the arguments of functions. It looks at values and calls
// nothing of the session. Where no name has the letters as they are typed, their case does not count.
func (s *Session) Complete(source string) (list []Suggestion, typed string) {
	end, ok := chunk.EndOf(source)
	if !ok {
		return nil, ""
	}
	v := s.vm
	v.host.Lock()
	defer v.host.Unlock()
	v.host.Resume(s.ctx)
	_, err := v.protected(v.L, v.goFunction(func(*lua.LState) int {
		list = (&looker{Session: s}).suggestions(end)
		return 0
	}), nil)
	if err != nil {
		return nil, "" // a declaration is wrong, which its use will tell
	}
	return list, end.Name
}

// member is a name of something, and what it stands for.
type member struct {
	Suggestion
	field, method bool // whether it stands behind a point, and behind a colon
	what          func() subject
}

// subject is what is known of an expression: from its value, or from its declared type where there is no value yet.
type subject struct {
	members func() []member
	element func(key string) subject
	call    *modules.Function
}

// looker finds out what a session's expressions are.
type looker struct {
	*Session
	functions map[*lua.LFunction]*modules.Function // what is declared of functions
	tables    map[lua.LValue]*modules.Module       // and of the tables of modules
}

// open has a table hold all that it is taken to hold, and learns what that is.
func (l *looker) open(t *lua.LTable) {
	l.vm.complete(t)
	l.functions, l.tables = map[*lua.LFunction]*modules.Function{}, map[lua.LValue]*modules.Module{}
	for b, f := range l.vm.functions {
		l.functions[f] = b.fn
	}
	for _, e := range l.vm.rt.set.byName {
		if table := l.vm.loadedTable().RawGetString(e.module.Name); table != lua.LNil {
			l.tables[table] = e.module
		}
	}
}

func (l *looker) suggestions(end chunk.Ending) []Suggestion {
	switch {
	case len(end.Owner) > 0:
		members := slices.DeleteFunc(l.at(end.Owner).list(), func(m member) bool { return end.Method && !m.method || !end.Method && !m.field })
		return begunBy(end.Name, members)
	case len(end.Call) > 0:
		if list := begunBy(end.Name, l.arguments(l.at(end.Call).call, end.Given)); len(list) > 0 {
			return list
		}
	}
	members := l.variables()
	if end.Name != "" {
		members = append(members, keywords()...)
	}
	return begunBy(end.Name, members)
}

// begunBy are the names that begin as it was typed, sorted and each once.
func begunBy(typed string, members []member) []Suggestion {
	var exact, folded []Suggestion
	for _, m := range members {
		switch {
		case strings.HasPrefix(m.Name, typed):
			exact = append(exact, m.Suggestion)
		case len(m.Name) > len(typed) && strings.EqualFold(m.Name[:len(typed)], typed):
			folded = append(folded, m.Suggestion)
		}
	}
	if len(exact) == 0 {
		exact = folded
	}
	slices.SortStableFunc(exact, func(a, b Suggestion) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(exact, func(a, b Suggestion) bool { return a.Name == b.Name })
}

func (s subject) list() []member {
	if s.members == nil {
		return nil
	}
	return s.members()
}

// at is what an expression is, as far as that can be known without running it.
func (l *looker) at(path []chunk.Link) (x subject) {
	for _, link := range path {
		x = l.step(x, link)
	}
	return x
}

func (l *looker) step(from subject, link chunk.Link) subject {
	switch link.By {
	case chunk.Variable:
		return l.value(l.variable(link.Name))
	case chunk.Text:
		return l.text()
	case chunk.Call:
		if from.call != nil {
			return l.declared(from.call.Result)
		}
	case chunk.Element:
		if from.element != nil {
			return from.element(link.Name)
		}
	default:
		members := from.list()
		if i := slices.IndexFunc(members, func(m member) bool { return m.Name == link.Name }); i >= 0 {
			return members[i].what()
		}
	}
	return subject{}
}

// variable is the value of a variable of the session.
func (l *looker) variable(name string) lua.LValue {
	if value, ok := l.scope.Lookup(name); ok {
		return value
	}
	if value := l.vm.env.RawGetString(name); value != lua.LNil {
		return value
	}
	return l.vm.global(name)
}

// keywords are the words of the language, which nobody needs to be told.
func keywords() (members []member) {
	for _, word := range chunk.Keywords() {
		members = append(members, member{Suggestion: Suggestion{Name: word}})
	}
	return members
}

// variables are the names of variables, whoever defined them.
func (l *looker) variables() []member {
	set, docs := l.vm.rt.set, map[string]string{}
	for _, name := range slices.Concat(l.names(), slices.Collect(maps.Keys(l.vm.base)), []string{"_G", "arg", "package", "params"}) {
		docs[name] = ""
	}
	for _, b := range set.globals {
		docs[b.fn.Name] = b.fn.Doc
	}
	for name, e := range set.roots {
		docs[name] = e.module.Doc
	}
	for name, c := range set.values {
		docs[name] = c.Doc
	}
	for _, name := range l.scope.Names() {
		docs[name] = "" // whatever else has that name
	}
	members := make([]member, 0, len(docs))
	for name, doc := range docs {
		members = append(members, member{Suggestion: Suggestion{Name: name, Doc: doc}})
	}
	return members
}

// arguments are the named arguments of a function that are not given yet.
func (l *looker) arguments(f *modules.Function, given []string) (members []member) {
	if f == nil || f.Positional {
		return nil
	}
	for _, p := range f.Params {
		if !p.Rest && !slices.Contains(given, p.Name) {
			members = append(members, member{Suggestion: Suggestion{Name: p.Name, Doc: p.Doc, Argument: true}})
		}
	}
	return members
}

// value is what a value is known to be.
func (l *looker) value(value lua.LValue) subject {
	switch x := value.(type) {
	case lua.LString:
		return l.text()
	case *lua.LFunction:
		return subject{call: l.functions[x]}
	case *lua.LTable:
		return subject{
			members: func() []member { return l.tableMembers(x) },
			element: func(key string) subject { return l.value(x.RawGet(numeral(key))) },
		}
	case *lua.LUserData:
		if x.Value == nil {
			return subject{} // null
		}
		if c := l.vm.rt.set.class(reflect.TypeOf(x.Value)); c != nil {
			return l.object(c.class)
		}
		return subject{members: func() []member { return l.liveMembers(x.Value) }}
	}
	return subject{}
}

// numeral is a key that the source spells out; a key that it computes counts as the first, like which the others mostly are.
func numeral(key string) lua.LValue {
	if key == "" {
		return lua.LNumber(1)
	}
	return lua.LVAsNumber(lua.LString(key))
}

// text is what all strings are: they have the functions of the library as methods.
func (l *looker) text() subject {
	return subject{members: func() []member {
		members := l.tableMembers(l.vm.ownStrings())
		for i := range members {
			members[i].field = false
		}
		return members
	}}
}

// identifier is what can stand behind a point.
var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// maxInheritance bounds the tables that a table may take its fields from, one from the other.
const maxInheritance = 10

// tableMembers are the fields of a table and of those that it takes fields from by its metatable.
func (l *looker) tableMembers(t *lua.LTable) (members []member) {
	for range maxInheritance {
		l.open(t)
		docs := l.constants(l.tables[t], &members)
		t.ForEach(func(k, value lua.LValue) {
			if name, ok := k.(lua.LString); ok && identifier.MatchString(string(name)) {
				members = append(members, l.tableMember(string(name), value, docs))
			}
		})
		mt, ok := t.Metatable.(*lua.LTable)
		if !ok {
			return members
		}
		if t, ok = mt.RawGetString("__index").(*lua.LTable); !ok {
			return members
		}
	}
	return members
}

func (l *looker) tableMember(name string, value lua.LValue, docs map[string]string) member {
	f, isFunction := value.(*lua.LFunction)
	m := member{Suggestion{Name: name, Doc: docs[name]}, true, isFunction, func() subject { return l.value(value) }}
	if declared := l.functions[f]; declared != nil {
		m.Doc = declared.Doc
	} else if below := l.tables[value]; below != nil {
		m.Doc = below.Doc
	}
	return m
}

// constants gives what is declared of the constants of a module, and adds those that its table does not hold because they change.
func (l *looker) constants(m *modules.Module, members *[]member) (docs map[string]string) {
	if m == nil {
		return nil
	}
	docs = map[string]string{}
	for _, c := range m.Constants {
		docs[c.Name] = c.Doc
		if c.Live {
			*members = append(*members, member{Suggestion{Name: c.Name, Doc: c.Doc}, true, false, func() subject { return l.declared(c.Type) }})
		}
	}
	return docs
}

// object is what all objects of a class are.
func (l *looker) object(c *modules.Class) subject {
	return subject{members: func() (members []member) {
		for _, p := range c.Properties {
			members = append(members, member{Suggestion{Name: p.Name, Doc: p.Doc}, true, false, func() subject { return l.declared(p.Type) }})
		}
		for _, f := range c.Methods {
			members = append(members, member{Suggestion{Name: f.Name, Doc: f.Doc}, false, true, func() subject { return subject{call: f} }})
		}
		return members
	}}
}

// liveMembers are the fields of an object that is bound by reflection.
func (l *looker) liveMembers(o any) (members []member) {
	for _, name := range liveFields(o) {
		members = append(members, member{Suggestion{Name: name}, true, false, func() subject { return subject{} }})
	}
	return members
}

// declared is what values of a declared type are.
func (l *looker) declared(t *modules.Type) subject {
	if t == nil {
		return subject{}
	}
	switch t.Kind {
	case modules.Object:
		if c := l.vm.rt.set.classNamed(t.Name); c != nil {
			return l.object(c)
		}
	case modules.RecordOf:
		return subject{members: func() []member { return l.fields(t) }}
	case modules.List, modules.Map:
		return subject{element: func(string) subject { return l.declared(t.Elem) }}
	case modules.String:
		return l.text()
	}
	return subject{}
}

func (l *looker) fields(t *modules.Type) (members []member) {
	for _, f := range t.Fields {
		members = append(members, member{Suggestion{Name: f.Name, Doc: f.Doc}, true, false, func() subject { return l.declared(f.Type) }})
	}
	return members
}
