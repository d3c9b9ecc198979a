package delivery

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/shared"
)

func init() { roles["traced"] = putAndSay }

// putAndSay puts a report and says so.
func putAndSay(o *Outbox, _ Sender) error {
	err := o.Put(context.Background(), entry("x"))
	if err == nil {
		_, err = os.Stdout.WriteString("accepted\n")
	}
	return err
}

// systemCall is one that makes something durable, or seen, or known; it may be told in two lines, of which the first counts.
var systemCall = regexp.MustCompile(`\b(mkdirat|fsync|renameat2?|rename|write)\((.*)`)

// TestAReportIsOnTheDiskBeforeAnybodyKnows watches what the system is asked to do: a file is synced before its name is seen,
// and the names of folders and files before the report is acknowledged. No crash of a process shows that, only one of the machine.
func TestAReportIsOnTheDiskBeforeAnybodyKnows(t *testing.T) {
	strace := shared.Strace(t)
	o := open(t, Options{})
	if err := os.RemoveAll(o.Dir()); err != nil { // the process is to make the folders itself
		t.Fatal(err)
	}
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := process(t, "traced", o, "")
	cmd.Path, cmd.Args = strace, []string{strace, "-f", "-y", "-s", "16", "-e", "trace=mkdirat,fsync,rename,renameat,renameat2,write", "-o", trace, os.Args[0]}
	if out, err := cmd.Output(); err != nil || string(out) != "accepted\n" {
		t.Fatalf("the process that puts a report: %v, %q", err, out)
	}
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	want := "make outbox, sync its name, make new, sync its name, sync file, rename, sync its name, say"
	if got := stepsOf(string(text), o); got != want {
		t.Errorf("the steps are\n%s, want\n%s:\n%s", got, want, text)
	}
}

// stepsOf names the steps that a trace has on the way of a report into new.
func stepsOf(trace string, o *Outbox) string {
	var steps []string
	named := "" // the folder that has a new name in it
	for line := range strings.Lines(trace) {
		call := systemCall.FindStringSubmatch(line)
		if call == nil {
			continue
		}
		name, args := call[1], call[2]
		switch {
		case name == "mkdirat" && strings.Contains(args, `"`+o.Dir()+`"`):
			steps, named = append(steps, "make outbox"), filepath.Dir(o.Dir())
		case name == "mkdirat" && strings.Contains(args, `"`+o.path(newFolder)+`"`):
			steps, named = append(steps, "make new"), o.Dir()
		case name == "fsync" && strings.Contains(args, "<"+o.path(tmpFolder)+"/"):
			steps = append(steps, "sync file")
		case name == "fsync" && named != "" && strings.Contains(args, "<"+named+">"):
			steps, named = append(steps, "sync its name"), ""
		case strings.HasPrefix(name, "rename") && strings.Contains(args, `"`+o.path(newFolder)+"/"):
			steps, named = append(steps, "rename"), o.path(newFolder)
		case name == "write" && strings.Contains(args, `"accepted\n"`):
			steps = append(steps, "say")
		}
	}
	return strings.Join(steps, ", ")
}
