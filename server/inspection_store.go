package server

import (
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// instancesOf tells which reports are executions of which definition.
const instancesOf = `inspection d JOIN report r ON r.type = 'T' AND r.sw_filename = d.name AND r.sw_version = CAST(d.version AS TEXT)`

// readInspections reads definitions with their XAML by name and version; where narrows them.
func readInspections(tx *db.Tx, where string, args ...any) ([]inspectionDetail, error) {
	all := []inspectionDetail{}
	err := tx.Each(func(rows *sql.Rows) error {
		var d inspectionDetail
		var body string
		var xaml sql.NullString
		if err := rows.Scan(&body, &xaml); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &d.inspection); err != nil {
			return err
		}
		err := readXAMLText(xaml, &d.XAML)
		all = append(all, d)
		return err
	}, "SELECT body, xaml FROM inspection "+where+" ORDER BY name, version", args...)
	return all, err
}

// readXAMLText takes the XAML out of what came with it.
func readXAMLText(kept sql.NullString, text **string) error {
	if !kept.Valid {
		return nil
	}
	var content inspectionXAML
	err := json.Unmarshal([]byte(kept.String), &content)
	*text = content.XAML
	return err
}

// listInspections are the definitions as lists show them.
func listInspections(tx *db.Tx, global bool) ([]inspectionDetail, error) {
	all, err := readInspections(tx, "WHERE is_global = ?", global)
	if err != nil {
		return nil, err
	}
	counts, err := countInstances(tx)
	for i := range all {
		if err != nil {
			break
		}
		all[i].XAML, all[i].InstancesCount = nil, counts[all[i].ID]
		all[i].Relations, err = listInspectionRelations(tx, all[i].ID)
	}
	return all, err
}

func countInstances(tx *db.Tx) (map[string]int, error) {
	counts := map[string]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id string
		var n int
		err := rows.Scan(&id, &n)
		counts[id] = n
		return err
	}, "SELECT d.guid, count(*) FROM "+instancesOf+" GROUP BY d.guid")
	return counts, err
}

func findInspection(tx *db.Tx, id string) (inspection, error) {
	found, err := readInspections(tx, "WHERE guid = ?", id)
	if err != nil {
		return inspection{}, err
	}
	if len(found) == 0 {
		return inspection{}, fault.New(fault.NotFound, "there is no manual inspection definition %q", id)
	}
	return found[0].inspection, nil
}

func findInspectionDetail(tx *db.Tx, id string) (inspectionDetail, error) {
	d := inspectionDetail{}
	found, err := readInspections(tx, "WHERE guid = ?", id)
	if err != nil {
		return d, err
	}
	if len(found) == 0 {
		return d, fault.New(fault.NotFound, "there is no manual inspection definition %q", id)
	}
	d = found[0]
	if _, err := tx.Find([]any{&d.InstancesCount}, "SELECT count(*) FROM "+instancesOf+" WHERE d.guid = ?", id); err != nil {
		return d, err
	}
	d.Relations, err = listInspectionRelations(tx, id)
	return d, err
}

// saveInspection stores a definition. One without a version becomes the next of its name.
func saveInspection(tx *db.Tx, d *inspection) error {
	if err := d.check(); err != nil {
		return err
	}
	if d.Version == 0 {
		if _, err := tx.Find([]any{&d.Version}, "SELECT coalesce(max(version), 0) + 1 FROM inspection WHERE name = ? AND guid <> ?", d.Name, d.ID); err != nil {
			return err
		}
	}
	var other string
	taken, err := tx.Find([]any{&other}, "SELECT guid FROM inspection WHERE name = ? AND version = ? AND guid <> ?", d.Name, d.Version, d.ID)
	if err != nil {
		return err
	}
	if taken {
		return fault.New(fault.Conflict, "definition %s is version %d of %q already", other, d.Version, d.Name).
			WithHint("leave Version out for the next one")
	}
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO inspection (guid, body) VALUES (?, ?) ON CONFLICT (guid) DO UPDATE SET body = excluded.body", d.ID, string(body))
	return err
}

// findInstance is the latest execution for a unit, by its id or by its serial number.
func findInstance(tx *db.Tx, unit string) (inspectionInstance, error) {
	var i inspectionInstance
	where, key := "r.serial_number = ?", []any{unit}
	var serialNumber, partNumber string
	registered, err := tx.Find([]any{&serialNumber, &partNumber}, "SELECT serial_number, part_number FROM unit WHERE guid = ?", strings.ToLower(unit))
	if err != nil {
		return i, err
	}
	if registered {
		where, key = "r.serial_number = ? AND r.part_number = ?", []any{serialNumber, partNumber}
	}
	var start int64
	var seconds sql.NullFloat64
	found, err := tx.Find([]any{&i.ID, &i.DefinitionID, &i.UnitID, &i.SerialNumber, &i.PartNumber, &i.Revision, &start, &seconds},
		`SELECT r.uuid, d.guid, u.guid, r.serial_number, r.part_number, r.revision, r.start, r.execution_time FROM `+instancesOf+`
			LEFT JOIN unit u ON u.serial_number = r.serial_number AND u.part_number = r.part_number
			WHERE `+where+" ORDER BY r.start DESC LIMIT 1", key...)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "no manual inspection was carried out on the unit %q", unit)
	}
	i.Created = time.Unix(0, start).UTC()
	i.LastEvent = i.Created.Add(time.Duration(seconds.Float64 * float64(time.Second)))
	return i, err
}
