package server

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// assetStates are the states of an asset, by number.
var assetStates = [...]string{"unknown", "in operation", "in transit", "in maintenance", "in calibration", "in storage", "scrapped"}

// The states of an asset that the server acts on.
const (
	stateInOperation = 1
	stateScrapped    = 6 // the last one
)

// assetFields are what queries may name, in the order of asset.targets.
var assetFields = []odata.Field{
	{Name: "assetId", SQL: "asset.guid", Kind: odata.GUID},
	{Name: "serialNumber", SQL: "asset.serial_number"},
	{Name: "typeId", SQL: "asset.type", Kind: odata.GUID},
	{Name: "parentAssetId", SQL: "asset.parent", Kind: odata.GUID},
	{Name: "parentSerialNumber", SQL: "parent.serial_number"},
	{Name: "assetName", SQL: "asset.name"},
	{Name: "partNumber", SQL: "asset.part_number"},
	{Name: "revision", SQL: "asset.revision"},
	{Name: "ClientId", SQL: "asset.client_id", Kind: odata.Number},
	{Name: "state", SQL: "asset.state", Kind: odata.Number},
	{Name: "description", SQL: "asset.description"},
	{Name: "location", SQL: "asset.location"},
	{Name: "firstSeenDate", SQL: "asset.first_seen", Kind: odata.Time},
	{Name: "lastSeenDate", SQL: "asset.last_seen", Kind: odata.Time},
	{Name: "lastMaintenanceDate", SQL: "asset.last_maintenance", Kind: odata.Time},
	{Name: "nextMaintenanceDate", SQL: dueDate("maintenance"), Kind: odata.Time},
	{Name: "lastCalibrationDate", SQL: "asset.last_calibration", Kind: odata.Time},
	{Name: "nextCalibrationDate", SQL: dueDate("calibration"), Kind: odata.Time},
	{Name: "totalCount", SQL: "asset.total_count", Kind: odata.Number},
	{Name: "runningCount", SQL: "asset.running_count", Kind: odata.Number},
}

// dueDate is the SQL of the time at which an event is due: what was said, else what the interval of the type makes of the
// last time.
func dueDate(event string) string {
	return fmt.Sprintf(`coalesce(asset.next_%[1]s, CASE WHEN asset_type.%[1]s_interval > 0
		THEN asset.last_%[1]s + CAST(asset_type.%[1]s_interval * %[2]d AS INTEGER) END)`, event, 24*time.Hour)
}

// targets are where a row of assetFields is read to.
func (a *asset) targets() []any {
	return []any{
		&a.AssetID, &a.SerialNumber, &a.TypeID, &a.ParentAssetID, &a.ParentSerialNumber, &a.AssetName, &a.PartNumber,
		&a.Revision, &a.ClientID, &a.State, &a.Description, &a.Location,
		dateColumn{&a.FirstSeenDate},
		dateColumn{&a.LastSeenDate},
		dateColumn{&a.LastMaintenanceDate},
		dateColumn{&a.NextMaintenanceDate},
		dateColumn{&a.LastCalibrationDate},
		dateColumn{&a.NextCalibrationDate},
		&a.TotalCount, &a.RunningCount,
	}
}

// dateColumn reads a column of nanoseconds, NULL for no date.
type dateColumn struct{ to **report.Time }

// Scan implements sql.Scanner.
func (d dateColumn) Scan(value any) error {
	*d.to = nil
	if n, ok := value.(int64); ok {
		t := report.NewTime(time.Unix(0, n).UTC())
		*d.to = &t
	}
	return nil
}

// nanoseconds is a date as a column holds it. A date before the year 1678, such as the 0001-01-01 that some clients send
// for no date, is none.
func nanoseconds(t *report.Time) any {
	if t == nil || t.Time().Year() < 1678 {
		return nil
	}
	return odata.Nanoseconds(t.Time())
}

