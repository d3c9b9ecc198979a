package observe

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/lmittmann/tint"
)

// text writes records for people: who speaks is left out where that is plain. Only its Handle is used: the handler above it
// keeps attributes and groups itself.
type text struct {
	slog.Handler
	identity bool
}

func newText(w io.Writer, o Options) *text {
	return &text{tint.NewTextHandler(w, &tint.Options{Level: o.Level, NoColor: !o.Color, TimeFormat: "15:04:05.000"}), o.Identity}
}

// Handle is part of slog.Handler.
func (t *text) Handle(ctx context.Context, r slog.Record) error {
	shown := slog.NewRecord(r.Time, r.Level, unmistakable(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if t.identity || !slices.Contains(identity, a.Key) || a.Key == correlationID && r.Level >= slog.LevelWarn {
			shown.AddAttrs(a)
		}
		return true
	})
	return t.Handler.Handle(ctx, shown)
}

// ofCalls are the fields of lines about calls.
var ofCalls = []string{"operation", "attempt", "status", "duration"}

// unmistakable quotes a message that could be taken for fields of watsrun.
func unmistakable(message string) string {
	for _, names := range [][]string{record, identity, ofCalls} {
		for _, name := range names {
			if strings.Contains(message, name+"=") {
				return strconv.Quote(message)
			}
		}
	}
	return message
}

// printable keeps a message on one line: line breaks and escapes could fake other messages or command the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case !unicode.IsPrint(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
