package metrics

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// contentType is that of Prometheus's text form.
const contentType = "text/plain; version=0.0.4; charset=utf-8"

// Handler serves the metrics at /metrics.
func (r *Registry) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = r.WriteTo(w) // who asked has gone
	})
	return mux
}

// WriteTo implements io.WriterTo.
func (r *Registry) WriteTo(w io.Writer) (int64, error) {
	r.mu.Lock()
	families := slices.Clone(r.families)
	r.mu.Unlock()
	var out writer
	for _, f := range families {
		f.write(&out)
	}
	return out.WriteTo(w)
}

// writer writes the text form.
type writer struct{ bytes.Buffer }

var (
	escapeHelp  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	escapeLabel = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

func (w *writer) begin(a about, kind string) {
	w.WriteString("# HELP " + a.name + " " + escapeHelp.Replace(a.help) + "\n# TYPE " + a.name + " " + kind + "\n")
}

func (w *writer) sample(name, suffix string, labels, values []string, v float64) {
	w.WriteString(name + suffix)
	before := "{"
	for i, label := range labels {
		w.WriteString(before + label + `="` + escapeLabel.Replace(values[i]) + `"`)
		before = ","
	}
	if len(labels) > 0 {
		w.WriteByte('}')
	}
	w.WriteString(" " + number(v) + "\n")
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
