package std

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

func logModule() *modules.Module {
	return &modules.Module{
		Name: "log",
		Doc: "Structured log lines. What a script adds stands under fields, so that time, level, run_id, station and the like are always " +
			"the run's own.",
		Functions: []*modules.Function{
			logFunction("debug", "Log what helps to find a fault. It is shown with --log-level debug only.", slog.LevelDebug),
			logFunction("info", "Log what happens.", slog.LevelInfo),
			logFunction("warn", "Log what should be looked at, though the run goes on.", slog.LevelWarn),
			logFunction("error", "Log what went wrong. It raises nothing and fails nothing.", slog.LevelError),
			modules.Func("enabled", "Tell whether lines of a level are written, so that costly ones need not be made.", logEnabled,
				modules.Show(`type(log.enabled("debug"))`, `"boolean"`)),
			modules.Func("with_context", "Call a function and add fields to every line that is logged below it, also by the operations that it calls. "+
				"Contexts nest; inner fields replace outer ones of the same name. They end with the function, also when it raises.", logWithContext,
				modules.Positional(),
				modules.Show(`log.with_context({lot = "A7"}, function(n) log.info("starting") return n + 1 end, 41)`, `42`)),
		},
	}
}

type logIn struct {
	Message string        `lua:"message,required" doc:"What happened, in words that stay the same from line to line."`
	Fields  modules.Table `lua:"fields" doc:"What varies, by name."`
}

func logFunction(name, doc string, level slog.Level) *modules.Function {
	return modules.Func(name, doc, func(ctx context.Context, in *logIn) (struct{}, error) {
		log := modules.RunFrom(ctx).Log
		if log.Enabled(ctx, level) {
			log.LogAttrs(ctx, level, in.Message, slog.GroupAttrs("fields", attributes(in.Fields)...))
		}
		return struct{}{}, nil
	}, modules.Positional(), modules.Show(`log.`+name+`("measured", {sn = "SN-0001", volts = 3.31})`, ""))
}

// Level is the name of a log level.
type Level string

var levels = map[Level]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}

// Choices lists the levels, the most talkative first.
func (*Level) Choices() []string { return []string{"debug", "info", "warn", "error"} }

// UnmarshalText takes a level's name in any letter case.
func (l *Level) UnmarshalText(text []byte) error {
	*l = Level(strings.ToLower(string(text)))
	if _, ok := levels[*l]; !ok {
		return fault.New(fault.Usage, "no log level %q", text).WithHint("%s", fault.DidYouMean(string(*l), l.Choices()))
	}
	return nil
}

type logEnabledIn struct {
	Level Level `lua:"level,required" doc:"debug, info, warn or error."`
}

func logEnabled(ctx context.Context, in *logEnabledIn) (bool, error) {
	return modules.RunFrom(ctx).Log.Enabled(ctx, levels[in.Level]), nil
}

type logWithContextIn struct {
	Fields modules.Table    `lua:"fields,required" doc:"The fields, by name."`
	Fn     modules.Callback `lua:"fn,required" doc:"What to call; its results are returned."`
	Args   []modules.Raw    `lua:"args,rest" doc:"Its arguments."`
}

func logWithContext(ctx context.Context, in *logWithContextIn) ([]modules.Raw, error) {
	args := make([]any, len(in.Args))
	for i, a := range in.Args {
		args[i] = a
	}
	return in.Fn.Call(correlation.WithFields(ctx, attributes(in.Fields)), args...)
}

// attributes are the fields of a table, by name. Items of a list get their places as names.
func attributes(t modules.Table) []slog.Attr {
	fields := members(t)
	attrs := make([]slog.Attr, 0, len(fields))
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if t, ok := fields[key].(modules.Table); ok && len(t.Keys) > 0 {
			attrs = append(attrs, slog.GroupAttrs(key, attributes(t)...))
			continue
		}
		attrs = append(attrs, slog.Any(key, loggable(fields[key])))
	}
	return attrs
}

// members are the fields of a table and the items of its list.
func members(t modules.Table) map[string]any {
	fields := make(map[string]any, len(t.List)+len(t.Keys))
	for i, item := range t.List {
		fields[fmt.Sprint(i+1)] = item
	}
	maps.Copy(fields, t.Fields)
	return fields
}

// loggable turns a value from a script into one that every log handler writes well.
func loggable(v any) any {
	switch v := v.(type) {
	case nil, bool, string:
		return v
	case float64:
		return loggableNumber(v)
	case modules.Null:
		return nil
	case fmt.Stringer:
		return v.String()
	case modules.Table:
		return loggableTable(v)
	}
	return fmt.Sprintf("<%T>", v)
}

// loggableNumber keeps whole numbers free of exponents, and JSON free of what it does not know.
func loggableNumber(f float64) any {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return fmt.Sprint(f)
	case f == math.Trunc(f) && math.Abs(f) <= 1<<53:
		return int64(f)
	}
	return f
}

func loggableTable(t modules.Table) any {
	if len(t.Keys) == 0 {
		items := make([]any, len(t.List))
		for i, item := range t.List {
			items[i] = loggable(item)
		}
		return items
	}
	fields := members(t)
	for key, v := range fields {
		fields[key] = loggable(v)
	}
	return fields
}
