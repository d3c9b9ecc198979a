package wats

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// AssetType is a kind of assets, with what they stand.
type AssetType struct {
	TypeName            string  `lua:"type_name,required" json:"typeName" doc:"Name of the type, such as Fixture."`
	TypeID              string  `lua:"type_id" json:"typeId" doc:"GUID of the type."`
	RunningCountLimit   int     `lua:"running_count_limit" json:"runningCountLimit" doc:"Uses between two resets."`
	TotalCountLimit     int     `lua:"total_count_limit" json:"totalCountLimit" doc:"Uses in a lifetime."`
	MaintenanceInterval float64 `lua:"maintenance_interval" json:"maintenanceInterval" doc:"Days between maintenances; -1 unlimited, -2 decided outside."`
	CalibrationInterval float64 `lua:"calibration_interval" json:"calibrationInterval" doc:"Days between calibrations; -1 unlimited, -2 decided outside."`
	WarningThreshold    float64 `lua:"warning_threshold" json:"warningThreshold" doc:"Percent of a limit or interval from which there is a warning."`
	AlarmThreshold      float64 `lua:"alarm_threshold" json:"alarmThreshold" doc:"Percent of a limit or interval from which there is an alarm."`
	IsReadonly          bool    `lua:"is_readonly" json:"isReadonly" doc:"Whether people may not change it."`
	Icon                string  `lua:"icon" json:"icon" doc:"Name of its picture."`
}

// AssetLog is a row of an asset's log.
type AssetLog struct {
	LogID        int          `lua:"log_id" json:"logId" doc:"Number of the row."`
	AssetID      string       `lua:"asset_id" json:"assetId" doc:"Id of the asset."`
	SerialNumber string       `lua:"serial_number" json:"serialNumber" doc:"Serial number of the asset."`
	Date         string       `lua:"date" json:"date" doc:"When it happened."`
	User         string       `lua:"user" json:"user" doc:"Who did it."`
	LogType      AssetLogType `lua:"log_type" json:"type" doc:"What happened."`
	Comment      string       `lua:"comment" json:"comment" doc:"What was said about it."`
}

// Asset is a piece of equipment.
type Asset struct {
	SerialNumber        string     `lua:"serial_number,required" json:"serialNumber" doc:"Serial number, by which reports name the asset."`
	TypeID              string     `lua:"type_id" json:"typeId" doc:"GUID of its type."`
	AssetID             string     `lua:"asset_id" json:"assetId" doc:"Id of the asset."`
	ParentAssetID       string     `lua:"parent_asset_id" json:"parentAssetId" doc:"Id of the asset that it belongs to."`
	ParentSerialNumber  string     `lua:"parent_serial_number" json:"parentSerialNumber" doc:"Serial number of the asset that it belongs to."`
	AssetName           string     `lua:"asset_name" json:"assetName" doc:"Display name."`
	PartNumber          string     `lua:"part_number" json:"partNumber" doc:"Part number of the asset itself."`
	Revision            string     `lua:"revision" json:"revision" doc:"Revision of the asset itself."`
	ClientID            int        `lua:"client_id" json:"ClientId" doc:"Number of the client that it is on."`
	State               AssetState `lua:"state" json:"state" doc:"Where in its life it is."`
	Description         string     `lua:"description" json:"description" doc:"Free text."`
	Location            string     `lua:"location" json:"location" doc:"Where it is."`
	FirstSeenDate       string     `lua:"first_seen_date" json:"firstSeenDate" doc:"First use."`
	LastSeenDate        string     `lua:"last_seen_date" json:"lastSeenDate" doc:"Last use."`
	LastMaintenanceDate string     `lua:"last_maintenance_date" json:"lastMaintenanceDate" doc:"Last maintenance."`
	NextMaintenanceDate string     `lua:"next_maintenance_date" json:"nextMaintenanceDate" doc:"When the next maintenance is due."`
	LastCalibrationDate string     `lua:"last_calibration_date" json:"lastCalibrationDate" doc:"Last calibration."`
	NextCalibrationDate string     `lua:"next_calibration_date" json:"nextCalibrationDate" doc:"When the next calibration is due."`
	TotalCount          int        `lua:"total_count" json:"totalCount" doc:"Uses in all."`
	RunningCount        int        `lua:"running_count" json:"runningCount" doc:"Uses since the last reset."`
	Tags                []Setting  `lua:"tags" json:"tags" doc:"Tags of the asset."`
	AssetChildren       []Asset    `lua:"asset_children" json:"assetChildren" doc:"What belongs to it, where a server tells; get_child_assets always does."`
	AssetType           AssetType  `lua:"asset_type" json:"assetType" doc:"Its type."`
	AssetLog            []AssetLog `lua:"asset_log" json:"assetLog" doc:"Its log, where a server tells; get_asset_log always does."`
}

