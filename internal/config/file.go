package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/watsrun/watsrun/internal/fault"
)

// FileName is what a configuration file is called.
const FileName = "watsrun.toml"

// maxFileBytes is far beyond any configuration; a larger file is something else.
const maxFileBytes = 1 << 20

// findProject looks for the project file from each folder upwards. Scripts of one command share a server and an
// outbox, so that they must agree on the file.
func findProject(dirs []string) (string, error) {
	var found []string
	for _, dir := range dirs {
		if file := upwards(dir); file != "" && !slices.Contains(found, file) {
			found = append(found, file)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", fault.New(fault.Config, "the scripts belong to different projects: %s", strings.Join(found, ", ")).
		WithHint("run them apart, or name one file with --config FILE")
}

func upwards(dir string) string {
	for {
		file := filepath.Join(dir, FileName)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// entry is one setting as a file gives it.
type entry struct {
	name string
	text string
	line int
}

// readFile reads a file's settings, each with its line. A missing file has none.
func readFile(file string) ([]entry, error) {
	data, err := readText(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot read the configuration")
	}
	if len(data) > maxFileBytes {
		return nil, fault.New(fault.Config, "%s is too large for a configuration (%d bytes)", file, len(data))
	}
	return parseFile(file, data)
}

// readText reads a file without the byte order mark that some editors of Windows begin it with.
func readText(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	return bytes.TrimPrefix(data, []byte("\ufeff")), err
}

func parseFile(file string, data []byte) ([]entry, error) {
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		return nil, syntaxFault(file, err)
	}
	lines := linesOf(data)
	entries, err := flatten(nil, "", tree)
	for i := range entries {
		entries[i].line = lines.of(entries[i].name)
	}
	slices.SortFunc(entries, func(a, b entry) int { return a.line - b.line })
	for _, e := range entries {
		if lookup(e.name) == nil {
			return nil, unknownKey(fmt.Sprintf("%s:%d", file, e.line), e.name)
		}
	}
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "%s", file)
	}
	return entries, nil
}

func syntaxFault(file string, err error) error {
	where := file
	if d, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, column := d.Position()
		where = fmt.Sprintf("%s:%d:%d", file, row, column)
	}
	message := strings.TrimPrefix(err.Error(), "toml: ")
	return fault.New(fault.Config, "%s: %s", where, message).WithHint("the file is TOML: [section] lines, and key = value lines with texts in quotes")
}

func unknownKey(place, name string) error {
	f := fault.New(fault.Config, "%s: unknown key %s", place, name)
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
		if strings.HasPrefix(k.Name, name+".") {
			return f.WithHint("%s is a section: write [%s] and its keys below", name, name)
		}
	}
	if n := fault.Nearest(name, names); n != "" {
		return f.WithHint("did you mean %s?", n)
	}
	return f.WithHint("watsrun config lists the keys")
}

// flatten turns the nested tables into dotted names with their values as text.
func flatten(out []entry, prefix string, tree map[string]any) ([]entry, error) {
	var errs []error
	for key, value := range tree {
		name := prefix + key
		if sub, ok := value.(map[string]any); ok {
			var err error
			out, err = flatten(out, name+".", sub)
			errs = append(errs, err)
			continue
		}
		text, err := textOf(value)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
		out = append(out, entry{name: name, text: text})
	}
	return out, errors.Join(errs...)
}

func textOf(value any) (string, error) {
	list, ok := value.([]any)
	if !ok {
		return fmt.Sprint(value), nil
	}
	items := make([]string, len(list))
	for i, item := range list {
		switch item.(type) {
		case map[string]any, []any:
			return "", errors.New("must be a list of texts")
		}
		items[i] = fmt.Sprint(item)
	}
	return strings.Join(items, ","), nil
}

// lines knows on which line a dotted name stands.
type lines map[string]int

func (l lines) of(name string) int {
	for {
		if line, ok := l[name]; ok {
			return line
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			return 1
		}
		name = name[:i]
	}
}

// linesOf walks the document once more for the places, which the decoder does not give. It is only called with
// documents that the decoder accepted.
func linesOf(data []byte) lines {
	found, section := lines{}, ""
	p := unstable.Parser{}
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		name, line := keyPlace(&p, e)
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			section = name + "."
			found[name] = line
		case unstable.KeyValue:
			found[section+name] = line
		}
	}
	return found
}

func keyPlace(p *unstable.Parser, e *unstable.Node) (name string, line int) {
	var parts []string
	for it := e.Key(); it.Next(); {
		n := it.Node()
		parts = append(parts, string(n.Data))
		line = p.Shape(n.Raw).Start.Line
	}
	return strings.Join(parts, "."), line
}
