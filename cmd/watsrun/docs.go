package main

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/render"
)

// topic is a page of documentation that is not about a module.
type topic struct {
	name  string
	about string
	page  func() string
}

var topics = []topic{
	{"configuration", "every setting: key, type, default, variables and flag", configurationPage},
	{"exit-codes", "what the exit code of watsrun says", exitCodesPage},
	{"summary", "what --json FILE writes, field by field", summaryPage},
}

func docsCommand(a *app) *cobra.Command {
	var asJSON, coverage bool
	cmd := &cobra.Command{
		Use:   "docs [NAME | WORD...]",
		Short: "Show what scripts can call, or search it",
		Long: "Shows the documentation of a module, function, class, type or setting, such as wats.report.submit or just submit.\n" +
			"Words that are no name are searched for, in names, descriptions, arguments, fields, words of enumerations, settings and\n" +
			"kinds of errors: watsrun docs serial number. Without a name it lists the modules and topics.",
		RunE: func(_ *cobra.Command, args []string) error {
			mods, err := declaredModules()
			if err != nil {
				return err
			}
			name := strings.Join(args, " ")
			switch {
			case coverage:
				_, err := a.stdout.Write(render.Coverage(mods, "wats"))
				return err
			case asJSON:
				return printModules(a.stdout, mods, name)
			case name == "":
				return printIndex(a.stdout, mods)
			}
			return printHelp(a.stdout, mods, name)
		},
		ValidArgsFunction: func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return completeName(typed), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON: everything, or one module.")
	cmd.Flags().BoolVar(&coverage, "coverage", false, "Print a table of what of pyWATS is there, and what differs.")
	return cmd
}

func completeName(typed string) []string {
	mods, err := declaredModules()
	if err != nil {
		return nil
	}
	var names []string
	for _, c := range render.Complete(mods, typed) {
		names = append(names, c.Text+"\t"+c.Doc)
	}
	return names
}

// printHelp prints the page of a name, a topic or a setting; else what has to do with the words.
func printHelp(w io.Writer, mods []*modules.Module, name string) error {
	text, err := pageOf(mods, name)
	if err != nil {
		if found := searched(mods, name); found != "" {
			text, err = found, nil
		}
	}
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

func pageOf(mods []*modules.Module, name string) (string, error) {
	all := slices.Concat(topics, settingTopics())
	if i := slices.IndexFunc(all, func(t topic) bool { return t.name == name }); i >= 0 {
		return all[i].page(), nil
	}
	return render.Help(mods, name)
}

func printIndex(w io.Writer, mods []*modules.Module) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "Modules:")
	for _, m := range flat(mods) {
		fmt.Fprintf(table, "  %s\t%s\n", m.Name, firstSentence(m.Doc))
	}
	fmt.Fprintln(table, "\nTopics:")
	for _, t := range topics {
		fmt.Fprintf(table, "  %s\t%s\n", t.name, t.about)
	}
	fmt.Fprintln(table, "\nwatsrun docs NAME shows one of them, or a function; watsrun docs WORD... searches.")
	return table.Flush()
}

func flat(mods []*modules.Module) []*modules.Module {
	var list []*modules.Module
	for _, m := range mods {
		list = append(list, m)
		list = append(list, flat(m.Modules)...)
	}
	return list
}

func firstSentence(text string) string {
	if i := strings.Index(text, ". "); i >= 0 {
		return text[:i+1]
	}
	return text
}

func printModules(w io.Writer, mods []*modules.Module, name string) error {
	if name != "" {
		all := flat(mods)
		i := slices.IndexFunc(all, func(m *modules.Module) bool { return m.Name == name })
		if i < 0 {
			return fault.New(fault.Usage, "there is no module %s", name).WithHint("--json prints whole modules; leave the name out for all of them")
		}
		mods = all[i : i+1]
	}
	data, err := render.JSON(mods)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// configurationText is what stands above the table of keys.
//
//go:embed configuration.md
var configurationText string

func configurationPage() string { return configurationText + config.Markdown() }

func exitCodesPage() string {
	return `# Exit codes

Written from the declarations in the source; do not edit.

` + exitMarkdown() + `
Of several scripts the worst counts, in this order: ` + exitOrder() + `.
A report that is queued because the server cannot be reached is safe: the code stays 0, and the summary says so.
` + "`os.exit(code)`" + ` with a code that is neither 0 nor one of a script's own counts as terminated.
`
}
