package lua51

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

// returnOutcome ends a library function that asks something of the system: true, or nil, a message and C's error
// number. The message begins with the name where there is one.
func returnOutcome(L *lua.LState, name string, err error) int {
	if err == nil {
		return returnValue(L, lua.LTrue)
	}
	message, number := systemError(err)
	if name != "" {
		message = name + ": " + message
	}
	L.Push(lua.LNil)
	L.Push(lua.LString(message))
	L.Push(lua.LNumber(number))
	return 3
}

// portable are the errors that have C's text and number on every system.
var portable = []struct {
	err     error
	message string
	number  int
}{
	{fs.ErrNotExist, "No such file or directory", 2},
	{fs.ErrPermission, "Permission denied", 13},
	{fs.ErrExist, "File exists", 17},
	{fs.ErrInvalid, "Invalid argument", 22},
	{fs.ErrClosed, "Bad file descriptor", 9},
	{errBadDescriptor, "Bad file descriptor", 9},
	{errSeek, "Illegal seek", 29},
}

var (
	errBadDescriptor = errors.New("bad file descriptor") // a file that is not open for what is asked
	errSeek          = errors.New("illegal seek")        // a stream has no position
)

// SystemMessage is the cause of a file error as C words it.
func SystemMessage(err error) string {
	message, _ := systemError(err)
	return message
}

// systemError is the text of C's strerror, and errno. Go's texts for Unix differ from C's in their first letter only.
func systemError(err error) (message string, number int) {
	var errno syscall.Errno
	if errors.As(err, &errno) && errnoIsC {
		return capitalized(errno.Error()), int(errno)
	}
	for _, p := range portable {
		if errors.Is(err, p.err) {
			return p.message, p.number
		}
	}
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next // drops the operation and the path that Go puts before the system's message
	}
	return capitalized(err.Error()), 0
}

func capitalized(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
