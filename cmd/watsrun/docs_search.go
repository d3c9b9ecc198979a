package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/render"
)

const (
	mostFound  = 20 // how many findings of a search are shown
	foundWidth = 90 // how much of what a finding is about
)

// searched lists what has to do with the words, the best first; "" where nothing has.
func searched(mods []*modules.Module, words string) string {
	found := render.Search(mods, words, subjects())
	if len(found) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Nothing is called %q. This has to do with it:\n\n", words)
	table := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, s := range found[:min(len(found), mostFound)] {
		fmt.Fprintf(table, "  %s\t%s\n", s.Name, shortened(s.Doc))
	}
	table.Flush()
	if more := len(found) - mostFound; more > 0 {
		fmt.Fprintf(&b, "\n%d more; another word narrows it down.\n", more)
	}
	return b.String()
}

func shortened(text string) string {
	if r := []rune(text); len(r) > foundWidth {
		return strings.TrimRight(string(r[:foundWidth-1]), " ,.;:") + "…"
	}
	return text
}

// subjects are what people look for besides declarations: topics, settings and kinds of errors.
func subjects() []render.Subject {
	var list []render.Subject
	for _, t := range topics {
		list = append(list, render.Subject{Name: t.name, Doc: "Topic: " + t.about + "."})
	}
	for _, k := range config.Keys() {
		list = append(list, render.Subject{Name: k.Name, Doc: "Setting: " + firstSentence(k.Doc), More: append(slices.Concat(k.Vars, k.Choices), k.Flag, k.Doc)})
	}
	for _, k := range fault.Kinds() {
		list = append(list, render.Subject{Name: string(k), Doc: "Kind of error: " + k.Meaning() + "."})
	}
	return list
}

// settingTopics has a page for each setting.
func settingTopics() []topic {
	var list []topic
	for _, k := range config.Keys() {
		list = append(list, topic{name: k.Name, page: func() string { return settingPage(k) }})
	}
	return list
}

func settingPage(k *config.Key) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n  %s\n\n", k.Name, k.Doc)
	table := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, row := range [][2]string{
		{"type", orElse(strings.Join(k.Choices, ", "), k.Kind)}, {"default", k.Default}, {"variable", strings.Join(k.Vars, ", ")}, {"flag", k.Flag},
	} {
		if row[1] == "" {
			continue
		}
		if row[0] == "flag" {
			row[1] = "--" + row[1]
		}
		fmt.Fprintf(table, "  %s\t%s\n", row[0], row[1])
	}
	table.Flush()
	return b.String()
}
