package runtime

import (
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/stack"
)

// scriptRoot is the folder below which require finds modules. Symbolic links cannot lead out of it.
type scriptRoot struct {
	dir  string
	root *os.Root // opened at the first require
}

// Close lets go of the folder; the run does it at its end.
func (s *scriptRoot) Close() error {
	if s.root == nil {
		return nil
	}
	return s.root.Close()
}

// find reads the source of a module: a.b is a/b.lua or a/b/init.lua.
func (s *scriptRoot) find(name string, limit int) (source []byte, file string, err error) {
	if s.dir == "" {
		return nil, "", fault.New(fault.NotFound, "no folder to look in: the script is not a file")
	}
	if s.root == nil {
		if s.root, err = os.OpenRoot(s.dir); err != nil {
			return nil, "", fault.Wrap(fault.Script, err, "module '%s' not found", name)
		}
	}
	if name == "" || strings.ContainsAny(name, `/\:`) || strings.Contains(name, "..") {
		return nil, "", fault.New(fault.Usage, "module name '%s' is not allowed", name).
			WithHint("write the folders below the script's folder with dots: require \"limits.power\"")
	}
	base := strings.ReplaceAll(name, ".", "/")
	candidates := []string{base + ".lua", path.Join(base, "init.lua")}
	for _, c := range candidates {
		source, err := s.read(c, limit)
		if err == nil {
			return source, c, nil
		}
		if !os.IsNotExist(err) {
			return nil, "", fault.Wrap(fault.Script, err, "module '%s' cannot be read", name)
		}
	}
	return nil, "", fault.New(fault.NotFound, "no file '%s' in the script's folder %s", strings.Join(candidates, "' or '"), s.dir)
}

func (s *scriptRoot) read(name string, limit int) ([]byte, error) {
	f, err := s.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(limit)+1)) // one more, so that the compiler sees that it is too long
}

// loadedTable is package.loaded of this run.
func (v *vm) loadedTable() *lua.LTable {
	if v.loaded == nil {
		v.loaded = v.L.CreateTable(0, 16)
	}
	return v.loaded
}

// loadedWith is package.loaded for somebody who looks for a name there. Libraries come into it when they are looked for.
func (v *vm) loadedWith(name string) *lua.LTable {
	if _, library := v.base[name].(*lua.LTable); library || name == "_G" || name == "package" {
		v.packageTable()
	}
	return v.loadedTable()
}

// packageTable is the package library of this run. path tells how require searches; changing it changes nothing.
func (v *vm) packageTable() *lua.LTable {
	if v.pkg != nil {
		return v.pkg
	}
	t := v.L.CreateTable(0, 8)
	v.pkg = t // at once: completing the globals asks for it
	loaded := v.loadedTable()
	for name, val := range v.base {
		if _, ok := val.(*lua.LTable); ok {
			loaded.RawSetString(name, v.env.RawGetString(name))
			if loaded.RawGetString(name) == lua.LNil {
				loaded.RawSetString(name, v.global(name))
			}
		}
	}
	v.materialize()
	loaded.RawSetString("_G", v.env)
	loaded.RawSetString("package", t)
	t.RawSetString("loaded", loaded)
	preload := v.L.CreateTable(0, 0)
	t.RawSetString("preload", preload)
	loaders := v.L.CreateTable(2, 0)
	loaders.RawSetInt(1, v.goFunction(preloaded(preload)))
	loaders.RawSetInt(2, v.goFunction(v.fromFile))
	t.RawSetString("loaders", loaders)
	t.RawSetString("path", lua.LString("./?.lua;./?/init.lua"))
	t.RawSetString("cpath", lua.LString(""))
	t.RawSetString("config", lua.LString("/\n;\n?\n!\n-\n"))
	t.RawSetString("seeall", v.goFunction(v.seeAll))
	return t
}

// seeAll is package.seeall: the module inherits the globals.
func (v *vm) seeAll(L *lua.LState) int {
	t := L.CheckTable(1)
	v.complete(t)
	mt, ok := t.Metatable.(*lua.LTable)
	if !ok || v.keeps(mt) {
		mt = L.CreateTable(0, 1)
		t.Metatable = mt
	}
	mt.RawSetString("__index", L.G.Global)
	return 0
}

// raiseText raises a message with the position of the caller, as the library functions do.
func raiseText(L *lua.LState, format string, args ...any) {
	L.Error(lua.LString(stack.Where(L, 1)+fmt.Sprintf(format, args...)), 0)
}

// raiseUnloaded raises what keeps a module from being loaded. When the run ends by it, the script counts as not loaded.
func (v *vm) raiseUnloaded(L *lua.LState, message string) {
	v.unloaded = message
	raiseText(L, "%s", message)
}

// sentinel marks a module in package.loaded while it is being loaded.
var sentinel = &lua.LUserData{}

