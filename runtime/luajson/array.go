// Package luajson carries JSON into Lua tables and back in one pass each way, guided by the declared types: names are
// translated, lists stay lists when empty, numbers stay exact. It knows gopher-lua and the vocabulary of declarations,
// nothing of runs, pools, HTTP or WATS.
//
// What it accepts is what encoding/json accepts, but for these differences: text that is not UTF-8 is refused, a byte
// order mark at the start is skipped, values nest at most MaxDepth deep, integers may have any length (they become
// strings), and other numbers beyond the range of a double are refused also where nobody reads them.
package luajson

import (
	"context"

	lua "github.com/yuin/gopher-lua"
)

// MaxDepth is how deep values may nest, both ways, unless the encoder is told otherwise.
const MaxDepth = 200

// maxBytes bounds a document both ways where the options say nothing.
const maxBytes = 64 << 20

// maxExact is the largest integer up to which every integer is a double of its own.
const maxExact = 1 << 53

// pollEvery is how many values are handled between two looks at the VM's context.
const pollEvery = 4096

const arrayKey = "watsrun.array"

// ArrayMetatable is the VM's protected metatable that marks a table as a list. It is made at first use and kept in the
// registry; a pool that compares registries calls it once when the VM is made.
func ArrayMetatable(L *lua.LState) *lua.LTable {
	registry := L.G.Registry
	if mt, ok := registry.RawGetString(arrayKey).(*lua.LTable); ok {
		return mt
	}
	mt := L.CreateTable(0, 1)
	mt.RawSetString("__metatable", lua.LString("array"))
	registry.RawSetString(arrayKey, mt)
	return mt
}

// MarkArray marks t as a list, so that it is written as [] when it is empty. It replaces t's metatable.
func MarkArray(L *lua.LState, t *lua.LTable) { t.Metatable = ArrayMetatable(L) }

// IsArray reports whether t is marked as a list.
func IsArray(L *lua.LState, t *lua.LTable) bool {
	mt, ok := t.Metatable.(*lua.LTable)
	return ok && mt == L.G.Registry.RawGetString(arrayKey)
}

// stopped says why the VM must stop, nil while it may go on.
func stopped(L *lua.LState) error {
	ctx := L.Context()
	if ctx == nil || ctx.Err() == nil {
		return nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return ctx.Err()
}
