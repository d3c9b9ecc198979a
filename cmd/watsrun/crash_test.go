package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	kills         = flag.Int("kills", 20, "how often TestCrash kills a process")
	sharedReports = flag.Int("shared", 400, "how many reports TestFourProcesses has wait")
)

// submitForEver submits one report after the other. It says of each that it is about to be submitted, and that it is safe.
const submitForEver = `for i = 1, 1e6 do
  local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = params.tag .. i, operation_type = 10}
  local root = r:get_root_sequence_call()
  for n = 1, 20 do
    root:add_numeric_step{name = "step " .. n, value = n, unit = "V", comp_op = "GELE", low_limit = 0, high_limit = 100}
  end
  print("put " .. r.id)
  wats.report.submit(r)
  print("safe " .. r.id)
end`

// listForServer prints the id of every report on the server, as often as it is there, with its serial number and steps.
const listForServer = `for h in wats.report.each_uut_header{page_size = 500} do
  local r = wats.report.get_report(h.uuid)
  local steps = 0
  for _ in r:to_json():gmatch('"name":"step %d+"') do steps = steps + 1 end
  print(h.uuid:lower(), h.serial_number, steps)
end`

// machine is one on which processes of watsrun share one home.
type machine struct {
	t    *testing.T
	home string
	env  []string
}

func newMachine(t *testing.T, env ...string) *machine {
	home := t.TempDir()
	return &machine{t, home, append(os.Environ(), append([]string{
		"HOME=" + home, "XDG_STATE_HOME=" + home, "XDG_CONFIG_HOME=" + home, "LOCALAPPDATA=" + home, "APPDATA=" + home,
		"WATSRUN_STATION=bench-1", "WATSRUN_RESILIENCE_LIMITER_REQUESTS=0", "WATSRUN_RESILIENCE_BREAKER_DELAY=50ms",
		"WATSRUN_OUTBOX_FIRST_WAIT=20ms", "WATSRUN_OUTBOX_MAX_WAIT=200ms", "WATSRUN_OUTBOX_KEEP_COUNT=1000000",
	}, env...)...)}
}

// command is the built binary of -binary, or the test binary in its place.
func (s *machine) command(args ...string) *exec.Cmd {
	s.t.Helper()
	name := *binary
	if name == "" {
		var err error
		if name, err = exec.LookPath("watsrun"); err != nil {
			s.t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(s.t.Context(), name, args...)
	cmd.Dir, cmd.Env = s.home, s.env
	interruptible(cmd)
	return cmd
}

// output runs a command that must succeed.
func (s *machine) output(args ...string) string {
	s.t.Helper()
	cmd := s.command(args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("watsrun %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

// started is a process that prints an address when it is ready.
func (s *machine) started(args ...string) (*exec.Cmd, string) {
	s.t.Helper()
	cmd := s.command(args...)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.t.Fatalf("watsrun %s did not start: %v", args[0], err)
	}
	return cmd, strings.TrimSpace(line)
}

// badLine is a connection to a server that is cut now and then: before, in the middle of, or after a request, with its answer
// lost.
type badLine struct {
	net.Listener
	server string // HOST:PORT

	mu   sync.Mutex
	good bool
}

func newBadLine(t *testing.T, server string) *badLine {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &badLine{Listener: l, server: server}
	t.Cleanup(func() { l.Close() })
	go b.serve()
	return b
}

func (b *badLine) url() string { return "http://" + b.Addr().String() }

func (b *badLine) repair() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.good = true
}

func (b *badLine) serve() {
	for {
		near, err := b.Accept()
		if err != nil {
			return // the test is over
		}
		go b.carry(near)
	}
}

// carry copies both directions. One connection in two breaks after so many bytes from the station or from the server.
func (b *badLine) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", b.server)
	if err != nil {
		return
	}
	defer far.Close()
	b.mu.Lock()
	bad := !b.good && rand.IntN(2) == 0
	b.mu.Unlock()
	var there, back io.Reader = near, far
	if bad && rand.IntN(2) == 0 {
		there = io.LimitReader(near, rand.Int64N(60_000))
	} else if bad {
		back = io.LimitReader(far, rand.Int64N(3000))
	}
	done := make(chan struct{}, 2)
	for to, from := range map[net.Conn]io.Reader{far: there, near: back} {
		go func() { _, _ = io.Copy(to, from); done <- struct{}{} }()
	}
	<-done
}

// outcomes are what killed stations said of their reports.
type outcomes struct {
	mu        sync.Mutex
	put, safe map[string]bool
	inCommit  atomic.Int64 // kills while a report was being written down
}

func (o *outcomes) note(line string) (safe bool) {
	word, id, _ := strings.Cut(line, " ")
	o.mu.Lock()
	defer o.mu.Unlock()
	switch word {
	case "put":
		o.put[id] = true
	case "safe":
		o.safe[id] = true
	}
	return word == "safe"
}

// TestCrash has processes that submit reports be killed at random instants, and in the middle of writing one down, while the
// line to the server breaks and the server itself is killed now and then. In the end each report that was said to be safe is on
// the server exactly once, and every other one is absent or whole. More of it: make crash.
func TestCrash(t *testing.T) {
	t.Parallel()
	backend := newMachine(t)
	db := filepath.Join(backend.home, "server.db")
	serving, url := backend.started("serve", "--addr", "127.0.0.1:0", "--db", db)
	address := strings.TrimPrefix(url, "http://")
	line := newBadLine(t, address)
	s := newMachine(t, "WATSRUN_SERVER_URL="+line.url())
	seen := &outcomes{put: map[string]bool{}, safe: map[string]bool{}}
	for round := range *kills / 2 {
		var both sync.WaitGroup
		for i := range 2 {
			both.Go(func() { s.killOne(seen, fmt.Sprintf("%d-%d-", round, i), i == 0) })
		}
		both.Wait()
		if round%5 == 4 {
			_ = serving.Process.Kill()
			_ = serving.Wait() // it was killed
			serving, _ = backend.started("serve", "--addr", address, "--db", db)
		}
	}
	line.repair()
	s.flushAll()
	s.compare(seen)
}

// killOne starts a process that submits reports and kills it: while a report is being written down, or after a random time.
func (s *machine) killOne(seen *outcomes, tag string, inCommit bool) {
	cmd := s.command("run", "-e", submitForEver, "-p", "tag="+tag)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.t.Error(err)
		return
	}
	armed := false
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if seen.note(lines.Text()) && !armed {
			armed = true
			go s.killIn(cmd, rand.N(80*time.Millisecond), inCommit, seen)
		}
	}
	_ = cmd.Wait() // it was killed
	if !armed {
		s.t.Error("the process ended before its first report was safe")
	}
}

