package wsxf

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/report"
)

// FuzzDecode: whatever can be read can be written, and what was written is read and written the same again.
func FuzzDecode(f *testing.F) {
	for _, c := range elements {
		document, _ := placed(c.kind, c.xml, c.json)
		f.Add([]byte(document))
	}
	samples, _ := filepath.Glob(filepath.Join(os.Getenv("WATSRUN_SHARED"), "reports", "*.xml"))
	for _, sample := range samples {
		if document, err := os.ReadFile(sample); err == nil {
			f.Add(document)
		}
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		reports, err := Decode(document)
		if err != nil {
			return
		}
		for _, r := range reports {
			fixedPoint(t, r)
		}
	})
}

func fixedPoint(t *testing.T, r *report.Report) {
	t.Helper()
	once, err := Encode(r)
	if err != nil {
		t.Fatalf("cannot be written: %v\n%s", err, r.Encode())
	}
	again, err := DecodeOne(once)
	if err != nil {
		t.Fatalf("cannot be read again: %v\n%s", err, once)
	}
	twice, err := Encode(again)
	if err != nil || !bytes.Equal(once, twice) {
		t.Fatalf("%v (-once +twice):\n%s", err, cmp.Diff(string(once), string(twice)))
	}
	if _, err := Export(r, FullExport); err != nil {
		t.Fatalf("cannot be exported: %v", err)
	}
}

// FuzzWSJF: whatever WSJF can hold is written as XML that is read again, or refused.
func FuzzWSJF(f *testing.F) {
	for _, c := range elements {
		_, wsjf := placed(c.kind, c.xml, c.json)
		f.Add([]byte(wsjf))
	}
	f.Add([]byte(`{"type":"T","wsxf:@a b":"x","wsxf:Step":"<Step/>","wsxf:X":"<","wsxf:Process/@q":"1","wsxf:#text":"t","wsxf:@Y":1}`))
	f.Fuzz(func(t *testing.T, wsjf []byte) {
		r, err := report.Decode(wsjf)
		if err != nil {
			return
		}
		document, err := Encode(r)
		if err != nil {
			return
		}
		if _, err := DecodeOne(document); err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
	})
}
