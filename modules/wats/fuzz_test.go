package wats

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// FuzzAnswers gives every operation the same answer of any status, type and content. What comes out is a result that
// is whole, or a fault that is fit to be read.
func FuzzAnswers(f *testing.F) {
	for _, one := range []struct {
		status            int
		contentType, body string
	}{
		{200, "application/json", `[{"partNumber":"P","code":10,"uuid":"` + testID + `"}]`},
		{200, "application/json", `{"partNumber":"P","500":{"Categories":[{"Description":"C","Failcodes":[{"Selectable":true}]}]}}`},
		{200, "text/html", loginPage},
		{200, "text/plain", `"2026.1"`},
		{400, "application/json", `{"errors":{"a":[1,null,{"message":"m"}]},"Message":""}`},
		{404, "", ""},
		{301, "", ""},
		{503, "text/plain", "\x1b[31m\xff"},
	} {
		f.Add(one.status, one.contentType, one.body)
	}
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		if status < 200 || status > 999 {
			return
		}
		c := newClient(t, "http://x.test", func(o *Options) {
			o.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), Request: r, ContentLength: -1,
				}, nil
			})}
		})
		for _, o := range operations(c) {
			if !sendsItself(o) || strings.HasPrefix(o.name, "each_") {
				continue
			}
			out, err := o.call(t, inRun(t), sampleArgs(o))
			if j, ok := out.(modules.JSON); ok && !json.Valid(j.Data) {
				t.Errorf("%s gives the broken JSON %q", o, j.Data)
			}
			if err != nil {
				fitToRead(t, o.String(), err)
			}
		}
		if _, err := c.Post(inRun(t), typeWSJF, nil); err != nil {
			fitToRead(t, "Post", err)
		}
	})
}

func fitToRead(t *testing.T, name string, err error) {
	f := fault.Of(err)
	control := func(r rune) bool { return r != '\n' && unicode.IsControl(r) }
	if f.Kind == fault.Bug || !utf8.ValidString(f.Message) || strings.ContainsFunc(f.Message, control) || len(f.Message) > 2*maxMessage {
		t.Errorf("%s: kind %s, %q", name, f.Kind, f.Message)
	}
}