const (
	assetsRoute   = "GET /api/Asset"
	assetRoute    = "GET /api/Asset/{asset_id}"
	putAssetRoute = "PUT /api/Asset"
	childRoute    = "GET /api/Asset/{child_id}"
	assetLogRoute = "GET /api/Asset/Log"
)

var assetService = service{
	name: "asset", doc: "Equipment: fixtures, instruments and whatever else wears out or is calibrated.",
	operations: func() []declaration {
		var all []declaration
		all = append(all, assetOperations()...)
		all = append(all, assetAlarmOperations()...)
		all = append(all, assetCountOperations()...)
		all = append(all, assetEventOperations()...)
		all = append(all, assetTypeOperations()...)
		return append(all, assetFileOperations()...)
	},
}

// assetKey names an asset by id or by serial number.
type assetKey struct {
	AssetID      string `lua:"asset_id" query:"id" doc:"Id of the asset; it counts when the serial number is given too."`
	SerialNumber string `lua:"serial_number" query:"serialNumber" doc:"Serial number of the asset."`
}

func (k *assetKey) key() *assetKey { return k }

// needsAsset has an operation ask for an id or a serial number.
func needsAsset[In any, P interface {
	*In
	key() *assetKey
}]() option {
	return prepares(func(_ context.Context, in *In, _ *request) error { return P(in).key().check() })
}

func (k *assetKey) check() error {
	if strings.TrimSpace(k.AssetID) == "" && strings.TrimSpace(k.SerialNumber) == "" {
		return fault.New(fault.Usage, "asset_id or serial_number is required")
	}
	return nil
}

type assetQuery struct {
	Filter  string `lua:"filter_str" query:"$filter" doc:"OData filter, such as state eq 1 and totalCount gt 1000."`
	OrderBy string `lua:"orderby" query:"$orderby" doc:"Field to order by, with asc or desc."`
	Top     *int   `lua:"top" query:"$top" doc:"The most rows to return."`
	Skip    *int   `lua:"skip" query:"$skip" doc:"Rows to leave out first."`
}

type assetPath struct {
	AssetID      string `lua:"asset_id" doc:"Id of the asset; it counts when the serial number is given too."`
	SerialNumber string `lua:"serial_number" doc:"Serial number of the asset."`
	strict
}

type assetSerial struct {
	SerialNumber string `lua:"serial_number,required" doc:"Serial number of the asset."`
	strict
}

type assetID struct {
	AssetID string `lua:"asset_id,required" doc:"Id of the asset, or its serial number."`
	strict
}

type oneAsset struct{ assetKey }

type newAsset struct {
	SerialNumber        string                    `lua:"serial_number,required" json:"serialNumber" doc:"Serial number, by which reports name the asset."`
	TypeID              string                    `lua:"type_id,required" json:"typeId" doc:"GUID of its type, as get_asset_types or create_asset_type gives it."`
	AssetName           *string                   `lua:"asset_name" json:"assetName" doc:"Display name."`
	Description         *string                   `lua:"description" json:"description" doc:"Free text."`
	Location            *string                   `lua:"location" json:"location" doc:"Where it is."`
	ParentAssetID       *string                   `lua:"parent_asset_id" json:"parentAssetId" doc:"Id of the asset that it belongs to."`
	ParentSerialNumber  *string                   `lua:"parent_serial_number" json:"parentSerialNumber" doc:"Serial number of the asset that it belongs to."`
	PartNumber          *string                   `lua:"part_number" json:"partNumber" doc:"Part number of the asset itself."`
	Revision            *string                   `lua:"revision" json:"revision" doc:"Revision of the asset itself."`
	State               AssetState                `lua:"state" json:"state" default:"IN_OPERATION" doc:"Where in its life it is."`
	ClientID            *int                      `lua:"client_id" json:"ClientId" doc:"Number of the client that it is on."`
	FirstSeenDate       Instant                   `lua:"first_seen_date" json:"firstSeenDate" doc:"First use, ISO 8601; local time unless it has an offset."`
	LastSeenDate        Instant                   `lua:"last_seen_date" json:"lastSeenDate" doc:"Last use."`
	LastMaintenanceDate Instant                   `lua:"last_maintenance_date" json:"lastMaintenanceDate" doc:"Last maintenance."`
	NextMaintenanceDate Instant                   `lua:"next_maintenance_date" json:"nextMaintenanceDate" doc:"When the next maintenance is due."`
	LastCalibrationDate Instant                   `lua:"last_calibration_date" json:"lastCalibrationDate" doc:"Last calibration."`
	NextCalibrationDate Instant                   `lua:"next_calibration_date" json:"nextCalibrationDate" doc:"When the next calibration is due."`
	TotalCount          *int                      `lua:"total_count" json:"totalCount" doc:"Uses in all."`
	RunningCount        *int                      `lua:"running_count" json:"runningCount" doc:"Uses since the last reset."`
	Tags                []modules.Record[Setting] `lua:"tags" json:"tags,always" doc:"Tags to create with it."`
}

