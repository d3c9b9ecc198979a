// Package trace says where in a trace something belongs, in the words of W3C trace context, and keeps spans of what was done
// and sends them to a collector of OpenTelemetry, as OTLP over HTTP in JSON. It knows nothing of runs, calls and WATS.
package trace

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"strings"
)

// ID is the id of a trace: 16 bytes, not all zero.
type ID [16]byte

// String is the id in hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IDOf makes an id of the UUID that a text begins with, so that who knows one knows the other. Another text gives none.
func IDOf(text string) (id ID, ok bool) {
	const uuid = 36
	if len(text) < uuid {
		return id, false
	}
	bytes, err := hex.DecodeString(strings.ReplaceAll(text[:uuid], "-", ""))
	if err != nil || len(bytes) != len(id) {
		return id, false
	}
	return ID(bytes), ID(bytes) != ID{}
}

// NewID makes an id by chance.
func NewID() (id ID) {
	binary.BigEndian.PutUint64(id[:8], rand.Uint64())
	binary.BigEndian.PutUint64(id[8:], NewSpanID())
	return id
}

// NewSpanID makes the id of a span by chance.
func NewSpanID() uint64 {
	for {
		if id := rand.Uint64(); id != 0 {
			return id
		}
	}
}

// Context is a place in a trace. The zero value is none.
type Context struct {
	Trace   ID
	Span    uint64 // what is done here; 0 for the whole trace
	Sampled bool   // whether its spans are kept
}

// Valid tells a place from none.
func (c Context) Valid() bool { return c.Trace != ID{} }

// Header is the place as the header traceparent tells it.
func (c Context) Header() string {
	var b [55]byte
	copy(b[:], "00-")
	hex.Encode(b[3:], c.Trace[:])
	b[35] = '-'
	var span [8]byte
	binary.BigEndian.PutUint64(span[:], c.Span)
	hex.Encode(b[36:], span[:])
	copy(b[52:], "-00")
	if c.Sampled {
		b[54] = '1'
	}
	return string(b[:])
}

// ParseHeader reads a traceparent, also one of a later version.
func ParseHeader(text string) (c Context, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) < 55 || text != strings.ToLower(text) || text[2] != '-' || text[35] != '-' || text[52] != '-' {
		return c, false
	}
	version, err0 := hex.DecodeString(text[:2])
	id, err1 := hex.DecodeString(text[3:35])
	span, err2 := hex.DecodeString(text[36:52])
	flags, err3 := hex.DecodeString(text[53:55])
	if errors.Join(err0, err1, err2, err3) != nil || version[0] == 0xff || len(text) > 55 && (version[0] == 0 || text[55] != '-') {
		return c, false
	}
	c = Context{Trace: ID(id), Span: binary.BigEndian.Uint64(span), Sampled: flags[0]&1 != 0}
	return c, c.Valid() && c.Span != 0
}

type key struct{}

// With puts a place into the context.
func With(ctx context.Context, c Context) context.Context { return context.WithValue(ctx, key{}, c) }

// From is the place of a context, the zero value where there is none.
func From(ctx context.Context) Context {
	c, _ := ctx.Value(key{}).(Context)
	return c
}