// assetTables are the tables that assetFields look into.
const assetTables = `asset JOIN asset_type ON asset_type.guid = asset.type LEFT JOIN asset parent ON parent.guid = asset.parent`

// assetsBelow is the SQL of the ids below asset ?1 down to level ?2, 0 for all.
const assetsBelow = `WITH RECURSIVE below (guid, level) AS (SELECT guid, 1 FROM asset WHERE parent = ?1
	UNION ALL SELECT asset.guid, level + 1 FROM below JOIN asset ON asset.parent = below.guid WHERE ?2 = 0 OR level < ?2)
	SELECT guid FROM below`

// selectAssets reads assets without what hangs on them. tail is the SQL from WHERE on.
func selectAssets(tx *db.Tx, tail string, args ...any) ([]asset, error) {
	all := []asset{}
	err := tx.Each(func(rows *sql.Rows) error {
		var a asset
		err := rows.Scan(a.targets()...)
		all = append(all, a)
		return err
	}, selectFields(assetFields, assetTables, tail), args...)
	return all, err
}

// findAsset finds an asset by its id or serial number, with its type, or says that there is none.
func findAsset(tx *db.Tx, key string) (asset, error) {
	a, found, err := lookUpAsset(tx, key)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "there is no asset with id or serial number %q", key)
	}
	return a, err
}

func lookUpAsset(tx *db.Tx, key string) (a asset, found bool, err error) {
	all, err := selectAssets(tx, `WHERE asset.guid = ?1 OR asset.serial_number = ?2 ORDER BY asset.guid = ?1 DESC LIMIT 1`,
		strings.ToLower(key), key)
	if err != nil || len(all) == 0 {
		return asset{}, false, err
	}
	a = all[0]
	t, err := findType(tx, a.TypeID)
	a.AssetType = &t
	return a, true, err
}

// saveAsset adds an asset or overwrites the one with its id, else with its serial number, and sets its id. Counts, dates
// and the state stay where the request leaves them out: they say what has happened. Tags that it does not name stay too.
func saveAsset(tx *db.Tx, a *asset, now time.Time) error {
	if err := required("serialNumber", a.SerialNumber); err != nil {
		return err
	}
	before, known, err := identify(tx, a)
	if err != nil {
		return err
	}
	if err := a.check(tx, before); err != nil {
		return err
	}
	parent, err := findParent(tx, a, before)
	if err != nil {
		return err
	}
	a.AssetID = before.AssetID
	if err := a.write(tx, parent, before); err != nil {
		return err
	}
	if err := changeTags(tx, a.AssetID, a.Tags); err != nil {
		return err
	}
	if known {
		return addAssetLog(tx, a.AssetID, now, loggedUpdate, "", "")
	}
	return addAssetLog(tx, a.AssetID, now, loggedRegister, "", "")
}

// identify finds the asset that a request means: the one with its id, else with its serial number. For a new one it
// returns an asset with nothing but an id.
func identify(tx *db.Tx, a *asset) (before asset, known bool, err error) {
	if a.AssetID != "" {
		if before, known, err = lookUpAsset(tx, a.AssetID); err != nil {
			return before, known, err
		}
	}
	other, taken, err := lookUpAsset(tx, a.SerialNumber)
	switch {
	case err != nil:
		return before, known, err
	case known && taken && other.AssetID != before.AssetID:
		return before, known, fault.New(fault.Conflict, "asset %s has the serial number %q already", other.AssetID, a.SerialNumber)
	case known:
		return before, true, nil
	case taken:
		return other, true, nil
	}
	id, err := uuid.Parse(a.AssetID)
	if err != nil { // also of none
		id = uuid.New()
	}
	return asset{AssetID: id.String()}, false, nil
}

