package web

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// Text is an answer of plain text.
type Text struct {
	Status int
	Body   string
}

// File is an answer of bytes, with the name under which a browser would save them.
type File struct {
	Type string // the media type
	Name string // "" for none
	Data []byte
}

// Created is an answer of 201: the value that was made, and the path under which it can be read.
type Created struct {
	Location string
	Value    any // anything that encodes as JSON
}

// serve calls a handler, and writes its answer or its error.
func serve(handle Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := handle(r)
		if err != nil {
			writeError(w, err)
			return
		}
		writeAnswer(w, answer)
	})
}

func writeAnswer(w http.ResponseWriter, answer any) {
	switch a := answer.(type) {
	case nil:
		w.WriteHeader(http.StatusNoContent)
	case Text:
		writeBytes(w, a.Status, "text/plain; charset=utf-8", []byte(a.Body))
	case File:
		if a.Name != "" {
			w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		writeBytes(w, http.StatusOK, a.Type, a.Data)
	case json.RawMessage:
		writeBytes(w, http.StatusOK, jsonType, a)
	case Created:
		w.Header().Set("Location", a.Location)
		writeValue(w, http.StatusCreated, a.Value)
	default:
		writeValue(w, http.StatusOK, a)
	}
}

func writeValue(w http.ResponseWriter, status int, v any) {
	data, err := encode(v)
	if err != nil {
		writeError(w, fault.Wrap(fault.Bug, err, "cannot encode the answer"))
		return
	}
	writeBytes(w, status, jsonType, data)
}

const jsonType = "application/json; charset=utf-8"

// encode is JSON as WATS writes it: < > & stay as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func writeBytes(w http.ResponseWriter, status int, contentType string, data []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // the client has gone: there is nobody left to tell
}

// writeError answers with the status of the error's kind and {"Message": ...}.
func writeError(w http.ResponseWriter, err error) {
	f := fault.Of(err)
	status := f.Status
	if status == 0 {
		status = statusOf(f.Kind)
	}
	if f.RetryIn > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((f.RetryIn+time.Second-1)/time.Second)))
	}
	message := f.Message
	if f.Hint != "" {
		message += " (" + f.Hint + ")"
	}
	writeMessage(w, status, message)
}

func writeMessage(w http.ResponseWriter, status int, message string) {
	data, err := encode(map[string]string{"Message": message})
	if err != nil { // a map of strings always encodes
		panic(err)
	}
	writeBytes(w, status, jsonType, data)
}

// statusOf is the status that a client turns back into the kind.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Usage, fault.Validation:
		return http.StatusBadRequest
	case fault.Unauthorized:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.RateLimited:
		return http.StatusTooManyRequests
	case fault.Timeout, fault.Canceled:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
