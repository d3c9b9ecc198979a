package lua51

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
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

// newFileMetatable makes the metatable that all files share. Scripts get its name in its place: it outlives their run.
func (lib *library) newFileMetatable(L *lua.LState) *lua.LTable {
	methods := L.CreateTable(0, 8)
	setFunctions(L, methods, []function{
		{"close", lib.fileClose},
		{"flush", lib.fileFlush},
		{"lines", lib.fileLines},
		{"read", lib.fileRead},
		{"seek", lib.fileSeek},
		{"setvbuf", lib.fileSetvbuf},
		{"write", lib.fileWrite},
	})
	mt := L.CreateTable(0, 3)
	mt.RawSetString("__index", methods)
	mt.RawSetString("__metatable", lua.LString("FILE*"))
	setFunctions(L, mt, []function{{"__tostring", fileTostring}})
	return mt
}

func (lib *library) handle(f *file) *lua.LUserData {
	return &lua.LUserData{Value: f, Metatable: lib.files}
}

// newStdin is the standard input of one run; what it reads from is known when it is first read.
func newStdin() *file { return &file{slow: true, isStdin: true} }

// openStdin gives the standard input the run's own, here and not where it is read: a read that was left behind
// must not find the input of the next run.
func (lib *library) openStdin(f *file) {
	if !f.isStdin || f.reader != nil {
		return
	}
	lib.ofRun() // replaces the file when the run ends
	f.reader = strings.NewReader("")
	if lib.vm.Stdin != nil {
		f.reader = lib.vm.Stdin
	}
}

// standardOutput writes to one of the run's outputs.
type standardOutput struct{ stream func() io.Writer }

func (s standardOutput) Write(p []byte) (int, error) {
	if out := s.stream(); out != nil {
		return out.Write(p)
	}
	return len(p), nil
}

// inherited is the input for commands: the run's own where it is a file of the system, else none.
func (lib *library) inherited() io.Reader {
	if f, ok := lib.vm.Stdin.(*os.File); ok {
		return f
	}
	return nil
}

// fileAt is argument n, an open or closed file.
func fileAt(L *lua.LState, n int) (*file, bool) {
	ud, ok := L.Get(n).(*lua.LUserData)
	if !ok {
		return nil, false
	}
	f, ok := ud.Value.(*file)
	return f, ok
}

// checkFile demands an open file as argument n.
func checkFile(L *lua.LState, n int) *file {
	f, ok := fileAt(L, n)
	if !ok {
		TypeError(L, n, "FILE*")
	}
	if f.isClosed {
		raise(L, "attempt to use a closed file")
	}
	return f
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
	return lib.track(systemFile(f, flags, slow)), nil
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

// killDelay is how long a command that was killed may hold its pipes open.
const killDelay = time.Second

// shell is a command for the system's shell that ends with ctx.
func shell(ctx context.Context, command string) *exec.Cmd {
	name, flag := shellName()
	cmd := exec.CommandContext(ctx, name, flag, command)
	cmd.WaitDelay = killDelay
	return cmd
}

// ioPopen starts a command whose output can be read, or whose input can be written.
func (lib *library) ioPopen(L *lua.LState) int {
	lib.checkIO(L, "io.popen")
	command := checkString(L, 1)
	mode := optString(L, 2, "r")
	ctx := lib.vm.Context
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, kill := context.WithCancel(ctx)
	cmd := shell(ctx, command)
	cmd.Stderr = lib.vm.Stderr
	f := &file{slow: true, abort: kill}
	err := os.ErrInvalid
	switch mode {
	case "r":
		cmd.Stdin = lib.inherited()
		var pipe io.ReadCloser
		pipe, err = cmd.StdoutPipe()
		f.reader = pipe
		f.abort = func() { kill(); _ = pipe.Close() } // the command is lost in any case
		f.close = func() error { return ended(cmd.Wait()) }
	case "w":
		cmd.Stdout = lib.vm.Stdout
		var pipe io.WriteCloser
		pipe, err = cmd.StdinPipe()
		f.writer = pipe
		f.abort = func() { kill(); _ = pipe.Close() }
		f.close = func() error { return errors.Join(pipe.Close(), ended(cmd.Wait())) }
	}
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		kill()
		return returnOutcome(L, command, err)
	}
	return returnValue(L, lib.track(f))
}

// ended drops what a command's end says about its exit code, and about being killed: Lua 5.1 does not tell.
func ended(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) || errors.Is(err, context.Canceled) || errors.Is(err, exec.ErrWaitDelay) {
		return nil
	}
	return err
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

func fileTostring(L *lua.LState) int {
	f, ok := fileAt(L, 1)
	if !ok {
		TypeError(L, 1, "FILE*")
	}
	if f.isClosed {
		return returnString(L, "file (closed)")
	}
	return returnString(L, fmt.Sprintf("file (%p)", f))
}

func (lib *library) fileClose(L *lua.LState) int {
	f := checkFile(L, 1)
	if f.close == nil {
		L.Push(lua.LNil)
		L.Push(lua.LString("cannot close standard file"))
		return 2
	}
	return returnOutcome(L, "", lib.closeFile(L, f))
}

