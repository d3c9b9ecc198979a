package main

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// summaryPage describes the JSON of the summary by the types that it is written from.
func summaryPage() string {
	return `# The summary as JSON

Written from the declarations in the source; do not edit.

` + "`watsrun --json FILE SCRIPT.lua`" + ` writes what became of the scripts and their reports, for CI jobs and other programs. The file gets
its name when it is complete, and is there however the scripts end; it replaces the summary of an earlier run and nothing else. Nothing is
written where the command line or a setting is wrong (exit code 2). ` + "`--json -`" + ` writes to the standard output, after all that the scripts print.

Fields are added over time, never renamed; those marked with ? are absent where there is nothing to say.

| field | type | |
|---|---|---|
` + summaryRows("", reflect.TypeFor[summaryJSON]())
}

// summaryRows has a row for each field of a struct, and below it those of the structs that it holds.
func summaryRows(path string, t reflect.Type) string {
	var b strings.Builder
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		name = path + name
		word, below := summaryType(f.Type)
		if rest != "" {
			word += "?"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, word, f.Tag.Get("doc"))
		if below != nil {
			if f.Type.Kind() == reflect.Slice {
				name += "[]"
			}
			b.WriteString(summaryRows(name+".", below))
		}
	}
	return b.String()
}

// summaryType is the JSON type of a Go type, and the struct in it, if there is one.
func summaryType(t reflect.Type) (word string, below reflect.Type) {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "string", nil
	case t.Kind() == reflect.Slice:
		_, below = summaryType(t.Elem())
		return "list", below
	case t.Kind() == reflect.Pointer:
		return summaryType(t.Elem())
	case t.Kind() == reflect.Struct:
		return "object", t
	case t.Kind() == reflect.String:
		return "string", nil
	case t.Kind() == reflect.Bool:
		return "boolean", nil
	}
	return "number", nil
}
