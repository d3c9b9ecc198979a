package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/config"
)

// unsubmitted builds a report of one step and does not submit it.
const unsubmitted = `local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-1", operation_type = 10,
  id = "6f1e8a52-0d2b-4c57-9a36-3c1f5d0f7b11"}
r:get_root_sequence_call():add_pass_fail_step{name = "Power", value = true}
`

// journalSeen waits for the unit of unsubmitted to be in the journal, for a while.
const journalSeen = unsubmitted + `for _ = 1, 40 do
  local f = io.open(params.box .. "/embedded/journal/S-1_P_6f1e8a52-0d2b-4c57-9a36-3c1f5d0f7b11.jsonl")
  if f then f:close() print("(written)") return end
  time.sleep(0.01)
end`

// seeJournal tests a unit for a moment and tells whether that was written to the journal.
func seeJournal(t *testing.T, env []string) string {
	t.Helper()
	box := t.TempDir()
	return watsrun(t, func(p *process) { p.environ = append(p.environ, append(env, "WATSRUN_OUTBOX_DIR="+box)...) },
		"-e", journalSeen, "-p", "box="+filepath.ToSlash(box)).stdout
}

// TestGuideOfTheJournal: its script does what it says, and its settings are settings.
func TestGuideOfTheJournal(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "journal.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```(lua|toml)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 2 {
		t.Fatalf("%d examples", len(blocks))
	}
	got := watsrun(t, func(p *process) { write(t, filepath.Join(p.dir, config.FileName), blocks[1][2]) }, "-e", blocks[0][2])
	got.want(t, exitError, "the probe broke", "Terminated", "cut short, finished as Terminated, delivered to the embedded server")
}

// TestAFullOutboxIsNotTheEnd: a report that the outbox has no room for stays in the journal, and the next start tries again.
func TestAFullOutboxIsNotTheEnd(t *testing.T) {
	run := sharedHome(t, append(failingURL(t), "WATSRUN_OUTBOX_MAX_ENTRIES=1"))
	got := run(code(twoReports)...)
	got.want(t, exitUndelivered, "the outbox is full", "the journal has it, and the next start tries again")
	ids := regexp.MustCompile(`S-\d  Passed  (\S+)`).FindAllStringSubmatch(got.stderr, -1)
	if len(ids) != 2 {
		t.Fatal(got.stderr)
	}
	run("-e", "").want(t, exitPassed, "left for the next start", "the outbox is full")
	run("queue", "drop", "--force", ids[0][1]).want(t, exitPassed)
	run("-e", "").want(t, exitPassed, "it is queued", ids[1][1])
	if list := run("queue", "ls", "--json"); !strings.Contains(list.stdout, ids[1][1]) || !strings.Contains(list.stdout, `"P"`) {
		t.Errorf("%s", list.stdout)
	}
}

// TestScriptsThatDoNotStopKeepTheirJournals: nobody can look at the reports of a script that is stuck inside Go.
func TestScriptsThatDoNotStopKeepTheirJournals(t *testing.T) {
	hold, out := io.Pipe()
	defer hold.Close()
	box, err := os.MkdirTemp("", "watsrun")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(box) // where the system lets it: the script has the journal open
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, "WATSRUN_LIMITS_TIMEOUT=600ms", "WATSRUN_LIMITS_GRACE=10ms", "WATSRUN_JOURNAL_INTERVAL=10ms", "WATSRUN_OUTBOX_DIR="+box)
		p.stdout = out
	}, "-e", journalSeen, "-p", "box="+filepath.ToSlash(box))
	got.want(t, exitLimit, "the reports of a script that did not stop are finished by the next start", "not submitted")
	if left, _ := filepath.Glob(filepath.Join(box, "embedded", "journal", "S-1_*.jsonl")); len(left) != 1 {
		t.Errorf("journals: %v", left)
	}
}
