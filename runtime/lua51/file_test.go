package lua51

import (
	"fmt"
	"strings"
	"testing"
)

// TestLinesOfText: what systems with such lines give in text files, from consoles and from commands.
func TestLinesOfText(t *testing.T) {
	line, all := request{kind: 'l'}, request{kind: 'a'}
	const source = "SN-1\r\na\rb\r\n\r\nlast\r\n"
	for _, c := range []struct {
		text bool
		want string
	}{
		{true, `["SN-1" "a\rb" "" "last\n"]`},
		{false, `["SN-1\r" "a\rb\r" "\r" "last\r\n"]`},
	} {
		f := &file{reader: strings.NewReader(source), text: c.text}
		values, err := f.read([]request{line, line, line, all}, 1000)
		var got []string
		for _, v := range values {
			got = append(got, v.String())
		}
		if err != nil || fmt.Sprintf("%q", got) != c.want {
			t.Errorf("text %v: %q, %v", c.text, got, err)
		}
	}
}
