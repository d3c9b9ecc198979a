package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func load(t *testing.T, s Source) *Config {
	t.Helper()
	c, err := Load(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPrecedence(t *testing.T) {
	project, user := t.TempDir(), t.TempDir()
	deep := filepath.Join(project, "lines", "ict")
	file := write(t, filepath.Join(project, FileName), "[run]\njobs = 3\n[log]\nlevel = 'warn'\n")
	write(t, filepath.Join(user, FileName), "[run]\njobs = 2\n[station]\nlocation = 'Oslo'\n")
	s := Source{
		Dir: project, Scripts: []string{deep}, UserDir: user,
		Environ: []string{"WATSRUN_RUN_JOBS=4"}, Flags: map[string]string{"run.jobs": "5"},
	}
	c := load(t, s)
	var got []string
	for _, v := range c.Values("run.jobs") {
		got = append(got, v.Text+" "+v.Origin())
	}
	want := []string{
		"5 flag --jobs", "4 environment WATSRUN_RUN_JOBS", "3 project file " + file + ":2",
		"2 user file " + filepath.Join(user, FileName) + ":2", "1 default",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if c.Run.Jobs != 5 || c.Log.Level != "warn" || c.Station.Location != "Oslo" || c.Server.Timeout != 30*time.Second {
		t.Errorf("the settings are %+v", c.Settings)
	}
}

func TestForeignVariablesAreUnderstoodAfterOurOwn(t *testing.T) {
	environ := []string{"WATS_BASE_URL=https://a.example/", "PYWATS_SERVER_URL=https://b.example", "PYWATS_API_TOKEN= t0k \n"}
	c := load(t, Source{Environ: environ})
	if c.Server.URL != "https://a.example" || c.Server.Token.Reveal() != "t0k" {
		t.Errorf("url %q, token %q", c.Server.URL, c.Server.Token.Reveal())
	}
	c = load(t, Source{Environ: append(environ, "WATSRUN_SERVER_URL=EMBEDDED", "WATSRUN_STATION=  ")})
	if !c.Server.URL.Embedded() || len(c.Values("station.name")) != 1 {
		t.Errorf("url %q, station %v", c.Server.URL, c.Values("station.name"))
	}
}

func TestRelativePathsStartWhereTheyAreWritten(t *testing.T) {
	project, cwd := t.TempDir(), t.TempDir()
	write(t, filepath.Join(project, FileName), "[server]\nca_file = 'pki/ca.pem'\n[outbox]\ndir = 'spool'\n")
	c := load(t, Source{Dir: cwd, Scripts: []string{project}, Environ: []string{"WATSRUN_OUTBOX_DIR=box"}, StateDir: "/state"})
	if got, want := string(c.Server.CAFile), filepath.Join(project, "pki", "ca.pem"); got != want {
		t.Errorf("ca_file is %q, want %q", got, want)
	}
	if got, want := string(c.Outbox.Dir), filepath.Join(cwd, "box"); got != want {
		t.Errorf("outbox.dir is %q, want %q", got, want)
	}
	if got := filepath.ToSlash(string(c.Embedded.DB)); !strings.HasSuffix(got, "/state/embedded.db") {
		t.Errorf("embedded.db is %q", got)
	}
}

func TestRegistryOfStations(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, FileName), "[stations.ict1]\nlocation = 'Hall 1'\n[stations.'FCT.2']\nname = 'FCT-2'\n")
	c := load(t, Source{Scripts: []string{dir}})
	want := map[string]Station{"ict1": {Location: "Hall 1"}, "FCT.2": {Name: "FCT-2"}}
	if d := cmp.Diff(want, c.Stations); d != "" {
		t.Error(d)
	}
}

func TestWrongSettingsNamePlaceAndCure(t *testing.T) {
	for name, c := range map[string]struct{ file, env, want string }{
		"unknown key":       {file: "[server]\n\ntimout = 5", want: ":3: unknown key server.timout (did you mean server.timeout?)"},
		"unknown section":   {file: "[sever]\nurl = 'x'", want: ":2: unknown key sever.url (did you mean server.url?)"},
		"section as key":    {file: "server = 'http://x'", want: ":1: unknown key server (server is a section: write [server]"},
		"registry field":    {file: "[stations.a]\nnme = 'x'", want: ":2: unknown key stations.a.nme"},
		"syntax":            {file: "[server\nurl = 1", want: FileName + ":1:"},
		"duplicate":         {file: "[run]\njobs = 1\njobs = 2", want: FileName + ":3:"},
		"wrong time":        {file: "[server]\ntimeout = 'soon'", want: `:2: server.timeout is "soon", but must be a time such as 30s`},
		"negative time":     {env: "WATSRUN_SERVER_TIMEOUT=-1s", want: "but must be a time"},
		"wrong number":      {env: "WATSRUN_RUN_JOBS=many", want: `WATSRUN_RUN_JOBS: run.jobs is "many", but must be a whole number`},
		"too small":         {env: "WATSRUN_RUN_JOBS=0", want: "but must be 1 or more"},
		"wrong choice":      {env: "WATSRUN_LOG_LEVEL=loud", want: "but must be debug, info, warn or error"},
		"wrong list":        {file: "[station]\ndetect = ['dns']", want: "but must be environment, hostname or config"},
		"list of tables":    {file: "[station]\ndetect = [{a = 1}]", want: "station.detect: must be a list of texts"},
		"wrong bytes":       {env: "WATSRUN_LIMITS_MEMORY=lots", want: "but must be an amount such as 64MiB"},
		"wrong boolean":     {env: "WATSRUN_RUN_SANDBOX=maybe", want: "but must be true or false"},
		"wrong address":     {env: "WATSRUN_SERVER_URL=ftp://x", want: "but must be an address such as https://company.wats.com, or embedded"},
		"password in URL":   {env: "WATSRUN_SERVER_URL=https://a:b@c", want: "must not hold a name or password"},
		"secret in a file":  {file: "[server]\ntoken = 'x'", want: ":2: server.token may not stand in a file (put it into WATSRUN_SERVER_TOKEN"},
		"half a key pair":   {env: "WATSRUN_SERVER_CERT_FILE=c.pem", want: "server.cert_file and server.key_file go together"},
		"shadowed is wrong": {file: "[run]\njobs = 'x'", env: "WATSRUN_RUN_JOBS=2", want: ":2: run.jobs"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, FileName), c.file)
			_, err := Load(Source{Scripts: []string{dir}, Environ: []string{c.env}})
			if fault.KindOf(err) != fault.Config || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant …%s…", err, c.want)
			}
		})
	}
}

