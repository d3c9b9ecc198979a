package pattern

// set says for each byte whether it belongs.
type set [256]bool

func newSet(belongs func(c byte) bool) *set {
	s := new(set)
	for c := range s {
		s[c] = belongs(byte(c))
	}
	return s
}

func (s *set) complement() *set {
	return newSet(func(c byte) bool { return !s[c] })
}

func (s *set) add(o *set) {
	for c := range s {
		s[c] = s[c] || o[c]
	}
}

func isLower(c byte) bool  { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return isLower(c | 0x20) }
func isPrint(c byte) bool  { return ' ' < c && c < 0x7f }

// classes are the sets of %a, %c and so on in the C locale, by letter; a capital letter is the complement.
var classes = makeClasses()

func makeClasses() map[byte]*set {
	m := map[byte]*set{
		'a': newSet(isLetter),
		'c': newSet(func(c byte) bool { return c < ' ' || c == 0x7f }),
		'd': newSet(isDigit),
		'l': newSet(isLower),
		'p': newSet(func(c byte) bool { return isPrint(c) && !isLetter(c) && !isDigit(c) }),
		's': newSet(func(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }),
		'u': newSet(isUpper),
		'w': newSet(func(c byte) bool { return isLetter(c) || isDigit(c) }),
		'x': newSet(func(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }),
		'z': newSet(func(c byte) bool { return c == 0 }),
	}
	for letter := byte('a'); letter <= 'z'; letter++ {
		if s, ok := m[letter]; ok {
			m[letter-'a'+'A'] = s.complement()
		}
	}
	return m
}

var anyByte = newSet(func(byte) bool { return true })
