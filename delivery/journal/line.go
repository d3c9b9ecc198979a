package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"sync"
	"time"

	"github.com/watsrun/watsrun/report"
)

// format is that of the files; a reader that meets another sets the file aside.
const format = 1

// Header is the first line of a journal.
type Header struct {
	Journal      int         `json:"journal"` // the format
	ReportID     string      `json:"report_id"`
	SerialNumber string      `json:"serial_number"`
	PartNumber   string      `json:"part_number"`
	Began        time.Time   `json:"began"`
	Mode         report.Mode `json:"mode"`
	About
	Program string `json:"program"`
	Host    string `json:"host"`
	PID     int    `json:"pid"`
}

// The marks.
const (
	saved    = "saved"
	complete = "complete"
)

// lines appends lines of a journal.
type lines struct{ buf []byte }

func (l *lines) header(h Header) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	start := len(l.buf)
	l.buf = append(l.buf, bytes.TrimSuffix(text, []byte("}"))...)
	l.finish(start)
	return nil
}

func (l *lines) part(at time.Duration, p report.Part) {
	start := l.begin(at)
	l.buf = strconv.AppendInt(append(l.buf, `,"part":`...), int64(p.Number), 10)
	if p.As != "" {
		l.buf = strconv.AppendInt(append(l.buf, `,"of":`...), int64(p.Of), 10)
		l.buf = append(append(append(l.buf, `,"as":"`...), p.As...), '"')
	}
	l.buf = append(append(l.buf, `,"data":`...), p.Data...)
	l.finish(start)
}

func (l *lines) mark(at time.Duration, word string) {
	start := l.begin(at)
	l.buf = append(append(append(l.buf, `,"mark":"`...), word...), '"')
	l.finish(start)
}

func (l *lines) begin(at time.Duration) (start int) {
	start = len(l.buf)
	l.buf = strconv.AppendFloat(append(l.buf, `{"at":`...), at.Seconds(), 'f', 3, 64)
	return start
}

// finish ends a line with the checksum of all before it.
func (l *lines) finish(start int) {
	l.buf = fmt.Appendf(l.buf, crcFormat, crc32.Checksum(l.buf[start:], castagnoli()))
}

var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

const (
	crcFormat = `,"crc":"%08x"}` + "\n"
	crcLength = len(`,"crc":"00000000"}` + "\n")
)

// line is any line but the first.
type line struct {
	At   float64         `json:"at"`
	Part int             `json:"part"`
	Of   int             `json:"of"`
	As   string          `json:"as"`
	Data json.RawMessage `json:"data"`
	Mark string          `json:"mark"`
}

// parseLine reads a line with its end into v, and tells whether it is whole.
func parseLine(text []byte, v any) bool {
	body := len(text) - crcLength
	if body < 0 || string(text[body:]) != fmt.Sprintf(crcFormat, crc32.Checksum(text[:body], castagnoli())) {
		return false
	}
	return json.Unmarshal(text, v) == nil
}

// content is what a journal says.
type content struct {
	Header
	parts    []report.Part
	at       float64 // of the last mark
	complete bool
	problem  string // empty for a journal that is as it was written
}

// parse reads a journal as far as it was written.
func parse(data []byte) content {
	var c content
	var unmarked []report.Part
	number := 0
	for text := range bytes.Lines(data) {
		if text[len(text)-1] != '\n' {
			break // the crash came in the middle of it
		}
		number++
		var l line
		switch {
		case number == 1 && parseLine(text, &c.Header):
		case number > 1 && parseLine(text, &l):
			if unmarked = append(unmarked, l.parts()...); l.Mark != "" {
				c.parts, unmarked = append(c.parts, unmarked...), nil
				c.at, c.complete = l.At, l.Mark == complete
			}
		case c.problem == "":
			c.problem = fmt.Sprintf("line %d is damaged", number)
		}
	}
	if number > 0 && c.problem == "" && c.Journal != format {
		c.problem = fmt.Sprintf("its format is %d, this program reads %d", c.Journal, format)
	}
	return c
}

// parts is the part of a line that has one.
func (l line) parts() []report.Part {
	if l.Data == nil {
		return nil
	}
	return []report.Part{{Number: l.Part, Of: l.Of, As: l.As, Data: l.Data}}
}