func TestSeveralMistakesAreSaidAtOnce(t *testing.T) {
	_, err := Load(Source{Environ: []string{"WATSRUN_RUN_JOBS=x", "WATSRUN_LOG_LEVEL=y"}})
	if err == nil || !strings.Contains(err.Error(), "run.jobs") || !strings.Contains(err.Error(), "log.level") {
		t.Errorf("got %v", err)
	}
}

func TestAWrongSecretIsNotShown(t *testing.T) {
	c := load(t, Source{Environ: []string{"WATSRUN_SERVER_TOKEN=hush"}})
	shown := fmt.Sprintf("%v %+v %#v %s", c.Settings, c.Settings, c.Settings, c.Server.Token)
	for _, v := range c.Effective() {
		shown += v.Text
	}
	if strings.Contains(shown, "hush") {
		t.Error("the token is visible")
	}
}

func TestProjectsMustAgree(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	file := write(t, filepath.Join(a, FileName), "")
	write(t, filepath.Join(b, FileName), "")
	if _, err := Load(Source{Scripts: []string{a, b}}); err == nil || !strings.Contains(err.Error(), "different projects") {
		t.Errorf("two projects gave %v", err)
	}
	if c := load(t, Source{Scripts: []string{a, b}, File: file}); len(c.Files) != 0 {
		t.Errorf("an empty file was counted: %v", c.Files)
	}
	if _, err := Load(Source{Dir: a, File: "missing.toml"}); err == nil {
		t.Error("a named file that is missing is no error")
	}
}

