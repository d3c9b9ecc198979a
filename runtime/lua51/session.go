package lua51

import (
	"context"

	lua "github.com/yuin/gopher-lua"
)

// session is what a run changes in the library. It ends with the run, so that the next one finds a library as new.
type session struct {
	lib           *library
	input, output *lua.LUserData // the default files
	protos        []*lua.FunctionProto
	tickets       map[*lua.FunctionProto]int
}

// ofRun is the session of the run under way.
func (lib *library) ofRun() *session {
	if lib.session == nil {
		lib.session = &session{lib: lib, input: lib.stdin, output: lib.stdout, tickets: map[*lua.FunctionProto]int{}}
		lib.vm.Track(lib.session)
	}
	return lib.session
}

// Close ends the session.
func (s *session) Close() error {
	s.lib.session = nil
	s.lib.stdin.Value = newStdin() // what was read ahead belongs to this run
	return nil
}

// dump gives a ticket for a function's code.
func (s *session) dump(p *lua.FunctionProto) int {
	n, ok := s.tickets[p]
	if !ok {
		n = len(s.protos)
		s.protos = append(s.protos, p)
		s.tickets[p] = n
	}
	return n
}

func (s *session) dumped(n int) (*lua.FunctionProto, bool) {
	if n < 0 || n >= len(s.protos) {
		return nil, false
	}
	return s.protos[n], true
}

// block runs what waits with the run lock released, and raises when the run ended meanwhile.
func (lib *library) block(L *lua.LState, wait func(ctx context.Context)) {
	lib.vm.Block(L, func(ctx context.Context) {
		if ctx == nil {
			ctx = context.Background()
		}
		wait(ctx)
	})
	if err := lib.vm.Err(); err != nil {
		raise(L, "%s", err.Error())
	}
}

// wait runs what takes a moment and cannot be interrupted.
func (lib *library) wait(L *lua.LState, work func()) {
	lib.block(L, func(context.Context) { work() })
}

// await runs work that may wait for ever, such as reading from a pipe. When the run ends first, it raises and leaves
// work behind: work must touch nothing that others use without a lock.
func (lib *library) await(L *lua.LState, work func()) {
	var ended error
	lib.block(L, func(ctx context.Context) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			work()
		}()
		select {
		case <-done:
		case <-ctx.Done():
			ended = context.Cause(ctx)
		}
	})
	if ended != nil {
		raise(L, "%s", ended.Error())
	}
}
