package delivery

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// The test binary is also the processes that share an outbox: this variable names what such a process does.
const roleVariable = "DELIVERY_TEST_ROLE"

var roles = map[string]func(o *Outbox, s Sender) error{
	"station": station,
	"flusher": func(o *Outbox, s Sender) error { _, err := o.Flush(context.Background(), s); return err },
	"holder":  holdForEver,
}

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	o, err := Open(Options{Dir: os.Getenv("DELIVERY_TEST_DIR")})
	if err == nil {
		err = roles[role](o, httpSender(os.Getenv("DELIVERY_TEST_URL")))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, role, err)
		os.Exit(1)
	}
}

// httpSender posts a report as a station does.
func httpSender(url string) Sender {
	return SenderFunc(func(ctx context.Context, e Entry) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/"+e.ID.String(), bytes.NewReader(e.Body))
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(req)
		if err != nil {
			return fault.Wrap(fault.Connection, err, "cannot reach the server")
		}
		defer answer.Body.Close()
		if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
			return fault.New(fault.Server, "status %d, %v", answer.StatusCode, err)
		}
		return nil
	})
}

// station puts two versions of each report, one after the other, and says on standard output which it was told are safe.
// Meanwhile it sends, each report by itself and all together.
func station(o *Outbox, s Sender) error {
	go o.Run(context.Background(), s, nil)
	for {
		e := entry("")
		for version := range 2 {
			e.Body = fmt.Appendf(nil, "%d %s", version, strings.Repeat("x", rand.IntN(20_000)))
			if err := o.Put(context.Background(), e); err != nil {
				return err
			}
			fmt.Printf("%s %d\n", e.ID, version)
			if _, err := o.Deliver(context.Background(), e.ID, s); err != nil {
				return err
			}
		}
	}
}

// holdForEver claims the only report and does no more.
func holdForEver(o *Outbox, _ Sender) error {
	ids, err := o.ids(newFolder)
	if err != nil {
		return err
	}
	_, err = o.Deliver(context.Background(), ids[0], SenderFunc(func(context.Context, Entry) error {
		fmt.Println("holding")
		select {}
	}))
	return err
}

// counter is a server that stores reports by id, and counts.
type counter struct {
	mu       sync.Mutex
	versions map[string][]string // in order of arrival
}

func (c *counter) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the sender was killed in the middle of it
	}
	version, _, _ := strings.Cut(string(body), " ")
	c.mu.Lock()
	defer c.mu.Unlock()
	id := r.URL.Path[1:]
	c.versions[id] = append(c.versions[id], version)
}

// arrived is what came, the versions of each report in order.
func (c *counter) arrived() map[string][]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.versions)
}

func startServer(t *testing.T) (*counter, string) {
	c := &counter{versions: map[string][]string{}}
	s := httptest.NewServer(c)
	t.Cleanup(s.Close)
	return c, s.URL
}

func process(t *testing.T, role string, o *Outbox, url string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role, "DELIVERY_TEST_DIR="+o.Dir(), "DELIVERY_TEST_URL="+url)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKilledStationsLoseNothing kills two stations at random instants, again and again, and looks what the server has. More
// rounds: WATSRUN_CRASH_ROUNDS=500 go test -run Killed.
func TestKilledStationsLoseNothing(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("WATSRUN_CRASH_ROUNDS"))
	if err != nil {
		rounds = 6
	}
	const stations = 2
	o := open(t, Options{KeepDelivered: Keep{Count: 1 << 30}})
	c, url := startServer(t)
	safe := map[string]string{}
	for range rounds {
		var mu sync.Mutex
		var all sync.WaitGroup
		for range stations {
			all.Go(func() {
				for id, version := range killedStation(t, process(t, "station", o, url)) {
					mu.Lock()
					safe[id] = version
					mu.Unlock()
				}
			})
		}
		all.Wait()
	}
	for s := (Stats{Queued: 1}); s.Queued+s.Sending > 0; {
		if _, err := o.Flush(t.Context(), httpSender(url)); err != nil {
			t.Fatal(err)
		}
		if s, err = o.Stats(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check(t, c, safe, stations*rounds)
	if got := files(t, o); got[claimedFolder]+got[damagedFolder] > 0 {
		t.Errorf("left behind: %v", got)
	}
}

// killedStation runs a station, kills it within its first reports, and returns the versions that it said were safe.
func killedStation(t *testing.T, cmd *exec.Cmd) map[string]string {
	safe := map[string]string{}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Error(err)
		return nil
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(safe) == 0 {
			time.AfterFunc(rand.N(60*time.Millisecond), func() { _ = cmd.Process.Kill() })
		}
		id, version, _ := strings.Cut(lines.Text(), " ")
		safe[id] = version
	}
	_ = cmd.Wait() // it was killed
	if len(safe) == 0 {
		t.Error("the station ended before its first report")
	}
	return safe
}

// check wants each safe version, or a newer one, last on the server, and no more repetitions than killed attempts.
func check(t *testing.T, c *counter, safe map[string]string, kills int) {
	t.Helper()
	repeated, arrived := 0, c.arrived()
	for id, versions := range arrived {
		for i, v := range versions[1:] {
			switch {
			case v == versions[i]:
				repeated++
			case v < versions[i]:
				t.Errorf("%s: version %s came after %s", id, v, versions[i])
			}
		}
	}
	for id, version := range safe {
		if got := arrived[id]; len(got) == 0 || got[len(got)-1] < version {
			t.Errorf("%s: version %s was safe, the server has %v", id, version, got)
		}
	}
	t.Logf("%d reports, %d safe, %d kills, %d sent again", len(arrived), len(safe), kills, repeated)
	if repeated > 2*kills { // each station has two senders
		t.Errorf("%d reports were sent again after %d kills", repeated, kills)
	}
}

func TestProcessesShareAnOutbox(t *testing.T) {
	const reports, processes = 200, 4
	o := open(t, Options{})
	c, url := startServer(t)
	for range reports {
		put(t, o, entry("0 x"))
	}
	var all sync.WaitGroup
	for range processes {
		all.Go(func() {
			if err := process(t, "flusher", o, url).Run(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for id, versions := range c.arrived() {
		if len(versions) != 1 {
			t.Errorf("%s was sent %d times", id, len(versions))
		}
	}
	wantFiles(t, o, map[string]int{deliveredFolder: reports})
}

func TestAKilledSendersReportIsTakenBack(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	cmd := process(t, "holder", o, "")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	deliver(t, o, id, &server{}, Queued)
	if r := show(t, o, id); r.State != Sending || !strings.Contains(r.Problem, fmt.Sprintf("process %d ", cmd.Process.Pid)) {
		t.Errorf("the record is %+v", r)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the holder was not killed")
	}
	deliver(t, o, id, &server{}, Delivered)
}
