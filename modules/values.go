package modules

import (
	"context"
	"iter"
	"reflect"
)

// Raw is a Lua value that passes through Go untouched: a module can keep it and hand it back, not look into it.
type Raw struct{ Value any }

// Multi is a result of several values.
type Multi []any

// Callback is a Lua function that a module calls during its own call.
type Callback interface {
	// Call runs the function with Go values and gives back its results. The error is what it raised. ctx is that of the
	// module's own call, or derived from it: a module that waits has released the run lock, which Call then takes back.
	Call(ctx context.Context, args ...any) ([]Raw, error)
}

// JSON is a result that is still JSON text. The runtime turns it into tables directly, guided by Type: known keys get
// their declared names, unknown keys are kept in snake_case. With Verbatim the keys stay as they are.
type JSON struct {
	Data     []byte
	Type     *Type
	Verbatim bool
}

// Record is an argument that a script gives as a table and that the server wants as a JSON object. The runtime writes
// the JSON from the table, guided by T: declared names become wire names, unknown keys are kept in T's letter case.
type Record[T any] struct{ JSON []byte }

func (Record[T]) record() reflect.Type { return reflect.TypeFor[T]() }

// Wire is the JSON as the server wants it.
func (r Record[T]) Wire() []byte { return r.JSON }

// MarshalJSON gives the JSON as it is, null for a record that was not given.
func (r Record[T]) MarshalJSON() ([]byte, error) {
	if r.JSON == nil {
		return []byte("null"), nil
	}
	return r.JSON, nil
}

// SetJSON is called by the runtime.
func (r *Record[T]) SetJSON(data []byte) { r.JSON = data }

// Recorder is what all Records have in common.
type Recorder interface{ SetJSON([]byte) }

// Each is a result that scripts loop over with for ... in; it asks for the next item only when the loop wants it.
type Each[T any] struct {
	next func() (T, error, bool)
	stop func()
}

// EachOf makes an iterator of a sequence. The sequence runs with the run lock released.
func EachOf[T any](seq iter.Seq2[T, error]) *Each[T] {
	next, stop := iter.Pull2(seq)
	return &Each[T]{next: next, stop: stop}
}

// Next is called by the runtime.
func (e *Each[T]) Next() (item any, err error, ok bool) { return e.next() }

// Stop ends the sequence early; the runtime calls it when the run ends.
func (e *Each[T]) Stop() { e.stop() }

func (*Each[T]) elem() reflect.Type { return reflect.TypeFor[T]() }

// Iterator is what all Eaches have in common.
type Iterator interface {
	Next() (item any, err error, ok bool)
	Stop()
}

// Live is a result that scripts touch now and then and that is bound by reflection, field by field: exported fields
// and methods under snake_case names, unknown names raise.
type Live struct{ Object any }

// Scoped is a result: a module, whose functions work within another context, such as one with other time limits.
type Scoped struct {
	Module string // by name
	Within func(context.Context) context.Context
}

// Table is how an arbitrary Lua table crosses into Go where no type is declared: the array part, and the rest by key.
// Keys that are not strings are written as Lua would print them.
type Table struct {
	List   []any
	Keys   []string // of Fields, sorted
	Fields map[string]any
	Array  bool // an empty table that is known to be a list
}

// Array is a result: the same table, marked as a list, so that it stays one when it is empty.
type Array struct{ Of Raw }

// Null stands for JSON's null where nil cannot, such as inside a list.
type Null struct{}
