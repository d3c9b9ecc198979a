package lua51

import (
	"errors"
	"io"
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

func (lib *library) openIO(L *lua.LState) {
	lib.files = lib.newFileMetatable(L)
	lib.stdin = lib.handle(newStdin())
	lib.stdout = lib.handle(&file{writer: standardOutput{func() io.Writer { return lib.vm.Stdout }}, direct: true})
	lib.stderr = lib.handle(&file{writer: standardOutput{func() io.Writer { return lib.vm.Stderr }}, direct: true})
	t := register(L, "io", []function{
		{"close", lib.ioClose},
		{"flush", lib.ioFlush},
		{"input", lib.ioInput},
		{"lines", lib.ioLines},
		{"open", lib.ioOpen},
		{"output", lib.ioOutput},
		{"popen", lib.ioPopen},
		{"read", lib.ioRead},
		{"tmpfile", lib.ioTmpfile},
		{"type", lib.ioType},
		{"write", lib.ioWrite},
	})
	t.RawSetString("stdin", lib.stdin)
	t.RawSetString("stdout", lib.stdout)
	t.RawSetString("stderr", lib.stderr)
}

// defaultFile is the default input or output, which must be open.
func defaultFile(L *lua.LState, ud *lua.LUserData, name string) *file {
	f, ok := ud.Value.(*file)
	if !ok || f.isClosed {
		raise(L, "standard %s file is closed", name)
	}
	return f
}

func (lib *library) ioType(L *lua.LState) int {
	checkAny(L, 1)
	f, ok := fileAt(L, 1)
	switch {
	case !ok:
		return returnValue(L, lua.LNil)
	case f.isClosed:
		return returnString(L, "closed file")
	}
	return returnString(L, "file")
}

func (lib *library) ioOpen(L *lua.LState) int {
	lib.checkIO(L, "io.open")
	name := checkString(L, 1)
	f, err := lib.openFile(L, name, optString(L, 2, "r"))
	if err != nil {
		return returnOutcome(L, name, err)
	}
	return returnValue(L, f)
}

// openFile opens a file with a mode of C's fopen. Opening a pipe waits for its other end.
func (lib *library) openFile(L *lua.LState, name, mode string) (*lua.LUserData, error) {
	flags, err := openFlags(mode)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(name)
	slow := err == nil && !info.Mode().IsRegular() && !info.IsDir()
	var f *os.File
	open := func() { f, err = os.OpenFile(name, flags, 0o666) }
	if slow {
		lib.await(L, open)
	} else {
		open()
	}
	if err != nil {
		return nil, err
	}
	opened := systemFile(f, flags, slow)
	opened.text = crlf && !strings.Contains(mode, "b")
	return lib.track(opened), nil
}

// systemFile is an open file of the system, for what its flags allow.
func systemFile(f *os.File, flags int, slow bool) *file {
	opened := &file{seeker: f, close: f.Close, slow: slow}
	if slow {
		opened.abort = func() { _ = f.Close() } // of a file that nobody will use again
	}
	if flags&os.O_WRONLY == 0 {
		opened.reader = f
	}
	if flags&(os.O_WRONLY|os.O_RDWR) != 0 {
		opened.writer = f
	}
	return opened
}

// openFlags reads a mode: r, w or a, then + for both reading and writing. Other letters mean nothing, as in C.
func openFlags(mode string) (int, error) {
	both := strings.Contains(mode, "+")
	flags := os.O_WRONLY
	if both {
		flags = os.O_RDWR
	}
	switch {
	case strings.HasPrefix(mode, "r") && !both:
		return os.O_RDONLY, nil
	case strings.HasPrefix(mode, "r"):
		return flags, nil
	case strings.HasPrefix(mode, "w"):
		return flags | os.O_CREATE | os.O_TRUNC, nil
	case strings.HasPrefix(mode, "a"):
		return flags | os.O_CREATE | os.O_APPEND, nil
	}
	return 0, os.ErrInvalid
}

// track makes the handle of a file that is closed with its run at the latest.
func (lib *library) track(f *file) *lua.LUserData {
	lib.vm.Track(f)
	return lib.handle(f)
}

func (lib *library) ioTmpfile(L *lua.LState) int {
	lib.checkIO(L, "io.tmpfile")
	f, err := os.CreateTemp("", "lua_")
	if err != nil {
		return returnOutcome(L, "", err)
	}
	opened := systemFile(f, os.O_RDWR, false)
	opened.close = func() error { return errors.Join(f.Close(), os.Remove(f.Name())) }
	return returnValue(L, lib.track(opened))
}

func (lib *library) ioInput(L *lua.LState) int {
	s := lib.ofRun()
	s.input = lib.chosen(L, s.input, "io.input", "r")
	return returnValue(L, s.input)
}

func (lib *library) ioOutput(L *lua.LState) int {
	s := lib.ofRun()
	s.output = lib.chosen(L, s.output, "io.output", "w")
	return returnValue(L, s.output)
}

// chosen is the default file that argument 1 asks for: a name, a file, or nothing for the present one.
func (lib *library) chosen(L *lua.LState, present *lua.LUserData, name, mode string) *lua.LUserData {
	switch v := L.Get(1).(type) {
	case *lua.LNilType:
		return present
	case lua.LString, lua.LNumber:
		return lib.openNamed(L, name, mode)
	case *lua.LUserData:
		checkFile(L, 1)
		return v
	}
	TypeError(L, 1, "FILE*")
	return nil
}

// openNamed opens the file that argument 1 names, or raises.
func (lib *library) openNamed(L *lua.LState, function, mode string) *lua.LUserData {
	lib.checkIO(L, function+" with a file name")
	name := checkString(L, 1)
	f, err := lib.openFile(L, name, mode)
	if err != nil {
		message, _ := systemError(err)
		ArgError(L, 1, name+": "+message)
	}
	return f
}

func (lib *library) ioClose(L *lua.LState) int {
	if L.GetTop() == 0 {
		L.Push(lib.ofRun().output)
	}
	return lib.fileClose(L)
}

func (lib *library) ioFlush(L *lua.LState) int {
	return lib.flushed(L, defaultFile(L, lib.ofRun().output, "output"))
}

func (lib *library) ioRead(L *lua.LState) int {
	return lib.readArgs(L, defaultFile(L, lib.ofRun().input, "input"), 1)
}

func (lib *library) ioWrite(L *lua.LState) int {
	return lib.writeArgs(L, defaultFile(L, lib.ofRun().output, "output"), 1)
}

func (lib *library) ioLines(L *lua.LState) int {
	if L.Get(1) == lua.LNil {
		L.SetTop(0)
		L.Push(lib.ofRun().input)
		return lib.fileLines(L)
	}
	ud := lib.openNamed(L, "io.lines", "r")
	f, _ := ud.Value.(*file)
	return returnValue(L, L.NewFunction(func(L *lua.LState) int {
		return lib.nextLine(L, f, true)
	}))
}
