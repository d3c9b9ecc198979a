package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/resilience"
)

// failing is a server that answers 503, and counts.
func failing(t *testing.T) (url string, requests *atomic.Int64) {
	t.Helper()
	requests = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(s.Close)
	return s.URL, requests
}

// runLua runs Lua against a server and gives what it prints.
func runLua(t *testing.T, url, lua string) string {
	t.Helper()
	got := watsrun(t, func(p *process) { p.environ = append(p.environ, "WATSRUN_SERVER_URL="+url) }, "-e", lua)
	got.want(t, exitPassed)
	return got.stdout
}

func TestScriptsTuneTheirCalls(t *testing.T) {
	url, requests := failing(t)
	got := runLua(t, url, `
local function attempts(w) return select(2, wats.try(w.get_version)).attempts end
local quick = {enabled = true, max_retries = 2, max_wait = 0.001}
print(attempts(wats), attempts(wats.with{retry = quick}), attempts(wats))
wats.breaker():reset()
wats.configure{retry = quick}
print(attempts(wats), attempts(wats.with{retry = {enabled = false}}), attempts(wats.with{retry = {max_retries = 1}}))
wats.breaker():reset()
print(wats.with({retry = {max_retries = 0}}, function() return attempts(wats) end), attempts(wats))
wats.breaker():reset()
pcall(wats.with, {retry = {max_retries = 0}}, error)
print(attempts(wats))
local s = wats.stats()
print(#s, s[1].route, s[1].requests, s[1].retries, s[1].failures)`)
	want := "1\t3\t1\n3\t1\t1\n1\t3\n3\n1\tGET /api/App/Version\t17\t8\t17\n"
	if got != want {
		t.Errorf("%s\nis not\n%s", got, want)
	}
	if requests.Load() != 17 {
		t.Errorf("%d requests", requests.Load())
	}
}

func TestScriptsSeeTheBreaker(t *testing.T) {
	url, requests := failing(t)
	got := runLua(t, url, `
for i = 1, 5 do pcall(wats.get_version) end
local b = wats.breaker()
print(b.state, b.trips, b.retry_in > 25)
local err = select(2, wats.try(wats.get_version))
print(err.kind, err.retryable, err.retry_in > 25, err.hint:match("wats.breaker"))
b:reset()
print(b.state, select(2, wats.try(wats.get_version)).kind)`)
	want := "open\t1\ttrue\ncircuit_open\ttrue\ttrue\twats.breaker\nclosed\tserver\n"
	if got != want || requests.Load() != 6 {
		t.Errorf("%s(%d requests) is not\n%s", got, requests.Load(), want)
	}
}

func TestTimeoutOfOneCall(t *testing.T) {
	got := runLua(t, slowURL(t)[0][len("WATSRUN_SERVER_URL="):], `
print(select(2, wats.try(wats.with{timeout = 0.02}.get_version)).kind, wats.get_version())
wats.configure{attempt_timeout = 0.02}
print(select(2, wats.try(wats.get_version)).kind, wats.with{attempt_timeout = 0}.get_version())`)
	if want := "timeout\tslow\ntimeout\tslow\n"; got != want {
		t.Errorf("%s is not %s", got, want)
	}
}

// TestTuningEndsWithTheRun: what one script configures is nothing to the next one on the same VM.
func TestTuningEndsWithTheRun(t *testing.T) {
	url, requests := failing(t)
	for _, lua := range []string{`wats.configure{retry = {enabled = true, max_wait = 0.001}}`, `pcall(wats.get_version)`} {
		runLua(t, url, lua)
	}
	if requests.Load() != 1 {
		t.Errorf("%d requests", requests.Load())
	}
}

const retryAll = `local w = wats.with{retry = {enabled = true, max_retries = 3, max_wait = 0.001}}
`

// TestDeletedThoughTheAnswerIsLost: when the answer to a deletion is lost, the second attempt finds nothing to delete.
func TestDeletedThoughTheAnswerIsLost(t *testing.T) {
	var requests atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) == 1 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(http.StatusNotFound)
	}))
	defer s.Close()
	got := runLua(t, s.URL, retryAll+`print(w.product.delete_vendor("v"))
print(select(2, wats.try(w.product.delete_vendor, "v")).kind)`)
	if want := "true\nnot_found\n"; got != want || requests.Load() != 3 {
		t.Errorf("%s (%d requests) is not %s", got, requests.Load(), want)
	}
}

// TestWhatWritesEachTimeIsSentOnce: also where the request is a PUT, or one of several of an operation.
func TestWhatWritesEachTimeIsSentOnce(t *testing.T) {
	var writes atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = w.Write([]byte(`{"ticketId":"0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10","subject":"s","status":1}`))
			return
		}
		writes.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer s.Close()
	got := runLua(t, s.URL, retryAll+`
print(select(2, wats.try(w.asset.increment_count, {serial_number = "A", amount = 1})).attempts)
print(select(2, wats.try(w.rootcause.add_comment, "0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10", "hello")).attempts)
print(select(2, wats.try(w.asset.record_calibration, {serial_number = "A"})).attempts)`)
	if want := "1\n1\n1\n"; got != want || writes.Load() != 3 {
		t.Errorf("%s (%d writes) is not %s", got, writes.Load(), want)
	}
}

