package lua51

import (
	"errors"
	"fmt"
	"io"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

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
func newStdin() *file { return &file{slow: true, isStdin: true, text: crlf} }

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
