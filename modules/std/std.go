// Package std declares the small modules that every script needs: log, json, time, and a few global functions. It knows
// the run that calls it and nothing of Lua, HTTP, configuration or WATS.
package std

import (
	"context"
	"reflect"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/modules"
)

// Options are what the modules need of the process. The wall clock is the run's own.
type Options struct {
	// Timer makes a timer that fires once after d, and the function that stops it. Nil means the system's.
	Timer func(d time.Duration) (fired <-chan time.Time, stop func())
}

// Modules declares the modules. The declarations are fresh ones at each call and may be shared by any number of runs.
func Modules(o Options) []*modules.Module {
	if o.Timer == nil {
		o.Timer = systemTimer
	}
	return []*modules.Module{globals(), logModule(), jsonModule(), timeModule(o)}
}

func systemTimer(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// none is the argument struct of functions that take nothing.
type none struct{}

func globals() *modules.Module {
	return &modules.Module{
		Name: "_G",
		Doc:  "What is there without a module's name.",
		Constants: []modules.Constant{{
			Name: "arg", Doc: "What follows the script on the command line, from 1 on; arg[0] is the script.", Type: modules.TypeOf(reflect.TypeFor[[]string]()),
		}, {
			Name: "params", Doc: "What -p NAME=VALUE gives, by name.", Type: modules.TypeOf(reflect.TypeFor[map[string]string]()),
		}, {
			Name: "run", Doc: "What is known of this run.", Type: modules.TypeOf(reflect.TypeFor[RunInfo]()),
			Value: func(ctx context.Context) any { return modules.Live{Object: runInfo(modules.RunFrom(ctx))} },
		}},
		Functions: []*modules.Function{
			modules.Func("inspect", "Show any value as text for people. Keys are sorted, long tables are indented, what is too much is cut.", inspect,
				modules.Positional(),
				modules.Show(`inspect({b = 1, a = {true, "x"}})`, `"{a = {true, \"x\"}, b = 1}"`)),
			modules.Func("uuid", "Make a random UUID.", newUUID,
				modules.Show(`#uuid()`, `36`)),
		},
	}
}

// RunInfo is what scripts see of their run.
type RunInfo struct {
	ID            string `lua:"id,readonly" doc:"Id of the run, a UUID."`
	CorrelationID string `lua:"correlation_id,readonly" doc:"Id that log lines, requests and errors carry."`
	Script        string `lua:"script,readonly" doc:"The script, as it was named on the command line."`
	ScriptHash    string `lua:"script_hash,readonly" doc:"SHA-256 of its source, hexadecimal."`
	Started       string `lua:"started,readonly" doc:"When the run began, ISO 8601."`
}

func runInfo(r *modules.Run) RunInfo {
	return RunInfo{ID: r.ID, CorrelationID: r.CorrelationID, Script: r.Script, ScriptHash: r.ScriptHash, Started: r.Start.Format(time.RFC3339Nano)}
}

type inspectIn struct {
	Value modules.Raw `lua:"value" doc:"What to show."`
}

func inspect(ctx context.Context, in *inspectIn) (string, error) {
	if in.Value.Value == nil {
		return "nil", nil
	}
	return modules.RunFrom(ctx).Inspect(in.Value), nil
}

func newUUID(context.Context, *none) (string, error) {
	id, err := uuid.NewRandom()
	return id.String(), err
}