// TestReadsThatWriteAreSentOnce: some routes of WATS change something by a GET. Their answer may be lost on a connection that
// was kept, where others would be sent again.
func TestReadsThatWriteAreSentOnce(t *testing.T) {
	for _, lua := range []string{
		`w.software.log_download("0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10", 5)`, `w.scim.get_token(5)`,
		`w.manual_inspection.copy_definition("0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10")`,
	} {
		var writes atomic.Int64
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/App/Version" {
				_, _ = w.Write([]byte(`"1"`))
				return
			}
			writes.Add(1)
			panic(http.ErrAbortHandler)
		}))
		got := runLua(t, s.URL, retryAll+`w.get_version()
print(select(2, wats.try(function() `+lua+` end)).kind)`)
		s.Close()
		if got != "connection\n" || writes.Load() != 1 {
			t.Errorf("%s: %s, sent %d times", lua, got, writes.Load())
		}
	}
}

// TestWhatIsKeptBelongsToNobody: what a script does to an answer is nothing to who asks for the same again.
func TestWhatIsKeptBelongsToNobody(t *testing.T) {
	var requests atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		_, _ = w.Write([]byte(`{"partNumber":"P","name":"as stored","revisions":[{"revision":"A"}]}`))
	}))
	defer s.Close()
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_CACHE_SERVICES=product")
	}, "-e", `local p = wats.product.get_product("P")
p.name, p.revisions[1].revision, p.revisions[2] = "changed", "changed", {}
local q = wats.product.get_product("P")
print(q.name, q.revisions[1].revision, #q.revisions)`)
	got.want(t, exitPassed)
	if want := "as stored\tA\t1\n"; got.stdout != want || requests.Load() != 1 {
		t.Errorf("%s after %d requests is not %s", got.stdout, requests.Load(), want)
	}
}

// TestEveryNumberCanBeTuned: none that wats.with and wats.configure take is forgotten on the way, nor put in place of another.
func TestEveryNumberCanBeTuned(t *testing.T) {
	chain := resilience.New(resilience.Options{Policy: resilience.Defaults()})
	before := chain.Policy(t.Context())
	yes, retries, backoff := true, 9, 1.5
	attempt, wait := wats.Limit{Duration: time.Second, Setting: "attempt"}, wats.Limit{Duration: time.Minute, Setting: "wait"}
	ctx := chainView{chain}.Tune(t.Context(), wats.Tuning{
		AttemptTimeout: &attempt, Retry: wats.RetryTuning{Enabled: &yes, MaxRetries: &retries, Backoff: &backoff, MaxWait: &wait, Jitter: &yes},
	})
	want := before
	want.AttemptTimeout, want.Names = attempt.Duration, resilience.Names{AttemptTimeout: attempt.Setting, MaxWait: wait.Setting}
	want.Retry = resilience.Retry{Enabled: yes, Max: retries, Backoff: backoff, MaxWait: wait.Duration, Jitter: yes, Budget: before.Retry.Budget}
	if got := chain.Policy(ctx); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := chain.Policy(chainView{chain}.Tune(ctx, wats.Tuning{})); got != want {
		t.Errorf("nothing changed, and it is %+v", got)
	}
}

// TestHintsOfWrongCalls: what is missing, misnamed or not there is told with how to write it.
func TestHintsOfWrongCalls(t *testing.T) {
	got := watsrun(t, nil, "-e", `
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "SN-1", operation_type = 10}
local root = r:get_root_sequence_call()
print(select(2, wats.try(wats.product.get_product)).hint)
print(select(2, pcall(root.add_attachment, root, {name = "x", content = "y"})).hint)
print(select(2, wats.try(wats.with{strict = true}.product.get_product, "X")).hint)`)
	got.want(t, exitPassed)
	want := `write part_number = "PCBA-7": Part number of the product
did you mean data?
check how it is written; wats.try gives nil and this error instead of raising
`
	if got.stdout != want {
		t.Errorf("%s\nis not\n%s", got.stdout, want)
	}
}

// TestHintsNameTheNumberThatCounted: an impatient policy or a short time is named as whoever set it knows it.
func TestHintsNameTheNumberThatCounted(t *testing.T) {
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer busy.Close()
	got := runLua(t, busy.URL, `
local function hint(w) return select(2, wats.try(w.get_version)).hint end
print(hint(wats))
print(hint(wats.with{retry = {enabled = true}}))
print(hint(wats.with{retry = {enabled = true, max_wait = 90}}):match(".* the call has [0-9.]+s left") ~= nil)
wats.configure{retry = {enabled = true, max_wait = 2}}
print(hint(wats))`)
	want := `the server asks to wait 1m0s
the server asks to wait 1m0s; resilience.retry.max_wait allows 30s
true
the server asks to wait 1m0s; retry.max_wait in wats.configure allows 2s
`
	if got != want {
		t.Errorf("%s\nis not\n%s", got, want)
	}
	got = runLua(t, slowURL(t)[0][len("WATSRUN_SERVER_URL="):],
		`print(select(2, wats.try(wats.with{attempt_timeout = 0.02}.get_version)).hint)`)
	if want := "the server is slow; try again, or raise attempt_timeout in wats.with\n"; got != want {
		t.Errorf("%s is not %s", got, want)
	}
}
