package lua51_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51"
)

// withFolder is a machine whose global D is the path of an empty folder with a slash at its end.
func withFolder(t *testing.T) (*machine, string) {
	t.Helper()
	dir := t.TempDir() + "/" // before the machine, which closes its files when the test ends
	m := newMachine(t)
	m.L.G.Global.RawSetString("D", lua.LString(dir))
	return m, dir
}

func (m *machine) expect(t *testing.T, source, want string) {
	t.Helper()
	got, err := m.run(source)
	if err != nil {
		got = "error: " + err.Error()
	}
	if got != want {
		t.Errorf("%s\n got %q\nwant %q", source, got, want)
	}
}

func TestFiles(t *testing.T) {
	m, dir := withFolder(t)
	m.expect(t, `local f = assert(io.open(D .. "a", "wb")) f:write("a\nb \nc", 1.5, "\n", "last") return f:close(), io.type(f), tostring(f)`, "true closed file file (closed)")
	if data, err := os.ReadFile(dir + "a"); err != nil || string(data) != "a\nb \nc1.5\nlast" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	m.expect(t, `local o = {} for l in io.lines(D .. "a") do o[#o + 1] = l end return table.concat(o, "|")`, "a|b |c1.5|last")
	m.expect(t, `local f = io.open(D .. "a") local a, b, c = f:read("*l", 2, 0) local rest = f:read("*a") local e1, e2, e3 = f:read("*a", "*l") f:close() return a, b, c, #rest, e1, e2, e3`,
		"a b   10  nil nil")
	m.expect(t, `local f = io.open(D .. "a") f:read("*l") local at = f:seek() f:seek("set", 2) local x = f:read(1) local size = f:seek("end") f:seek("cur", -4) local y = f:read("*a") f:close() return at, x, size, y`,
		"2 b 14 last")
	m.expect(t, `local f = io.open(D .. "a", "a+") f:write("+more") f:seek("set") local x = f:read("*a") f:close() return #x`, "19")
	m.expect(t, `local f = io.open(D .. "a", "r+") f:read(1) f:write("X") f:seek("set") local x = f:read(3) f:close() return x`, "aXb")
	m.expect(t, `local f = io.open(D .. "a") local n = 0 for l in f:lines() do n = n + 1 end local t = io.type(f) f:close() return n, t`, "3 file")
	m.expect(t, `local f = io.open(D .. "a") local x, msg, n = f:write("x") f:close() return x, msg, n`, "nil Bad file descriptor 9")
	m.expect(t, `local f = io.open(D .. "w", "w") local x, msg, n = f:read() f:close() return x, msg, n`, "nil Bad file descriptor 9")
	m.expect(t, `return io.open(D .. "no/such")`, "nil "+dir+"no/such: No such file or directory 2")
	m.expect(t, `return io.open(D .. "a", "zz")`, "nil "+dir+"a: Invalid argument 22")
	m.expect(t, `io.lines(D .. "nope")`, "error: test.lua:1: bad argument #1 to 'lines' ("+dir+"nope: No such file or directory)")
	m.expect(t, `local f = io.open(D .. "a") f:close() f:read()`, "error: test.lua:1: attempt to use a closed file")
	m.expect(t, `local f = io.tmpfile() f:read("x")`, "error: test.lua:1: bad argument #1 to 'read' (invalid option)")
	m.expect(t, `local f = io.tmpfile() f:read("*x")`, "error: test.lua:1: bad argument #1 to 'read' (invalid format)")
	m.expect(t, `local f = io.tmpfile() f:write({})`, "error: test.lua:1: bad argument #1 to 'write' (string expected, got table)")
	m.expect(t, `io.stdout.write()`, "error: test.lua:1: bad argument #1 to 'write' (FILE* expected, got no value)")
	m.expect(t, `local f = io.tmpfile() f:write("x") f:seek("set") return f:read(), f:setvbuf("no"), f:setvbuf("line", 10)`, "x true true")
	m.expect(t, `io.tmpfile():setvbuf("bad")`, "error: test.lua:1: bad argument #1 to 'setvbuf' (invalid option 'bad')")
	m.expect(t, `local next = io.lines(D .. "a") for i = 1, 5 do next() end next()`, "error: test.lua:1: file is already closed")
}

