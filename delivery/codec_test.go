package delivery

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

func fullRecord() Record {
	at := time.Date(2026, 11, 22, 3, 4, 5, 678901000, time.UTC)
	return Record{
		Format: format,
		Meta: Meta{
			ID: uuid.MustParse("0192f3c4-5678-7abc-8def-0123456789ab"), ContentType: "application/json", Priority: 3,
			SerialNumber: "SN<1>\n", PartNumber: "PCBA-7", Verdict: "Failed", Station: "LINE-1", RunID: "r", CorrelationID: "c",
		},
		Created: at, Bytes: 4, SHA256: checksum([]byte("body")), Attempts: 2,
		LastAttempt: at.Add(time.Hour), NextAttempt: at.Add(2 * time.Hour), Settled: at.Add(3 * time.Hour),
		LastError: &Failure{Kind: fault.Server, Message: "boom", Hint: "wait", Status: 503},
	}
}

func encoded(t testing.TB, r Record, body string) []byte {
	t.Helper()
	header, err := encodeHeader(r)
	if err != nil {
		t.Fatal(err)
	}
	return append(header, body...)
}

func TestAnEntrySurvivesItsFile(t *testing.T) {
	want := fullRecord()
	data := encoded(t, want, "body")
	got, body, err := decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" || string(body) != "body" {
		t.Errorf("body %q, record (-want +got):\n%s", body, diff)
	}
	if line, _, _ := strings.Cut(string(data), "\n"); !strings.Contains(line, `"serial_number":"SN<1>\n"`) {
		t.Errorf("the header is not for people: %s", line)
	}
}

func TestDamageIsFound(t *testing.T) {
	good := string(encoded(t, fullRecord(), "body"))
	for name, data := range map[string]string{
		"empty":             "",
		"no line":           strings.TrimSuffix(good, "\nbody"),
		"garbage":           "\x00\x01\x02\n\n",
		"not an object":     "[]\n",
		"truncated body":    good[:len(good)-1],
		"longer body":       good + "x",
		"changed body":      strings.TrimSuffix(good, "body") + "bodY",
		"another format":    strings.Replace(good, `"format":1`, `"format":2`, 1),
		"no id":             strings.Replace(good, "0192f3c4-5678-7abc-8def-0123456789ab", uuid.Nil.String(), 1),
		"not an id":         strings.Replace(good, "0192f3c4-", "", 1),
		"negative length":   strings.Replace(good, `"bytes":4`, `"bytes":-4`, 1),
		"huge length":       strings.Replace(good, `"bytes":4`, `"bytes":4000000000000000000`, 1),
		"short checksum":    strings.Replace(good, `"sha256":"23`, `"sha256":"`, 1),
		"no priority":       strings.Replace(good, `"priority":3`, `"priority":0`, 1),
		"negative attempts": strings.Replace(good, `"attempts":2`, `"attempts":-2`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if data == good {
				t.Fatal("the case changes nothing")
			}
			_, _, err := decode([]byte(data))
			if _, ok := errors.AsType[*damage](err); !ok {
				t.Errorf("got %v, want damage", err)
			}
		})
	}
}

func TestReadHeaderReadsNoMoreThanItMust(t *testing.T) {
	dir := t.TempDir()
	long := fullRecord()
	long.SerialNumber = strings.Repeat("x", 3*headerRead)
	for name, data := range map[string][]byte{
		"short": encoded(t, fullRecord(), strings.Repeat("b", 1<<20)),
		"long":  encoded(t, long, "body"),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readHeader(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	line, err := readLine(bytes.NewReader(bytes.Repeat([]byte("x"), 10*headerSize)))
	if len(line) != headerSize || err != nil {
		t.Errorf("read %d bytes of an endless line, %v", len(line), err)
	}
	if _, err := readLine(iotest.ErrReader(os.ErrPermission)); !errors.Is(err, os.ErrPermission) {
		t.Errorf("a disk's error became %v", err)
	}
}

func TestAFileLongerThanAnyReportIsDamaged(t *testing.T) {
	o := open(t, Options{MaxBody: 10})
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, make([]byte, headerSize+20), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := o.readFile(path, uuid.New())
	if _, ok := errors.AsType[*damage](err); !ok {
		t.Errorf("got %v, want damage", err)
	}
}

func TestLongErrorsAreShortened(t *testing.T) {
	r := fullRecord()
	r.LastError = failureOf(fault.New(fault.Validation, "%s", strings.Repeat("\x01", 1<<20)).WithHint("%s", strings.Repeat("x", 1<<20)))
	if _, err := encodeHeader(r); err != nil {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encoded(f, fullRecord(), "body"))
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"format":1,"id":"0192f3c4-5678-7abc-8def-0123456789ab","bytes":1e3,"sha256":""}` + "\n"))
	f.Add([]byte(`{"format":1,"created":"9999-99-99T00:00:00Z"}` + "\nx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, body, err := decode(data)
		if err != nil {
			if _, ok := errors.AsType[*damage](err); !ok {
				t.Fatalf("%v is not damage", err)
			}
			return
		}
		header, err := encodeHeader(r)
		if err != nil {
			return // longer than it was, by escapes
		}
		again, same, err := decode(append(header, body...))
		if diff := cmp.Diff(r, again); err != nil || diff != "" || !bytes.Equal(body, same) {
			t.Fatalf("%v %s", err, diff)
		}
	})
}
