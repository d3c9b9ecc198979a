package lua51

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/pattern"
)

func (lib *library) openString(L *lua.LState) {
	t := register(L, "string", []function{
		{"byte", stringByte},
		{"char", stringChar},
		{"dump", lib.stringDump},
		{"find", lib.stringFind},
		{"format", lib.stringFormat},
		{"gmatch", lib.stringGmatch},
		{"gsub", lib.stringGsub},
		{"len", stringLen},
		{"lower", stringLower},
		{"match", lib.stringMatch},
		{"rep", lib.stringRep},
		{"reverse", stringReverse},
		{"sub", stringSub},
		{"upper", stringUpper},
	})
	t.RawSetString("gfind", t.RawGetString("gmatch")) // the name of Lua 5.0
	L.SetMetatable(lua.LString(""), newStringMetatable(L, t))
}

// position turns an index that may count from the end into one that counts from the beginning, 0 for what lies before.
func position(i, length int) int {
	if i < 0 {
		i += length + 1
	}
	return max(i, 0)
}

// slice is the part of s that two indexes name, as Lua counts: from 1, both included.
func slice(s string, first, last int) string {
	first, last = max(position(first, len(s)), 1), min(position(last, len(s)), len(s))
	if first > last {
		return ""
	}
	return s[first-1 : last]
}

func stringLen(L *lua.LState) int {
	pushInt(L, len(checkString(L, 1)))
	return 1
}

func stringSub(L *lua.LState) int {
	s := checkString(L, 1)
	return returnString(L, slice(s, checkInt(L, 2), optInt(L, 3, -1)))
}

func stringByte(L *lua.LState) int {
	s := checkString(L, 1)
	first := optInt(L, 2, 1)
	part := slice(s, first, optInt(L, 3, position(first, len(s))))
	checkResults(L, len(part), "string slice too long")
	for i := 0; i < len(part); i++ {
		L.Push(smallNumbers[part[i]])
	}
	return len(part)
}

func stringChar(L *lua.LState) int {
	bytes := make([]byte, L.GetTop())
	for i := range bytes {
		c := checkInt(L, i+1)
		if c < 0 || c > 255 {
			ArgError(L, i+1, "invalid value")
		}
		bytes[i] = byte(c)
	}
	return returnString(L, string(bytes))
}

func stringReverse(L *lua.LState) int {
	s := checkString(L, 1)
	bytes := make([]byte, len(s))
	for i := range bytes {
		bytes[i] = s[len(s)-1-i]
	}
	return returnString(L, string(bytes))
}

func stringLower(L *lua.LState) int {
	return returnString(L, mapCase(checkString(L, 1), 'A', 'Z'))
}

func stringUpper(L *lua.LState) int {
	return returnString(L, mapCase(checkString(L, 1), 'a', 'z'))
}

// mapCase changes the case of the letters from first to last. Other bytes, those of UTF-8 included, stay.
func mapCase(s string, first, last byte) string {
	at := 0
	for at < len(s) && (s[at] < first || s[at] > last) {
		at++
	}
	if at == len(s) {
		return s
	}
	bytes := []byte(s)
	for i, c := range bytes {
		if first <= c && c <= last {
			bytes[i] = c ^ 0x20
		}
	}
	return string(bytes)
}

func (lib *library) stringRep(L *lua.LState) int {
	s := checkString(L, 1)
	n := checkInt(L, 2)
	if n <= 0 || s == "" {
		return returnString(L, "")
	}
	if limit := lib.stringLimit(); n > limit/len(s) {
		raise(L, "string.rep: result of %.0f bytes is longer than the limit of %d", float64(n)*float64(len(s)), limit)
	}
	return returnString(L, strings.Repeat(s, n))
}

// patternKey names a compiled pattern: gmatch knows no anchors.
type patternKey struct {
	text    string
	anchors bool
}

// keptPatterns bounds how many compiled patterns a VM keeps, and how long they are.
const keptPatterns = 100

// compiled is the pattern ready to match; scripts use the same few again and again.
func (lib *library) compiled(text string, anchors bool) *pattern.Pattern {
	key := patternKey{text, anchors}
	if p, ok := lib.patterns[key]; ok {
		return p
	}
	p := pattern.Compile(text, anchors)
	if len(text) <= keptPatterns {
		if len(lib.patterns) >= keptPatterns {
			clear(lib.patterns)
		}
		lib.patterns[patternKey{strings.Clone(text), anchors}] = p
	}
	return p
}
