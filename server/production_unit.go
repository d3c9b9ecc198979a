package server

import (
	"math"
	"net/http"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// unit is a unit as clients read and write it. Of what they write, product and productRevision are not read. What is left
// out stays as it is; an empty text clears.
type unit struct {
	SerialNumber       string           `json:"serialNumber"`
	PartNumber         string           `json:"partNumber"`
	Revision           *string          `json:"revision"`
	ParentSerialNumber *string          `json:"parentSerialNumber"`
	BatchNumber        *string          `json:"batchNumber"`
	SerialDate         *string          `json:"serialDate"`
	CurrentLocation    *string          `json:"currentLocation"`
	XMLData            *string          `json:"xmlData"`
	UnitPhaseID        *int             `json:"unitPhaseId"`
	UnitPhase          *string          `json:"unitPhase"`
	ProcessCode        *int             `json:"processCode"`
	Tags               []tag            `json:"tags"`
	ProductRevision    *productRevision `json:"productRevision"`
	Product            *product         `json:"product"`
	SubUnits           []unit           `json:"subUnits"`
}

// unitInfo is a unit with what its reports say about it.
type unitInfo struct {
	unit
	ProcessName      *string  `json:"processName"`
	ParentPartNumber *string  `json:"parentPartNumber"`
	TestCount        int      `json:"testCount"`
	RepairCount      int      `json:"repairCount"`
	LastTestResult   *string  `json:"lastTestResult"`
	LastTestUTC      *instant `json:"lastTestUtc"`
}

func (s *productionService) getUnit(r *http.Request) (any, error) {
	return s.showKey(r, unitIdentity{r.PathValue("serial_number"), r.PathValue("part_number")})
}

func (s *productionService) showKey(r *http.Request, key unitIdentity) (any, error) {
	var found *unit
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		u, err := s.find(tx, key)
		if err == nil {
			found, err = s.show(tx, u)
		}
		return err
	})
	return found, stored(err)
}

// searchUnit finds a unit by its serial number alone, as long as no other product has the same.
func (s *productionService) searchUnit(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	key := unitIdentity{q.Required("serialNumber"), q.Text("partNumber")}
	if err := q.Err(); err != nil {
		return nil, err
	}
	if key.partNumber == "" {
		if err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
			key, err = s.search(tx, key.serialNumber)
			return err
		}); err != nil {
			return nil, stored(err)
		}
	}
	return s.showKey(r, key)
}

func (s *productionService) getUnitInfo(r *http.Request) (any, error) {
	var info unitInfo
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		shown, err := s.show(tx, u)
		if err != nil {
			return err
		}
		info.unit = *shown
		return s.addInfo(tx, u, &info)
	})
	return info, err
}

func (s *productionService) addInfo(tx *db.Tx, u *unitRow, info *unitInfo) error {
	now := s.clock().UnixNano()
	if _, err := tx.Find([]any{&info.TestCount, &info.RepairCount}, `SELECT count(*) FILTER (WHERE type = 'T'),
		count(*) FILTER (WHERE type = 'R') FROM report WHERE serial_number = ? AND part_number = ? AND start <= ?`,
		u.serialNumber, u.partNumber, now); err != nil {
		return err
	}
	if _, err := tx.Find([]any{&info.LastTestResult, &info.LastTestUTC}, `SELECT result, start FROM report WHERE serial_number = ?
		AND part_number = ? AND type = 'T' AND start <= ? ORDER BY start DESC LIMIT 1`, u.serialNumber, u.partNumber, now); err != nil {
		return err
	}
	if _, err := tx.Find([]any{&info.ParentPartNumber}, "SELECT part_number FROM unit WHERE guid = ?", u.parent); err != nil {
		return err
	}
	_, err := tx.Find([]any{&info.ProcessName}, "SELECT name FROM process WHERE code = ?", u.process)
	return err
}

func (s *productionService) putUnits(r *http.Request) (any, error) {
	all := []unit{}
	if err := web.Decode(r, &all); err != nil {
		return nil, err
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		for i := range all {
			u, err := s.put(tx, &all[i])
			if err != nil {
				return err
			}
			shown, err := s.show(tx, u)
			if err != nil {
				return err
			}
			all[i] = *shown
		}
		return nil
	})
	return all, stored(err)
}

// createUnit adds a unit that nobody has written before.
func (s *productionService) createUnit(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	revision, batch, phase := q.Required("revision"), q.Text("batchNumber"), givenOf(q, "unitPhase", "unitPhaseId")
	if phase == "" {
		phase = phaseByID(phaseUnderProduction).Name
	}
	in := unit{
		SerialNumber: q.Required("serialNumber"), PartNumber: q.Required("partNumber"),
		Revision: &revision, BatchNumber: &batch, UnitPhase: &phase,
	}
	if err := q.Err(); err != nil {
		return nil, err
	}
	var made *unit
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		_, found, err := loadUnit(tx, unitIdentity{in.SerialNumber, in.PartNumber})
		if err == nil && found {
			err = fault.New(fault.Conflict, "there is a unit %q of product %q already", in.SerialNumber, in.PartNumber)
		}
		if err != nil {
			return err
		}
		u, err := s.put(tx, &in)
		if err == nil {
			made, err = s.show(tx, u)
		}
		return err
	})
	return made, stored(err)
}

// site is a place where units are tested or kept.
type site struct {
	SiteID string `json:"siteId"`
	Name   string `json:"name"`
}

// getSites lists the locations that reports and units name.
func (s *productionService) getSites(r *http.Request) (any, error) {
	all := []site{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		names, err := texts(tx, `SELECT location FROM report WHERE location <> '' UNION
			SELECT current_location FROM unit WHERE current_location <> '' ORDER BY 1`)
		for _, name := range names {
			all = append(all, site{nameGUID("site", name), name})
		}
		return err
	})
	return all, stored(err)
}

// noInstant is what dates before the calendar of the database become, such as the 0001-01-01 that stands for no date.
const noInstant = instant(math.MinInt64)

// readInstant reads a date as clients write it. One without an offset is UTC, as all dates of this server are.
func readInstant(name, text string) (instant, error) {
	t, err := report.ParseTime(text)
	if err != nil {
		return 0, fault.New(fault.Validation, "%s: %q is not a date: write it as 2026-01-31T14:26:16Z", name, text)
	}
	at := t.Time()
	if !t.HasZone() {
		at = inZone(text, time.UTC)
	}
	return instant(odata.Nanoseconds(at)), nil
}
