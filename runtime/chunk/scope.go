package chunk

import (
	"maps"
	"slices"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/host"
)

// Scope is the local variables that the chunks of a session share: what one chunk declares outside all blocks, those
// after it see as if all of them were one source. Such a variable is an upvalue of its chunk from the start, so that it
// outlives the chunk, and a declaration of the same name makes a new variable, as in Lua. Its zero value is empty.
type Scope struct {
	variables map[string]*lua.Upvalue
}

// Part is a chunk that was compiled for a Scope.
type Part struct {
	Proto    *lua.FunctionProto
	declared map[int]bool // upvalues that are variables of its own
}

// Compile is the function Compile for the next chunk of the session.
func (s *Scope) Compile(source []byte, name string, limits host.Limits) (*Part, error) {
	part := &Part{declared: map[int]bool{}}
	shared := &sharing{scope: s, declared: part.declared}
	var err error
	part.Proto, err = compile(source, name, name, limits, shared)
	return part, err
}

// Enter gives a function that Bind made of the part its variables. The scope has the new ones once keep is called, when
// the chunk has ended: those that it got to.
func (s *Scope) Enter(fn *lua.LFunction, p *Part) (keep func()) {
	for i, name := range p.Proto.DbgUpvalues {
		switch known := s.variables[name]; {
		case p.declared[i]:
			fn.Upvalues[i] = new(lua.Upvalue)
		case known != nil:
			fn.Upvalues[i] = known
		}
	}
	return func() {
		for i, name := range p.Proto.DbgUpvalues {
			if p.declared[i] && fn.Upvalues[i].Value() != nil {
				s.set(name, fn.Upvalues[i])
			}
		}
	}
}

func (s *Scope) set(name string, variable *lua.Upvalue) {
	if s.variables == nil {
		s.variables = map[string]*lua.Upvalue{}
	}
	s.variables[name] = variable
}

// Names lists the variables, sorted.
func (s *Scope) Names() []string { return slices.Sorted(maps.Keys(s.variables)) }

// Lookup is the value of a variable, and whether there is one of that name.
func (s *Scope) Lookup(name string) (lua.LValue, bool) {
	variable, ok := s.variables[name]
	if !ok {
		return lua.LNil, false
	}
	return variable.Value(), true
}

// sharing is what the compiler of a chunk knows of its session.
type sharing struct {
	scope    *Scope
	declared map[int]bool
}

// maxShared bounds the variables of sessions that one chunk uses; the engine counts upvalues in a byte, and the host needs a few.
const maxShared = 250

// shares tells whether variables that are declared here belong to the session.
func (f *function) shares() bool {
	return f.parser.shared != nil && f.parent == nil && f.block.outer == nil
}

// share declares a variable of the session.
func (f *function) share(name string) expr {
	at := f.addShared(name)
	f.parser.shared.declared[at] = true
	return expr{place: placeUpvalue, at: at, text: name}
}

// known is the upvalue of a variable that an earlier chunk of the session declared, -1 when there is none of the name.
func (f *function) known(name string) int {
	if f.parser.shared == nil || f.parser.shared.scope.variables[name] == nil {
		return -1
	}
	return f.addShared(name)
}

func (f *function) addShared(name string) int {
	f.limit(len(f.upvalues)+1, maxShared, "local variables")
	return f.addUpvalue(upvalue{name: name})
}

// shareAll declares variables of the session whose values are in the first registers.
func (f *function) shareAll(names []string) {
	for register, name := range names {
		variable := f.share(name)
		f.emit(lua.OP_SETUPVAL, register, variable.at, 0)
	}
}
