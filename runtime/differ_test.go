package runtime

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"

	lua "github.com/yuin/gopher-lua"
)

// fingerprint describes everything that a VM keeps from one run to the next: the templates of the libraries with each of
// their functions, the registry, the metatables of the base types, of the classes and of the modules, and the state of
// the stack. Two fingerprints of a VM that are equal mean that the run between them left nothing behind.
func (v *vm) fingerprint() map[string]string {
	w := &walker{facts: map[string]string{}, seen: map[any]string{}}
	w.walk("registry", v.L.G.Registry)
	names := make([]string, 0, len(v.base))
	for name := range v.base {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		w.walk("base."+name, v.base[name])
	}
	for _, base := range append([]lua.LValue{lua.LString("")}, v.bases...) {
		w.walk("metatable of "+base.Type().String(), v.L.GetMetatable(base))
	}
	w.walk("sealed", v.sealed)
	w.walk("globals' metatable", v.envMeta)
	w.walk("json.null", v.null)
	for c, mt := range v.metatables {
		w.walk("class "+c.class.Name, mt)
	}
	for e, mt := range v.lazy {
		w.walk("module "+e.module.Name, mt)
	}
	for e, mt := range v.liveMetas {
		w.walk("live module "+e.module.Name, mt)
	}
	w.fact("stack", strconv.Itoa(v.L.GetTop()))
	w.fact("thread", strconv.FormatBool(v.L.G.CurrentThread == v.L))
	w.fact("globals", strconv.Itoa(v.L.G.Global.Len()))
	w.fact("environment", strconv.FormatBool(v.L.Env == v.L.G.Global))
	w.fact("host", fmt.Sprint(v.host.Context == nil, v.host.Err(), v.host.Coroutines))
	return w.facts
}

// difference lists what differs between two fingerprints. Metatables that a VM makes at first use may be new.
func difference(before, after map[string]string) []string {
	var diffs []string
	for path, was := range before {
		if is, ok := after[path]; !ok {
			diffs = append(diffs, path+" is gone")
		} else if is != was {
			diffs = append(diffs, fmt.Sprintf("%s was %s and is %s", path, was, is))
		}
	}
	for path, is := range after {
		if _, ok := before[path]; !ok {
			diffs = append(diffs, path+" is new: "+is)
		}
	}
	sort.Strings(diffs)
	return diffs
}

// walker writes down what is reachable from a value. Tables and functions are known by their identity: one that was
// replaced by an equal one is a difference too.
type walker struct {
	facts map[string]string
	seen  map[any]string
}

func (w *walker) fact(path, text string) { w.facts[path] = text }

func (w *walker) walk(path string, v lua.LValue) {
	switch v := v.(type) {
	case *lua.LTable:
		w.table(path, v)
	case *lua.LFunction:
		w.function(path, v)
	case *lua.LUserData:
		if w.first(path, v) {
			w.fact(path, fmt.Sprintf("userdata %p of %v", v, reflect.TypeOf(v.Value)))
			w.walk(path+"[metatable]", v.Metatable)
		}
	case nil:
		w.fact(path, "nothing")
	default:
		w.fact(path, v.Type().String()+" "+v.String())
	}
}

// first tells whether a reference is seen for the first time, and else writes down where it was seen before.
func (w *walker) first(path string, v any) bool {
	if where, ok := w.seen[v]; ok {
		w.fact(path, "the same as "+where)
		return false
	}
	w.seen[v] = path
	return true
}

func (w *walker) table(path string, t *lua.LTable) {
	if !w.first(path, t) {
		return
	}
	w.fact(path, fmt.Sprintf("table %p", t))
	keys := map[string]lua.LValue{}
	var names []string
	t.ForEach(func(k, val lua.LValue) {
		name := path + "[" + k.Type().String() + " " + k.String() + "]"
		keys[name] = val
		names = append(names, name)
	})
	sort.Strings(names)
	for _, name := range names {
		w.walk(name, keys[name])
	}
	w.walk(path+"[metatable]", t.Metatable)
}

func (w *walker) function(path string, f *lua.LFunction) {
	if !w.first(path, f) {
		return
	}
	w.fact(path, fmt.Sprintf("function %p %v %p", f, f.IsG, f.Proto))
	if f.Env != nil {
		w.walk(path+"[environment]", f.Env)
	}
	for i, u := range f.Upvalues {
		w.walk(fmt.Sprintf("%s[upvalue %d]", path, i+1), u.Value())
	}
}