// require implements require: what is loaded already, the modules of watsrun, then package.loaders in turn.
func (v *vm) require(L *lua.LState) int {
	name := L.CheckString(1)
	loaded := v.loadedWith(name)
	switch val := loaded.RawGetString(name); {
	case val == lua.LValue(sentinel):
		raiseText(L, "loop or previous error loading module '%s'", name)
	case lua.LVAsBool(val):
		L.Push(val)
		return 1
	}
	if e := v.rt.set.byName[name]; e != nil {
		L.Push(v.moduleTable(e))
		return 1
	}
	loader := v.findLoader(L, name)
	loaded.RawSetString(name, sentinel)
	L.Push(loader)
	L.Push(lua.LString(name))
	L.Call(1, 1)
	result := L.Get(-1)
	L.Pop(1)
	if result != lua.LNil {
		loaded.RawSetString(name, result)
	} else if loaded.RawGetString(name) == lua.LValue(sentinel) {
		loaded.RawSetString(name, lua.LTrue)
	}
	L.Push(loaded.RawGetString(name))
	return 1
}

// findLoader asks package.loaders one after the other; each gives a function, or a text that says where it looked.
func (v *vm) findLoader(L *lua.LState, name string) lua.LValue {
	pkg, _ := v.env.RawGetString("package").(*lua.LTable)
	if pkg == nil {
		pkg = v.packageTable() // the script took the name away, not the library
	}
	loaders, ok := pkg.RawGetString("loaders").(*lua.LTable)
	if !ok {
		raiseText(L, "'package.loaders' must be a table")
	}
	tried := ""
	for i := 1; ; i++ {
		loader := loaders.RawGetInt(i)
		if loader == lua.LNil {
			v.raiseUnloaded(L, fmt.Sprintf("module '%s' not found:%s", name, tried))
		}
		L.Push(loader)
		L.Push(lua.LString(name))
		L.Call(1, 1)
		found := L.Get(-1)
		L.Pop(1)
		if found.Type() == lua.LTFunction {
			return found
		}
		if text, ok := found.(lua.LString); ok {
			tried += string(text)
		}
	}
}

// preloaded is the first of package.loaders.
func preloaded(preload *lua.LTable) lua.LGFunction {
	return func(L *lua.LState) int {
		name := L.CheckString(1)
		if f := preload.RawGetString(name); f != lua.LNil {
			L.Push(f)
		} else {
			L.Push(lua.LString("\n\tno field package.preload['" + name + "']"))
		}
		return 1
	}
}

// fromFile is the second of package.loaders: a file below the script's folder.
func (v *vm) fromFile(L *lua.LState) int {
	name := L.CheckString(1)
	source, file, err := v.root.find(name, v.host.Limits.SourceBytes)
	if f := fault.Of(err); f != nil && f.Kind == fault.NotFound {
		L.Push(lua.LString("\n\t" + f.Message))
		return 1
	}
	if err != nil {
		v.raiseUnloaded(L, err.Error())
	}
	f, err := v.load(source, file)
	if err != nil {
		v.raiseUnloaded(L, fmt.Sprintf("error loading module '%s' from file '%s':\n\t%s", name, file, err))
	}
	L.Push(f)
	return 1
}

// module implements module(name, ...), for modules written before Lua 5.2.
func (v *vm) module(L *lua.LState) int {
	name := L.CheckString(1)
	loaded := v.loadedWith(name)
	t, ok := loaded.RawGetString(name).(*lua.LTable)
	if !ok {
		t = v.moduleAt(L, name)
		loaded.RawSetString(name, t)
	}
	if t.RawGetString("_NAME") == lua.LNil {
		t.RawSetString("_M", t)
		t.RawSetString("_NAME", lua.LString(name))
		t.RawSetString("_PACKAGE", lua.LString(name[:strings.LastIndexByte(name, '.')+1]))
	}
	caller, ok := L.GetStack(1)
	if !ok {
		raiseText(L, "'module' not called from a Lua function")
	}
	fn, err := L.GetInfo("f", caller, lua.LNil)
	if err != nil {
		raiseText(L, "'module' not called from a Lua function")
	}
	if f, ok := fn.(*lua.LFunction); ok && !f.IsG {
		f.Env = t
	} else {
		raiseText(L, "'module' not called from a Lua function")
	}
	for i := 2; i <= L.GetTop(); i++ {
		L.Push(L.Get(i))
		L.Push(t)
		L.Call(1, 0)
	}
	return 0
}

// moduleAt finds or makes the table that a dotted name leads to from the globals.
func (v *vm) moduleAt(L *lua.LState, name string) *lua.LTable {
	t := v.env
	for _, part := range strings.Split(name, ".") {
		next := L.GetField(t, part)
		if next == lua.LNil {
			fresh := L.CreateTable(0, 4)
			L.SetField(t, part, fresh)
			next = fresh
		}
		table, ok := next.(*lua.LTable)
		if !ok {
			raiseText(L, "name conflict for module '%s'", name)
		}
		t = table
	}
	return t
}
