package server

import (
	"database/sql"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// unitRow is a unit as the database holds it. One that only its reports know has no guid.
type unitRow struct {
	guid string
	unitIdentity
	revision, batch, location, xml *string
	serialDate                     *instant
	phase                          int
	process                        *int
	parent                         *string // the guid of the unit that it is built into
}

const selectUnit = `SELECT guid, serial_number, part_number, revision, batch_number, current_location, xml_data, serial_date, phase,
	process_code, parent FROM unit `

func (u *unitRow) targets() []any {
	return []any{
		&u.guid, &u.serialNumber, &u.partNumber, &u.revision, &u.batch, &u.location, &u.xml, &u.serialDate, &u.phase, &u.process, &u.parent,
	}
}

// loadUnit reads a unit that somebody has written.
func loadUnit(tx *db.Tx, key unitIdentity) (*unitRow, bool, error) {
	var u unitRow
	found, err := tx.Find(u.targets(), selectUnit+"WHERE serial_number = ? AND part_number = ?", key.serialNumber, key.partNumber)
	return &u, found, err
}

// loadUnitByID reads the unit with a guid that another row has.
func loadUnitByID(tx *db.Tx, guid string) (*unitRow, error) {
	var u unitRow
	_, err := tx.Find(u.targets(), selectUnit+"WHERE guid = ?", guid)
	return &u, err
}

// childrenOf are the units that a unit is built of.
func childrenOf(tx *db.Tx, u *unitRow) ([]*unitRow, error) {
	var all []*unitRow
	err := tx.Each(func(rows *sql.Rows) error {
		child := &unitRow{}
		all = append(all, child)
		return rows.Scan(child.targets()...)
	}, selectUnit+"WHERE parent = ? ORDER BY part_number, serial_number", u.guid)
	return all, err
}

// find reads a unit that somebody has written or that has reports.
func (s *productionService) find(tx *db.Tx, key unitIdentity) (*unitRow, error) {
	u, found, err := loadUnit(tx, key)
	if err != nil || found {
		return u, err
	}
	if found, err = tx.Find([]any{new(int64)}, "SELECT id FROM report WHERE serial_number = ? AND part_number = ? AND start <= ? LIMIT 1",
		key.serialNumber, key.partNumber, s.clock().UnixNano()); err != nil {
		return nil, err
	}
	if !found {
		return nil, fault.New(fault.NotFound, "there is no unit %q of product %q", key.serialNumber, key.partNumber)
	}
	return &unitRow{unitIdentity: key, phase: phaseUnknown}, nil
}

// open is find for a change: a unit that only its reports know gets a row.
func (s *productionService) open(tx *db.Tx, key unitIdentity) (*unitRow, error) {
	u, err := s.find(tx, key)
	if err != nil || u.guid != "" {
		return u, err
	}
	u.guid = uuid.NewString()
	return u, u.insert(tx)
}

// search finds the unit with a serial number, which other products must not have too.
func (s *productionService) search(tx *db.Tx, serialNumber string) (unitIdentity, error) {
	parts, err := texts(tx, `SELECT part_number FROM unit WHERE serial_number = ?1
		UNION SELECT part_number FROM report WHERE serial_number = ?1 AND start <= ?2 ORDER BY 1`, serialNumber, s.clock().UnixNano())
	switch {
	case err != nil:
	case len(parts) == 0:
		err = fault.New(fault.NotFound, "there is no unit %q", serialNumber)
	case len(parts) > 1:
		err = fault.New(fault.Conflict, "there is a unit %q of each of the products %s", serialNumber, strings.Join(parts, ", ")).
			WithHint("name the part number too")
	default:
		return unitIdentity{serialNumber, parts[0]}, nil
	}
	return unitIdentity{}, err
}

// texts reads a query of one column.
func texts(tx *db.Tx, query string, args ...any) ([]string, error) {
	var all []string
	err := tx.Each(func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		all = append(all, text)
		return err
	}, query, args...)
	return all, err
}

func (u *unitRow) insert(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO unit (guid, serial_number, part_number, revision, batch_number, current_location, xml_data,
		serial_date, phase, process_code, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		u.guid, u.serialNumber, u.partNumber, u.revision, u.batch, u.location, u.xml, u.serialDate, u.phase, u.process, u.parent)
	return err
}

