package wats

import (
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestDimensionsAreRead(t *testing.T) {
	for given, want := range map[string]Dimensions{
		"":                               "",
		"partNumber":                     "partNumber",
		"part_number; PERIOD desc":       "partNumber;period desc",
		"STATION_NAME ASC;unitcount":     "stationName asc;unitCount",
		"step_path_caused_uut_failure;;": "stepPathCausedUutFailure",
		"repair_report_count desc":       "repairReportCount desc",
	} {
		var got Dimensions
		if err := got.UnmarshalText([]byte(given)); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", given, got, err, want)
		}
	}
	for given, hint := range map[string]string{
		"partNumbr": "partNumber", "station": "wats.enums", "period down": "desc", "period desc asc": "desc", "partNumber,period": "wats.enums",
	} {
		var got Dimensions
		err := got.UnmarshalText([]byte(given))
		if f := fault.Of(err); f == nil || f.Kind != fault.Usage || !strings.Contains(f.Hint, hint) {
			t.Errorf("%q is %q, %v", given, got, err)
		}
	}
}

func TestDimensionBuilder(t *testing.T) {
	var b DimensionBuilder
	for _, in := range []dimensionArgs{
		{Dimension: "part_number"}, {Dimension: "period", Direction: "DESC"}, {Dimension: "fpy", Direction: "Asc", Asc: true}, {Dimension: "unitCount", Desc: true},
	} {
		if _, err := b.Add(in); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.AddAll(allDimensions{Dimensions: []string{"revision", "location"}}); err != nil {
		t.Fatal(err)
	}
	const want = "partNumber;period desc;fpy asc;unitCount desc;revision;location"
	if b.String() != want {
		t.Errorf("built %q", b.String())
	}
	for _, bad := range []dimensionArgs{
		{Dimension: "nothing"}, {Dimension: "period", Direction: "up"}, {Dimension: "period", Asc: true, Desc: true}, {Dimension: "period", Direction: "desc", Asc: true},
	} {
		if _, err := b.Add(bad); fault.KindOf(err) != fault.Usage {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := b.AddAll(allDimensions{Dimensions: []string{"revison"}}); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
	if b.String() != want {
		t.Errorf("a refused dimension leaves %q", b.String())
	}
	if b.Clear().String() != "" {
		t.Error("dimensions are left")
	}
}
