package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/uuid"
)

const (
	format     = 1        // of the files; a reader that meets another sets the file aside
	headerSize = 64 << 10 // longest line of JSON, its line feed included
	headerRead = 2 << 10  // how much of a file is read first: nearly every header fits
)

// damage says that a file is not an entry. Everything else that can go wrong while reading is the disk's trouble.
type damage struct{ reason string }

func (d *damage) Error() string { return d.reason }

func damaged(format string, args ...any) error { return &damage{fmt.Sprintf(format, args...)} }

// encodeHeader is the record as one line of JSON.
func encodeHeader(r Record) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // people read this
	if err := enc.Encode(r); err != nil {
		return nil, err
	}
	if b.Len() > headerSize {
		return nil, fmt.Errorf("the description of the report is too long: %d bytes, at most %d", b.Len(), headerSize)
	}
	return b.Bytes(), nil
}

// decodeHeader reads the line of JSON at the start of data and returns how long it is.
func decodeHeader(data []byte) (Record, int, error) {
	end := bytes.IndexByte(data[:min(len(data), headerSize)], '\n')
	if end < 0 {
		return Record{}, 0, damaged("the first line is not complete")
	}
	var r Record
	if err := json.Unmarshal(data[:end], &r); err != nil {
		return Record{}, 0, damaged("the first line is not a header: %v", err)
	}
	if err := r.check(); err != nil {
		return Record{}, 0, err
	}
	return r, end + 1, nil
}

func (r *Record) check() error {
	sum, err := hex.DecodeString(r.SHA256)
	switch {
	case r.Format != format:
		return damaged("its format is %d, this program reads %d", r.Format, format)
	case r.ID == uuid.Nil:
		return damaged("the header has no id")
	case r.Bytes <= 0 || r.Attempts < 0:
		return damaged("the header has impossible numbers")
	case err != nil || len(sum) != sha256.Size:
		return damaged("the header has no checksum")
	case r.Priority < FirstPriority || r.Priority > LastPriority:
		return damaged("the header has no priority")
	}
	return nil
}

// decode takes a whole file apart and checks it.
func decode(data []byte) (Record, []byte, error) {
	r, n, err := decodeHeader(data)
	if err != nil {
		return Record{}, nil, err
	}
	body := data[n:]
	if int64(len(body)) != r.Bytes {
		return Record{}, nil, damaged("the report has %d bytes, the header says %d", len(body), r.Bytes)
	}
	if checksum(body) != r.SHA256 {
		return Record{}, nil, damaged("the report does not match its checksum")
	}
	return r, body, nil
}

func checksum(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// readFile reads and checks the whole entry of a report. A file far longer than any report is not read into memory.
func (o *Outbox) readFile(path string, id uuid.UUID) (Record, []byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return Record{}, nil, err
	}
	defer f.Close()
	limit := o.opts.MaxBody + headerSize
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return Record{}, nil, err
	}
	if int64(len(data)) > limit {
		return Record{}, nil, damaged("the file is longer than %d bytes", limit)
	}
	r, body, err := decode(data)
	if err == nil && r.ID != id {
		return Record{}, nil, damaged("the header is that of report %s", r.ID)
	}
	return r, body, err
}

// readHeader reads only the first line of an entry.
func readHeader(path string) (Record, error) {
	f, err := os.Open(path)
	if err != nil {
		return Record{}, err
	}
	defer f.Close()
	data, err := readLine(f)
	if err != nil {
		return Record{}, err
	}
	r, _, err := decodeHeader(data)
	return r, err
}

// readLine reads until a line has ended, the file has, or a header would be too long.
func readLine(f io.Reader) ([]byte, error) {
	data := make([]byte, headerRead)
	for filled := 0; ; {
		n, err := io.ReadFull(f, data[filled:])
		filled += n
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return nil, err
		}
		if ended || bytes.IndexByte(data[:filled], '\n') >= 0 || filled >= headerSize {
			return data[:filled], nil
		}
		data = append(data, make([]byte, headerSize-filled)...)
	}
}
