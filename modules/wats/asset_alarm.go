package wats

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// AssetStatus is how an asset stands against what its type allows.
type AssetStatus struct {
	AssetID                       string          `lua:"asset_id" json:"assetId" doc:"Id of the asset."`
	SerialNumber                  string          `lua:"serial_number" json:"serialNumber" doc:"Serial number of the asset."`
	AlarmState                    AssetAlarmState `lua:"alarm_state" json:"alarmState" doc:"Whether there is a warning or an alarm."`
	Message                       string          `lua:"message" json:"message" doc:"What the warning or alarm is about."`
	RunningCount                  int             `lua:"running_count" json:"runningCount" doc:"Uses since the last reset."`
	RunningCountExceeded          int             `lua:"running_count_exceeded" json:"runningCountExceeded" doc:"Uses beyond the limit, negative while below it."`
	TotalCount                    int             `lua:"total_count" json:"totalCount" doc:"Uses in all."`
	TotalCountExceeded            int             `lua:"total_count_exceeded" json:"totalCountExceeded" doc:"Uses beyond the limit, negative while below it."`
	DaysSinceCalibration          float64         `lua:"days_since_calibration" json:"daysSinceCalibration" doc:"Days since the last calibration."`
	IsDaysSinceCalibrationUnknown bool            `lua:"is_days_since_calibration_unknown" json:"isDaysSinceCalibrationUnknown" doc:"True where the type asks for calibrations and none is known."`
	CalibrationDaysOverdue        float64         `lua:"calibration_days_overdue" json:"calibrationDaysOverdue" doc:"Days beyond the date, negative while before it."`
	DaysSinceMaintenance          float64         `lua:"days_since_maintenance" json:"daysSinceMaintenance" doc:"Days since the last maintenance."`
	IsDaysSinceMaintenanceUnknown bool            `lua:"is_days_since_maintenance_unknown" json:"isDaysSinceMaintenanceUnknown" doc:"True where the type asks for maintenances and none is known."`
	MaintenanceDaysOverdue        float64         `lua:"maintenance_days_overdue" json:"maintenanceDaysOverdue" doc:"Days beyond the date, negative while before it."`
}

const statusRoute = "GET /api/Asset/Status"

// The alarm states.
const (
	alarmWarning AssetAlarmState = 1
	alarmRaised  AssetAlarmState = 2
)

type statusArgs struct {
	assetKey
	strict
}

type assetInState struct {
	State AssetState `lua:"state,required" doc:"The state, such as IN_STORAGE."`
	Top   *int       `lua:"top" query:"$top" doc:"The most assets to return."`
}

type newState struct {
	State AssetState `lua:"state,required" query:"state" doc:"The state, such as IN_STORAGE."`
	assetKey
}

type assetToCheck struct {
	Asset modules.Record[Asset] `lua:"asset,required" doc:"The asset, as get_asset gives it."`
	strict
}

type alarmedArgs struct {
	Top *int `lua:"top" doc:"The most assets to return."`
}

// wornOut begins an example with an asset at the end of its life.
const wornOut = fixture + `wats.asset.set_running_count{value = 1000, serial_number = "FX-1"}
`

func assetAlarmOperations() []declaration {
	return []declaration{
		op[statusArgs, AssetStatus]("get_status", "How an asset stands: alarm state, counts and dates.", statusRoute, lenient(missingIsNil), needsAsset[statusArgs](),
			show(wornOut+`return wats.asset.get_status{serial_number = "FX-1"}.message`, `"running count 1000 of 1000"`)),
		op[assetID, AssetState]("get_asset_state", "Where in its life an asset is.", assetRoute, lenient(missingIsNil), reads(readState),
			show(fixture+`return wats.asset.get_asset_state(fx.asset_id)`, `"IN_OPERATION"`)),
		op[newState, bool]("set_asset_state", "Set where in its life an asset is.", "PUT /api/Asset/State", needsAsset[newState](), succeeds, note(raisesMissing),
			show(fixture+`wats.asset.set_asset_state{state = "IN_CALIBRATION", serial_number = "FX-1"}
return wats.asset.get_asset_state("FX-1")`, `"IN_CALIBRATION"`)),
		assetCheck("is_in_alarm", "Whether an asset is in alarm: a count or a date is at its limit.", alarmRaised, "true"),
		assetCheck("is_in_warning", "Whether there is a warning for an asset: a count or a date is near its limit.", alarmWarning, "false"),
		assetsInAlarm("get_assets_in_alarm", "List the assets that are in alarm.", alarmRaised, `[1].serial_number`, `"FX-1"`),
		assetsInAlarm("get_assets_in_warning", "List the assets for which there is a warning.", alarmWarning, `[1]`, "nil"),
		op[assetInState, []Asset]("get_assets_by_alarm_state", "List the assets that are in a state of their life.", assetsRoute,
			prepares(func(_ context.Context, in *assetInState, r *request) error {
				r.set("$filter", "state eq "+strconv.Itoa(int(in.State)))
				return nil
			}),
			note("As in pyWATS this asks for the state of an asset's life, in spite of the name; for alarms see get_assets_in_alarm."),
			show(fixture+`return wats.asset.get_assets_by_alarm_state("IN_OPERATION")[1].serial_number`, `"FX-1"`)),
	}
}

