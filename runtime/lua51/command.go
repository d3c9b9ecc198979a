package lua51

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// osExecute runs a command of the system's shell and returns what C's system does: on Unix its exit code times 256.
func (lib *library) osExecute(L *lua.LState) int {
	lib.checkIO(L, "os.execute")
	if L.Get(1) == lua.LNil {
		return returnNumber(L, 1) // there is a shell
	}
	command := checkString(L, 1)
	var err error
	lib.block(L, func(ctx context.Context) {
		cmd := shell(ctx, command)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = lib.inherited(), lib.vm.Stdout, lib.vm.Stderr
		err = cmd.Run()
	})
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return returnNumber(L, -1)
	}
	if exit == nil {
		return returnNumber(L, 0)
	}
	return returnNumber(L, float64(waitStatus(exit.ProcessState)))
}

// killDelay is how long a command that was killed may hold its pipes open.
const killDelay = time.Second

// shell is a command for the system's shell that ends with ctx.
func shell(ctx context.Context, command string) *exec.Cmd {
	cmd := shellCommand(ctx, command)
	cmd.Cancel = func() error {
		_ = cmd.Process.Kill()   // one that is gone fails in a way of each system's own; for any other there is the delay
		return os.ErrProcessDone // the caller knows about ctx
	}
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
	f := &file{slow: true, abort: kill, text: crlf && !strings.HasSuffix(mode, "b")}
	if crlf {
		mode = strings.TrimSuffix(mode, "b") // other systems know no such letter here
	}
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

// inherited is the input for commands: the run's own where it is a file of the system, else none.
func (lib *library) inherited() io.Reader {
	if f, ok := lib.vm.Stdin.(*os.File); ok {
		return f
	}
	return nil
}