// check refuses what an asset cannot be, and completes its type from what is stored.
func (a *asset) check(tx *db.Tx, before asset) error {
	if a.TypeID = strings.ToLower(a.TypeID); a.TypeID == "" {
		a.TypeID = before.TypeID
	}
	if err := required("typeId", a.TypeID); err != nil {
		return err
	}
	if _, err := findType(tx, a.TypeID); err != nil {
		return err
	}
	if a.State != nil && (*a.State < 0 || *a.State > stateScrapped) {
		return fault.New(fault.Validation, "state cannot be %d: use 0 to %d", *a.State, stateScrapped)
	}
	for key, n := range map[string]*int64{"totalCount": a.TotalCount, "runningCount": a.RunningCount} {
		if n != nil && *n < 0 {
			return fault.New(fault.Validation, "%s cannot be negative, got %d", key, *n)
		}
	}
	return nil
}

// findParent is the id of the asset's parent, nil for none. A request that names different ones by id and by serial
// number has changed one of what it read: that one counts.
func findParent(tx *db.Tx, a *asset, before asset) (any, error) {
	key := textOf(a.ParentAssetID)
	if serial := textOf(a.ParentSerialNumber); serial != "" && (key == "" || strings.EqualFold(key, textOf(before.ParentAssetID))) {
		key = serial
	}
	if key == "" {
		return nil, nil
	}
	parent, err := findAsset(tx, key)
	if err != nil {
		return nil, err
	}
	var n int
	loop, err := tx.Find([]any{&n}, "SELECT 1 WHERE ?3 = ?1 OR ?3 IN ("+assetsBelow+")", before.AssetID, 0, parent.AssetID)
	if err == nil && loop {
		err = fault.New(fault.Validation, "asset %q cannot be below %q: that is itself or below it", a.SerialNumber, parent.SerialNumber)
	}
	return parent.AssetID, err
}

func textOf(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// write inserts or updates the row. A due date that comes back as it was shown stays what it is in the database, so that
// the interval of the type goes on to decide where it did.
func (a *asset) write(tx *db.Tx, parent any, before asset) error {
	next := func(given, shown *report.Time) any {
		if given != nil && shown != nil && given.Time().Equal(shown.Time()) {
			return nil
		}
		return nanoseconds(given)
	}
	_, err := tx.Exec(`INSERT INTO asset VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(?9, ?20), ?10, ?11, ?12, ?13, ?14, ?15,
		?16, ?17, coalesce(?18, 0), coalesce(?19, 0)) ON CONFLICT (guid) DO UPDATE SET
		serial_number = ?2, type = ?3, parent = ?4, name = ?5, part_number = ?6, revision = ?7, client_id = ?8,
		state = coalesce(?9, state), description = ?10, location = ?11,
		first_seen = coalesce(?12, first_seen), last_seen = coalesce(?13, last_seen),
		last_maintenance = coalesce(?14, last_maintenance), next_maintenance = coalesce(?15, next_maintenance),
		last_calibration = coalesce(?16, last_calibration), next_calibration = coalesce(?17, next_calibration),
		total_count = coalesce(?18, total_count), running_count = coalesce(?19, running_count)`,
		a.AssetID, a.SerialNumber, a.TypeID, parent, a.AssetName, a.PartNumber, a.Revision, a.ClientID, a.State, a.Description,
		a.Location, nanoseconds(a.FirstSeenDate), nanoseconds(a.LastSeenDate),
		nanoseconds(a.LastMaintenanceDate), next(a.NextMaintenanceDate, before.NextMaintenanceDate),
		nanoseconds(a.LastCalibrationDate), next(a.NextCalibrationDate, before.NextCalibrationDate),
		a.TotalCount, a.RunningCount, stateInOperation)
	return err
}

// deleteAsset deletes the asset with its log, files and tags. What was below it stays, with no parent.
func deleteAsset(*web.Query, time.Time) (assetAction, error) {
	return func(tx *db.Tx, a asset) error {
		if _, err := tx.Exec("DELETE FROM tag WHERE owner = ?", a.AssetID); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM asset WHERE guid = ?", a.AssetID)
		return err
	}, nil
}
