package calls

import (
	"regexp"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/lua51"
	"github.com/watsrun/watsrun/runtime/stack"
)

// errorKey is where the metatable of an error's table keeps the Go error. Scripts have no way to that metatable.
const errorKey = "(error)"

// Raise raises a Go error in Lua. The script catches a table with the fields of the fault: kind, operation, message, hint,
// status, retryable, retry_in (seconds), attempts, correlation_id and where. It reads as one line, and raised
// again it is the same error to Go; see ErrorOf. Raise does not return.
func Raise(L *lua.LState, err error) { machineOf(L).throw(L, errorTable(L, err, stack.Where(L, 1))) }

// errorTable is the value that scripts see of a Go error.
func errorTable(L *lua.LState, err error, where string) *lua.LTable {
	f := fault.Of(err)
	t := L.CreateTable(0, 8)
	set := func(name, text string) {
		if text != "" {
			t.RawSetString(name, lua.LString(text))
		}
	}
	if f.Where != "" || len(where) < 2 {
		where = f.Where
	} else {
		where = where[:len(where)-2]
	}
	set("kind", string(f.Kind))
	set("operation", f.Operation)
	set("message", f.Message)
	set("hint", f.Hint)
	set("correlation_id", f.CorrelationID)
	set("where", where)
	t.RawSetString("retryable", lua.LBool(f.Retryable))
	if f.Status != 0 {
		t.RawSetString("status", lua.LNumber(f.Status))
	}
	if f.RetryIn > 0 {
		t.RawSetString("retry_in", lua.LNumber(f.RetryIn.Seconds()))
	}
	if f.Attempts > 0 {
		t.RawSetString("attempts", lua.LNumber(f.Attempts))
	}
	text := err.Error()
	if f.Where == "" && where != "" {
		text = where + ": " + text
	}
	t.Metatable = errorMetatable(L, err, text)
	return t
}

func errorMetatable(L *lua.LState, err error, text string) *lua.LTable {
	mt := L.CreateTable(0, 3)
	mt.RawSetString("__metatable", lua.LFalse)
	mt.RawSetString("__tostring", L.NewFunction(func(L *lua.LState) int {
		L.Push(lua.LString(text))
		return 1
	}))
	mt.RawSetString(errorKey, &lua.LUserData{Value: err, Metatable: lua.LNil})
	return mt
}

// ErrorOf is the Go error that a raised Lua value stands for: the original one of Raise, else a *fault.Error of kind script
// that says what was raised.
func ErrorOf(L *lua.LState, value lua.LValue) error { return machineOf(L).errorOf(L, value) }

func (m *machine) errorOf(L *lua.LState, value lua.LValue) error {
	switch v := value.(type) {
	case *lua.LTable:
		if err := carriedError(v); err != nil {
			return err
		}
		return m.describeTable(L, v)
	case *lua.LUserData:
		if err, ok := v.Value.(error); ok {
			return err
		}
	case lua.LString, lua.LNumber:
		return scriptFault(lua.LVAsString(value))
	}
	return fault.New(fault.Script, "the script raised a %s value instead of a message", value.Type().String())
}

func carriedError(t *lua.LTable) error {
	mt, ok := t.Metatable.(*lua.LTable)
	if !ok {
		return nil
	}
	if ud, ok := mt.RawGetString(errorKey).(*lua.LUserData); ok {
		err, _ := ud.Value.(error)
		return err
	}
	return nil
}

// describeTable reads an error object of the script's own: its text, or its field message.
func (m *machine) describeTable(L *lua.LState, t *lua.LTable) error {
	if text, ok := m.textOf(L, t); ok {
		return scriptFault(text)
	}
	if text, ok := t.RawGetString("message").(lua.LString); ok {
		return scriptFault(string(text))
	}
	return fault.New(fault.Script, "the script raised a table without a message").
		WithHint("give it a field message, or a metatable with __tostring")
}

// textOf is what the object's __tostring says of it, if it says anything.
func (m *machine) textOf(L *lua.LState, t *lua.LTable) (string, bool) {
	fn, ok := L.GetMetaField(t, "__tostring").(*lua.LFunction)
	if !ok {
		return "", false
	}
	s := m.acquire(L)
	defer m.release(s)
	err := s.run(fn, func(to *lua.LState) int {
		to.Push(t)
		return 1
	})
	text, ok := s.L.Get(1).(lua.LString)
	s.L.SetTop(0)
	return string(text), ok && err == nil
}

// position is "file:line: " at the beginning of a message.
var position = regexp.MustCompile(`(?s)^([^\n]*?:\d+): (.*)$`)

func scriptFault(text string) *fault.Error {
	f := fault.New(fault.Script, "%s", text)
	if m := position.FindStringSubmatch(text); m != nil {
		f.Where, f.Message = m[1], m[2]
	}
	return f
}

// error raises its argument. A string gets the position of the function at the level before it, 1 being the one that called error.
func (m *machine) error(L *lua.LState) int {
	value, level := L.Get(1), 1
	if L.Get(2) != lua.LNil {
		n, ok := toNumber(L.Get(2))
		if !ok {
			lua51.TypeError(L, 2, "number")
		}
		level = int(n)
	}
	if text, ok := toNumberOrString(value); ok && level > 0 {
		value = lua.LString(stack.Where(L, level) + text)
	}
	m.throw(L, value)
	return 0
}
