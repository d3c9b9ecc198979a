package wats

import (
	"context"

	"github.com/watsrun/watsrun/modules"
)

type increment struct {
	assetKey
	Amount            int  `lua:"amount" query:"incrementBy" default:"1" doc:"How many uses to add."`
	IncrementChildren bool `lua:"increment_children" query:"incrementChildren" default:"false" doc:"Whether to add them to all that belongs to it too."`
}

type countReset struct {
	assetKey
	Comment string `lua:"comment" query:"comment" doc:"Why, for the log."`
}

type newRunningCount struct {
	Value int `lua:"value,required" query:"runningCount" doc:"The count from now on."`
	assetKey
}

type newTotalCount struct {
	Value int `lua:"value,required" query:"totalCount" doc:"The count from now on."`
	assetKey
}

type assetEvent struct {
	assetKey
	DateTime Instant `lua:"date_time" query:"dateTime" doc:"When it was done, ISO 8601; now when not given."`
	Comment  string  `lua:"comment" query:"comment" doc:"What to say of it in the log."`
}

type externalEvent struct {
	assetKey
	FromDate Instant `lua:"from_date" query:"fromDate" doc:"When it was done, ISO 8601; now when not given."`
	ToDate   Instant `lua:"to_date" query:"toDate" doc:"Until when it holds."`
	Comment  string  `lua:"comment" query:"comment" doc:"What to say of it in the log."`
}

type assetLogQuery struct {
	Filter  string `lua:"filter_str" query:"$filter" doc:"OData filter, such as serialNumber eq 'FX-1' and type eq 4."`
	OrderBy string `lua:"orderby" query:"$orderby" doc:"Field to order by, with asc or desc."`
	Top     *int   `lua:"top" query:"$top" doc:"The most rows to return."`
	Skip    *int   `lua:"skip" query:"$skip" doc:"Rows to leave out first."`
}

type logMessage struct {
	AssetID string `lua:"asset_id,required" json:"assetId" doc:"Id of the asset, or its serial number."`
	Message string `lua:"message,required" json:"comment" doc:"What to say."`
	User    string `lua:"user" json:"user" doc:"Who says it."`
}

type eachLogArgs struct {
	Filter   string `lua:"filter" doc:"OData filter, such as serialNumber eq 'FX-1'."`
	OrderBy  string `lua:"orderby" default:"date asc" doc:"Field to order by, with asc or desc."`
	PageSize int    `lua:"page_size" default:"500" doc:"Rows a request, 1 to 10 000; the server may give fewer."`
}

type newAssetType struct {
	TypeName            string   `lua:"type_name,required" json:"typeName" doc:"Name of the type, such as Fixture."`
	RunningCountLimit   *int     `lua:"running_count_limit" json:"runningCountLimit" doc:"Uses between two resets."`
	TotalCountLimit     *int     `lua:"total_count_limit" json:"totalCountLimit" doc:"Uses in a lifetime."`
	CalibrationInterval *float64 `lua:"calibration_interval" json:"calibrationInterval" doc:"Days between calibrations; -1 unlimited, -2 decided outside."`
	MaintenanceInterval *float64 `lua:"maintenance_interval" json:"maintenanceInterval" doc:"Days between maintenances; -1 unlimited, -2 decided outside."`
	WarningThreshold    *float64 `lua:"warning_threshold" json:"warningThreshold" doc:"Percent of a limit or interval from which there is a warning."`
	AlarmThreshold      *float64 `lua:"alarm_threshold" json:"alarmThreshold" doc:"Percent of a limit or interval from which there is an alarm."`
	Icon                *string  `lua:"icon" json:"icon" doc:"Name of its picture."`
	IsReadonly          bool     `lua:"is_readonly" json:"isReadonly" default:"false" doc:"Whether people may not change it."`
}

func assetCountOperations() []declaration {
	return []declaration{
		op[increment, bool]("increment_count", "Add uses to the counts of an asset.", "PUT /api/Asset/Count", needsAsset[increment](), succeeds,
			declare(modules.Does(modules.Write)),
			note(raisesMissing+" Never sent twice, though it is a PUT: that would count twice."),
			show(fixture+`wats.asset.increment_count{serial_number = "FX-1", amount = 5}
return wats.asset.get_asset_by_serial("FX-1").running_count`, "5")),
		op[countReset, bool]("reset_running_count", "Start the running count of an asset anew.", "POST /api/Asset/ResetRunningCount", needsAsset[countReset](), succeeds,
			note(raisesMissing), show(wornOut+`wats.asset.reset_running_count{serial_number = "FX-1", comment = "new pins"}
return wats.asset.get_asset_by_serial("FX-1").running_count`, "0")),
		op[newRunningCount, bool]("set_running_count", "Set the running count of an asset.", "PUT /api/Asset/SetRunningCount", needsAsset[newRunningCount](), succeeds,
			note(raisesMissing), show(fixture+`wats.asset.set_running_count{value = 7, serial_number = "FX-1"}
return wats.asset.get_asset_by_serial("FX-1").running_count`, "7")),
		op[newTotalCount, bool]("set_total_count", "Set the total count of an asset.", "PUT /api/Asset/SetTotalCount", needsAsset[newTotalCount](), succeeds,
			note(raisesMissing), show(fixture+`wats.asset.set_total_count{value = 7, serial_number = "FX-1"}
return wats.asset.get_asset_by_serial("FX-1").total_count`, "7")),
	}
}