// closeFile closes a file for good; of a command it waits for the end.
func (lib *library) closeFile(L *lua.LState, f *file) error {
	f.isClosed = true
	var err error
	lib.use(L, f, func() { err = f.end() })
	lib.vm.Untrack(f)
	if f.abort != nil {
		f.abort()
	}
	return err
}

// use works with a file, with the run lock released where that may wait.
func (lib *library) use(L *lua.LState, f *file, work func()) {
	if f.slow {
		lib.await(L, work)
		return
	}
	work()
}

func (lib *library) fileFlush(L *lua.LState) int { return lib.flushed(L, checkFile(L, 1)) }

func (lib *library) flushed(L *lua.LState, f *file) int {
	var err error
	lib.use(L, f, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		err = f.flush()
	})
	return returnOutcome(L, "", err)
}

func (lib *library) fileRead(L *lua.LState) int { return lib.readArgs(L, checkFile(L, 1), 2) }

// readArgs reads what the arguments from first on ask for; a line where there are none.
func (lib *library) readArgs(L *lua.LState, f *file, first int) int {
	requests := make([]request, 0, 4)
	for n := first; n <= L.GetTop(); n++ {
		requests = append(requests, requestAt(L, n))
	}
	if len(requests) == 0 {
		requests = append(requests, request{kind: 'l'})
	}
	values, err := lib.read(L, f, requests)
	if err != nil {
		return lib.returnReadError(L, err)
	}
	for _, v := range values {
		L.Push(v)
	}
	return len(values)
}

func (lib *library) read(L *lua.LState, f *file, requests []request) (values []lua.LValue, err error) {
	lib.openStdin(f)
	limit := lib.stringLimit()
	lib.use(L, f, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		values, err = f.read(requests, limit)
	})
	return values, err
}

// returnReadError raises where a limit was hit; what the system reports is returned, as in Lua.
func (lib *library) returnReadError(L *lua.LState, err error) int {
	if errors.Is(err, errTooLong) {
		raise(L, "read: %s", err.Error())
	}
	return returnOutcome(L, "", err)
}

// requestAt reads one format of read: a number of bytes, *n, *l or *a.
func requestAt(L *lua.LState, n int) request {
	if size, ok := L.Get(n).(lua.LNumber); ok {
		return request{kind: 'c', size: max(int(number.Integer(float64(size))), 0)}
	}
	format := checkString(L, n)
	if !strings.HasPrefix(format, "*") {
		ArgError(L, n, "invalid option")
	}
	if len(format) < 2 || strings.IndexByte("nla", format[1]) < 0 {
		ArgError(L, n, "invalid format")
	}
	return request{kind: format[1]}
}

func (lib *library) fileWrite(L *lua.LState) int { return lib.writeArgs(L, checkFile(L, 1), 2) }

// writeArgs writes the arguments from first on in one piece.
func (lib *library) writeArgs(L *lua.LState, f *file, first int) int {
	var data []byte
	for n := first; n <= L.GetTop(); n++ {
		if v, ok := L.Get(n).(lua.LNumber); ok {
			data = number.Append(data, float64(v))
			continue
		}
		text := checkString(L, n)
		lib.checkLength(L, "write", len(data)+len(text))
		data = append(data, text...)
	}
	var err error
	lib.use(L, f, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		err = f.write(data)
	})
	return returnOutcome(L, "", err)
}

func (lib *library) fileLines(L *lua.LState) int {
	f := checkFile(L, 1)
	return returnValue(L, L.NewFunction(func(L *lua.LState) int {
		return lib.nextLine(L, f, false)
	}))
}

// nextLine is the iterator of lines; at the end it closes a file that lines opened itself.
func (lib *library) nextLine(L *lua.LState, f *file, closes bool) int {
	if f.isClosed {
		raise(L, "file is already closed")
	}
	values, err := lib.read(L, f, []request{{kind: 'l'}})
	if err != nil {
		message, _ := systemError(err)
		raise(L, "%s", message)
	}
	if closes && values[0] == lua.LNil {
		if err := lib.closeFile(L, f); err != nil {
			raise(L, "%s", err.Error())
		}
	}
	return returnValue(L, values[0])
}

func (lib *library) fileSeek(L *lua.LState) int {
	f := checkFile(L, 1)
	whence := map[string]int{"set": io.SeekStart, "cur": io.SeekCurrent, "end": io.SeekEnd}[checkOption(L, 2, "cur", "set", "cur", "end")]
	at, err := f.seek(int64(optInt(L, 3, 0)), whence)
	if err != nil {
		return returnOutcome(L, "", err)
	}
	return returnNumber(L, float64(at))
}

func (lib *library) fileSetvbuf(L *lua.LState) int {
	f := checkFile(L, 1)
	mode := checkOption(L, 2, "", "no", "full", "line")
	optInt(L, 3, 0) // the size of the buffer is ours to choose
	if f.close != nil {
		if err := f.flush(); err != nil {
			return returnOutcome(L, "", err)
		}
		f.direct, f.lines = mode == "no", mode == "line"
	}
	return returnValue(L, lua.LTrue)
}
