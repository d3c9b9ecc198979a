package wats

import (
	"context"
	"strings"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

type correlationArgs struct {
	ID   string           `lua:"id,required" doc:"The id: letters, digits and punctuation, at most 80."`
	Fn   modules.Callback `lua:"fn" doc:"What to call with it, instead of returning wats with it."`
	Args []modules.Raw    `lua:"args,rest" doc:"Its arguments."`
}

func correlationOperation(*Client) *modules.Function {
	return modules.Func("with_correlation", "Have what is called below go by an id of your own instead of the run's: log lines, requests, errors and reports. "+
		"Each call of an operation adds a full stop and its number in the run. With a function, call that; else return the wats module with the id. "+
		"Contexts nest; the id ends with the function, also when it raises.", withCorrelation, modules.Positional(), modules.PyWATS(),
		modules.Returns(&modules.Type{Kind: modules.Object, Name: "wats"}),
		modules.Show(`wats.with_correlation("order-77", function(n) log.info("begins") return n + 1 end, 41)`, "42"),
		modules.Show(`type(wats.with_correlation("order-77").get_version())`, `"string"`))
}

func withCorrelation(ctx context.Context, in *correlationArgs) (modules.Multi, error) {
	if err := checkCorrelation(in.ID); err != nil {
		return nil, err
	}
	return callWithin(ctx, func(ctx context.Context) context.Context { return correlation.With(ctx, in.ID) }, in.Fn, in.Args)
}

// checkCorrelation refuses what could not be a header, or would be two words of a log line.
func checkCorrelation(id string) error {
	const longest = 80 // with the number of a call, it must fit into a misc info
	strange := strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' })
	if id == "" || len(id) > longest || strange {
		return fault.New(fault.Usage, "%.140q is no correlation id", id).
			WithHint("take 1 to %d letters, digits and punctuation marks of ASCII, without spaces", longest)
	}
	return nil
}

// miscCorrelation is the name of the misc info that carries the correlation id.
const miscCorrelation = "correlation_id"

// correlate puts the correlation id into a test report; one that is submitted again gets the new one. A repair report has only
// the misc infos that its repair type defines.
func correlate(r *report.Report, id string) error {
	if r.Type == report.TypeUUR || id == "" {
		return nil
	}
	for _, m := range r.MiscInfos {
		if m.Description == miscCorrelation {
			m.Text = &id
			return nil
		}
	}
	_, err := r.AddMiscInfo(report.MiscInfoArgs{Description: miscCorrelation, Text: &id})
	return err
}
