package wats

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// WATSFilter says which reports an analysis looks at, and how much it answers. Texts may hold alternatives with ;
// between them, % for any run of characters and _ for any one.
type WATSFilter struct {
	SerialNumber         string        `lua:"serial_number" json:"serialNumber,omitzero" doc:"Serial numbers; ; stands between alternatives, % for any characters, _ for one, as in all texts of a filter."`
	PartNumber           string        `lua:"part_number" json:"partNumber,omitzero" doc:"Part numbers, such as PCBA-7;PCBA-8 or PCBA-%."`
	Revision             string        `lua:"revision" json:"revision,omitzero" doc:"Revisions."`
	BatchNumber          string        `lua:"batch_number" json:"batchNumber,omitzero" doc:"Batches."`
	StationName          string        `lua:"station_name" json:"stationName,omitzero" doc:"Test stations."`
	TestOperation        string        `lua:"test_operation" json:"testOperation,omitzero" doc:"Test operations, by name or code."`
	Status               StatusWords   `lua:"status" json:"status,omitzero" doc:"Passed, Failed, Error, Terminated, Done or Skipped, or their first letters; several with ; between them. all is the same as none."`
	YieldValue           *int          `lua:"yield_value" json:"yield,omitzero" doc:"Only rows with at most this yield, in percent."`
	MiscDescription      string        `lua:"misc_description" json:"miscDescription,omitzero" doc:"Names of a misc info."`
	MiscValue            string        `lua:"misc_value" json:"miscValue,omitzero" doc:"Values of the misc info."`
	MiscInfoDescription  string        `lua:"misc_info_description" json:"miscInfoDescription,omitzero" doc:"Another name of misc_description."`
	MiscInfoString       string        `lua:"misc_info_string" json:"miscInfoString,omitzero" doc:"Another name of misc_value."`
	AssetSerialNumber    string        `lua:"asset_serial_number" json:"assetSerialNumber,omitzero" doc:"Serial numbers of assets that were used."`
	AssetName            string        `lua:"asset_name" json:"assetName,omitzero" doc:"Names of assets that were used."`
	ProductGroup         string        `lua:"product_group" json:"productGroup,omitzero" doc:"Product groups."`
	Level                string        `lua:"level" json:"level,omitzero" doc:"Production levels."`
	SWFilename           string        `lua:"sw_filename" json:"swFilename,omitzero" doc:"Test programs."`
	SWVersion            string        `lua:"sw_version" json:"swVersion,omitzero" doc:"Versions of the test program."`
	Socket               string        `lua:"socket" json:"socket,omitzero" doc:"Test sockets."`
	DateFrom             any           `lua:"date_from" json:"dateFrom,omitzero" doc:"Tests that began then or later: ISO 8601, local time unless it has an offset, or seconds since 1970."`
	DateTo               any           `lua:"date_to" json:"dateTo,omitzero" doc:"Tests that began before then: as date_from."`
	DateGrouping         *DateGrouping `lua:"date_grouping" json:"dateGrouping,omitzero" doc:"How long a period is: year, quarter, month, week, day or hour, none, or the number of it."`
	PeriodCount          *int          `lua:"period_count" json:"periodCount,omitzero" doc:"The last periods, so many of them."`
	IncludeCurrentPeriod *bool         `lua:"include_current_period" json:"includeCurrentPeriod,omitzero" doc:"Whether the period that is not over yet is one of them."`
	MaxCount             *int          `lua:"max_count" json:"maxCount,omitzero" doc:"Look at so many reports at most, the latest ones."`
	MinCount             *int          `lua:"min_count" json:"minCount,omitzero" doc:"Leave out rows of fewer units."`
	TopCount             *int          `lua:"top_count" json:"topCount,omitzero" doc:"Give so many rows at most."`
	Dimensions           Dimensions    `lua:"dimensions" json:"dimensions,omitzero" doc:"What rows are grouped by and ordered by, such as partNumber;period desc; see wats.analytics.dimensions."`
	Run                  *RunFilter    `lua:"run" json:"run,omitzero" doc:"Which test of a unit in a process counts: first, second, third, last, all, or its number."`
	MeasurementPaths     string        `lua:"measurement_paths" json:"measurementPaths,omitzero" doc:"Measurements, such as Power/3V3::Voltage; several with ; between them."`
}

// StatusWords are the statuses of a filter, in full words with ; between them.
type StatusWords string

// UnmarshalText reads statuses by word or letter in any case. Where all of them are wanted, there is none to filter by.
func (s *StatusWords) UnmarshalText(text []byte) error {
	var words []string
	for given := range strings.SplitSeq(string(text), ";") {
		given = strings.TrimSpace(given)
		if given == "" {
			continue
		}
		if strings.EqualFold(given, "all") {
			words = nil
			break
		}
		status, err := report.ParseStatus(given)
		if err != nil {
			return err
		}
		words = append(words, status.Word())
	}
	*s = StatusWords(strings.Join(words, ";"))
	return nil
}

// sentInstant is a point in time as it is sent: in UTC, since servers take a time without an offset for theirs.
const sentInstant = "2006-01-02T15:04:05.999Z"

// instant turns a point in time as scripts write it, ISO 8601 or seconds since 1970, into what is sent. What is not given
// stays nil.
func instant(name string, given any) (any, error) {
	const firstSecond, lastSecond = -62135596800, 253402300799 // of the years 1 and 9999
	switch v := given.(type) {
	case nil:
		return nil, nil
	case string:
		if at, err := report.ParseTime(v); err == nil {
			return at.Time().UTC().Format(sentInstant), nil
		}
	case float64:
		if v >= firstSecond && v <= lastSecond { // NaN is not
			return time.UnixMilli(int64(v * 1000)).UTC().Format(sentInstant), nil
		}
	default:
		given = "no text and no number"
	}
	return nil, fault.New(fault.Usage, "%s is not a date: %v", name, given).
		WithHint("write it as 2026-01-31T14:26:16+01:00, or as seconds since 1970, such as time.seconds() - 7 * 86400")
}

// instants completes the dates of a filter, each of which is nil where it is not given. prefix is what their names begin
// with in messages.
func instants(prefix string, from, to *any) (err error) {
	if *from, err = instant(prefix+"date_from", *from); err == nil {
		*to, err = instant(prefix+"date_to", *to)
	}
	return err
}

// given tells whether the filter has any condition.
func (f *WATSFilter) given() bool { return !reflect.ValueOf(*f).IsZero() }

// complete turns what scripts write into what is sent.
func (f *WATSFilter) complete() error {
	f.MeasurementPaths = normalizePaths(f.MeasurementPaths)
	return instants("filter_data.", &f.DateFrom, &f.DateTo)
}

// filterRecord is a filter as scripts write it, which completes itself before it is sent.
type filterRecord interface{ complete() error }

// setFilter makes a filter the body of the request.
func (r *request) setFilter(f filterRecord) (err error) {
	if err = f.complete(); err == nil {
		r.body, err = json.Marshal(f)
	}
	return err
}

// setFilterQuery makes a filter the query of the request, which then is a GET.
func (r *request) setFilterQuery(f filterRecord) error {
	if err := r.setFilter(f); err != nil {
		return err
	}
	var members map[string]any
	d := json.NewDecoder(bytes.NewReader(r.body))
	d.UseNumber()
	if err := d.Decode(&members); err != nil {
		return err
	}
	for name, value := range members {
		r.addText(name, textOf(reflect.ValueOf(value)))
	}
	r.method, r.body = http.MethodGet, nil
	return nil
}