func TestUnknownVariablesAreWarnedOf(t *testing.T) {
	c := load(t, Source{Environ: []string{"WATSRUN_SERVER_ULR=http://x", "OTHER=1", "WATSRUN_SHARED=x"}})
	want := []string{"the variable WATSRUN_SERVER_ULR has no meaning to watsrun: did you mean WATSRUN_SERVER_URL?"}
	if d := cmp.Diff(want, c.Warnings); d != "" {
		t.Error(d)
	}
}

func TestAByteOrderMarkIsNoPartOfTheFile(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), FileName), "\ufeff[station]\r\nname = 'bench-1'\r\n")
	if c := load(t, Source{File: file}); c.Station.Name != "bench-1" {
		t.Errorf("the station is %q", c.Station.Name)
	}
}

func TestBearer(t *testing.T) {
	dir := t.TempDir()
	good, empty := write(t, filepath.Join(dir, "good"), "\ufeff tok\r\n"), write(t, filepath.Join(dir, "empty"), "\n")
	if got, err := (Server{TokenFile: Path(good)}).Bearer(); err != nil || got.Reveal() != "tok" {
		t.Errorf("the file gave %q, %v", got.Reveal(), err)
	}
	if got, err := (Server{Token: "env", TokenFile: Path(good)}).Bearer(); err != nil || got.Reveal() != "env" {
		t.Errorf("the environment gave %q, %v", got.Reveal(), err)
	}
	for _, file := range []string{empty, filepath.Join(dir, "missing"), write(t, filepath.Join(dir, "two"), "a\nb")} {
		if _, err := (Embedded{TokenFile: Path(file)}).Bearer(); fault.KindOf(err) != fault.Config {
			t.Errorf("%s gave %v", file, err)
		}
	}
}

// samples is a valid value of each kind that differs from every default.
var samples = map[string]string{
	"address": "https://sample.example", "secret": "sample", "path": "sample/path", "bytes": "77MiB", "time": "77s",
	"boolean": "true", "integer": "777777", "number": "7.5", "list": "config", "text": "sample",
}

func sample(k *Key) string {
	if (k.Kind == "text" || k.Kind == "list") && len(k.Choices) > 0 {
		for _, c := range k.Choices {
			if c != k.Default {
				return c
			}
		}
	}
	if k.Kind == "boolean" && k.Default == "true" {
		return "false"
	}
	return samples[k.Kind]
}

func TestEveryKeyArrives(t *testing.T) {
	for _, k := range Keys() {
		t.Run(k.Name, func(t *testing.T) {
			if len(k.Doc) < 10 || !strings.HasSuffix(k.Doc, ".") {
				t.Errorf("the documentation is %q", k.Doc)
			}
			for _, variable := range k.Vars {
				environ := []string{variable + "=" + sample(k)}
				if k.Name == "server.cert_file" || k.Name == "server.key_file" {
					environ = append(environ, "WATSRUN_SERVER_CERT_FILE=a", "WATSRUN_SERVER_KEY_FILE=b")
				}
				c := load(t, Source{Environ: environ, StateDir: "/state"})
				plain := load(t, Source{StateDir: "/state"})
				field := func(c *Config) any { return reflect.ValueOf(c.Settings).FieldByIndex(k.index).Interface() }
				if reflect.DeepEqual(field(c), field(plain)) {
					t.Errorf("%s changes nothing", variable)
				}
			}
		})
	}
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte("[server]\nurl = 'http://x'\n[stations.a]\nname='b'\n"))
	f.Add([]byte("a.b.c = [1, {x = 2}]\n[[t]]\n\"q.r\" = 1979-05-27"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := parseFile(FileName, data)
		if err != nil && fault.KindOf(err) != fault.Config {
			t.Errorf("%v is no fault of the configuration", err)
		}
		for _, e := range entries {
			if e.line < 1 {
				t.Errorf("%s has no line", e.name)
			}
		}
	})
}
