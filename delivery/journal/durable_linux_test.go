package journal

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/shared"
)

// systemCall is one that makes something durable, or writes; it may be told in two lines, of which the first counts.
var systemCall = regexp.MustCompile(`\b(mkdirat|fsync|p?write(?:64)?)\((.*)`)

// TestWhatIsSavedIsOnTheDisk watches what the system is asked to do for two saves of a journal. No crash of a process shows
// whether it is durable, only one of the machine.
func TestWhatIsSavedIsOnTheDisk(t *testing.T) {
	const folder = "JOURNAL_TEST_DIR"
	if dir := os.Getenv(folder); dir != "" { // this is the process that is watched
		b := newBench(t, dir)
		r := newUnit(t, "SN-1")
		b.build(func() { b.Begin(r, about) })
		b.saved()
		b.build(func() { step(t, r, "more", 1) })
		b.saved()
		return
	}
	strace := shared.Strace(t)
	dir, trace := filepath.Join(t.TempDir(), "journal"), filepath.Join(t.TempDir(), "trace")
	cmd := exec.CommandContext(t.Context(), strace, "-f", "-y", "-s", "16", "-e", "trace=mkdirat,fsync,write,pwrite64", "-o", trace,
		os.Args[0], "-test.run", "^TestWhatIsSavedIsOnTheDisk$")
	cmd.Env = append(os.Environ(), folder+"="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the process that is traced: %v, %s", err, out)
	}
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	want := "make folder, sync its name, write, sync, sync its name, write, sync, write, sync"
	if got := stepsOf(string(text), dir); got != want {
		t.Errorf("the steps are\n%s, want\n%s:\n%s", got, want, text)
	}
}

// stepsOf names the steps that a trace has of journals.
func stepsOf(trace, dir string) string {
	var steps []string
	for line := range strings.Lines(trace) {
		call := systemCall.FindStringSubmatch(line)
		if call == nil {
			continue
		}
		name, args := call[1], call[2]
		switch inside := strings.Contains(args, "<"+dir+"/") && strings.Contains(args, suffix+">"); {
		case name == "mkdirat" && strings.Contains(args, `"`+dir+`"`):
			steps = append(steps, "make folder")
		case name == "fsync" && (strings.Contains(args, "<"+dir+">") || strings.Contains(args, "<"+filepath.Dir(dir)+">")):
			steps = append(steps, "sync its name")
		case name == "fsync" && inside:
			steps = append(steps, "sync")
		case inside:
			steps = append(steps, "write")
		}
	}
	return strings.Join(steps, ", ")
}
