package server

import (
	"net/http"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// assetService serves the register of equipment: assets and their types, how much they have been used, when they were
// calibrated and maintained, their log and their files.
type assetService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *assetService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/Asset", Handle: s.queryAssets},
		{Pattern: "PUT /api/Asset", Handle: s.putAsset},
		{Pattern: "DELETE /api/Asset", Handle: s.change(deleteAsset)},
		{Pattern: "GET /api/Asset/{asset_id}", Handle: s.getAsset},
		{Pattern: "GET /api/Asset/SubAssets", Handle: s.getSubAssets},
		{Pattern: "GET /api/Asset/Status", Handle: s.getStatus},
		{Pattern: "PUT /api/Asset/State", Handle: s.change(setAssetState)},
		{Pattern: "PUT /api/Asset/Count", Handle: s.change(incrementCount)},
		{Pattern: "PUT /api/Asset/SetRunningCount", Handle: s.change(setCount("running_count", "runningCount"))},
		{Pattern: "PUT /api/Asset/SetTotalCount", Handle: s.change(setCount("total_count", "totalCount"))},
		{Pattern: "POST /api/Asset/ResetRunningCount", Handle: s.change(resetRunningCount)},
		{Pattern: "POST /api/Asset/Calibration", Handle: s.change(calibration.record)},
		{Pattern: "POST /api/Asset/Calibration/External", Handle: s.change(calibration.recordExternal)},
		{Pattern: "POST /api/Asset/Maintenance", Handle: s.change(maintenance.record)},
		{Pattern: "POST /api/Asset/Maintenance/External", Handle: s.change(maintenance.recordExternal)},
		{Pattern: "GET /api/Asset/Log", Handle: s.queryLog},
		{Pattern: "POST /api/Asset/Message", Handle: s.postMessage},
		{Pattern: "GET /api/Asset/Types", Handle: s.queryTypes},
		{Pattern: "PUT /api/Asset/Types", Handle: s.putType},
		{Pattern: "POST /api/internal/Blob/Asset", Handle: s.postFile},
		{Pattern: "GET /api/internal/Blob/Asset", Handle: s.getFile},
		{Pattern: "GET /api/internal/Blob/Asset/List/{asset_id}", Handle: s.listFiles},
		{Pattern: "DELETE /api/internal/Blob/Assets", Handle: s.deleteFiles},
	}
}

// asset is a piece of equipment. Of a request, assetType, assetChildren and assetLog are not read; of an answer, the
// last two are empty unless $expand asks for them.
type asset struct {
	AssetID             string       `json:"assetId"`
	SerialNumber        string       `json:"serialNumber"`
	TypeID              string       `json:"typeId"`
	ParentAssetID       *string      `json:"parentAssetId"`
	ParentSerialNumber  *string      `json:"parentSerialNumber"`
	AssetName           *string      `json:"assetName"`
	PartNumber          *string      `json:"partNumber"`
	Revision            *string      `json:"revision"`
	ClientID            *int64       `json:"ClientId"`
	State               *int         `json:"state"` // 0 to 6; absent means in operation
	Description         *string      `json:"description"`
	Location            *string      `json:"location"`
	FirstSeenDate       *report.Time `json:"firstSeenDate"`
	LastSeenDate        *report.Time `json:"lastSeenDate"`
	LastMaintenanceDate *report.Time `json:"lastMaintenanceDate"`
	NextMaintenanceDate *report.Time `json:"nextMaintenanceDate"`
	LastCalibrationDate *report.Time `json:"lastCalibrationDate"`
	NextCalibrationDate *report.Time `json:"nextCalibrationDate"`
	TotalCount          *int64       `json:"totalCount"`
	RunningCount        *int64       `json:"runningCount"`
	Tags                []tag        `json:"tags"`
	AssetType           *assetType   `json:"assetType"`
	AssetChildren       []asset      `json:"assetChildren"`
	AssetLog            []assetLog   `json:"assetLog"`
}

func (s *assetService) queryAssets(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	rows, err := readRowQuery(q, assetSchema, "asset.serial_number", "asset.guid")
	if err != nil {
		return nil, err
	}
	return s.readAssets(r, q, func(tx *db.Tx) ([]asset, error) { return selectAssets(tx, rows.sql, rows.args...) })
}

func (s *assetService) getAsset(r *http.Request) (any, error) {
	all, err := s.readAssets(r, web.QueryOf(r), func(tx *db.Tx) ([]asset, error) {
		a, err := findAsset(tx, r.PathValue("asset_id"))
		return []asset{a}, err
	})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// getSubAssets lists what is below an asset, down to a level: 1 is its children, 0 (also when absent) is everything.
func (s *assetService) getSubAssets(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	key, level := assetKey(q), q.Int("level", 0, 0, 1<<31-1)
	if err := q.Err(); err != nil {
		return nil, err
	}
	return s.readAssets(r, q, func(tx *db.Tx) ([]asset, error) {
		parent, err := findAsset(tx, key)
		if err != nil {
			return nil, err
		}
		return selectAssets(tx, "WHERE asset.guid IN ("+assetsBelow+") ORDER BY asset.serial_number", parent.AssetID, level)
	})
}

// readAssets finds assets and completes them with what $expand asks for.
func (s *assetService) readAssets(r *http.Request, q *web.Query, find func(*db.Tx) ([]asset, error)) ([]asset, error) {
	expand, err := readExpand(q)
	if err != nil {
		return nil, err
	}
	var all []asset
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		if all, err = find(tx); err != nil {
			return err
		}
		return expand.complete(tx, all)
	})
	return all, stored(err)
}

func (s *assetService) putAsset(r *http.Request) (any, error) {
	var a asset
	if err := web.Decode(r, &a); err != nil {
		return nil, err
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		if err := saveAsset(tx, &a, s.clock()); err != nil {
			return err
		}
		found, err := findAsset(tx, a.AssetID)
		all := []asset{found}
		if err == nil {
			err = assetExpand{}.complete(tx, all)
		}
		a = all[0]
		return err
	})
	return a, stored(err)
}

// assetChange reads from a query what a request of the time now wants, and returns how to do it.
type assetChange func(q *web.Query, now time.Time) (assetAction, error)

// assetAction does something to the asset that a query names.
type assetAction func(tx *db.Tx, a asset) error

// change makes the handler of a request that changes one asset.
func (s *assetService) change(read assetChange) web.Handler {
	return func(r *http.Request) (any, error) {
		q := web.QueryOf(r)
		key := assetKey(q)
		do, err := read(q, s.clock())
		if err == nil {
			err = q.Err()
		}
		if err != nil {
			return nil, err
		}
		return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
			a, err := findAsset(tx, key)
			if err != nil {
				return err
			}
			return do(tx, a)
		}))
	}
}

// assetKey is the id or serial number by which a query names an asset; the id counts when there are both.
func assetKey(q *web.Query) string {
	for _, name := range []string{"id", "assetId"} {
		if q.Has(name) {
			return q.Text(name)
		}
	}
	return q.Required("serialNumber")
}

// dateOf reads a date of the query, or the default when it is absent.
func dateOf(q *web.Query, name string, absent time.Time) (time.Time, error) {
	if !q.Has(name) {
		return absent, nil
	}
	t, err := report.ParseTime(q.Text(name))
	if err != nil {
		f := fault.Of(err)
		return absent, fault.New(fault.Validation, "the query parameter %s: %s", name, f.Message).WithHint("%s", f.Hint)
	}
	return t.Time(), nil
}
