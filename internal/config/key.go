package config

import (
	"encoding"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Key is what is known of one setting, derived from the field of Settings that declares it.
type Key struct {
	Name    string   // "server.url"; "stations.*.name" for the entries of a table
	Vars    []string // variables, the first one wins; none for the entries of a table
	Flag    string   // without the dashes; "" where there is none
	Kind    string   // as the documentation calls the type: "text", "time", ...
	Default string   // as it would be written; {state} is the state folder
	Choices []string
	Doc     string
	Secret  bool
	Field   string // the field that declares it: "Server.URL"

	min   int64
	index []int
	entry []int // below the map's value, for the entries of a table
	typ   reflect.Type
}

var keys = keysOf(nil, "", reflect.TypeFor[Settings]())

// Keys lists every setting in the order of the documentation.
func Keys() []*Key { return slices.Clone(keys) }

// KeyByFlag is the setting that a flag sets, nil for none.
func KeyByFlag(flag string) *Key {
	return find(func(k *Key) bool { return k.Flag != "" && k.Flag == flag })
}

func find(match func(*Key) bool) *Key {
	if i := slices.IndexFunc(keys, match); i >= 0 {
		return keys[i]
	}
	return nil
}

// lookup finds the key of a concrete name; "stations.ict.name" is declared by "stations.*.name".
func lookup(name string) *Key {
	if k := find(func(k *Key) bool { return k.Name == name }); k != nil {
		return k
	}
	if table, _, field := cutEntry(name); field != "" {
		name = table + ".*." + field
	}
	return find(func(k *Key) bool { return k.Name == name })
}

// cutEntry splits the name of a table's entry; a quoted key of the file may itself hold dots. Other names have no field.
func cutEntry(name string) (table, entry, field string) {
	first, last := strings.IndexByte(name, '.'), strings.LastIndexByte(name, '.')
	if first == last {
		return name, "", ""
	}
	return name[:first], name[first+1 : last], name[last+1:]
}

func keysOf(index []int, prefix string, t reflect.Type) []*Key {
	var out []*Key
	for _, f := range reflect.VisibleFields(t) {
		name, at := prefix+f.Tag.Get("key"), append(slices.Clone(index), f.Index...)
		switch {
		case f.Type.Kind() == reflect.Struct:
			out = append(out, keysOf(at, name+".", f.Type)...)
		case f.Type.Kind() == reflect.Map:
			out = append(out, entryKeys(at, name+".*.", f.Type.Elem())...)
		default:
			out = append(out, keyOf(at, name, t, f))
		}
	}
	return out
}

// entryKeys are the settings of each entry of a table. They have no variable, flag or default: there is none to name.
func entryKeys(index []int, prefix string, t reflect.Type) []*Key {
	var out []*Key
	for _, f := range reflect.VisibleFields(t) {
		if f.Tag.Get("only") != "" {
			continue
		}
		k := keyOf(index, prefix+f.Tag.Get("key"), t, f)
		k.Vars, k.Flag, k.Default, k.entry = nil, "", "", f.Index
		out = append(out, k)
	}
	return out
}

func keyOf(index []int, name string, section reflect.Type, f reflect.StructField) *Key {
	k := &Key{
		Name: name, Flag: f.Tag.Get("flag"), Default: f.Tag.Get("default"), Doc: f.Tag.Get("doc"),
		Choices: strings.Fields(f.Tag.Get("choices")), Secret: f.Type == reflect.TypeFor[Secret](),
		Kind: kindOf(f.Type), Field: section.Name() + "." + f.Name, index: index, typ: f.Type,
	}
	main := f.Tag.Get("env")
	if main == "" {
		main = "WATSRUN_" + strings.ToUpper(strings.ReplaceAll(name, ".", "_"))
	}
	k.Vars = append([]string{main}, strings.Fields(f.Tag.Get("also"))...)
	if text := f.Tag.Get("min"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic(fmt.Sprintf("setting %s: min:%q: %v", name, text, err))
		}
		k.min = n
	}
	return k
}

func kindOf(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[Address]():
		return "address"
	case reflect.TypeFor[Secret]():
		return "secret"
	case reflect.TypeFor[Path]():
		return "path"
	case reflect.TypeFor[Bytes]():
		return "bytes"
	case reflect.TypeFor[time.Duration]():
		return "time"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Slice:
		return "list"
	default:
		return "text"
	}
}

// parse reads a value; dir is where a relative path starts.
func (k *Key) parse(text, dir string) (reflect.Value, error) {
	v := reflect.New(k.typ)
	if u, ok := v.Interface().(encoding.TextUnmarshaler); ok {
		if err := u.UnmarshalText([]byte(text)); err != nil {
			return v.Elem(), err
		}
		return v.Elem(), k.checkMin(v.Elem())
	}
	return v.Elem(), k.parsePlain(v.Elem(), text, dir)
}

func (k *Key) parsePlain(v reflect.Value, text, dir string) error {
	switch k.Kind {
	case "path":
		v.SetString(Absolute(text, dir))
	case "time":
		d, err := parseDuration(text)
		v.SetInt(int64(d))
		return err
	case "boolean":
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("must be true or false")
		}
		v.SetBool(b)
	case "integer":
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return fmt.Errorf("must be a whole number")
		}
		v.SetInt(int64(n))
		return k.checkMin(v)
	case "number":
		f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || f < 0 || math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("must be a number from 0 on")
		}
		v.SetFloat(f)
	case "list":
		list := splitList(text)
		v.Set(reflect.ValueOf(list))
		return k.checkChoices(list)
	default:
		v.SetString(text)
		return k.checkChoices([]string{text})
	}
	return nil
}

// Absolute is a path as seen from a folder; an empty one stays empty. On Windows a path may lack its drive alone, and one with
// a drive is the system's to complete.
func Absolute(path, dir string) string {
	switch {
	case path == "" || filepath.IsAbs(path) || filepath.VolumeName(path) != "":
		return path
	case os.IsPathSeparator(path[0]):
		return filepath.VolumeName(dir) + path
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

func splitList(text string) []string {
	var list []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func (k *Key) checkMin(v reflect.Value) error {
	if k.min != 0 && v.CanInt() && v.Int() < k.min {
		return fmt.Errorf("must be %d or more", k.min)
	}
	return nil
}

func (k *Key) checkChoices(list []string) error {
	for _, item := range list {
		if len(k.Choices) > 0 && !slices.Contains(k.Choices, item) {
			return fmt.Errorf("must be %s", orList(k.Choices))
		}
	}
	return nil
}

func orList(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
