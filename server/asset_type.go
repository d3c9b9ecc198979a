package server

import (
	"database/sql"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// assetType is a kind of assets with what they stand: how many uses, and how many days between calibrations and between
// maintenances.
type assetType struct {
	TypeID              string   `json:"typeId"`
	TypeName            string   `json:"typeName"`
	RunningCountLimit   *int64   `json:"runningCountLimit"`
	TotalCountLimit     *int64   `json:"totalCountLimit"`
	MaintenanceInterval *float64 `json:"maintenanceInterval"` // days; -1 unlimited, -2 decided outside
	CalibrationInterval *float64 `json:"calibrationInterval"` // as above
	WarningThreshold    *float64 `json:"warningThreshold"`    // percent of a limit or interval
	AlarmThreshold      *float64 `json:"alarmThreshold"`      // as above
	IsReadonly          bool     `json:"isReadonly"`
	Icon                *string  `json:"icon"`
}

// What an interval says that is no number of days.
const (
	intervalUnlimited = -1
	intervalExternal  = -2
)

// typeFields are what queries may name, in the order of assetType.targets.
var typeFields = []odata.Field{
	{Name: "typeId", SQL: "guid", Kind: odata.GUID},
	{Name: "typeName", SQL: "name"},
	{Name: "runningCountLimit", SQL: "running_count_limit", Kind: odata.Number},
	{Name: "totalCountLimit", SQL: "total_count_limit", Kind: odata.Number},
	{Name: "maintenanceInterval", SQL: "maintenance_interval", Kind: odata.Number},
	{Name: "calibrationInterval", SQL: "calibration_interval", Kind: odata.Number},
	{Name: "warningThreshold", SQL: "warning_threshold", Kind: odata.Number},
	{Name: "alarmThreshold", SQL: "alarm_threshold", Kind: odata.Number},
	{Name: "isReadonly", SQL: "is_readonly", Kind: odata.Bool},
	{Name: "icon", SQL: "icon"},
}

var typeSchema = &odata.Schema{Fields: typeFields}

func (t *assetType) targets() []any {
	return []any{
		&t.TypeID, &t.TypeName, &t.RunningCountLimit, &t.TotalCountLimit, &t.MaintenanceInterval, &t.CalibrationInterval,
		&t.WarningThreshold, &t.AlarmThreshold, &t.IsReadonly, &t.Icon,
	}
}

func selectTypes(tx *db.Tx, tail string, args ...any) ([]assetType, error) {
	all := []assetType{}
	err := tx.Each(func(rows *sql.Rows) error {
		var t assetType
		err := rows.Scan(t.targets()...)
		all = append(all, t)
		return err
	}, selectFields(typeFields, "asset_type", tail), args...)
	return all, err
}

// findType finds a type by its id; one that is not there is a fault of the request that names it.
func findType(tx *db.Tx, id string) (assetType, error) {
	all, err := selectTypes(tx, "WHERE guid = ?", id)
	switch {
	case err != nil:
		return assetType{}, err
	case len(all) == 0:
		return assetType{}, fault.New(fault.Validation, "there is no asset type with id %q", id).
			WithHint("take the typeId from the list of asset types, or create the type first")
	}
	return all[0], nil
}

func typesByID(tx *db.Tx) (map[string]*assetType, error) {
	all, err := selectTypes(tx, "")
	byID := make(map[string]*assetType, len(all))
	for i := range all {
		byID[all[i].TypeID] = &all[i]
	}
	return byID, err
}

func (s *assetService) queryTypes(r *http.Request) (any, error) {
	rows, err := readRowQuery(web.QueryOf(r), typeSchema, "name", "guid")
	if err != nil {
		return nil, err
	}
	var all []assetType
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = selectTypes(tx, rows.sql, rows.args...)
		return err
	})
	return all, stored(err)
}

// putType overwrites the type with the id, else with the name, else adds it.
func (s *assetService) putType(r *http.Request) (any, error) {
	var t assetType
	if err := web.Decode(r, &t); err != nil {
		return nil, err
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error { return saveType(tx, &t) })
	return t, stored(err)
}

func (t *assetType) check() error {
	for key, days := range map[string]*float64{
		"maintenanceInterval": t.MaintenanceInterval, "calibrationInterval": t.CalibrationInterval,
	} {
		if days != nil && *days < 0 && *days != intervalUnlimited && *days != intervalExternal {
			return fault.New(fault.Validation, "%s cannot be %v: use days, %d for unlimited or %d for decided outside",
				key, *days, intervalUnlimited, intervalExternal)
		}
	}
	return required("typeName", t.TypeName)
}

func saveType(tx *db.Tx, t *assetType) error {
	t.TypeID = strings.ToLower(t.TypeID)
	same, err := selectTypes(tx, "WHERE guid = ?1 OR name = ?2 ORDER BY guid = ?1 DESC", t.TypeID, t.TypeName)
	switch {
	case err != nil:
		return err
	case len(same) > 1:
		return fault.New(fault.Conflict, "asset type %s has the name %q already", same[1].TypeID, t.TypeName)
	case len(same) == 1:
		t.TypeID = same[0].TypeID
	case uuid.Validate(t.TypeID) != nil:
		t.TypeID = uuid.NewString()
	}
	_, err = tx.Exec(`INSERT INTO asset_type VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guid) DO UPDATE SET
		name = excluded.name, running_count_limit = excluded.running_count_limit, total_count_limit = excluded.total_count_limit,
		maintenance_interval = excluded.maintenance_interval, calibration_interval = excluded.calibration_interval,
		warning_threshold = excluded.warning_threshold, alarm_threshold = excluded.alarm_threshold,
		is_readonly = excluded.is_readonly, icon = excluded.icon`,
		t.TypeID, t.TypeName, t.RunningCountLimit, t.TotalCountLimit, t.MaintenanceInterval, t.CalibrationInterval,
		t.WarningThreshold, t.AlarmThreshold, t.IsReadonly, t.Icon)
	return err
}
