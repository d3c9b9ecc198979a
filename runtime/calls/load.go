package calls

import (
	"fmt"
	"io"
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
	"github.com/watsrun/watsrun/runtime/stack"
)

// loadstring compiles a string.
func (m *machine) loadstring(L *lua.LState) int {
	source, ok := toNumberOrString(L.Get(1))
	if !ok {
		lua51.TypeError(L, 1, "string")
	}
	return m.compiled(L, textSource(source), chunkName(L, source))
}

// textSource is a source that is no file: it has no byte order mark and no first line for the operating system, so that both are
// out of place.
func textSource(text string) []byte {
	if strings.HasPrefix(text, "#") || strings.HasPrefix(text, "\ufeff") {
		text = " " + text
	}
	return []byte(text)
}

// chunkName is the optional argument 2, which names the chunk by Lua's rules.
func chunkName(L *lua.LState, otherwise string) string {
	if L.Get(2) == lua.LNil {
		return otherwise
	}
	name, ok := toNumberOrString(L.Get(2))
	if !ok {
		lua51.TypeError(L, 2, "string")
	}
	return name
}

// load compiles what a function gives piece by piece.
func (m *machine) load(L *lua.LState) int {
	reader, ok := L.Get(1).(*lua.LFunction)
	if !ok {
		lua51.TypeError(L, 1, "function")
	}
	name := chunkName(L, "=(load)")
	s := m.acquire(L)
	complaint := lua.LString(stack.Where(L, 1) + "reader function must return a string")
	var source strings.Builder
	err := s.run(stack.Hide(func(L *lua.LState) int {
		if !m.readPieces(L, reader, &source) {
			m.throw(L, complaint)
		}
		return 0
	}), func(*lua.LState) int { return 0 })
	m.release(s)
	if m.vm.Err() != nil {
		m.stop(L)
	}
	if err != nil {
		L.Push(lua.LNil)
		L.Push(errorValue(err))
		return 2
	}
	return m.compiled(L, textSource(source.String()), name)
}

// readPieces calls the reader until it has no more. It is false when the reader gives anything but text.
func (m *machine) readPieces(L *lua.LState, reader *lua.LFunction, source *strings.Builder) bool {
	for source.Len() <= m.sourceLimit() {
		L.Push(reader)
		L.Call(0, 1)
		piece := L.Get(-1)
		L.Pop(1)
		text, ok := toNumberOrString(piece)
		if text == "" {
			return ok || piece == lua.LNil
		}
		source.WriteString(text)
	}
	return true
}

func (m *machine) sourceLimit() int {
	if n := m.vm.Limits.SourceBytes; n > 0 {
		return n
	}
	return host.DefaultLimits().SourceBytes
}

// compiled pushes the function of a source, or nil and why there is none.
func (m *machine) compiled(L *lua.LState, source []byte, name string) int {
	proto, dumped := lua51.Dumped(L, string(source))
	var err error
	if !dumped {
		proto, err = chunk.CompileChunk(source, name, m.vm.Limits)
	}
	if err != nil {
		L.Push(lua.LNil)
		L.Push(lua.LString(err.Error()))
		return 2
	}
	L.Push(m.bind(L, proto))
	return 1
}

// loadfile compiles a file, or the standard input where there is no name.
func (m *machine) loadfile(L *lua.LState) int {
	source, name, err := m.readFile(L)
	if err != nil {
		L.Push(lua.LNil)
		L.Push(lua.LString(err.Error()))
		return 2
	}
	return m.compiled(L, source, name)
}

// dofile runs a file, and raises what is wrong with it.
func (m *machine) dofile(L *lua.LState) int {
	source, name, err := m.readFile(L)
	if err != nil {
		m.throw(L, lua.LString(err.Error()))
	}
	if m.compiled(L, source, name) == 2 {
		m.throw(L, L.Get(-1))
	}
	bottom := L.GetTop()
	L.Call(0, lua.MultRet)
	return L.GetTop() - bottom + 1
}

// readFile reads the file that argument 1 names, up to one byte more than a source may have.
func (m *machine) readFile(L *lua.LState) (source []byte, name string, err error) {
	if L.Get(1) == lua.LNil {
		if m.vm.Stdin == nil {
			return nil, "=stdin", nil
		}
		source, err = io.ReadAll(io.LimitReader(m.vm.Stdin, int64(m.sourceLimit())+1))
		return source, "=stdin", err
	}
	path, ok := toNumberOrString(L.Get(1))
	if !ok {
		lua51.TypeError(L, 1, "string")
	}
	if !m.vm.IO {
		return nil, "", fmt.Errorf("cannot open %s: scripts in the sandbox have no files", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, "", fmt.Errorf("cannot open %s: %s", path, lua51.SystemMessage(err))
	}
	defer f.Close()
	source, err = io.ReadAll(io.LimitReader(f, int64(m.sourceLimit())+1))
	if err != nil {
		return nil, "", fmt.Errorf("cannot read %s: %s", path, lua51.SystemMessage(err))
	}
	return source, "@" + path, nil
}
