package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/config"
)

var (
	consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")
	jsonBlock    = regexp.MustCompile("(?s)```json\n(.*?)```")
)

func deliveryGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "delivery.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// runConsole runs the commands of a guide one after the other, in one home. What each prints stands below it; variables may stand
// before it. It tells how many there were.
func runConsole(t *testing.T, home, text string) (commands int) {
	t.Helper()
	said := ""
	for _, block := range consoleBlock.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSuffix(line, "\n")
			command, isCommand := strings.CutPrefix(line, "$ ")
			if !isCommand {
				if !logged(line).MatchString(said) {
					t.Errorf("%q is not in\n%s", line, said)
				}
				continue
			}
			variables, args, found := strings.Cut(command, "watsrun ")
			if !found {
				t.Fatalf("%q runs something else", line)
			}
			commands++
			got := watsrun(t, func(p *process) {
				p.dir, p.home = home, func() (string, error) { return home, nil }
				p.environ = append(p.environ, strings.Fields(variables)...)
			}, strings.Fields(args)...)
			said = got.stdout + got.stderr
		}
	}
	return commands
}

// TestDeliveryGuide runs the commands of docs/delivery.md.
func TestDeliveryGuide(t *testing.T) {
	text := deliveryGuide(t)
	home := t.TempDir()
	for _, file := range luaFiles.FindAllStringSubmatch(text, -1) {
		write(t, filepath.Join(home, file[1]), file[2])
	}
	if n := runConsole(t, home, text); n < 10 {
		t.Errorf("only %d commands found", n)
	}
}

var tomlBlock = regexp.MustCompile("(?s)```toml\n(.*?)```")

// TestConfigurationGuide runs the example of docs/configuration.md.
func TestConfigurationGuide(t *testing.T) {
	home := t.TempDir()
	file := tomlBlock.FindStringSubmatch(configurationText)
	if file == nil {
		t.Fatal("no watsrun.toml")
	}
	write(t, filepath.Join(home, "watsrun.toml"), file[1])
	if n := runConsole(t, home, configurationText); n < 3 {
		t.Errorf("only %d commands found", n)
	}
}

// TestDeliveryGuideIsComplete: the guide names every setting of the outbox, every command, and what health says.
func TestDeliveryGuideIsComplete(t *testing.T) {
	text := deliveryGuide(t)
	for _, k := range config.Keys() {
		if strings.HasPrefix(k.Name, "outbox.") && k.Flag == "" && !strings.Contains(text, "`"+k.Name+"`") {
			t.Errorf("the guide does not name %s", k.Name)
		}
	}
	for _, c := range queueCommand(&app{flags: map[string]string{}}).Commands() {
		if !strings.Contains(text, "| `queue "+c.Name()) {
			t.Errorf("the guide does not explain queue %s", c.Name())
		}
	}
	sample := jsonBlock.FindStringSubmatch(text)
	if sample == nil {
		t.Fatal("no sample of health")
	}
	d := json.NewDecoder(strings.NewReader(sample[1]))
	d.DisallowUnknownFields()
	if err := d.Decode(&healthJSON{}); err != nil {
		t.Errorf("the sample of health: %v", err)
	}
}
