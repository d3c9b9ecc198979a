package lua51

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
	"github.com/watsrun/watsrun/runtime/lua51/pattern"
)

func (lib *library) stringFind(L *lua.LState) int {
	subject, text := checkString(L, 1), checkString(L, 2)
	init := searchStart(L, 3, len(subject))
	if lua.LVAsBool(L.Get(4)) || !pattern.HasSpecials(text) {
		return findPlain(L, subject, text, init)
	}
	budget := lib.budget()
	m := pattern.NewMatcher(lib.compiled(text, true), subject, &budget)
	if !lib.search(L, "string.find", &m, init) {
		return returnValue(L, lua.LNil)
	}
	pushInt(L, m.Start+1)
	pushInt(L, m.End)
	if !m.HasCaptures() {
		return 2
	}
	return 2 + pushCaptures(L, &m)
}

// searchStart is where a search begins: argument n, an index that may count from the end, as an offset.
func searchStart(L *lua.LState, n, length int) int {
	return min(max(position(optInt(L, n, 1), length)-1, 0), length)
}

func findPlain(L *lua.LState, subject, text string, init int) int {
	at := strings.Index(subject[init:], text)
	if at < 0 {
		return returnValue(L, lua.LNil)
	}
	pushInt(L, init+at+1)
	pushInt(L, init+at+len(text))
	return 2
}

func (lib *library) stringMatch(L *lua.LState) int {
	subject, text := checkString(L, 1), checkString(L, 2)
	init := searchStart(L, 3, len(subject))
	budget := lib.budget()
	m := pattern.NewMatcher(lib.compiled(text, true), subject, &budget)
	if !lib.search(L, "string.match", &m, init) {
		return returnValue(L, lua.LNil)
	}
	return pushCaptures(L, &m)
}

// search finds the next match and raises what went wrong.
func (lib *library) search(L *lua.LState, name string, m *pattern.Matcher, init int) bool {
	found, err := m.Find(init)
	if err != nil {
		lib.raiseWork(L, name, err)
	}
	return found
}

// pushCaptures pushes what the match gives, and says how many values that is.
func pushCaptures(L *lua.LState, m *pattern.Matcher) int {
	n := m.Captures()
	for i := range n {
		L.Push(capture(L, m, i))
	}
	return n
}

func capture(L *lua.LState, m *pattern.Matcher, i int) lua.LValue {
	c, err := m.Capture(i)
	if err != nil {
		raise(L, "%s", err.Error())
	}
	if c.IsPosition {
		return numberValue(c.Start + 1)
	}
	return lua.LString(m.Text(c))
}

func (lib *library) stringGmatch(L *lua.LState) int {
	subject, text := checkString(L, 1), checkString(L, 2)
	p := lib.compiled(text, false)
	at := 0
	iterator := func(L *lua.LState) int {
		if at > len(subject) {
			return returnValue(L, lua.LNil)
		}
		budget := lib.budget()
		m := pattern.NewMatcher(p, subject, &budget)
		if !lib.search(L, "string.gmatch", &m, at) {
			at = len(subject) + 1
			return returnValue(L, lua.LNil)
		}
		at = m.End
		if m.End == m.Start {
			at++
		}
		return pushCaptures(L, &m)
	}
	return returnValue(L, L.NewFunction(iterator))
}

func (lib *library) stringGsub(L *lua.LState) int {
	s := substitution{lib: lib, L: L, subject: checkString(L, 1), budget: lib.budget()}
	p := lib.compiled(checkString(L, 2), true)
	s.setReplacement(L.Get(3))
	limit := optInt(L, 4, len(s.subject)+1)
	s.matcher = pattern.NewMatcher(p, s.subject, &s.budget)
	count := s.run(limit, p.Anchored())
	if count == 0 {
		L.Push(lua.LString(s.subject))
	} else {
		L.Push(lua.LString(s.out))
	}
	pushInt(L, count)
	return 2
}

// substitution is one call of gsub.
type substitution struct {
	lib     *library
	L       *lua.LState
	subject string
	matcher pattern.Matcher
	budget  pattern.Budget
	out     []byte
	pushed  lua.LValue // the function or table that gives the replacements, nil for a text
	text    string     // the replacement text
	plain   bool       // the text has no %
}

func (s *substitution) setReplacement(v lua.LValue) {
	switch v := v.(type) {
	case *lua.LFunction, *lua.LTable:
		s.pushed = v
	case lua.LString:
		s.text = string(v)
	case lua.LNumber:
		s.text = number.Format(float64(v))
	default:
		ArgError(s.L, 3, "string/function/table expected")
	}
	s.plain = strings.IndexByte(s.text, '%') < 0
}

// run replaces up to limit matches and says how many there were.
func (s *substitution) run(limit int, anchored bool) int {
	count, at, copied := 0, 0, 0
	for count < limit {
		next, err := s.matcher.Next(at)
		s.check(err)
		if next < 0 {
			break
		}
		at = next
		found, err := s.matcher.At(at)
		s.check(err)
		if found {
			count++
			s.append(s.subject[copied:at])
			s.replace()
			copied = s.matcher.End
		}
		switch {
		case found && s.matcher.End > at:
			at = s.matcher.End
		case at < len(s.subject):
			at++
		default:
			limit = count
		}
		if anchored {
			break
		}
	}
	if count > 0 {
		s.append(s.subject[copied:])
	}
	return count
}

func (s *substitution) check(err error) {
	if err != nil {
		s.lib.raiseWork(s.L, "string.gsub", err)
	}
}

func (s *substitution) append(text string) {
	s.lib.checkLength(s.L, "string.gsub", len(s.out)+len(text))
	s.out = append(s.out, text...)
}

// replace adds what stands for the match.
func (s *substitution) replace() {
	switch {
	case s.pushed != nil:
		s.computed()
	case s.plain:
		s.append(s.text)
	default:
		s.expand()
	}
}

// expand adds the replacement text with its %0 to %9 replaced by what they stand for.
func (s *substitution) expand() {
	rest := s.text
	for {
		before, after, found := strings.Cut(rest, "%")
		s.append(before)
		if !found {
			return
		}
		if after == "" {
			raise(s.L, "invalid use of '%%' in replacement string")
		}
		s.escaped(after[0])
		rest = after[1:]
	}
}

func (s *substitution) escaped(c byte) {
	switch {
	case c == '0':
		s.append(s.subject[s.matcher.Start:s.matcher.End])
	case '1' <= c && c <= '9':
		s.append(lua.LVAsString(capture(s.L, &s.matcher, int(c-'1'))))
	default:
		s.append(string([]byte{c}))
	}
}

// computed adds what the function or the table gives for the match; false and nil keep it.
func (s *substitution) computed() {
	switch v := s.ask().(type) {
	case lua.LString:
		s.append(string(v))
	case lua.LNumber:
		s.append(number.Format(float64(v)))
	default:
		if lua.LVAsBool(v) {
			raise(s.L, "invalid replacement value (a %s)", v.Type().String())
		}
		s.append(s.subject[s.matcher.Start:s.matcher.End])
	}
}

func (s *substitution) ask() lua.LValue {
	if t, ok := s.pushed.(*lua.LTable); ok {
		return s.L.GetTable(t, capture(s.L, &s.matcher, 0))
	}
	s.L.Push(s.pushed)
	s.L.Call(pushCaptures(s.L, &s.matcher), 1)
	v := s.L.Get(-1)
	s.L.Pop(1)
	return v
}
