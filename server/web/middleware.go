package web

import (
	"compress/gzip"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// Recover answers 500 and logs when a handler panics, so that the server lives on.
func Recover(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				v := recover()
				if v == nil {
					return
				}
				if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(v) // so says a handler that wants the connection cut
				}
				log.ErrorContext(r.Context(), "a request made the server panic", "method", r.Method, "path", r.URL.Path,
					"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
				writeMessage(w, http.StatusInternalServerError, "the server failed on this request; its log has the details")
			}()
			next.ServeHTTP(w, r)
		})
	}
}

// Watch tells of each request how it ended, also of those whose handler cuts the connection by a panic.
func Watch(now func() time.Time, ended func(r *http.Request, status int, d time.Duration)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen, begin := &statusWriter{ResponseWriter: w, status: http.StatusOK}, now()
			defer func() { ended(r, seen.status, now().Sub(begin)) }()
			next.ServeHTTP(seen, r)
		})
	}
}

// Log writes one line a request at debug level, and one at error level for an answer of 500 and above.
func Log(log *slog.Logger, now func() time.Time) func(http.Handler) http.Handler {
	return Watch(now, func(r *http.Request, status int, d time.Duration) {
		level := slog.LevelDebug
		if status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		log.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path, "route", r.Pattern,
			"status", status, "duration", d, "correlation_id", r.Header.Get("X-Correlation-ID"))
	})
}

// statusWriter remembers the status that was written.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap gives http.ResponseController the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Authorize lets requests pass that carry the token as WATS wants it: "Authorization: Basic <token>". Token "" lets
// every request pass. So does exempt, which says of a request that its route judges by itself what it carries; nil
// exempts none.
func Authorize(token string, exempt func(*http.Request) bool) func(http.Handler) http.Handler {
	want := sha256.Sum256([]byte(token))
	return func(next http.Handler) http.Handler {
		if token == "" {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			got := sha256.Sum256([]byte(strings.TrimSpace(given))) // of equal length: the comparison tells nothing
			right := strings.EqualFold(scheme, "Basic") && subtle.ConstantTimeCompare(got[:], want[:]) == 1
			if right || exempt != nil && exempt(r) {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("WWW-Authenticate", `Basic realm="WATS"`)
			writeMessage(w, http.StatusUnauthorized, "the token is missing or wrong: send the header Authorization: Basic <token>")
		})
	}
}

// Delay lets every request wait before it is served, as a distant server would.
func Delay(latency time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		if latency <= 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			timer := time.NewTimer(latency)
			defer timer.Stop()
			select {
			case <-timer.C:
				next.ServeHTTP(w, r)
			case <-r.Context().Done():
			}
		})
	}
}

// Unpack bounds request bodies to a number of bytes and unpacks those that come compressed with gzip: the bound holds
// before and after.
func Unpack(limit int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, limit)
			switch encoding := strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding"))); encoding {
			case "", "identity":
			case "gzip":
				unpacked, err := gzip.NewReader(r.Body)
				if err != nil {
					writeMessage(w, http.StatusBadRequest, "the request body is not gzip, as its Content-Encoding says: "+err.Error())
					return
				}
				r.Body, r.ContentLength = http.MaxBytesReader(w, unpacked, limit), -1
				r.Header.Del("Content-Encoding")
			default:
				writeMessage(w, http.StatusUnsupportedMediaType, fmt.Sprintf("the Content-Encoding %q is not understood: use gzip or none", encoding))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
