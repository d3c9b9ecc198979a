// Package chunk compiles Lua 5.1 source to the functions of the engine. It replaces the engine's own compiler, which
// reads some programs otherwise than Lua does (a, b = b, a with local variables, for one), ends the process on deep
// nesting, and words its errors in its own way. It knows the form of the engine's instructions and nothing of the run
// that will execute them.
package chunk

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/host"
)

// The functions of the host that compiled code calls, as Bind is asked for them. No script can spell these names.
const (
	Concat = "(concat)" // joins two or more operands of ".."
	Modulo = "(modulo)" // is a % b
)

// SyntaxError says where and why a source is not Lua. It reads like Lua's own message.
type SyntaxError struct {
	fault      *fault.Error
	incomplete bool
}

func newSyntaxError(name string, line int, message string, incomplete bool) *SyntaxError {
	f := fault.New(fault.Script, "%s", message)
	f.Where = fmt.Sprintf("%s:%d", name, line)
	return &SyntaxError{fault: f, incomplete: incomplete}
}

func (e *SyntaxError) Error() string { return e.fault.Error() }

// Unwrap gives the *fault.Error of kind script.
func (e *SyntaxError) Unwrap() error { return e.fault }

// IsIncomplete tells whether err says that a source ended too early, so that more text may complete it.
func IsIncomplete(err error) bool {
	e, ok := errors.AsType[*SyntaxError](err)
	return ok && e.incomplete
}

// Compile makes a function of a source. The name is the one that messages show; see DisplayName for Lua's own naming of chunks.
// A byte order mark, and a first line that begins with #, are skipped. Errors are *SyntaxError. The function is immutable and may be shared; Bind makes
// it callable in a VM.
func Compile(source []byte, name string, limits host.Limits) (*lua.FunctionProto, error) {
	return compile(source, name, name, limits, nil)
}

// CompileChunk is Compile for a name that follows Lua's rules, see DisplayName. As in Lua, messages about the syntax show 20 characters more of it.
func CompileChunk(source []byte, name string, limits host.Limits) (*lua.FunctionProto, error) {
	return compile(source, DisplayName(name), display(name, longMore), limits, nil)
}

// compile makes a function that is known by a name, and whose syntax errors show another one. shared is nil where the chunk stands alone.
func compile(source []byte, known, name string, limits host.Limits, shared *sharing) (proto *lua.FunctionProto, err error) {
	defaults := host.DefaultLimits()
	if limits.SourceBytes == 0 {
		limits.SourceBytes = defaults.SourceBytes
	}
	if limits.SourceDepth == 0 {
		limits.SourceDepth = defaults.SourceDepth
	}
	if len(source) > limits.SourceBytes {
		return nil, newSyntaxError(name, 1, fmt.Sprintf("source of %d bytes is longer than the limit of %d", len(source), limits.SourceBytes), false)
	}
	text := string(source)
	if strings.HasPrefix(text, "\x1bLua") {
		return nil, newSyntaxError(name, 1, "cannot load a compiled chunk: only source text", false)
	}
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return nil, newSyntaxError(name, 1, "the source is UTF-16: save it as UTF-8", false)
	}
	p := &parser{lexer: &lexer{source: text, name: name, line: 1, at: firstLine(text)}, source: known, limits: limits, shared: shared}
	defer func() { err = p.failure(recover()) }()
	return p.parse(), nil
}

// failure makes an error of what ended the compilation. What is not a fault of the source is a bug of the compiler.
func (p *parser) failure(raised any) error {
	switch e := raised.(type) {
	case nil:
		return nil
	case *SyntaxError:
		return e
	}
	bug := fault.New(fault.Bug, "the compiler failed: %v", raised)
	bug.Where = fmt.Sprintf("%s:%d", p.lexer.name, p.token.line)
	bug.Traceback = string(debug.Stack())
	return bug
}

// byteOrderMark is what some editors of Windows begin a file with.
const byteOrderMark = "\ufeff"

// firstLine is where the source begins behind a byte order mark and a first line for the operating system, whose end is left to
// be counted.
func firstLine(text string) int {
	at := len(text) - len(strings.TrimPrefix(text, byteOrderMark))
	if !strings.HasPrefix(text[at:], "#") {
		return at
	}
	if end := strings.IndexAny(text, "\r\n"); end >= 0 {
		return end
	}
	return len(text)
}

// Bind makes a compiled chunk callable in a VM. The environment is that of L. The intrinsics are asked for by name, Concat or Modulo.
func Bind(L *lua.LState, proto *lua.FunctionProto, intrinsic func(name string) lua.LValue) *lua.LFunction {
	fn := L.NewFunctionFromProto(proto)
	for i, name := range proto.DbgUpvalues {
		fn.Upvalues[i] = new(lua.Upvalue)
		fn.Upvalues[i].SetValue(intrinsic(name))
	}
	return fn
}

// How much of a chunk's name messages show.
const (
	maxName  = 59 // of a name that is given as such
	maxFile  = 52 // of a path, its end
	maxText  = 43 // of a source that serves as its own name
	longMore = 20 // how much more it is in messages about the syntax
)

// DisplayName is how messages show a chunk whose name follows Lua's rules: "@file", "=name", or the source itself.
func DisplayName(name string) string { return display(name, 0) }

func display(name string, more int) string {
	if rest, ok := strings.CutPrefix(name, "="); ok {
		return rest[:min(len(rest), maxName+more)]
	}
	if rest, ok := strings.CutPrefix(name, "@"); ok {
		if most := maxFile + more; len(rest) > most {
			return "..." + rest[len(rest)-most:]
		}
		return rest
	}
	line := name
	if end := strings.IndexAny(name, "\r\n"); end >= 0 {
		line = name[:end]
	}
	line = line[:min(len(line), maxText+more)]
	if len(line) < len(name) {
		line += "..."
	}
	return `[string "` + line + `"]`
}
