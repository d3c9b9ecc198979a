package server

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// childPath is the variable that makes this test binary a server on that database.
const childPath = "WATSRUN_TEST_SERVER_PATH"

// TestMain lets the binary be the process that the tests below kill.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if err := serveAsChild(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serveAsChild serves until it is killed, and says where on its standard output.
func serveAsChild(path string) error {
	s, err := Open(context.Background(), Options{Path: path, Clock: func() time.Time { return now }})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return http.Serve(listener, s.Handler())
}

// startChild starts a process that serves the database and returns how to kill it.
func startChild(t *testing.T, path string) (client, func()) {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^$")
	command.Env = append(os.Environ(), childPath+"="+path)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	kill := sync.OnceFunc(func() {
		if err := command.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = command.Wait() // it was killed: that is its error
	})
	t.Cleanup(kill)
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return client{t, "http://" + strings.TrimSpace(address)}, kill
}

// TestWhatWasAcknowledgedSurvivesAKill kills a server while clients post, and looks for what it had answered for.
func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	acknowledged := make(chan string, 10000)
	for round := range 3 {
		c, kill := startChild(t, path)
		var group sync.WaitGroup
		enough := make(chan struct{})
		for worker := range 8 {
			group.Go(func() {
				for n := 0; ; n++ {
					r := uut(set("sn", fmt.Sprint("SN-", round, "-", worker, "-", n)))
					if !postUntilKilled(c, r) {
						return
					}
					acknowledged <- r["id"].(string)
					if worker == 0 && n == 5 {
						close(enough)
					}
				}
			})
		}
		<-enough
		kill()
		group.Wait()
	}
	close(acknowledged)
	c := start(t, Options{Path: path})
	count := 0
	for id := range acknowledged {
		c.want(200, "GET", "/api/Report/Wsjf/"+id+"?detailLevel=1", nil)
		count++
	}
	if count < 18 {
		t.Errorf("only %d reports were acknowledged", count)
	}
}

// postUntilKilled says whether the server answered that it has the report.
func postUntilKilled(c client, r object) bool {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, c.base+"/api/Report/WSJF", strings.NewReader(jsonOf(c.t, r)))
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// TestTwoProcessesShareADatabase posts the same reports to two processes at once: each report is there once.
func TestTwoProcessesShareADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	child, _ := startChild(t, path)
	own := start(t, Options{Path: path})
	var group sync.WaitGroup
	for i := range 20 {
		r := uut(set("sn", fmt.Sprint("SN-", i)))
		for _, c := range []client{own, child} {
			group.Go(func() { c.post(r) })
		}
	}
	group.Wait()
	for _, c := range []client{own, child} {
		rows := read[[]object](c, "GET", headerPath+"$top=100&$filter=receiveCount%20eq%202", nil)
		if len(rows) != 20 {
			t.Errorf("%d reports were received twice, want 20", len(rows))
		}
	}
}
