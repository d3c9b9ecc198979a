package server

import (
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// show is a unit as clients see it, with its product, its tags and the units that it is built of, all the way down.
func (s *productionService) show(tx *db.Tx, u *unitRow) (*unit, error) {
	shown, err := s.showTree(tx, u)
	if err != nil {
		return nil, err
	}
	p, err := findProduct(tx, u.partNumber)
	if fault.KindOf(err) == fault.NotFound {
		return shown, nil // units and reports may come before their product is registered
	}
	shown.Product = &p
	for i := range p.Revisions {
		if shown.Revision != nil && p.Revisions[i].Revision == *shown.Revision {
			shown.ProductRevision = &p.Revisions[i]
		}
	}
	return shown, err
}

func (s *productionService) showTree(tx *db.Tx, u *unitRow) (*unit, error) {
	phase := phaseByID(u.phase)
	shown := &unit{
		SerialNumber: u.serialNumber, PartNumber: u.partNumber, Revision: u.revision, BatchNumber: u.batch,
		CurrentLocation: u.location, XMLData: u.xml, UnitPhaseID: &phase.ID, UnitPhase: &phase.Name, ProcessCode: u.process, SubUnits: []unit{},
	}
	if err := s.addReported(tx, u, shown); err != nil {
		return nil, err
	}
	if _, err := tx.Find([]any{&shown.ParentSerialNumber}, "SELECT serial_number FROM unit WHERE guid = ?", u.parent); err != nil {
		return nil, err
	}
	var err error
	if shown.Tags, err = listTags(tx, u.guid); err != nil {
		return nil, err
	}
	parts, err := childrenOf(tx, u)
	for _, part := range parts {
		sub, err := s.showTree(tx, part)
		if err != nil {
			return nil, err
		}
		shown.SubUnits = append(shown.SubUnits, *sub)
	}
	return shown, err
}

// addReported completes a unit by what its newest report says, and its serial date by that of its first one.
func (s *productionService) addReported(tx *db.Tx, u *unitRow, shown *unit) error {
	date := u.serialDate
	if u.revision == nil || u.batch == nil || u.location == nil || date == nil {
		var revision, location, batch *string
		var first *instant
		if _, err := tx.Find([]any{&revision, &location, &batch, &first}, selectReported, u.serialNumber, u.partNumber, s.clock().UnixNano()); err != nil {
			return err
		}
		shown.Revision = orText(shown.Revision, revision)
		shown.CurrentLocation = orText(shown.CurrentLocation, location)
		shown.BatchNumber = orText(shown.BatchNumber, batch)
		if date == nil {
			date = first
		}
	}
	if date == nil {
		return nil
	}
	text := time.Unix(0, int64(*date)).UTC().Format(time.RFC3339Nano)
	shown.SerialDate = &text
	return nil
}

const selectReported = `SELECT nullif(revision, ''), nullif(location, ''),
	(SELECT batch_number FROM report WHERE serial_number = ?1 AND part_number = ?2 AND start <= ?3 AND batch_number IS NOT NULL
		ORDER BY start DESC LIMIT 1),
	(SELECT min(start) FROM report WHERE serial_number = ?1 AND part_number = ?2)
	FROM report WHERE serial_number = ?1 AND part_number = ?2 AND start <= ?3 ORDER BY start DESC LIMIT 1`

func orText(text, otherwise *string) *string {
	if text != nil {
		return text
	}
	return otherwise
}