func TestBuffering(t *testing.T) {
	m, dir := withFolder(t)
	size := func() int64 {
		info, err := os.Stat(dir + "b")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	for _, step := range []struct {
		source string
		size   int64
	}{
		{`f = io.open(D .. "b", "w") f:write("x")`, 0},
		{`f:flush()`, 1},
		{`f:setvbuf("line") f:write("yy")`, 1},
		{`f:write("\n")`, 4},
		{`f:setvbuf("no") f:write("z")`, 5},
		{`f:setvbuf("full") f:write("z")`, 5},
	} {
		m.expect(t, step.source, "")
		if size() != step.size {
			t.Errorf("after %s the file has %d bytes, want %d", step.source, size(), step.size)
		}
	}
	if err := m.vm.Close(); err != nil || size() != 6 {
		t.Errorf("the end of the run leaves %d bytes, %v", size(), err)
	}
	m.expect(t, `return io.type(f)`, "closed file")
}

func TestReadNumbers(t *testing.T) {
	m, _ := withFolder(t)
	m.expect(t, `local f = io.open(D .. "n", "w") f:write("12 0x1F\n3.5e2 -.5 +7 inf 1e5x nan 9-1 abc") f:close()
		f = io.open(D .. "n") local r = {f:read("*n", "*n", "*n", "*n", "*n", "*n", "*n")} local x = f:read(1) r[#r + 1] = x
		r[#r + 1] = tostring(f:read("*n")) r[#r + 1] = f:read("*n") r[#r + 1] = f:read("*n") r[#r + 1] = tostring(f:read("*n")) f:close() return unpack(r)`,
		"12 31 350 -0.5 7 inf 100000 x nan 9 -1 nil")
}

func TestDefaultFiles(t *testing.T) {
	m, dir := withFolder(t)
	m.vm.Stdin = strings.NewReader("first\n42 rest")
	m.expect(t, `return io.read(), io.read("*n"), io.read("*a"), io.read("*l")`, "first 42  rest nil")
	m.expect(t, `return io.write("out", 1, "\n"), io.stdout:write("more"), io.stderr:write("err"), io.flush()`, "true true true true")
	if m.out.String() != "out1\nmoreerr" {
		t.Errorf("written %q", m.out)
	}
	m.expect(t, `return io.stdout:close()`, "nil cannot close standard file")
	m.expect(t, `return io.stdout:seek()`, "nil Illegal seek 29")
	m.expect(t, `return io.output() == io.stdout, io.input() == io.stdin, io.type(io.stdin), io.type(5)`, "true true file nil")
	m.expect(t, `io.output(D .. "o") io.write("x") io.close() io.output(io.stdout) io.input(D .. "o") return io.read("*a")`, "x")
	m.expect(t, `for l in io.lines() do return l end return "end"`, "end")
	m.expect(t, `io.close(io.input()) io.read()`, "error: test.lua:1: standard input file is closed")
	m.expect(t, `io.input(D .. "none")`, "error: test.lua:1: bad argument #1 to 'input' ("+dir+"none: No such file or directory)")
	m.expect(t, `io.input({})`, "error: test.lua:1: bad argument #1 to 'input' (FILE* expected, got table)")
	m.expect(t, `return getmetatable(io.stdout)`, "FILE*")
}

// TestNothingStaysForTheNextRun has a run that leaves everything changed.
func TestNothingStaysForTheNextRun(t *testing.T) {
	m, dir := withFolder(t)
	m.vm.Stdin = strings.NewReader("one\ntwo\n")
	m.expect(t, `io.output(D .. "x") io.read() f = io.open(D .. "y", "w") f:write("kept")`, "")
	if err := m.vm.Close(); err != nil {
		t.Fatal(err)
	}
	m.vm.Stdin = strings.NewReader("fresh\n")
	m.expect(t, `return io.output() == io.stdout, io.read(), io.type(f)`, "true fresh closed file")
	if data, err := os.ReadFile(dir + "y"); err != nil || string(data) != "kept" {
		t.Errorf("what was written is lost: %q, %v", data, err)
	}
}

func TestReadingHasALimit(t *testing.T) {
	m, _ := withFolder(t)
	m.vm.Limits.StringBytes = 1000
	m.expect(t, `local f = io.open(D .. "big", "w") for i = 1, 10 do f:write(("x"):rep(500)) end f:close()`, "")
	for _, format := range []string{`"*a"`, `"*l"`, `4000`} {
		if _, err := m.run(`local f = io.open(D .. "big") f:read(` + format + `)`); err == nil || !strings.Contains(err.Error(), "limit of 1000 bytes") {
			t.Errorf("read(%s): %v", format, err)
		}
	}
	m.expect(t, `local f = io.open(D .. "big") return #f:read(1000)`, "1000")
}

func TestSandboxHasNoFiles(t *testing.T) {
	m := newMachine(t)
	m.vm.IO = false
	for _, call := range []string{
		`io.open("x")`, `io.popen("x")`, `io.tmpfile()`, `io.lines("x")`, `io.input("x")`, `io.output("x")`, `os.execute("x")`, `os.execute()`,
		`os.remove("x")`, `os.rename("x", "y")`, `os.tmpname()`, `os.getenv("HOME")`,
	} {
		if _, err := m.run(call); err == nil || !strings.Contains(err.Error(), "is not available with --sandbox") {
			t.Errorf("%s: %v", call, err)
		}
	}
	m.expect(t, `return io.write(""), io.read(), type(os.time()), type(os.date())`, "true nil number string")
}

func TestCommands(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are those of a Unix shell")
	}
	m, _ := withFolder(t)
	m.expect(t, `return os.execute("exit 3"), os.execute("true"), os.execute()`, "768 0 1")
	m.expect(t, `os.execute("echo shown")`, "")
	m.expect(t, `local p = io.popen("echo hi; exit 3") local s = p:read("*a") return s, p:close()`, "hi\n true")
	m.expect(t, `local p = io.popen("cat > " .. D .. "p", "w") p:write("piped") p:close() return io.lines(D .. "p")()`, "piped")
	m.expect(t, `return io.popen("x", "zz")`, "nil x: Invalid argument 22")
	if !strings.Contains(m.out.String(), "shown") {
		t.Errorf("the command's output is lost: %q", m.out)
	}
}

