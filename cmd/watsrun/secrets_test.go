package main

import (
	"encoding/base64"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// aToken is a token as servers give them: base64, with all the characters that encodings change.
const aToken = "c3RhdGlvbjpTZXNhbWU/Pz8+NDI="

// leaks is a script that does what it can to have the token written. What it prints is its own; everything else is watsrun's.
const leaks = `
local token = os.getenv("WATSRUN_SERVER_TOKEN")
log.info("token " .. token, {token = token, [token] = 1, nested = {token, {deep = token}}})
log.with_context({token = token}, function() pcall(wats.get_version) end)
for i = 1, #token do io.stderr:write(token:sub(i, i)) end
io.stderr:write("\n", token:sub(1, 10)) io.stderr:write(token:sub(11), "\n")
pcall(wats.product.get_product, token)
pcall(wats.product.get_products)
pcall(wats.report.query_uut_headers, {filter = "serialNumber eq '" .. token .. "'"})
pcall(wats.with_correlation, token, function() pcall(wats.get_version) end)
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "SN-1", operation_type = 10}
wats.report.submit(r)
wats.report.submit(wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "SN-2", operation_type = 10})
error({kind = "x", message = token, hint = token})`

// echo is a server that repeats the token in every way that it can think of.
func echo(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Basic ")
	quoted := strings.ReplaceAll(strings.ReplaceAll(token, "/", `\/`), "+", `\u002b`)
	w.Header().Set("X-Echo", token)
	w.Header().Set("Location", "http://elsewhere/?t="+url.QueryEscape(token))
	switch body, _ := io.ReadAll(r.Body); {
	case r.URL.Path == "/api/App/Version":
		w.WriteHeader(http.StatusFound)
	case strings.HasSuffix(r.URL.Path, "/Query/Header"):
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "in "+base64.StdEncoding.EncodeToString([]byte("operator:"+token))+" and "+url.PathEscape(token))
	case strings.Contains(string(body), "SN-1"):
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"Message":"refused for `+quoted+` and `+token+`","ModelState":{"`+token+`":["`+token+`"]}}`)
	case r.Method == http.MethodPost:
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html><title>"+token+"</title></html>")
	default:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>"+token+"</html>")
	}
}

// traces of the token, in parts that no mask leaves and that stand in nothing else.
func traces() []string {
	found := []string{aToken, url.QueryEscape(aToken), url.PathEscape(aToken), strings.ReplaceAll(aToken, "/", `\/`)}
	for _, packed := range []string{aToken, ":" + aToken, "operator:" + aToken} {
		found = append(found, base64.StdEncoding.EncodeToString([]byte(packed)))
	}
	return append(found, aToken[4:20], base64.StdEncoding.EncodeToString([]byte("operator:" + aToken))[16:40])
}

// written is everything that lies in a folder.
func allFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheTokenIsInNothingThatIsWritten(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		server := httptest.NewServer(http.HandlerFunc(echo))
		var posted strings.Builder
		collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(&posted, r.Body) }))
		var home string
		got := watsrun(t, func(p *process) {
			home = p.dir
			p.environ = append(p.environ, "WATSRUN_SERVER_URL="+server.URL, "WATSRUN_SERVER_TOKEN="+aToken, "WATSRUN_LOG_FILE=w.log",
				"OTEL_EXPORTER_OTLP_ENDPOINT="+collector.URL, "WATSRUN_RESILIENCE_BREAKER_FAILURES=0")
			t.Setenv("WATSRUN_SERVER_TOKEN", aToken) // for os.getenv of the script
		}, "--log-level", "debug", "--log-format", format, "--json", "summary.json", "-e", leaks)
		server.Close()
		collector.Close()
		outputs := allFiles(t, home)
		outputs["stderr"], outputs["traces"], outputs["config"] = got.stderr, posted.String(), watsrun(t, func(p *process) {
			p.environ = append(p.environ, "WATSRUN_SERVER_TOKEN="+aToken)
		}, "config").stdout
		for name, text := range outputs {
			for _, part := range traces() {
				if strings.Contains(text, part) {
					t.Errorf("%s: %s shows %q:\n%s", format, name, part, text)
				}
			}
		}
		for name, least := range map[string]int{"stderr": 10, "w.log": 10, "summary.json": 2, "traces": 3} {
			if n := strings.Count(outputs[name], "********"); n < least {
				t.Errorf("%s: %s has %d masks:\n%s", format, name, n, outputs[name])
			}
		}
		if rejected := inFolder(outputs, "rejected"); !strings.Contains(rejected, "********") || !strings.Contains(rejected, `"rejected`) && !strings.Contains(rejected, "refused for") {
			t.Errorf("%s: the outbox keeps %s", format, rejected)
		}
	}
}

// inFolder joins the files of a folder of the outbox.
func inFolder(files map[string]string, folder string) string {
	var all strings.Builder
	for name, text := range files {
		if strings.Contains(filepath.ToSlash(name), "/"+folder+"/") {
			all.WriteString(text)
		}
	}
	return all.String()
}

// TestTheTokenIsInNoCrash has watsrun itself fail, with the token in what is said.
func TestTheTokenIsInNoCrash(t *testing.T) {
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, "WATSRUN_SERVER_TOKEN="+aToken)
		p.hostName = func() (string, error) { panic("no name for " + aToken) }
	}, "-e", "print(1)")
	got.want(t, exitBug, "no name for ********")
	if strings.Contains(got.stderr, aToken) {
		t.Error(got.stderr)
	}
}

// TestPasswordsOfProxiesAreSecrets: they stand in variables that others than watsrun read too.
func TestPasswordsOfProxiesAreSecrets(t *testing.T) {
	got := watsrun(t, func(p *process) { p.environ = append(p.environ, "HTTPS_PROXY=http://me:open-sesame@proxy:3128") }, "-e", "log.info('via open-sesame')")
	got.want(t, exitPassed, "via ********")
}
