package watsrun_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/watsrun/watsrun/"

// edges are the imports that are allowed between the packages of this module, each with its reason. A name ending in /...
// stands for the package and all below it. What is not here is a mistake in the design, or needs a line here.
var edges = []struct{ from, to, why string }{
	{"cmd/watsrun", "delivery/...", "wires the outbox and the journal"},
	{"cmd/watsrun", "internal/...", "reads settings, prints faults, makes loggers"},
	{"cmd/watsrun", "modules/...", "lists the modules that scripts see, and renders their documentation"},
	{"cmd/watsrun", "report", "gives reports their station and reads their verdicts"},
	{"cmd/watsrun", "runtime", "runs scripts"},
	{"cmd/watsrun", "server", "serves the embedded server"},
	{"cmd/watsrun", "server/trouble", "injects faults into it on purpose"},
	{"cmd/watsrun", "server/web", "watches its requests for the metrics"},
	{"cmd/watsrun", "resilience", "wraps the transport"},

	{"bench", "modules/...", "measures what scripts see"},
	{"bench", "delivery", "measures the outbox"},
	{"bench", "report", "gives reports their station"},
	{"bench", "runtime", "measures the host"},
	{"bench", "server", "measures against it"},
	{"bench", "resilience", "measures the policies"},
	{"bench", "internal/call", "makes requests that are part of a call"},

	{"runtime/...", "runtime/...", "the Lua host is made of these parts"},
	{"runtime/...", "modules", "binds declarations"},
	{"modules/...", "modules", "declares in its vocabulary"},
	{"modules/wats", "report/...", "builds, reads and writes reports"},
	{"modules/wats", "internal/call", "says what a request is part of"},
	{"modules/wats", "internal/correlation", "sends the correlation id"},
	{"modules/wats", "internal/redact", "keeps the token out of errors"},
	{"modules/std", "internal/correlation", "puts fields on the lines below a context"},
	{"modules/wats", "internal/sharedfile", "replaces a file that others look at"},
	{"modules/wats", "internal/retryafter", "tells when to come again"},
	{"report/...", "report", "codecs of one model"},
	{"server/...", "server/...", "the server is made of these parts"},
	{"server/...", "report/...", "checks, stores and exports reports"},

	{"delivery/journal", "report", "records reports that are being built, and finishes them"},
	{"delivery/...", "internal/durable", "makes reports outlive a loss of power"},
	{"delivery/...", "internal/fault", "errors"},
	{"delivery/...", "internal/sharedfile", "moves files that other processes look at"},
	{"internal/...", "internal/fault", "errors"},
	{"internal/logfile", "internal/sharedfile", "sets a file aside that other processes have open"},
	{"internal/observe", "internal/correlation", "puts ids and fields on every line"},
	{"modules/...", "internal/fault", "errors"},
	{"report/...", "internal/fault", "errors"},
	{"resilience", "internal/fault", "errors"},
	{"resilience", "internal/call", "learns what a request is part of"},
	{"resilience", "internal/retryafter", "waits as long as it is asked to"},
	{"runtime/...", "internal/fault", "errors"},
	{"server/...", "internal/fault", "errors"},
}

// owners are the packages that alone may import what they wrap.
var owners = []struct{ dependency, owner string }{
	{"github.com/yuin/gopher-lua", "runtime/..."},
	{"layeh.com/gopher-luar", "runtime"},
	{"github.com/failsafe-go/failsafe-go", "resilience"},
	{"modernc.org/sqlite", "server/db"},
	{"github.com/pelletier/go-toml", "internal/config"},
	{"github.com/lmittmann/tint", "internal/observe"},
	{"github.com/spf13/cobra", "cmd/watsrun"},
	{"github.com/reeflective/readline", "cmd/watsrun"},
}

func matches(pattern, name string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == base || strings.HasPrefix(name, base+"/")
	}
	return name == pattern
}

func allowed(from, to string) bool {
	for _, e := range edges {
		if matches(e.from, from) && matches(e.to, to) {
			return true
		}
	}
	return false
}

// source is one file of the module.
type source struct {
	pkg     string // the folder, with slashes
	file    string
	imports []string
	doc     bool // has a package comment
}

// sources reads every Go file that is not a test.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || path != "." && strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		s := source{pkg: filepath.ToSlash(filepath.Dir(path)), file: path, doc: f.Doc != nil}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, name)
		}
		list = append(list, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestImportsFollowTheDesign(t *testing.T) {
	for _, s := range sources(t) {
		for _, name := range s.imports {
			if to, ours := strings.CutPrefix(name, module); ours {
				if !allowed(s.pkg, to) {
					t.Errorf("%s: %s may not import %s", s.file, s.pkg, to)
				}
				continue
			}
			for _, o := range owners {
				if matches(o.dependency+"/...", name) && !matches(o.owner, s.pkg) {
					t.Errorf("%s: only %s may import %s", s.file, o.owner, name)
				}
			}
		}
	}
}

func TestEveryPackageHasAComment(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		documented[s.pkg] = documented[s.pkg] || s.doc
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", pkg)
		}
	}
}
