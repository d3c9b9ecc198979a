package wats

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"reflect"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// download is embedded in the arguments of operations that fetch a file.
type download struct {
	To string `lua:"to" doc:"File to write it to; the result is then this path instead of the content."`
}

func (d *download) target() string { return d.To }

// upload is embedded in the arguments of operations that send a file, beside one with body:"content".
type upload struct {
	File string `lua:"file" doc:"File to send, instead of the content itself."`
}

func (u *upload) source() string { return u.File }

// source is what a request sends: bytes that are there, or a file that is read while it is sent. A form may surround it.
type source struct {
	head, content, tail []byte
	path                string // instead of content
	size                int64  // of all
	name                string // as people see it
}

// open starts from the beginning, also for a request that is sent again.
func (s *source) open() (io.ReadCloser, error) {
	head, tail := bytes.NewReader(s.head), bytes.NewReader(s.tail)
	if s.path == "" {
		return io.NopCloser(io.MultiReader(head, bytes.NewReader(s.content), tail)), nil
	}
	file, err := os.Open(s.path)
	if err != nil {
		return nil, unreadable(s.path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(head, file, tail), file}, nil
}

// attach makes the source the body of a request. It is read anew when the request is sent again.
func (r *request) attach(ctx context.Context, req *http.Request) (err error) {
	if r.source == nil {
		return nil
	}
	req.ContentLength = r.source.size
	req.GetBody = func() (io.ReadCloser, error) {
		body, err := r.source.open()
		if err != nil {
			return nil, err
		}
		var from io.Reader = body
		if r.moves != nil {
			from = moving{from, r.moves}
		}
		from = modules.Progress(ctx, "sending "+r.source.name, from, r.source.size)
		return struct {
			io.Reader
			io.Closer
		}{from, body}, nil
	}
	req.Body, err = req.GetBody()
	return err
}

func unreadable(path string, err error) error {
	f := fault.Wrap(fault.Usage, err, "the file %s cannot be read", path)
	if errors.Is(err, fs.ErrNotExist) {
		f.Message = "there is no file " + path
	}
	return f
}

// checkFile refuses a path from a script that is kept from files.
func checkFile(ctx context.Context, argument, path string) error {
	if run := modules.MaybeRun(ctx); path == "" || run == nil || !run.Sandbox {
		return nil
	}
	return fault.New(fault.Usage, "%s cannot be %s: scripts in the sandbox have no files", argument, path).
		WithHint("pass the content itself, or run the script without --sandbox")
}

// files completes the request with the file that is to be sent or fetched.
func (p *plan) files(ctx context.Context, in any, r *request) error {
	if d, ok := in.(interface{ target() string }); ok {
		r.saveTo = d.target()
		if err := checkFile(ctx, "to", r.saveTo); err != nil {
			return err
		}
	}
	u, ok := in.(interface{ source() string })
	if !ok {
		return nil
	}
	if err := checkFile(ctx, "file", u.source()); err != nil {
		return err
	}
	s, name, err := p.sourceOf(in, u.source())
	if err != nil {
		return err
	}
	if p.form != "" {
		r.mime, err = s.inForm(p.form, name)
	}
	r.source = s
	return err
}

// sourceOf is the content or the file that the arguments give, and the name of the file.
func (p *plan) sourceOf(in any, path string) (s *source, name string, err error) {
	given, hasContent := p.contentOf(in)
	switch {
	case hasContent == (path != ""):
		return nil, "", fault.New(fault.Usage, "either %s or file is required", given.name).
			WithHint("%s is the content itself, file the path of a file that has it", given.name)
	case hasContent:
		return &source{content: given.text, size: int64(len(given.text)), name: given.filename}, given.filename, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, "", unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, "", fault.New(fault.Usage, "%s is no file that can be sent", path)
	}
	name = orElse(given.filename, filepath.Base(path))
	return &source{path: path, size: info.Size(), name: name}, name, nil
}

// given is the argument with the content, and the name that the file is to have.
type given struct {
	name, filename string
	text           []byte
}

func (p *plan) contentOf(in any) (g given, has bool) {
	for i := range p.fields {
		v := valueOf(in, p.fields[i].index)
		switch f := &p.fields[i]; {
		case f.body == content:
			g.name = f.name
			if text, ok := v.(*string); ok && text != nil {
				g.text, has = []byte(*text), true
			}
		case f.name == "filename" || f.name == "file_name":
			g.filename, _ = v.(string)
		}
	}
	return g, has
}

// inForm surrounds the content with a form of one field, and gives the type of the whole.
func (s *source) inForm(field, filename string) (mime string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_, err = w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(field, filename)}, "Content-Type": {"application/octet-stream"},
	})
	s.head = bytes.Clone(b.Bytes())
	err = errors.Join(err, w.Close())
	s.tail = bytes.Clone(b.Bytes()[len(s.head):])
	s.size += int64(b.Len())
	return w.FormDataContentType(), err
}

// valueOf is a field of a struct of arguments.
func valueOf(in any, index []int) any {
	return reflect.ValueOf(in).Elem().FieldByIndex(index).Interface()
}

// attaches declares a method that attaches a file.
func attaches[T, Out any](name, doc string, attach func(*T, report.FileArgs) (Out, error)) *modules.Function {
	return modules.ContextMethod(name, doc, func(ctx context.Context, self *T, in *report.FileArgs) (out Out, err error) {
		if err := checkFile(ctx, "file", in.File); err != nil {
			return out, err
		}
		return attach(self, *in)
	}, modules.Does(modules.Read))
}