type wholeAsset struct {
	Asset modules.Record[Asset] `lua:"asset,required" body:"whole" doc:"The asset, as get_asset gives it, with what is to change."`
}

type childAssets struct {
	ParentID     string `lua:"parent_id" query:"id" doc:"Id of the asset; it counts when the serial number is given too."`
	ParentSerial string `lua:"parent_serial" query:"serialNumber" doc:"Serial number of the asset."`
	Level        *int   `lua:"level" query:"level" doc:"How deep to look: 1 for what belongs to it directly, 0 for everything below it."`
}

func (a *childAssets) key() *assetKey {
	return &assetKey{AssetID: a.ParentID, SerialNumber: a.ParentSerial}
}

type newChild struct {
	ParentID string `lua:"parent_id,required" doc:"Id of the asset that it is to belong to, or its serial number."`
	ChildID  string `lua:"child_id,required" doc:"Id of the asset that is to belong to it, or its serial number."`
}

type eachAssetArgs struct {
	Filter   string `lua:"filter" doc:"OData filter, such as state eq 1."`
	OrderBy  string `lua:"orderby" default:"serialNumber asc" doc:"Field to order by, with asc or desc."`
	PageSize int    `lua:"page_size" default:"500" doc:"Rows a request, 1 to 10 000; the server may give fewer."`
}

// fixture begins an example with an asset.
const fixture = `local kind = wats.asset.create_asset_type("Fixture", 1000)
local fx = wats.asset.create_asset("FX-1", kind.type_id)
`

func assetOperations() []declaration {
	return []declaration{
		op[assetQuery, []Asset]("get_assets", "Query assets.", assetsRoute,
			note("A top or skip of 0 is sent; pyWATS leaves it out and gets all rows."),
			show(fixture+`return wats.asset.get_assets{filter_str = "state eq 1", top = 10}[1].serial_number`, `"FX-1"`)),
		eachAsset(),
		op[assetPath, Asset]("get_asset", "Fetch one asset by its id or serial number.", assetRoute, lenient(missingIsNil), prepares(assetOrSerial),
			show(fixture+`return wats.asset.get_asset{serial_number = "FX-1"}.asset_id == fx.asset_id`, "true")),
		op[assetSerial, Asset]("get_asset_by_serial", "Fetch one asset by its serial number.", "GET /api/Asset/{serial_number}", lenient(missingIsNil),
			note("The serial number is percent-encoded, so that it may hold a slash."),
			show(fixture+`return wats.asset.get_asset_by_serial("FX-1").state`, `"IN_OPERATION"`)),
		op[newAsset, Asset]("create_asset", "Create an asset, or overwrite the one with the same serial number.", putAssetRoute, prepares(addTags[newAsset]),
			note("Tags can come with it; lists that servers do not read are not sent."),
			show(fixture+`return wats.asset.create_asset{serial_number = "FX-2", type_id = kind.type_id, parent_serial_number = "FX-1"}.parent_asset_id == fx.asset_id`, "true")),
		op[wholeAsset, Asset]("update_asset", "Write an asset back.", putAssetRoute, prepares(addTags[wholeAsset]),
			note("A tag that was put into the table is added; pyWATS sends it without a change code, which leaves it out."),
			show(fixture+`fx.location = "Hall 2"
return wats.asset.update_asset(fx).location`, `"Hall 2"`)),
		op[oneAsset, bool]("delete_asset", "Delete an asset with its log and files.", "DELETE /api/Asset", needsAsset[oneAsset](), succeeds, note(raisesMissing),
			show(fixture+`wats.asset.delete_asset{serial_number = "FX-1"}
return wats.asset.get_asset_by_serial("FX-1")`, "nil")),
		op[childAssets, []Asset]("get_child_assets", "List what belongs to an asset.", "GET /api/Asset/SubAssets", needsAsset[childAssets](),
			show(fixture+`wats.asset.create_asset{serial_number = "PIN-1", type_id = kind.type_id, parent_serial_number = "FX-1"}
return wats.asset.get_child_assets{parent_serial = "FX-1", level = 1}[1].serial_number`, `"PIN-1"`)),
		composed("add_child_asset", "Have an asset belong to another one.", addChildAsset, routed(childRoute, putAssetRoute), declare(modules.Does(modules.IdempotentWrite)),
			note(raisesMissing+" The serial number of the parent before is not sent along: it would contradict the new id."),
			show(fixture+`wats.asset.create_asset("PIN-1", kind.type_id)
wats.asset.add_child_asset("FX-1", "PIN-1")
return wats.asset.get_asset_by_serial("PIN-1").parent_serial_number`, `"FX-1"`)),
	}
}

