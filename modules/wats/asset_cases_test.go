package wats

import "net/url"

// assetCases are what the tests of all operations must know of the asset service.
var assetCases = expectations{
	complete: []string{"asset"},
	ours: map[string]string{
		"asset.each_asset":     "a loop over all pages",
		"asset.each_asset_log": "a loop over all pages",
	},
	otherwise: map[string]string{
		"asset.upload_file/content":  "a file on disk may be sent instead",
		"asset.upload_file/filename": "a file on disk has a name",
	},
	args: assetArgs(),
	requests: map[string][]string{
		"asset.get_assets_in_alarm":   {"GET /api/Asset"},
		"asset.get_assets_in_warning": {"GET /api/Asset"},
		"asset.add_child_asset":       {"GET /api/Asset/{child_id}", "PUT /api/Asset"},
	},
	queries: map[string]url.Values{
		"asset.get_assets_by_alarm_state":   {"$filter": {"state eq 6"}},
		"asset.get_assets_in_alarm":         {"$top": {"500"}, "$orderby": {"serialNumber asc"}},
		"asset.get_assets_in_warning":       {"$top": {"500"}, "$orderby": {"serialNumber asc"}},
		"asset.record_calibration":          {"dateTime": {inUTCNow}},
		"asset.record_maintenance":          {"dateTime": {inUTCNow}},
		"asset.record_calibration_external": {"fromDate": {inUTCNow}, "toDate": {inUTCNow}},
		"asset.record_maintenance_external": {"fromDate": {inUTCNow}, "toDate": {inUTCNow}},
	},
	bodies: map[string]any{
		"asset.add_child_asset": map[string]any{"serialNumber": "C", "unknownKey": []int{1}, "parentAssetId": anyText},
		"asset.delete_files":    []string{"one", "two"},
	},
	always: map[string]map[string]any{
		"asset.create_asset": {
			"tags": []any{}, "firstSeenDate": inUTCNow, "lastSeenDate": inUTCNow, "lastMaintenanceDate": inUTCNow,
			"nextMaintenanceDate": inUTCNow, "lastCalibrationDate": inUTCNow, "nextCalibrationDate": inUTCNow,
		},
		"asset.create_asset_type": {"isReadonly": false},
	},
	mimes: map[string]string{"asset.upload_file": "application/octet-stream"},
	answers: map[string]string{
		"GET /api/Asset/" + anyText: `{"serialNumber":"C","parentAssetId":"old","parentSerialNumber":"P","unknownKey":[1]}`,
		"PUT /api/Asset":            `{"serialNumber":"C"}`,
	},
	files: []string{"asset.download_file"},
	full: []string{
		"asset.get_asset", "asset.get_asset_by_serial", "asset.get_status", "asset.get_asset_state", "asset.is_in_alarm", "asset.is_in_warning",
	},
	truths: []string{
		"asset.delete_asset", "asset.set_asset_state", "asset.increment_count", "asset.reset_running_count", "asset.set_running_count",
		"asset.set_total_count", "asset.record_calibration", "asset.record_maintenance", "asset.record_calibration_external",
		"asset.record_maintenance_external", "asset.add_log_message", "asset.upload_file", "asset.delete_files",
	},
}

// inUTCNow is the date that the tests give, as it is sent.
const inUTCNow = "2026-01-02T01:04:05Z"

// assetArgs gives the operations that want an id or a serial number an id.
func assetArgs() map[string]map[string]any {
	all := map[string]map[string]any{
		"asset.update_asset": {"asset": `{"serialNumber":"S","unknownKey":[1]}`},
		"asset.upload_file":  {"content": "\x00content\xff", "filename": anyText},
	}
	for _, name := range []string{
		"get_asset", "delete_asset", "get_status", "set_asset_state", "increment_count", "reset_running_count", "set_running_count",
		"set_total_count", "record_calibration", "record_maintenance", "record_calibration_external", "record_maintenance_external",
	} {
		all["asset."+name] = map[string]any{"asset_id": anyText}
	}
	all["asset.get_child_assets"] = map[string]any{"parent_id": anyText}
	return all
}
