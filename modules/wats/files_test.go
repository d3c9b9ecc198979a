package wats

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

type sendingArgs struct {
	Filename string  `lua:"filename" query:"filename"`
	Content  *string `lua:"content" body:"content"`
	upload
}

type fetchingArgs struct {
	ID string `lua:"id,required"`
	download
}

var (
	sending  = op[sendingArgs, bool]("send", "Send a file.", "POST /file", sends("application/octet-stream"), succeeds)
	posting  = op[sendingArgs, bool]("post", "Send a file as a form does.", "POST /form", sendsForm("file"), succeeds)
	fetching = op[fetchingArgs, string]("fetch", "Fetch a file.", "GET /file/{id}", accepts(anyFile))
)

func callFile(t *testing.T, ctx context.Context, c *Client, d declaration, args map[string]any) (any, error) {
	t.Helper()
	f := d(c)
	return operation{"test", f.Name, f}.call(t, ctx, args)
}

// largeFile is a file of 3 MB.
func largeFile(t *testing.T) (path string, data []byte) {
	t.Helper()
	data = bytes.Repeat([]byte("0123456789abcdef\x00\xff"), 3<<20/18)
	path = filepath.Join(t.TempDir(), "data ø.bin")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, data
}

func TestUpload(t *testing.T) {
	path, data := largeFile(t)
	s := serve(t, says(200, "text/plain", ""))
	c := newClient(t, s.URL)
	for name, args := range map[string]map[string]any{
		"content": {"content": string(data), "filename": "data ø.bin"},
		"file":    {"file": path, "filename": "data ø.bin"},
	} {
		if out, err := callFile(t, inRun(t), c, sending, args); out != true || err != nil {
			t.Fatalf("%s: %v, %v", name, out, err)
		}
		got := s.last()
		if got.body != string(data) || got.header.Get("Content-Type") != "application/octet-stream" || got.header.Get("Content-Length") == "" {
			t.Errorf("%s: %d bytes arrived, header %v", name, len(got.body), got.header)
		}
		if _, err := callFile(t, inRun(t), c, posting, args); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if filename, content := readForm(t, s.last()); filename != "data ø.bin" || content != string(data) {
			t.Errorf("%s: the form has %d bytes as %q", name, len(content), filename)
		}
	}
	if _, err := callFile(t, inRun(t), c, posting, map[string]any{"file": path}); err != nil {
		t.Fatal(err)
	}
	if filename, _ := readForm(t, s.last()); filename != "data ø.bin" {
		t.Errorf("a file without another name is sent as %q", filename)
	}
}

func readForm(t *testing.T, got seen) (filename, content string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(strings.NewReader(got.body), params["boundary"]).NextPart()
	if err != nil || part.FormName() != "file" {
		t.Fatalf("%v, %v", part, err)
	}
	data, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return part.FileName(), string(data)
}

func TestUploadOfWhatIsNotThere(t *testing.T) {
	s := serve(t, says(200, "text/plain", ""))
	c := newClient(t, s.URL)
	for _, args := range []map[string]any{
		{}, {"content": "x", "file": "y"}, {"file": filepath.Join(t.TempDir(), "none")}, {"file": t.TempDir()},
	} {
		if _, err := callFile(t, inRun(t), c, sending, args); fault.KindOf(err) != fault.Usage {
			t.Errorf("%v: %v", args, err)
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestDownload(t *testing.T) {
	_, data := largeFile(t)
	c := newClient(t, serve(t, says(200, "application/octet-stream", string(data))).URL)
	if out, err := callFile(t, inRun(t), c, fetching, map[string]any{"id": "1"}); err != nil || !bytes.Equal(out.([]byte), data) {
		t.Errorf("%v", err)
	}
	to := filepath.Join(t.TempDir(), "copy.bin")
	out, err := callFile(t, inRun(t), c, fetching, map[string]any{"id": "1", "to": to})
	if err != nil || out != to {
		t.Fatalf("%v, %v", out, err)
	}
	if got, err := os.ReadFile(to); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// TestDownloadIsWholeOrNotAtAll: what was there before stays when a transfer breaks off, and nothing else is left behind.
func TestDownloadIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	to := filepath.Join(dir, "copy.bin")
	if err := os.WriteFile(to, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, answer := range map[string]http.HandlerFunc{
		"cut off": reset("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 100\r\n\r\nhalf"),
		"404":     says(404, "text/plain", "no"),
	} {
		c := newClient(t, serve(t, answer).URL)
		if _, err := callFile(t, inRun(t), c, fetching, map[string]any{"id": "1", "to": to}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got, _ := os.ReadFile(to); string(got) != "before" {
		t.Errorf("the file is %q", got)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v", left)
	}
	c := newClient(t, serve(t, says(200, "application/zip", "x")).URL)
	_, err := callFile(t, inRun(t), c, fetching, map[string]any{"id": "1", "to": filepath.Join(dir, "none", "x")})
	if f := fault.Of(err); f == nil || f.Kind != fault.Usage || f.Hint == "" {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestTransferMayTakeLongButNotStand: the time of a call bounds a standstill, not the whole transfer.
func TestTransferMayTakeLongButNotStand(t *testing.T) {
	const limit = time.Second
	stand := make(chan struct{})
	t.Cleanup(func() { close(stand) })
	c := newClient(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		for range 4 {
			w.Write(bytes.Repeat([]byte("x"), 1000))
			w.(http.Flusher).Flush()
			select {
			case <-time.After(limit * 2 / 5):
			case <-r.Context().Done():
			}
		}
		if r.URL.Path == "/file/stands" {
			select {
			case <-stand:
			case <-r.Context().Done():
			}
		}
	}).URL, func(o *Options) { o.HTTP.Timeout = limit })
	to := filepath.Join(t.TempDir(), "slow")
	if _, err := callFile(t, inRun(t), c, fetching, map[string]any{"id": "goes", "to": to}); err != nil {
		t.Errorf("a transfer that goes on: %v", err)
	}
	_, err := callFile(t, inRun(t), c, fetching, map[string]any{"id": "stands", "to": to})
	if f := fault.Of(err); f == nil || f.Kind != fault.Timeout || !strings.Contains(f.Message, "GET /file/{id}") {
		t.Errorf("a transfer that stands: %v", err)
	}
}

func TestTransferShowsProgress(t *testing.T) {
	path, data := largeFile(t)
	s := serve(t, withHeader("Content-Length", strconv.Itoa(len(data)), says(200, "application/octet-stream", string(data))))
	c := newClient(t, s.URL)
	ctx := inRun(t)
	var last, shown int64
	what := ""
	modules.RunFrom(ctx).Show = func(w string, done, total int64) {
		if done <= last && w == what || total != int64(len(data)) {
			t.Errorf("%s: %d after %d of %d", w, done, last, total)
		}
		what, last = w, done
		shown++
	}
	if _, err := callFile(t, ctx, c, sending, map[string]any{"file": path}); err != nil || last != int64(len(data)) || shown < 5 || what != "sending data ø.bin" {
		t.Errorf("%s: %d of %d in %d steps, %v", what, last, len(data), shown, err)
	}
	last, shown = 0, 0
	if _, err := callFile(t, ctx, c, fetching, map[string]any{"id": "1", "to": filepath.Join(t.TempDir(), "in")}); err != nil || last != int64(len(data)) || shown < 5 {
		t.Errorf("%s: %d of %d in %d steps, %v", what, last, len(data), shown, err)
	}
}