// TestWaitsEndWithTheRun has calls that would wait for ever.
func TestWaitsEndWithTheRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are those of a Unix shell")
	}
	never, _ := io.Pipe()
	for _, source := range []string{
		`io.read()`, `os.execute("sleep 60")`, `io.popen("sleep 60"):read()`, `io.popen("sleep 60"):close()`,
	} {
		m, _ := withFolder(t)
		m.vm.Stdin = never
		ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, errors.New("out of time"))
		defer cancel()
		m.vm.Context = ctx
		context.AfterFunc(ctx, func() { m.vm.Stop(errors.New("out of time")) })
		start := time.Now()
		if _, err := m.run(source); err == nil || !strings.Contains(err.Error(), "out of time") {
			t.Errorf("%s: %v", source, err)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", source, took)
		}
		if err := m.vm.Close(); err != nil {
			t.Logf("closing after %s: %v", source, err)
		}
	}
}

func TestOS(t *testing.T) {
	m, dir := withFolder(t)
	if err := os.WriteFile(filepath.Join(dir, "f"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WATSRUN_LUA51_TEST", "set")
	m.expect(t, `return os.rename(D .. "f", D .. "g"), os.remove(D .. "g")`, "true true")
	m.expect(t, `return os.remove(D .. "g")`, "nil "+dir+"g: No such file or directory 2")
	m.expect(t, `return os.rename(D .. "g", D .. "h")`, "nil "+dir+"g: No such file or directory 2")
	m.expect(t, `return os.getenv("WATSRUN_LUA51_TEST"), os.getenv("WATSRUN_LUA51_NONE")`, "set nil")
	m.expect(t, `local n = os.tmpname() return io.open(n):close(), os.remove(n)`, "true true")
	m.expect(t, `return os.setlocale(), os.setlocale("C", "numeric"), os.setlocale("de_DE"), os.difftime(10, 5), os.difftime(3)`, "C C nil 5 3")
	m.expect(t, `os.setlocale("C", "bad")`, "error: test.lua:1: bad argument #2 to 'setlocale' (invalid option 'bad')")
	m.expect(t, `return os.clock() >= 0`, "true")
}

func TestExitStopsTheRun(t *testing.T) {
	m := newMachine(t)
	_, err := m.run(`pcall(os.exit, 7) print("still here")`)
	exit, ok := errors.AsType[*lua51.Exit](m.vm.Err())
	if err == nil || !ok || exit.Code != 7 || m.out.Len() > 0 {
		t.Errorf("the run ended with %v, %v, printed %q", err, m.vm.Err(), m.out)
	}
}

func TestDates(t *testing.T) {
	check(t, []expect{
		{`return os.date("!%Y-%m-%dT%H:%M:%S", 0), os.date("!%c", 0), os.date("!%x %X %p", 0)`, "1970-01-01T00:00:00 Thu Jan  1 00:00:00 1970 01/01/70 00:00:00 AM"},
		{`local t = os.date("!*t", 86400) return t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst`, "1970 1 2 0 0 0 6 2 false"},
		{`return os.time(os.date("*t", 1e9)) == 1e9, os.time{year = 2021, month = 13, day = 1, hour = 0} == os.time{year = 2022, month = 1, day = 1, hour = 0}`, "true true"},
		{`os.time{year = 2020}`, "error: test.lua:1: field 'day' missing in date table"},
		{`os.time{day = 1, month = 1}`, "error: test.lua:1: field 'year' missing in date table"},
		{`os.time(5)`, "error: test.lua:1: bad argument #1 to 'time' (table expected, got number)"},
		{`return os.date("!%c", 2^60), os.date("!%Y", "0")`, "nil 1970"},
		{`return os.time{year = "2020", month = 1.9, day = 1} == os.time{year = 2020, month = 1, day = 1, hour = 12}`, "true"},
	})
}