// killIn kills a process after a time, or as soon after it as something is being written.
func (s *machine) killIn(cmd *exec.Cmd, wait time.Duration, inCommit bool, seen *outcomes) {
	<-time.After(wait)
	for ends := time.Now().Add(time.Second); inCommit && time.Now().Before(ends); {
		if s.writing() {
			seen.inCommit.Add(1)
			break
		}
	}
	_ = cmd.Process.Kill()
}

// path is where something of watsrun's own lies on the machine.
func (s *machine) path(names ...string) string {
	return filepath.Join(append([]string{s.home, "watsrun"}, names...)...)
}

func (s *machine) writing() bool {
	found, _ := filepath.Glob(s.path("outbox", "*", "tmp", "*.report")) // the pattern is not malformed
	return len(found) > 0
}

// flushAll sends until nothing waits.
func (s *machine) flushAll() {
	s.t.Helper()
	var last string
	for range 100 {
		out, err := s.command("queue", "flush").CombinedOutput()
		if err == nil {
			return
		}
		last = string(out)
	}
	s.t.Fatalf("reports still wait: %s", last)
}

// compare looks for all reports on the server.
func (s *machine) compare(seen *outcomes) {
	s.t.Helper()
	count := map[string]int{}
	for line := range strings.Lines(s.output("run", "--quiet", "-e", listForServer)) {
		fields := strings.Fields(line)
		id := fields[0]
		if count[id]++; count[id] > 1 {
			s.t.Errorf("%s is on the server twice", id)
		}
		if !seen.put[id] {
			s.t.Errorf("%s was never submitted", id)
		}
		if fields[2] != "20" {
			s.t.Errorf("%s is not whole: %s steps", id, fields[2])
		}
	}
	for id := range seen.safe {
		if count[id] == 0 {
			s.t.Errorf("%s was safe and is not on the server", id)
		}
	}
	s.t.Logf("%d kills, %d of them while a report was being written down; %d reports begun, %d safe, %d on the server", *kills, seen.inCommit.Load(), len(seen.put), len(seen.safe), len(count))
	s.wantEmptyQueue()
	if left, _ := filepath.Glob(s.path("outbox", "*", "claimed", "*")); len(left) > 0 {
		s.t.Errorf("claims are left: %v", slices.Sorted(slices.Values(left)))
	}
}