// readState takes the state out of an asset.
func readState(_ *assetID, a *response) (any, error) {
	var asset struct {
		State json.RawMessage `json:"state"`
	}
	if err := emptyOrBroken(a, modules.RecordOf); err != nil {
		return nil, err
	}
	if err := unmarshal(a, &asset); err != nil || asset.State == nil {
		return nil, err
	}
	return modules.JSON{Data: asset.State, Type: typeOf[AssetState]()}, nil
}

// assetCheck declares a question about the alarm state of one asset.
func assetCheck(name, doc string, state AssetAlarmState, result string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *assetToCheck) (*bool, error) {
		var key assetRef
		if err := json.Unmarshal(in.Asset.Wire(), &key); err != nil {
			return nil, fault.Wrap(fault.Usage, err, "the asset cannot be used")
		}
		now, err := alarmState(ctx, c, key)
		if now == nil || err != nil {
			if isMissing(err) && !c.strict(ctx, in) {
				err = nil
			}
			return nil, err
		}
		return new(*now == state), nil
	}, routed(statusRoute), note("Asks the server for the status; pyWATS raises AttributeError. Nil for an asset that is not there."),
		show(wornOut+`return wats.asset.`+name+`(fx)`, result))
}

// assetRef is what an asset is asked for by.
type assetRef struct {
	AssetID      string `json:"assetId"`
	SerialNumber string `json:"serialNumber"`
}

// alarmState asks for the alarm state of an asset, nil where the server does not tell.
func alarmState(ctx context.Context, c *Client, ref assetRef) (*AssetAlarmState, error) {
	key := assetKey(ref)
	if err := key.check(); err != nil {
		return nil, err
	}
	r := newRequest(statusRoute)
	if r.addText("id", ref.AssetID); ref.AssetID == "" {
		r.addText("serialNumber", ref.SerialNumber)
	}
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	var status struct {
		AlarmState *AssetAlarmState `json:"alarmState"`
	}
	if err = emptyOrBroken(a, modules.RecordOf); err == nil {
		err = unmarshal(a, &status)
	}
	if err != nil {
		return nil, c.explain(ctx, r, err)
	}
	return status.AlarmState, nil
}

// alarmPage is how many assets are asked for at a time while their states are looked at.
const alarmPage = 500

// assetsInAlarm declares a list of the assets in an alarm state. Servers cannot filter by it, so each asset is asked about.
func assetsInAlarm(name, doc string, state AssetAlarmState, path, result string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *alarmedArgs) (any, error) {
		assets, err := allAssets(ctx, c, &eachAssetArgs{OrderBy: "serialNumber asc", PageSize: alarmPage})
		if err != nil {
			return nil, err
		}
		defer assets.Stop()
		found := []row[Asset]{}
		for in.Top == nil || len(found) < *in.Top {
			asset, err, more := assets.Next()
			if err != nil {
				return nil, err
			}
			if !more {
				break
			}
			raw := asset.(modules.JSON).Data
			is, err := isInAlarmState(ctx, c, raw, state)
			if err != nil {
				return nil, err
			}
			if is {
				found = append(found, row[Asset]{raw: raw})
			}
		}
		return listOf(found), nil
	}, routed(assetsRoute, statusRoute), gives[[]Asset](), note("Goes by the alarm state that the server computes, with a request an asset; pyWATS raises AttributeError."),
		show(wornOut+`return wats.asset.`+name+`()`+path, result))
}

// isInAlarmState asks about an asset of a list. One that has been deleted since is in no state.
func isInAlarmState(ctx context.Context, c *Client, asset []byte, state AssetAlarmState) (bool, error) {
	var ref assetRef
	if err := unmarshal(&response{body: asset}, &ref); err != nil {
		return false, err
	}
	now, err := alarmState(ctx, c, ref)
	if isMissing(err) {
		return false, nil
	}
	return now != nil && *now == state, err
}
