package lua51

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// file is what a file handle of Lua holds. Reading and writing are buffered as in C.
type file struct {
	reader   io.Reader    // nil where it cannot be read
	writer   io.Writer    // nil where it cannot be written
	seeker   io.Seeker    // nil where it has no position
	close    func() error // nil for the standard files, which stay open
	abort    func()       // ends what reading, writing or closing waits for, at any time; nil where they do not wait
	isStdin  bool
	text     bool // whether a carriage return before a line feed is no part of what is read
	slow     bool // whether reading and writing may wait
	direct   bool // whether what is written goes out at once
	lines    bool // whether each line does
	isClosed bool // for the script

	mu    sync.Mutex // for the rest, which is used where the run lock is not held
	ended bool
	in    *bufio.Reader
	out   *bufio.Writer
}

// errTooLong says that what was read is longer than a string may be.
var errTooLong = errors.New("too long")

// Close closes the file at the end of its run, without waiting for anything.
func (f *file) Close() error {
	f.isClosed = true
	if f.abort == nil {
		return f.end()
	}
	if !f.mu.TryLock() { // by work that was left behind
		f.abort()
		return nil
	}
	defer f.mu.Unlock()
	return f.endLocked(f.abort)
}

// end writes what is left and closes.
func (f *file) end() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.endLocked(func() {})
}

// endLocked ends the file once, with something to do between the last write and closing.
func (f *file) endLocked(before func()) error {
	if f.ended {
		return nil
	}
	f.ended = true
	flushed := f.flush()
	before()
	return errors.Join(flushed, f.close())
}

func (f *file) flush() error {
	if f.out == nil {
		return nil
	}
	return f.out.Flush()
}

// write adds data, through the buffer unless the file has none.
func (f *file) write(data []byte) error {
	if f.writer == nil {
		return errBadDescriptor
	}
	if err := f.forgetRead(); err != nil {
		return err
	}
	if f.direct {
		_, err := f.writer.Write(data)
		return err
	}
	if f.out == nil {
		f.out = bufio.NewWriter(f.writer)
	}
	if _, err := f.out.Write(data); err != nil {
		return err
	}
	if f.lines && bytes.IndexByte(data, '\n') >= 0 {
		return f.out.Flush()
	}
	return nil
}

// forgetRead puts the position back to what the script has read.
func (f *file) forgetRead() error {
	if f.in == nil || f.in.Buffered() == 0 || f.seeker == nil {
		return nil
	}
	_, err := f.seeker.Seek(-int64(f.in.Buffered()), io.SeekCurrent)
	f.in.Reset(f.reader)
	return err
}

func (f *file) seek(offset int64, whence int) (int64, error) {
	if f.seeker == nil {
		return 0, errSeek
	}
	if err := errors.Join(f.flush(), f.forgetRead()); err != nil {
		return 0, err
	}
	at, err := f.seeker.Seek(offset, whence)
	if f.in != nil {
		f.in.Reset(f.reader)
	}
	return at, err
}

// request is one thing to read: 'n' a number, 'l' a line, 'a' all that is left, 'c' up to size bytes.
type request struct {
	kind byte
	size int
}

// read reads what is asked for, up to and including the first that is not there, for which it gives nil.
func (f *file) read(requests []request, limit int) ([]lua.LValue, error) {
	if f.reader == nil {
		return nil, errBadDescriptor
	}
	if err := f.flush(); err != nil {
		return nil, err
	}
	if f.in == nil {
		f.in = bufio.NewReader(f.reader)
	}
	values := make([]lua.LValue, 0, len(requests))
	for _, r := range requests {
		v, err := f.readOne(r, limit)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		if v == lua.LNil {
			break
		}
	}
	return values, nil
}

func (f *file) readOne(r request, limit int) (lua.LValue, error) {
	switch {
	case r.kind == 'n':
		return f.readNumber()
	case r.kind == 'l':
		return f.readLine(limit)
	case r.kind == 'a':
		return f.readBytes(-1, limit)
	case r.size == 0:
		if _, err := f.in.Peek(1); err != nil {
			return lua.LNil, notEOF(err)
		}
		return lua.LString(""), nil
	}
	return f.readBytes(r.size, limit)
}

func notEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// readLine reads up to the next line feed, which it drops; a carriage return before it stays where the file is not text.
func (f *file) readLine(limit int) (lua.LValue, error) {
	var line []byte
	for {
		part, err := f.in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > limit:
			return nil, fmt.Errorf("line longer than the limit of %d bytes: %w", limit, errTooLong)
		case err == nil && f.text:
			return lua.LString(bytes.TrimSuffix(line[:len(line)-1], []byte("\r"))), nil
		case err == nil:
			return lua.LString(line[:len(line)-1]), nil
		case errors.Is(err, io.EOF) && len(line) > 0:
			return lua.LString(line), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return lua.LNil, notEOF(err)
		}
	}
}

// readBytes reads up to n bytes, all that is left where n is negative.
func (f *file) readBytes(n, limit int) (lua.LValue, error) {
	most := int64(limit) + 1
	if n >= 0 {
		most = min(most, int64(n))
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, f.in, most); notEOF(err) != nil {
		return nil, err
	}
	if b.Len() > limit {
		return nil, fmt.Errorf("contents longer than the limit of %d bytes: %w", limit, errTooLong)
	}
	if b.Len() == 0 && n >= 0 {
		return lua.LNil, nil
	}
	if n < 0 && f.text {
		return lua.LString(strings.ReplaceAll(b.String(), "\r\n", "\n")), nil
	}
	return lua.LString(b.String()), nil
}

// longestNumber bounds the text that readNumber takes for one.
const longestNumber = 400

// readNumber reads a number as C's scanf does: white space, then bytes as long as they can belong to one.
func (f *file) readNumber() (lua.LValue, error) {
	var s scan
	for len(s.text) < longestNumber {
		c, err := f.in.ReadByte()
		if err != nil {
			if notEOF(err) != nil {
				return nil, err
			}
			break
		}
		if len(s.text) == 0 && isSpace(c) {
			continue
		}
		if !s.accepts(c) {
			if err := f.in.UnreadByte(); err != nil {
				return nil, err
			}
			break
		}
		s.text = append(s.text, c)
	}
	if v, ok := number.Parse(string(s.text)); ok {
		return lua.LNumber(v), nil
	}
	return lua.LNil, nil
}

// scan is the text of a number so far.
type scan struct {
	text                  []byte
	digits, point, raised bool // whether it has digits, the point, the exponent's mark
	hex                   bool
}

// accepts says whether c can go on the number.
func (s *scan) accepts(c byte) bool {
	last, lower := byte(0), c|0x20
	if len(s.text) > 0 {
		last = s.text[len(s.text)-1] | 0x20
	}
	switch {
	case c == '+' || c == '-':
		return len(s.text) == 0 || s.raised && last == s.exponentMark()
	case '0' <= c && c <= '9', s.hex && !s.raised && 'a' <= lower && lower <= 'f':
		s.digits = true
		return !s.isWord()
	case c == '.':
		fits := !s.point && !s.raised && !s.isWord()
		s.point = true
		return fits
	case lower == 'x':
		s.hex = s.digits && last == '0' && len(bytes.TrimLeft(s.text, "+-")) == 1
		return s.hex
	case s.digits && lower == s.exponentMark() && !s.raised:
		s.raised = true
		return true
	}
	return !s.digits && !s.point && s.continuesWord(lower)
}

func (s *scan) exponentMark() byte {
	if s.hex {
		return 'p'
	}
	return 'e'
}

func (s *scan) isWord() bool {
	word := bytes.TrimLeft(s.text, "+-")
	return len(word) > 0 && (word[0]|0x20 == 'i' || word[0]|0x20 == 'n')
}

// continuesWord says whether c goes on the words infinity or nan.
func (s *scan) continuesWord(c byte) bool {
	word := append(bytes.ToLower(bytes.TrimLeft(s.text, "+-")), c)
	return bytes.HasPrefix([]byte("infinity"), word) || bytes.HasPrefix([]byte("nan"), word)
}
