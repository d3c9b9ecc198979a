package wats

import (
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

type (
	reportTypeArg struct {
		ReportType ReportKind `lua:"report_type,required" doc:"uut, U or T for test reports, uur or R for repair reports."`
	}
	expandFieldsArgs struct {
		IsUUT              bool `lua:"is_uut,required" doc:"true for test reports, false for repair reports."`
		IncludeSubUnits    bool `lua:"include_subunits" default:"false" doc:"Sub-units."`
		IncludeMiscInfo    bool `lua:"include_misc_info" default:"false" doc:"Misc infos."`
		IncludeAssets      bool `lua:"include_assets" default:"false" doc:"Assets."`
		IncludeAttachments bool `lua:"include_attachments" default:"false" doc:"Attachments."`
	}
	expandArg struct {
		Expand []string `lua:"expand" doc:"What to add to each row."`
	}
	orderByArgs struct {
		OrderBy string `lua:"orderby" doc:"A field with asc or desc; several with commas between them."`
		Default string `lua:"default" default:"start desc" doc:"What counts when orderby is not given."`
	}
	queryParamsArgs struct {
		Filter  string   `lua:"odata_filter" doc:"The filter."`
		Top     *int     `lua:"top" doc:"At most so many rows."`
		Skip    *int     `lua:"skip" doc:"How many rows to leave out at the beginning."`
		OrderBy string   `lua:"orderby" doc:"A field with asc or desc."`
		Expand  []string `lua:"expand" doc:"What to add to each row."`
		Select  []string `lua:"select" doc:"Only these fields."`
		Count   bool     `lua:"count" default:"false" doc:"Whether the answer is to tell how many rows there are."`
	}
	defaultParamsArgs struct {
		ReportType      ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
		IncludeSubUnits bool       `lua:"include_subunits" default:"false" doc:"Whether to add the sub-units to each row."`
		Top             *int       `lua:"top" default:"100" doc:"At most so many rows."`
		OrderBy         string     `lua:"orderby" default:"start desc" doc:"A field with asc or desc."`
	}
)

// parameterFunctions make the parameters of queries.
func parameterFunctions() []declaration {
	return []declaration{
		pure("is_uut_report_type", "Whether a word means test reports.", func(in *reportTypeArg) (bool, error) { return in.ReportType == "U", nil },
			modules.Note("A word that means neither kind is refused."), modules.Show(`wats.filter.is_uut_report_type("uur")`, "false")),
		pure("get_expand_fields", "The names by which rows are expanded, which differ between tests and repairs.", expandFields,
			modules.Show(`wats.filter.get_expand_fields(false, true)[1]`, `"uurSubUnits"`)),
		pure("build_expand_clause", "Names as $expand takes them; nil for none.", func(in *expandArg) (any, error) { return orNil(strings.Join(in.Expand, ",")), nil },
			modules.Returns(optionalText()), modules.Show(`wats.filter.build_expand_clause{"subUnits", "assets"}`, `"subUnits,assets"`)),
		pure("build_orderby_clause", "What $orderby takes.", func(in *orderByArgs) (string, error) { return orElse(in.OrderBy, in.Default), nil },
			modules.Show(`wats.filter.build_orderby_clause()`, `"start desc"`)),
		pure("build_query_params", "The parameters of a query by their names on the wire.", queryParams,
			modules.Show(`wats.filter.build_query_params{odata_filter = "processCode eq 10", top = 5}["$top"]`, "5")),
		pure("get_default_query_params", "The parameters of a usual query of report headers.", defaultParams,
			modules.Show(`wats.filter.get_default_query_params("uur", true)["$expand"]`, `"uurSubUnits"`)),
	}
}

func optionalText() *modules.Type {
	t := *typeOf[string]()
	t.Optional = true
	return &t
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func expandFields(in *expandFieldsArgs) ([]string, error) {
	names := []string{}
	for _, f := range []struct {
		wanted   bool
		uut, uur string
	}{
		{in.IncludeSubUnits, "subUnits", "uurSubUnits"},
		{in.IncludeMiscInfo, "miscInfo", "uurMiscInfo"},
		{in.IncludeAssets, "assets", "uurAssets"},
		{in.IncludeAttachments, "attachments", "uurAttachments"},
	} {
		switch {
		case f.wanted && in.IsUUT:
			names = append(names, f.uut)
		case f.wanted:
			names = append(names, f.uur)
		}
	}
	return names, nil
}

func queryParams(in *queryParamsArgs) (map[string]any, error) {
	params := map[string]any{}
	for name, text := range map[string]string{
		"$filter": strings.TrimSpace(in.Filter), "$orderby": in.OrderBy, "$expand": strings.Join(in.Expand, ","), "$select": strings.Join(in.Select, ","),
	} {
		if text != "" {
			params[name] = text
		}
	}
	for name, n := range map[string]*int{"$top": in.Top, "$skip": in.Skip} {
		if n == nil {
			continue
		}
		if *n < 0 {
			return nil, fault.New(fault.Usage, "%s must not be negative, got %d", name[1:], *n)
		}
		params[name] = *n
	}
	if in.Count {
		params["$count"] = true
	}
	return params, nil
}

func defaultParams(in *defaultParamsArgs) (map[string]any, error) {
	query := queryParamsArgs{Top: in.Top, OrderBy: in.OrderBy}
	if in.IncludeSubUnits {
		query.Expand = []string{in.ReportType.subUnits()}
	}
	params, err := queryParams(&query)
	if err == nil {
		params["reportType"] = in.ReportType.String()
	}
	return params, err
}