// What notes say of dates.
const inUTCToo = raisesMissing + " Dates are turned to UTC; pyWATS sends a local time without saying so."

func assetEventOperations() []declaration {
	return []declaration{
		event("record_calibration", "Record that an asset was calibrated; the interval of its type says when it is due again.", "Calibration", "last_calibration_date"),
		event("record_maintenance", "Record that an asset was maintained; the interval of its type says when it is due again.", "Maintenance", "last_maintenance_date"),
		eventOutside("record_calibration_external", "Record a calibration that was done elsewhere, with the dates of its certificate.", "Calibration", "next_calibration_date"),
		eventOutside("record_maintenance_external", "Record a maintenance that was done elsewhere, with the date of the next one.", "Maintenance", "next_maintenance_date"),
		op[assetLogQuery, []AssetLog]("get_asset_log", "Query the log of assets.", assetLogRoute,
			note("Takes skip too, which pyWATS leaves out."),
			show(fixture+`return wats.asset.get_asset_log{filter_str = "serialNumber eq 'FX-1'"}[1].log_type`, `"REGISTER"`)),
		composed("each_asset_log", "Loop over all log rows that a filter lets through.", eachAssetLog, loops[AssetLog](), routed(assetLogRoute), own(),
			show(fixture+`local n = 0
for row in wats.asset.each_asset_log{filter = "serialNumber eq 'FX-1'", page_size = 2} do n = n + 1 end
return n`, "1")),
		op[logMessage, bool]("add_log_message", "Add a message to the log of an asset.", "POST /api/Asset/Message", succeeds, note(raisesMissing),
			show(fixture+`wats.asset.add_log_message(fx.asset_id, "pin 3 is bent", "op-12")
return wats.asset.get_asset_log("type eq 0")[1].comment`, `"pin 3 is bent"`)),
	}
}

// event declares the record of something that is done again and again.
func event(name, doc, what, date string) declaration {
	return op[assetEvent, bool](name, doc, "POST /api/Asset/"+what, needsAsset[assetEvent](), succeeds, note(inUTCToo),
		show(fixture+`wats.asset.`+name+`{serial_number = "FX-1", date_time = "2026-03-01T08:00:00+01:00", comment = "in the lab"}
return wats.asset.get_asset_by_serial("FX-1").`+date, `"2026-03-01T07:00:00Z"`))
}

// eventOutside declares the record of something that was done elsewhere.
func eventOutside(name, doc, what, date string) declaration {
	return op[externalEvent, bool](name, doc, "POST /api/Asset/"+what+"/External", needsAsset[externalEvent](), succeeds, note(inUTCToo),
		show(fixture+`wats.asset.`+name+`{serial_number = "FX-1", from_date = "2026-03-01T00:00:00Z", to_date = "2027-03-01T00:00:00Z"}
return wats.asset.get_asset_by_serial("FX-1").`+date, `"2027-03-01T00:00:00Z"`))
}

func eachAssetLog(ctx context.Context, c *Client, in *eachLogArgs) (*modules.Each[modules.JSON], error) {
	if err := checkPage(in.PageSize); err != nil {
		return nil, err
	}
	first := eachAssetArgs(*in)
	return each[AssetLog](ctx, c, paging{request: first.page(assetLogRoute), key: "logId", instead: "get_asset_log"}), nil
}

func assetTypeOperations() []declaration {
	return []declaration{
		op[noArguments, []AssetType]("get_asset_types", "List the types of assets.", "GET /api/Asset/Types",
			show(fixture+`return wats.asset.get_asset_types()[1].type_name`, `"Fixture"`)),
		op[newAssetType, AssetType]("create_asset_type", "Create a type of assets, or overwrite the one with the same name.", "PUT /api/Asset/Types",
			show(`wats.asset.create_asset_type{type_name = "DMM", calibration_interval = 365, warning_threshold = 90}.calibration_interval`, "365")),
	}
}