// raisesMissing is what differs of writes.
const raisesMissing = "Returns true, and raises for what is not there; pyWATS returns False in lenient mode."

// assetOrSerial completes the path with whichever is given.
func assetOrSerial(_ context.Context, in *assetPath, r *request) error {
	key := assetKey{AssetID: in.AssetID, SerialNumber: in.SerialNumber}
	r.path = "/api/Asset/" + segment(orElse(strings.TrimSpace(in.AssetID), in.SerialNumber))
	return key.check()
}

// eachAsset declares a loop over the rows of an asset query.
func eachAsset() declaration {
	return composed("each_asset", "Loop over all assets that a filter lets through.", func(ctx context.Context, c *Client, in *eachAssetArgs) (*modules.Each[modules.JSON], error) {
		return allAssets(ctx, c, in)
	}, loops[Asset](), routed(assetsRoute), own(),
		show(fixture+`local n = 0
for a in wats.asset.each_asset{page_size = 2} do n = n + 1 end
return n`, "1"))
}

func allAssets(ctx context.Context, c *Client, in *eachAssetArgs) (*modules.Each[modules.JSON], error) {
	if err := checkPage(in.PageSize); err != nil {
		return nil, err
	}
	return each[Asset](ctx, c, paging{request: in.page(assetsRoute), key: "assetId", instead: "get_assets"}), nil
}

// page is the request of the first page.
func (a *eachAssetArgs) page(route string) *request {
	r := newRequest(route)
	r.set("$top", strconv.Itoa(a.PageSize))
	r.addText("$filter", a.Filter)
	r.addText("$orderby", a.OrderBy)
	return r
}

// addChildAsset reads the child, sets its parent and writes it back.
func addChildAsset(ctx context.Context, c *Client, in *newChild) (bool, error) {
	if err := notBlank("parent_id", in.ParentID, "child_id", in.ChildID); err != nil {
		return false, err
	}
	r := newRequest(childRoute)
	r.path = strings.Replace(r.path, "{child_id}", segment(in.ChildID), 1)
	a, err := c.send(ctx, r)
	if err == nil {
		if err = emptyOrBroken(a, modules.RecordOf); err != nil {
			err = c.explain(ctx, r, err)
		}
	}
	if err != nil {
		return false, err
	}
	body, err := withParent(a.body, in.ParentID)
	if err != nil {
		return false, c.explain(ctx, r, err)
	}
	_, err = put(ctx, c, putAssetRoute, json.RawMessage(body), typeOf[Asset]())
	return err == nil, err
}

func withParent(asset []byte, parent string) ([]byte, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(asset, &members); err != nil {
		return nil, noJSON(&response{body: asset}, "an asset")
	}
	delete(members, "parentSerialNumber")
	id, err := json.Marshal(parent)
	if err != nil {
		return nil, err
	}
	members["parentAssetId"] = id
	return json.Marshal(members)
}

// Instant is a point in time that scripts give as ISO 8601, local time unless it has an offset, and that is sent in UTC,
// since servers take a time without an offset for theirs.
type Instant string

// UnmarshalText reads what scripts write.
func (i *Instant) UnmarshalText(text []byte) error {
	at, err := report.ParseTime(string(text))
	if err == nil {
		*i = Instant(at.Time().UTC().Format(sentInstant))
	}
	return err
}
