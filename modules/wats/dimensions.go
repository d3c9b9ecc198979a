package wats

import (
	"context"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// dimensionNames are what yields and repairs can be grouped by, and the figures that their rows can be ordered by, as the
// server names them.
func dimensionNames() []string {
	var names []string
	for _, words := range [][]modules.Word{Dimension("").Words(), RepairDimension("").Words(), KPI("").Words(), RepairKPI("").Words()} {
		for _, w := range words {
			names = append(names, w.Text)
		}
	}
	return names
}

// Dimensions are what an analysis is grouped by and how its rows are ordered, as the server reads it:
// "partNumber;period desc".
type Dimensions string

// UnmarshalText reads dimensions with ; between them, each followed by asc or desc where the rows are to be ordered by
// it. Names may be written as the server writes them or as scripts do: partNumber, part_number.
func (d *Dimensions) UnmarshalText(text []byte) error {
	var b DimensionBuilder
	for part := range strings.SplitSeq(string(text), ";") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		if err := b.add(words[0], strings.Join(words[1:], " ")); err != nil {
			return err
		}
	}
	*d = Dimensions(b.String())
	return nil
}

// dimensionName finds a dimension or figure by its name, in any case and with or without underscores.
func dimensionName(name string) (string, error) {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	names := dimensionNames()
	if i := slices.IndexFunc(names, func(known string) bool { return plain(known) == plain(name) }); i >= 0 {
		return names[i], nil
	}
	hint := fault.DidYouMean(name, names)
	return "", fault.New(fault.Usage, "%q is no dimension", name).WithHint("%s", orElse(hint, "wats.enums.Dimension has those of yields, wats.enums.RepairDimension those of repairs"))
}

// DimensionBuilder collects what an analysis is grouped by and how its rows are ordered.
type DimensionBuilder struct{ parts []string }

type dimensionArgs struct {
	Dimension string `lua:"dimension,required" doc:"A dimension such as partNumber or part_number, or a figure such as unitCount to order by."`
	Direction string `lua:"direction" doc:"asc or desc, to order the rows by it."`
	Asc       bool   `lua:"asc" doc:"The same as direction = asc."`
	Desc      bool   `lua:"desc" doc:"The same as direction = desc."`
}

type allDimensions struct {
	Dimensions []string `lua:"dimensions,rest" doc:"Names of dimensions."`
}

type presetArgs struct {
	IncludePeriod *bool `lua:"include_period" default:"true" doc:"Whether each period has rows of its own."`
}

// Add adds one dimension and returns the builder.
func (b *DimensionBuilder) Add(in dimensionArgs) (*DimensionBuilder, error) {
	direction := in.Direction
	for word, meant := range map[string]bool{"asc": in.Asc, "desc": in.Desc} {
		switch {
		case !meant:
		case direction != "" && !strings.EqualFold(direction, word):
			return nil, fault.New(fault.Usage, "%s cannot be ordered by in two directions", in.Dimension).WithHint("give one of asc and desc")
		default:
			direction = word
		}
	}
	return b, b.add(in.Dimension, direction)
}

func (b *DimensionBuilder) add(name, direction string) error {
	name, err := dimensionName(name)
	if err != nil {
		return err
	}
	switch direction = strings.ToLower(direction); direction {
	case "asc", "desc":
		name += " " + direction
	case "":
	default:
		return fault.New(fault.Usage, "%q is no direction", direction).WithHint("asc for the lowest first, desc for the highest first")
	}
	b.parts = append(b.parts, name)
	return nil
}

// AddAll adds several dimensions, which do not order the rows, and returns the builder.
func (b *DimensionBuilder) AddAll(in allDimensions) (*DimensionBuilder, error) {
	for _, name := range in.Dimensions {
		if err := b.add(name, ""); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// String is what the server reads.
func (b *DimensionBuilder) String() string { return strings.Join(b.parts, ";") }

// Clear drops all dimensions and returns the builder.
func (b *DimensionBuilder) Clear() *DimensionBuilder {
	b.parts = nil
	return b
}

// preset declares a method that starts over with the dimensions of a frequent question.
func preset(name, doc string, parts ...string) *modules.Function {
	return query(name, doc, func(b *DimensionBuilder, in presetArgs) *DimensionBuilder {
		b.parts = slices.Clone(parts)
		if *in.IncludePeriod {
			b.parts = append(b.parts, "period")
		}
		return b
	}, modules.Note("A class method in pyWATS; here it starts a builder over."))
}

func dimensionClass() *modules.Class {
	return modules.ClassOf("DimensionBuilder", "What an analysis is grouped by and how its rows are ordered.",
		func(b *DimensionBuilder) string { return "dimensions " + b.String() }, likePyWATS,
		modules.Methods(
			modules.Method("add", "Add a dimension, or a figure to order the rows by.", (*DimensionBuilder).Add),
			modules.Method("add_all", "Add several dimensions.", (*DimensionBuilder).AddAll, modules.Positional()),
			look("build", "The dimensions as filters take them.", (*DimensionBuilder).String),
			look("clear", "Drop all dimensions.", (*DimensionBuilder).Clear),
			preset("yield_by_product", "Start over with the part number, and the period unless told otherwise.", "partNumber"),
			preset("yield_by_station", "Start over with the station, and the period unless told otherwise.", "stationName"),
			look("top_failing_products", "Start over with the part number, the lowest first-pass yield first.", func(b *DimensionBuilder) *DimensionBuilder {
				b.parts = []string{"partNumber", "fpy asc"}
				return b
			}),
		), dimensionExamples())
}

// dimensionsFunction makes an empty builder.
func dimensionsFunction(*Client) *modules.Function {
	return modules.Func("dimensions", "Make a builder of dimensions.",
		func(context.Context, *noArguments) (*DimensionBuilder, error) { return &DimensionBuilder{}, nil },
		modules.PyWATS("DimensionBuilder"), modules.Note("The class itself in pyWATS. Names are checked, and may be written as scripts write them."),
		modules.Show(`wats.analytics.dimensions():add("part_number", "asc"):add_all("revision", "period"):build()`, `"partNumber asc;revision;period"`))
}
