package web

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// worthPacking is the length in bytes from which an answer is compressed: below it the packing costs more time than the
// shorter way saves.
const worthPacking = 16 << 10

// Pack compresses long answers with gzip for clients that ask for it. It relies on the Content-Length that every answer
// of this package carries.
func Pack(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if r.Method == http.MethodHead || !acceptsGzip(r.Header.Get("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		packed := &packer{ResponseWriter: w}
		next.ServeHTTP(packed, r)
		packed.finish()
	})
}

// acceptsGzip reads an Accept-Encoding header; gzip;q=0 is a refusal.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(strings.ToLower(header), ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name = strings.TrimSpace(name); name != "gzip" && name != "*" {
			continue
		}
		weight, found := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return !found || err != nil || q > 0
	}
	return false
}

var gzipWriters = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil { // only an unknown level fails
		panic(err)
	}
	return w
}}

// packer compresses what is written when the answer turns out to be long.
type packer struct {
	http.ResponseWriter
	zip *gzip.Writer
}

// WriteHeader implements http.ResponseWriter.
func (p *packer) WriteHeader(status int) {
	header := p.Header()
	length, err := strconv.Atoi(header.Get("Content-Length"))
	if err == nil && length >= worthPacking && header.Get("Content-Encoding") == "" && !isPacked(header.Get("Content-Type")) {
		header.Del("Content-Length")
		header.Set("Content-Encoding", "gzip")
		p.zip, _ = gzipWriters.Get().(*gzip.Writer)
		p.zip.Reset(p.ResponseWriter)
	}
	p.ResponseWriter.WriteHeader(status)
}

// isPacked says whether a media type is compressed already.
func isPacked(contentType string) bool {
	return strings.HasPrefix(contentType, "application/zip") || strings.HasPrefix(contentType, "image/") ||
		strings.HasPrefix(contentType, "application/pdf")
}

// Write implements http.ResponseWriter.
func (p *packer) Write(data []byte) (int, error) {
	if p.zip != nil {
		return p.zip.Write(data)
	}
	return p.ResponseWriter.Write(data)
}

// Unwrap gives http.ResponseController the writer below.
func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// finish ends the compressed answer.
func (p *packer) finish() {
	if p.zip != nil {
		_ = p.zip.Close() // the client has gone: there is nobody left to tell
		gzipWriters.Put(p.zip)
	}
}
