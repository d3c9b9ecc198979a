package main

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/pflag"

	"github.com/watsrun/watsrun/server"
	"github.com/watsrun/watsrun/server/trouble"
)

// faultFlags are the flags that inject faults into the server on purpose. There is no setting for them, so that no file
// and no variable that somebody forgot can break a server.
type faultFlags struct {
	rules []string
	admin bool
}

func (f *faultFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.rules, "fault", nil, "Inject a fault on purpose by a `rule` such as 'POST /api/Report/WSJF: drop after; times=1'. May be given again.")
	flags.BoolVar(&f.admin, "fault-admin", false, "Let callers inject faults: GET, PUT, DELETE "+trouble.AdminPath+".")
}

// faultHelp explains the rules of --fault.
func faultHelp() string {
	var b strings.Builder
	b.WriteString("--fault 'METHOD /path: FAULT[; OPTION=VALUE]...' makes the server a bad one, for tests of what calls it. The route is one that the\n" +
		"server declares; * stands for any method, for the end of a path, and alone for every request. A request passes the rules in order.\n\nFaults:\n")
	for _, k := range trouble.Faults() {
		fmt.Fprintf(&b, "  %s\n      %s\n", k.Usage, k.Doc)
	}
	b.WriteString("\nOptions:\n")
	for _, o := range trouble.Options() {
		fmt.Fprintf(&b, "  %-8s  %s\n", o.Usage, o.Doc)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// injector injects faults into a server that is served. Without any flag for them it does nothing.
type injector struct {
	*trouble.Injector
	flags faultFlags
	rules []trouble.Rule
	log   *slog.Logger
}

func (a *app) newInjector(f faultFlags) (*injector, error) {
	rules, err := trouble.ParseAll(f.rules...)
	if err != nil {
		return nil, err
	}
	in, err := trouble.New()
	if err != nil {
		return nil, err
	}
	i := &injector{Injector: in, flags: f, rules: rules, log: a.log}
	in.Now, in.Watch, in.Changed = a.now, i.hit, i.changed
	return i, nil
}

func (i *injector) asked() bool { return len(i.rules) > 0 || i.flags.admin }

// into makes the injector part of a server, when one was asked for.
func (i *injector) into(o *server.Options) {
	if !i.asked() {
		return
	}
	o.Clock = i.Clock
	if i.flags.admin {
		o.Middleware = append(o.Middleware, i.Admin)
	}
	o.Middleware = append(o.Middleware, i.Middleware)
}

// start begins to inject faults and says so.
func (i *injector) start(routes []string) error {
	if !i.asked() {
		return nil
	}
	if i.flags.admin {
		i.log.Warn("everybody who may call this server may inject faults into it", "path", trouble.AdminPath)
	}
	if err := i.Declare(routes); err != nil {
		return err
	}
	return i.Set(i.rules...)
}

func (i *injector) changed(rules []trouble.Rule) {
	for _, r := range rules {
		i.log.Warn("faults are injected on purpose", "rule", r.String())
	}
	if len(rules) == 0 {
		i.log.Info("no faults are injected")
	}
}

func (i *injector) hit(h trouble.Hit) {
	i.log.Info("a fault is injected", "rule", h.Rule.String(), "method", h.Request.Method, "path", h.Request.URL.Path,
		"correlation_id", h.Request.Header.Get("X-Correlation-ID"))
}

// end says what was injected, and ends it: what waits because of a fault does not hold up the end of the server.
func (i *injector) end() {
	if !i.asked() {
		return
	}
	for _, c := range i.Counts() {
		i.log.Info("faults that were injected", "rule", c.Rule.String(), "requests", c.Seen, "faults", c.Hits)
	}
	i.Clear()
}
