package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/watsrun/watsrun/report"
)

// testForEver tests two units at once, ten steps a group.
const testForEver = `local units = {}
for u = 1, 2 do
  local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = params.tag .. "-" .. u, operation_type = 10}
  units[u] = {root = r:get_root_sequence_call()}
end
for i = 1, 1e6 do
  for _, unit in ipairs(units) do
    if i % 10 == 1 then unit.group = unit.root:add_sequence_call{name = "group " .. i} end
    unit.group:add_numeric_step{name = "step " .. i, value = i / 3, unit = "V", comp_op = "GELE", low_limit = 0, high_limit = 1e9}
  end
  if i % 7 == 0 then time.sleep(0.001) end
end`

// bodiesOnServer prints every report of the server.
const bodiesOnServer = `for h in wats.report.each_uut_header{page_size = 500} do print(wats.report.get_report(h.uuid):to_json()) end`

// savedSteps is how many steps of each unit the journals say, by serial number.
func savedSteps(t *testing.T, home string) map[string]int {
	t.Helper()
	saved := map[string]int{}
	files, err := filepath.Glob(filepath.Join(home, "watsrun", "outbox", "*", "journal", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // recovered just now
		}
		known := data[:bytes.LastIndex(data, []byte(`"mark":"saved"`))+1]
		sn, _, _ := strings.Cut(filepath.Base(path), "_")
		saved[sn] = len(regexp.MustCompile(`"name":"step \d+"`).FindAll(known, -1))
	}
	return saved
}

// TestKilledTests: processes are killed while they test, at any instant. The report of each unit arrives once, accepted by the
// server, with just the steps that were complete, and at least those that the journal had.
func TestKilledTests(t *testing.T) {
	const killed = 12
	m := newMachine(t, "WATSRUN_JOURNAL_INTERVAL=10ms")
	saved := map[string]int{}
	for i := range killed {
		cmd := m.command("-e", testForEver, "-p", fmt.Sprintf("tag=K%02d", i))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for begun := false; !begun; { // until both units are in the journal
			now := savedSteps(t, m.home)
			begun = now[fmt.Sprintf("K%02d-1", i)]*now[fmt.Sprintf("K%02d-2", i)] > 0
		}
		<-time.After(rand.N(60 * time.Millisecond))
		for sn, n := range savedSteps(t, m.home) {
			saved[sn] = n
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { _ = m.command("-e", "").Run() })
	}
	both.Wait()
	m.output("queue", "flush")
	bodies := strings.Split(strings.TrimSpace(m.output("-e", bodiesOnServer)), "\n")
	if len(bodies) != 2*killed || len(saved) != 2*killed {
		t.Errorf("%d reports on the server, %d journals seen, want %d", len(bodies), len(saved), 2*killed)
	}
	for _, body := range bodies {
		checkCutShort(t, body, saved)
	}
	if left := savedSteps(t, m.home); len(left) > 0 {
		t.Errorf("journals are left: %v", left)
	}
}

// checkCutShort wants the first steps of a test, exactly.
func checkCutShort(t *testing.T, body string, saved map[string]int) {
	t.Helper()
	r, err := report.Decode([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if r.Result != report.Terminated || r.UUT.ExecTime == nil || !strings.HasPrefix(r.UUT.Comment, "Cut short: ") {
		t.Errorf("%s: %s, %q", r.SN, r.Result, r.UUT.Comment)
	}
	n, groups := 0, r.Root.Steps
	under := len(groups) - 1 // the group that was under way
	if under > 0 && len(groups[under].Steps) == 0 {
		under-- // the kill came between a group and its first step: the group before holds the last step
	}
	for i, group := range groups {
		want := report.Passed
		if i >= under {
			want = report.Terminated
		}
		if group.Status != want || len(group.Steps) != 10 && want == report.Passed {
			t.Errorf("%s: %s is %s with %d steps", r.SN, group.Name, group.Status, len(group.Steps))
		}
		for _, s := range group.Steps {
			n++
			if s.Name != fmt.Sprint("step ", n) || s.Status != report.Passed || *s.NumericMeas[0].Value != round15(float64(n)/3) {
				t.Errorf("%s: step %d is %s with %v", r.SN, n, s.Name, *s.NumericMeas[0].Value)
			}
		}
	}
	if n < saved[r.SN] {
		t.Errorf("%s: %d steps, the journal had %d", r.SN, n, saved[r.SN])
	}
}

// round15 is a number as servers keep it.
func round15(x float64) (rounded float64) {
	fmt.Sscan(fmt.Sprintf("%.15g", x), &rounded)
	return rounded
}

// TestTheJournalLooksWhileScriptsBuild: the race detector sees to it that nobody builds meanwhile.
func TestTheJournalLooksWhileScriptsBuild(t *testing.T) {
	const scripts = 4
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, "WATSRUN_JOURNAL_INTERVAL=10ms")
		for i := range scripts {
			write(t, filepath.Join(p.dir, fmt.Sprintf("s%d.lua", i)), testForEver)
		}
	}, "run", "--jobs", fmt.Sprint(scripts), "--timeout", "400ms", "-p", "tag=S", "s*.lua")
	got.want(t, exitLimit)
	if n := strings.Count(got.stderr, "cut short, finished as Terminated, delivered"); n != 2*scripts {
		t.Errorf("%d reports were finished:\n%s", n, got.stderr)
	}
}
