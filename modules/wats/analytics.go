package wats

import (
	"context"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

var analyticsService = service{
	name: "analytics", doc: "Yields, failing steps, measurements, repairs and the flow of units, computed from the reports that the server has.",
	alias: []string{"app"}, operations: analyticsOperations, classes: analyticsClasses,
}

func analyticsOperations() []declaration {
	return slices.Concat(analyticsFacts(), yieldOperations(), stepOperations(), measurementOperations(), analyticsReportOperations(), flowOperations())
}

func analyticsClasses() []*modules.Class { return []*modules.Class{dimensionClass()} }

// LevelInfo is a production level.
type LevelInfo struct {
	LevelID   int    `lua:"level_id" json:"levelId" doc:"Number of the level."`
	LevelName string `lua:"level_name" json:"levelName" doc:"Name of the level."`
}

// ProductGroupInfo is a product group, as analyses know it.
type ProductGroupInfo struct {
	ProductGroupID   int    `lua:"product_group_id" json:"productGroupId" doc:"Number of the group."`
	ProductGroupName string `lua:"product_group_name" json:"productGroupName" doc:"Name of the group."`
}

type processKindArgs struct {
	Test     *bool `lua:"include_test_operations" query:"includeTestOperations" doc:"Whether test operations are listed."`
	Repair   *bool `lua:"include_repair_operations" query:"includeRepairOperations" doc:"Whether repair operations are listed."`
	WIP      *bool `lua:"include_wip_operations" query:"includeWipOperations" doc:"Whether WIP operations are listed."`
	Inactive *bool `lua:"include_inactive_processes" query:"includeInactiveProcesses" doc:"Whether processes that are no longer used are listed."`
}

type groupListArgs struct {
	IncludeFilters *bool `lua:"include_filters" query:"includeFilters" doc:"Whether each group comes with the filters that make it."`
}

// analyticsFacts are the operations that tell what there is to analyse.
func analyticsFacts() []declaration {
	return []declaration{
		op[noArguments, string]("get_version", "The server's version.", versionRoute, lenient(missingIsNil),
			reads(func(_ *noArguments, a *response) (any, error) { return readVersion(a) }),
			show(`type(wats.analytics.get_version())`, `"string"`)),
		op[processKindArgs, []ProcessInfo]("get_processes", "List the processes of some kinds.", processesRoute,
			show(`wats.analytics.get_processes{include_test_operations = true, include_repair_operations = false}[1].is_test_operation`, "true")),
		op[noArguments, []LevelInfo]("get_levels", "List the production levels.", "GET /api/App/Levels",
			show(`type(wats.analytics.get_levels())`, `"table"`)),
		op[groupListArgs, []ProductGroupInfo]("get_product_groups", "List the product groups.", "GET /api/App/ProductGroups",
			show(`type(wats.analytics.get_product_groups())`, `"table"`)),
		dimensionsFunction,
	}
}

// watsFilterArgs are the arguments of an analysis that takes a filter and nothing else.
type watsFilterArgs struct {
	FilterData WATSFilter `lua:"filter_data,required" doc:"Which reports to look at."`
}

// asks has a filter that is made of the arguments sent as the body. Such a request only reads, though it is a POST.
func asks[In any](filter func(ctx context.Context, in *In) (filterRecord, error)) option {
	return func(p *plan) {
		declare(modules.Does(modules.Read), modules.Note(filterIsChecked))(p)
		prepares(func(ctx context.Context, in *In, r *request) error {
			f, err := filter(ctx, in)
			if err != nil {
				return err
			}
			return r.setFilter(f)
		})(p)
	}
}

// asksFilter has the filter among the arguments sent as it is.
func asksFilter(p *plan) {
	asks(func(_ context.Context, in *watsFilterArgs) (filterRecord, error) { return &in.FilterData, nil })(p)
}

// twin is an operation with two forms: a POST of a filter, and a GET with a few arguments in the query.
type twin interface {
	// filter is the filter with what the other arguments say. given is false where there is no filter but only these.
	filter() (f *WATSFilter, given bool)
}

// asksTwice has the form chosen by whether there is a filter.
func asksTwice[In any, T interface {
	*In
	twin
}](p *plan) {
	p.further = []string{"GET" + strings.TrimPrefix(p.route, "POST")}
	declare(modules.Does(modules.Read),
		modules.Note(filterIsChecked+" Arguments beside a filter join it; pyWATS leaves them out without a word."))(p)
	prepares(func(_ context.Context, in *In, r *request) error {
		f, given := T(in).filter()
		if given {
			return r.setFilter(f)
		}
		return r.setFilterQuery(f)
	})(p)
}

// orFilter is the first text unless it is empty: an argument goes before the same field of a filter.
func orFilter(argument string, field *string) {
	if argument != "" {
		*field = argument
	}
}

// What operations do better than pyWATS.
const (
	filterIsChecked = "Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset."
	raisesFailures  = "What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data."
)
