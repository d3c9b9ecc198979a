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

// TestDeliveryGuide runs the commands of docs/delivery.md one after the other. What each prints stands below it.
func TestDeliveryGuide(t *testing.T) {
	text := deliveryGuide(t)
	home := t.TempDir()
	for _, file := range luaFiles.FindAllStringSubmatch(text, -1) {
		write(t, filepath.Join(home, file[1]), file[2])
	}
	commands, said := 0, ""
	for _, block := range consoleBlock.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSuffix(line, "\n")
			command, isCommand := strings.CutPrefix(line, "$ watsrun ")
			if !isCommand {
				if !logged(line).MatchString(said) {
					t.Errorf("%q is not in\n%s", line, said)
				}
				continue
			}
			commands++
			got := watsrun(t, func(p *process) {
				p.dir, p.home = home, func() (string, error) { return home, nil }
			}, strings.Fields(command)...)
			said = got.stdout + got.stderr
		}
	}
	if commands < 10 {
		t.Errorf("only %d commands found", commands)
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
