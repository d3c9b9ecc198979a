package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/render"
	"github.com/watsrun/watsrun/runtime"
)

const replHelp = `Type Lua. The values of an expression are shown; = before it is understood.
Variables last for the session, local ones too.
  :help           this text
  :help NAME      what a module, class or function is: :help wats.report.submit
  :help WORD...   where the words occur: :help serial number
  :quit           leave, as Ctrl-D does
Ctrl-C stops what is running, or drops what is typed.
Tab completes names and arguments, and lists them; Tab again goes through them.
`

// replCommands are the commands of the REPL, each with what it does.
var replCommands = []runtime.Suggestion{
	{Name: "help", Doc: "Shows how to use this, or what a name is."},
	{Name: "quit", Doc: "Leaves."},
}

// bareCommands are words that people type to leave or to learn more. They are commands as long as the session has no variable of the name.
var bareCommands = []string{"quit", "exit", "help"}

// commandOf is the command in a line, and whether it is one.
func (r *repl) commandOf(line string) (command string, ok bool) {
	if rest, ok := strings.CutPrefix(strings.TrimSpace(line), ":"); ok {
		return rest, true
	}
	word := strings.TrimSuffix(strings.TrimSpace(line), "()")
	return word, slices.Contains(bareCommands, word) && !r.session.Has(word)
}

// command obeys a command, and tells whether to leave.
func (r *repl) command(command string) (leave bool) {
	word, name, _ := strings.Cut(strings.TrimSpace(command), " ")
	switch word {
	case "quit", "q", "exit":
		return true
	case "help", "h":
		if err := r.help(strings.TrimSpace(name)); err != nil {
			r.ui.fault(fault.Of(err))
		}
	default:
		f := fault.New(fault.Usage, "there is no command :%s", word)
		r.ui.fault(f.WithHint("%s", orElse(fault.DidYouMean(word, replCommandNames()), ":help lists them")))
	}
	return false
}

func replCommandNames() (names []string) {
	for _, c := range replCommands {
		names = append(names, c.Name)
	}
	return names
}

// help shows the page of a name; without one how to use the REPL, and what there is.
func (r *repl) help(name string) error {
	if name != "" {
		return r.explain(name)
	}
	_, err := fmt.Fprintf(r.stdout, "%sThe modules are %s.\n", replHelp, strings.Join(r.moduleNames(), ", "))
	return err
}

// explain shows the page of a name. Where there is none, it says what there is.
func (r *repl) explain(name string) error {
	err := printHelp(r.stdout, r.modules, name)
	if err == nil {
		return nil
	}
	f := fault.Of(err)
	if strings.HasPrefix(f.Hint, "did you mean") {
		return f
	}
	return f.WithHint("the modules are %s; :help wats lists what is in wats", strings.Join(r.moduleNames(), ", "))
}

func (r *repl) moduleNames() (names []string) {
	for _, m := range r.modules {
		if m.Name != "_G" {
			names = append(names, m.Name)
		}
	}
	slices.Sort(names)
	return names
}

// candidates are the names with which a line can go on, and how much of the name it ends in is typed.
type candidates struct {
	names []runtime.Suggestion
	typed string
}

// completer finds the names with which a line can go on.
type completer func(line string) candidates

// complete is the completer of the session.
func (r *repl) complete(line string) (c candidates) {
	command, isCommand := strings.CutPrefix(line, ":")
	if r.input != "" || !isCommand {
		c.names, c.typed = r.session.Complete(r.input + line)
		return c
	}
	word, name, named := strings.Cut(command, " ")
	switch {
	case !named:
		return candidates{beginning(word, replCommands), word}
	case word == "help" || word == "h":
		return candidates{r.documented(strings.TrimLeft(name, " ")), strings.TrimLeft(name, " ")}
	}
	return c
}

func beginning(word string, all []runtime.Suggestion) []runtime.Suggestion {
	return slices.DeleteFunc(slices.Clone(all), func(s runtime.Suggestion) bool { return !strings.HasPrefix(s.Name, word) })
}

// documented are the names that have a page and begin so.
func (r *repl) documented(name string) (list []runtime.Suggestion) {
	for _, c := range render.Complete(r.modules, name) {
		list = append(list, runtime.Suggestion{Name: c.Text, Doc: c.Doc})
	}
	return list
}
