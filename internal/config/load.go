package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Layer is where a value came from, strongest first.
type Layer string

// The layers of a process. A script and a single call have their own ways to set what concerns them.
const (
	Flag        Layer = "flag"
	Environment Layer = "environment"
	Project     Layer = "project file"
	User        Layer = "user file"
	Default     Layer = "default"
)

// Source is where settings come from.
type Source struct {
	Dir      string            // the working folder, absolute
	Scripts  []string          // folders from which the project file is looked for, upwards
	File     string            // a project file named by the caller, instead of looking for one
	UserDir  string            // the folder of the user file; "" for none
	StateDir string            // what {state} stands for in defaults
	Environ  []string          // NAME=value
	Flags    map[string]string // by key name
	Set      []string          // KEY=VALUE, for any key; the last one of a key counts
}

// Value is what one layer says of one key.
type Value struct {
	Key   *Key
	Name  string // the key's name; with the entry's own key in tables
	Text  string
	Layer Layer
	Place string // the flag, the variable or file:line

	dir string
}

// Config is the settings with their origins.
type Config struct {
	Settings
	Files    []string // that were read
	Warnings []string // what the caller should say, such as a variable that has no meaning

	values map[string][]Value
}

// Load reads every layer. The error is a fault of kind config that names the place.
func Load(s Source) (*Config, error) {
	c := &Config{values: map[string][]Value{}}
	layers := []func(Source) error{c.addFlags, c.addEnvironment, c.addProject, c.addUser, c.addDefaults}
	for _, add := range layers {
		if err := add(s); err != nil {
			return nil, err
		}
	}
	if err := c.assign(); err != nil {
		return nil, err
	}
	return c, c.check()
}

func (c *Config) add(v Value) { c.values[v.Name] = append(c.values[v.Name], v) }

func (c *Config) addFlags(s Source) error {
	for _, name := range slices.Sorted(maps.Keys(s.Flags)) {
		k := lookup(name)
		c.add(Value{Key: k, Name: name, Text: s.Flags[name], Layer: Flag, Place: "--" + k.Flag, dir: s.Dir})
	}
	return c.addSet(s)
}

// addSet adds what is set by key name on the command line. Secrets are refused: other users of the machine see command lines.
func (c *Config) addSet(s Source) error {
	set := map[string]string{}
	for _, pair := range s.Set {
		name, text, ok := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		k := lookup(name)
		switch {
		case !ok:
			return fault.New(fault.Config, "--set %s has no =", name).WithHint("write --set KEY=VALUE, such as --set resilience.breaker.failures=3")
		case k == nil:
			return unknownKey("--set", name)
		case k.Secret:
			return fault.New(fault.Config, "--set: %s may not stand on a command line", name).WithHint("put it into %s, or into a file named by %s_file", k.Vars[0], name)
		case s.Flags[name] != "":
			return fault.New(fault.Config, "%s is set twice, by --%s and by --set", name, k.Flag).WithHint("leave one of them out")
		}
		set[name] = text
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		c.add(Value{Key: lookup(name), Name: name, Text: set[name], Layer: Flag, Place: "--set " + name, dir: s.Dir})
	}
	return nil
}

func (c *Config) addEnvironment(s Source) error {
	env := map[string]string{}
	for _, pair := range s.Environ {
		if name, value, ok := strings.Cut(pair, "="); ok && strings.TrimSpace(value) != "" {
			env[name] = value
		}
	}
	for _, k := range keys {
		for _, name := range k.Vars {
			if text, ok := env[name]; ok {
				c.add(Value{Key: k, Name: k.Name, Text: text, Layer: Environment, Place: name, dir: s.Dir})
			}
		}
	}
	c.warnUnknownVariables(env)
	return nil
}

// warnUnknownVariables points out what was meant for watsrun and has no effect. It is no error: an older watsrun may
// meet the variables of a newer one.
func (c *Config) warnUnknownVariables(env map[string]string) {
	var known []string
	for _, k := range keys {
		known = append(known, k.Vars...)
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if !strings.HasPrefix(name, "WATSRUN_") || slices.Contains(known, name) || slices.Contains(otherVariables, name) {
			continue
		}
		text := "the variable " + name + " has no meaning to watsrun"
		if near := fault.Nearest(name, known); near != "" {
			text += ": did you mean " + near + "?"
		}
		c.Warnings = append(c.Warnings, text)
	}
}

// otherVariables are understood elsewhere: WATSRUN_CONFIG by the command line, WATSRUN_SHARED by the tests.
var otherVariables = []string{"WATSRUN_CONFIG", "WATSRUN_SHARED"}

