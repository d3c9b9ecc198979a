package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestPageHoldsItsLines(t *testing.T) {
	p := New("Title Ø")
	p.Title("Head (1)")
	p.Row("Label", `back\slash é € 漢`)
	p.Space()
	p.Row("Long", strings.Repeat("x", 130))
	data := string(p.Bytes())
	for _, want := range []string{
		"%PDF-1.4\n", `(Head \(1\)) Tj`, "(Label) Tj", "(back\\\\slash \xE9 \x80 ?) Tj",
		"(" + strings.Repeat("x", 62) + ") Tj", "(" + strings.Repeat("x", 6) + ") Tj", "<FEFF005400690074006C0065002000D8>",
	} {
		if !strings.Contains(data, want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
}

// TestObjectsAreWhereTheTableSays reads the document the way a reader does: from the table of offsets at its end.
func TestObjectsAreWhereTheTableSays(t *testing.T) {
	p := New("x")
	p.Row("a", "b")
	data := p.Bytes()
	end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
	if end == nil {
		t.Fatal("no end")
	}
	table, err := strconv.Atoi(string(end[1]))
	if err != nil || !bytes.HasPrefix(data[table:], []byte("xref\n0 8\n")) {
		t.Fatalf("no table at %d, %v", table, err)
	}
	entries := bytes.Split(data[table:], []byte("\n"))[3:10]
	for i, entry := range entries {
		offset, err := strconv.Atoi(string(entry[:10]))
		if err != nil || len(entry) != 19 || !bytes.HasPrefix(data[offset:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			t.Errorf("object %d is not at %q", i+1, entry)
		}
	}
	length := regexp.MustCompile(`/Length (\d+) >>\nstream\n`).FindSubmatchIndex(data)
	n, err := strconv.Atoi(string(data[length[2]:length[3]]))
	if err != nil || !bytes.HasPrefix(data[length[1]+n:], []byte("endstream")) {
		t.Error("the stream has another length than it says")
	}
}
