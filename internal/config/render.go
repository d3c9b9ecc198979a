package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Effective lists the value that counts of every key, in the order of the documentation, entries of tables last.
// Secrets are masked.
func (c *Config) Effective() []Value {
	var out []Value
	for _, k := range keys {
		if values := c.values[k.Name]; len(values) > 0 {
			out = append(out, shown(values[0]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.values)) {
		if v := c.values[name][0]; v.Key.entry != nil {
			out = append(out, shown(v))
		}
	}
	return out
}

func shown(v Value) Value {
	if v.Key.Secret && v.Text != "" {
		v.Text = masked
	}
	if v.Key.Kind == "path" {
		v.Text = Absolute(v.Text, v.dir)
	}
	return v
}

// Origin is where a value came from, for people: "environment WATSRUN_SERVER_URL", "default".
func (v Value) Origin() string {
	if v.Place == "" {
		return string(v.Layer)
	}
	return string(v.Layer) + " " + v.Place
}

// OnCommandLine tells whether the command line gives the key, by its flag or by --set.
func (c *Config) OnCommandLine(name string) bool {
	values := c.values[name]
	return len(values) > 0 && values[0].Layer == Flag
}

// Markdown is the table of all settings for the documentation.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| key | type | default | variables | flag | meaning |\n|---|---|---|---|---|---|\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n",
			k.Name, k.typeText(), code(k.Default), codeList(k.Vars), code(dashed(k.Flag)), k.Doc)
	}
	return b.String()
}

func (k *Key) typeText() string {
	switch {
	case k.Kind == "list" && len(k.Choices) > 0:
		return "list of " + codeList(k.Choices)
	case len(k.Choices) > 0:
		return codeList(k.Choices)
	}
	return k.Kind
}

func dashed(flag string) string {
	if flag == "" {
		return ""
	}
	return "--" + flag
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

func codeList(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = code(s)
	}
	return strings.Join(quoted, ", ")
}