func (c *Config) addProject(s Source) error {
	if s.File != "" {
		file := Absolute(s.File, s.Dir)
		if _, err := os.Stat(file); err != nil {
			return fault.Wrap(fault.Config, err, "cannot read the configuration").WithHint("check --config or WATSRUN_CONFIG")
		}
		return c.addFile(file, Project)
	}
	file, err := findProject(s.Scripts)
	if err != nil || file == "" {
		return err
	}
	return c.addFile(file, Project)
}

func (c *Config) addUser(s Source) error {
	if s.UserDir == "" {
		return nil
	}
	file := filepath.Join(s.UserDir, FileName)
	if slices.Contains(c.Files, file) {
		return nil
	}
	return c.addFile(file, User)
}

func (c *Config) addFile(file string, layer Layer) error {
	entries, err := readFile(file)
	if err != nil {
		return err
	}
	if entries != nil {
		c.Files = append(c.Files, file)
	}
	for _, e := range entries {
		k, place := lookup(e.name), fmt.Sprintf("%s:%d", file, e.line)
		if k.Secret {
			return fault.New(fault.Config, "%s: %s may not stand in a file", place, e.name).
				WithHint("put it into %s, or into a file of its own named by %s_file", k.Vars[0], e.name)
		}
		c.add(Value{Key: k, Name: e.name, Text: e.text, Layer: layer, Place: place, dir: filepath.Dir(file)})
	}
	return nil
}

func (c *Config) addDefaults(s Source) error {
	for _, k := range keys {
		if k.entry == nil {
			c.add(Value{
				Key: k, Name: k.Name, Layer: Default, dir: s.Dir,
				Text: strings.ReplaceAll(k.Default, "{state}", filepath.ToSlash(s.StateDir)),
			})
		}
	}
	return nil
}

// assign parses every value, the shadowed ones too: a value that is wrong today must not wait until it counts.
func (c *Config) assign() error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(c.values)) {
		values := c.values[name]
		for i := len(values) - 1; i >= 0; i-- { // the strongest last
			if err := c.set(values[i]); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return joined(errs)
}

func (c *Config) set(v Value) error {
	if v.Text == "" && v.Layer == Default {
		return nil
	}
	parsed, err := v.Key.parse(v.Text, v.dir)
	if err != nil {
		text := v.Text
		if v.Key.Secret {
			text = masked
		}
		return fault.New(fault.Config, "%s: %s is %q, but %v", v.Place, v.Name, text, err)
	}
	target := reflect.ValueOf(&c.Settings).Elem().FieldByIndex(v.Key.index)
	if v.Key.entry == nil {
		target.Set(parsed)
		return nil
	}
	_, entry, _ := cutEntry(v.Name)
	setEntry(target, entry, v.Key.entry, parsed)
	return nil
}

func setEntry(table reflect.Value, key string, field []int, value reflect.Value) {
	if table.IsNil() {
		table.Set(reflect.MakeMap(table.Type()))
	}
	at, entry := reflect.ValueOf(key), reflect.New(table.Type().Elem()).Elem()
	if old := table.MapIndex(at); old.IsValid() {
		entry.Set(old)
	}
	entry.FieldByIndex(field).Set(value)
	table.SetMapIndex(at, entry)
}

// joined is one fault for several: all that is wrong is said at once.
func joined(errs []error) error {
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return fault.Wrap(fault.Config, errors.Join(errs...), "several settings are wrong")
}

// check looks at what concerns more than one key.
func (c *Config) check() error {
	if (c.Server.CertFile == "") != (c.Server.KeyFile == "") {
		return fault.New(fault.Config, "server.cert_file and server.key_file go together, but only one is set").
			WithHint("set both, or neither")
	}
	return nil
}

// Values lists what every layer says of a key, the winner first.
func (c *Config) Values(name string) []Value { return slices.Clone(c.values[name]) }

// Bearer is the server's token: the environment's, else the token file's, else none.
func (s Server) Bearer() (Secret, error) { return tokenOf(s.Token, s.TokenFile, "server.token_file") }

// Bearer is the token that callers of the embedded server must show: the environment's, else the token file's, else none.
func (e Embedded) Bearer() (Secret, error) {
	return tokenOf(e.Token, e.TokenFile, "embedded.token_file")
}

func tokenOf(token Secret, file Path, key string) (Secret, error) {
	if token != "" || file == "" {
		return token, nil
	}
	data, err := readText(string(file))
	if err != nil {
		return "", fault.Wrap(fault.Config, err, "cannot read the token").WithHint("check %s", key)
	}
	text := strings.TrimSpace(string(data))
	if text == "" || len(text) > 8192 || strings.ContainsAny(text, "\r\n\x00") {
		return "", fault.New(fault.Config, "%s does not hold a token", file).WithHint("%s names a file with the token on one line and nothing else", key)
	}
	return Secret(text), nil
}