// save stores what a unit has become, and notes what is other than before.
func (s *productionService) save(tx *db.Tx, before, after *unitRow, comment string) error {
	if _, err := tx.Exec(`UPDATE unit SET revision = ?, batch_number = ?, current_location = ?, xml_data = ?, serial_date = ?, phase = ?,
		process_code = ?, parent = ? WHERE guid = ?`, after.revision, after.batch, after.location, after.xml, after.serialDate, after.phase,
		after.process, after.parent, after.guid); err != nil {
		return err
	}
	return s.note(tx, before, after, comment)
}

// put adds a unit or changes the one with its key, with its tags, and builds its sub-units into it.
func (s *productionService) put(tx *db.Tx, in *unit) (*unitRow, error) {
	if err := in.check(tx); err != nil {
		return nil, err
	}
	before, after, err := s.openOrMake(tx, unitIdentity{in.SerialNumber, in.PartNumber})
	if err != nil {
		return nil, err
	}
	if err := in.apply(after); err != nil {
		return nil, err
	}
	if err := s.putParent(tx, in, after); err != nil {
		return nil, err
	}
	if err := changeTags(tx, after.guid, in.Tags); err != nil {
		return nil, err
	}
	if err := s.save(tx, &before, after, ""); err != nil {
		return nil, err
	}
	return after, s.putSubUnits(tx, in, after)
}

// openOrMake is open, and makes the unit that nobody knows. before is what it was: the zero row for a new unit.
func (s *productionService) openOrMake(tx *db.Tx, key unitIdentity) (before unitRow, after *unitRow, err error) {
	after, err = s.open(tx, key)
	if err == nil {
		return *after, after, nil
	}
	if fault.KindOf(err) != fault.NotFound {
		return before, nil, err
	}
	now := instantOf(s.clock())
	after = &unitRow{guid: uuid.NewString(), unitIdentity: key, phase: phaseUnderProduction, serialDate: &now}
	return before, after, after.insert(tx)
}

// check refuses what is missing, too long or unknown.
func (in *unit) check(tx *db.Tx) error {
	if err := required("serialNumber", in.SerialNumber); err != nil {
		return err
	}
	if err := required("partNumber", in.PartNumber); err != nil {
		return err
	}
	if in.ProcessCode == nil {
		return nil
	}
	return checkProcess(tx, *in.ProcessCode)
}

// apply takes over what the request says.
func (in *unit) apply(u *unitRow) error {
	for _, change := range []struct{ to, from **string }{
		{&u.revision, &in.Revision}, {&u.batch, &in.BatchNumber}, {&u.location, &in.CurrentLocation}, {&u.xml, &in.XMLData},
	} {
		switch from := *change.from; {
		case from == nil:
		case *from == "":
			*change.to = nil
		default:
			*change.to = from
		}
	}
	if in.ProcessCode != nil {
		u.process = in.ProcessCode
	}
	if in.SerialDate != nil {
		at, err := readInstant("serialDate", *in.SerialDate)
		if err != nil {
			return err
		}
		if u.serialDate = &at; at == noInstant {
			u.serialDate = nil
		}
	}
	phase, err := in.phase(u.phase)
	u.phase = phase
	return err
}

// putParent builds a unit into the one whose serial number the request gives as its parent's, or takes it out for an empty one.
func (s *productionService) putParent(tx *db.Tx, in *unit, u *unitRow) error {
	if in.ParentSerialNumber == nil {
		return nil
	}
	serial := *in.ParentSerialNumber
	if serial == "" {
		u.parent = nil
		return nil
	}
	if u.parent != nil {
		if present, err := loadUnitByID(tx, *u.parent); err != nil || present.serialNumber == serial {
			return err
		}
	}
	key, err := s.search(tx, serial)
	if err != nil {
		return fault.Wrap(fault.KindOf(err), err, "parentSerialNumber").WithHint("add the unit to its parent with AddChildUnit")
	}
	parent, err := s.open(tx, key)
	if err != nil {
		return err
	}
	return attach(tx, parent, u)
}

// putSubUnits writes the sub-units of a request and builds them into the unit. Those that it does not name stay.
func (s *productionService) putSubUnits(tx *db.Tx, in *unit, u *unitRow) error {
	for i := range in.SubUnits {
		sub := in.SubUnits[i]
		sub.ParentSerialNumber = nil // it is u, whatever it says
		child, err := s.put(tx, &sub)
		if err != nil {
			return err
		}
		before := *child
		if err := attach(tx, u, child); err != nil {
			return err
		}
		if err := s.save(tx, &before, child, ""); err != nil {
			return err
		}
	}
	return nil
}
