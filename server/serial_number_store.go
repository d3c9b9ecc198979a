package server

import (
	"database/sql"
	"regexp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// serialNumberType is a kind of numbers with its pool.
type serialNumberType struct {
	Name           string  `json:"name"`
	Description    *string `json:"description"`
	Format         *string `json:"format"`
	RegEx          *string `json:"regEx"`
	Identifier     int     `json:"identifier"` // 0 serial number, 1 MAC address, 2 IMEI
	IdentifierName string  `json:"identifierName"`
	id             int64
	pattern        *regexp.Regexp // of RegEx, once it was needed
}

var identifierNames = []string{"Serial number", "MAC address", "IMEI"}

const selectNumberType = "SELECT id, name, description, format, reg_ex, identifier FROM serial_number_type "

func (t *serialNumberType) targets() []any {
	return []any{&t.id, &t.Name, &t.Description, &t.Format, &t.RegEx, &t.Identifier}
}

func serialNumberTypes(tx *db.Tx) ([]serialNumberType, error) {
	all := []serialNumberType{}
	err := tx.Each(func(rows *sql.Rows) error {
		var t serialNumberType
		err := rows.Scan(t.targets()...)
		t.IdentifierName = identifierNames[t.Identifier]
		all = append(all, t)
		return err
	}, selectNumberType+"ORDER BY name")
	return all, err
}

// findNumberType finds a type by its name in any case.
func findNumberType(tx *db.Tx, name string) (*serialNumberType, error) {
	var t serialNumberType
	found, err := tx.Find(t.targets(), selectNumberType+"WHERE name = ?", name)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "there is no serial number type %q", name).WithHint("upload numbers of this type first")
	}
	return &t, err
}

// findOrAddNumberType finds a type, or makes one for plain serial numbers.
func findOrAddNumberType(tx *db.Tx, name string) (*serialNumberType, error) {
	if err := required("the serial number type", name); err != nil {
		return nil, err
	}
	if _, err := tx.Exec("INSERT INTO serial_number_type (name, identifier) VALUES (?, ?) ON CONFLICT DO NOTHING", name, kindSerialNumber); err != nil {
		return nil, err
	}
	return findNumberType(tx, name)
}

// add puts a number into the pool and returns 1, or 0 when it is there already.
func (t *serialNumberType) add(tx *db.Tx, row numberRow, now instant) (int, error) {
	if err := t.check(row.number); err != nil {
		return 0, err
	}
	var taken *instant
	if row.taken {
		taken = &now
	}
	identity := identityOf(t.Identifier, row.number)
	result, err := tx.Exec(`INSERT INTO serial_number (type, serial_number, identity, position, uploaded, taken, reference_serial,
		reference_part, station_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, t.id, row.number, identity,
		positionOf(t.Identifier, identity), now, taken, text(row.reference.serial), text(row.reference.part), text(row.reference.station))
	if err != nil {
		return 0, err
	}
	added, err := result.RowsAffected()
	return int(added), err
}

func (t *serialNumberType) check(number string) error {
	if err := required("the serial number", number); err != nil {
		return err
	}
	if t.RegEx == nil {
		return nil
	}
	if t.pattern == nil {
		pattern, err := regexp.Compile(*t.RegEx)
		if err != nil {
			return fault.Wrap(fault.Server, err, "the pattern of the serial number type %q cannot be used", t.Name)
		}
		t.pattern = pattern
	}
	if !t.pattern.MatchString(number) {
		return fault.New(fault.Validation, "%q is no number of type %q", number, t.Name).WithHint("it is required to match %s", *t.RegEx)
	}
	return nil
}

// numberReference says for whom a number was taken.
type numberReference struct {
	serial, part, station string
}

// take hands out the smallest free numbers, all that are asked for or none.
func (t *serialNumberType) take(tx *db.Tx, quantity int, owner numberReference, now instant) ([]serialNumber, error) {
	var ids []int64
	if err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM serial_number WHERE type = ? AND taken IS NULL ORDER BY position, id LIMIT ?", t.id, quantity); err != nil {
		return nil, err
	}
	if len(ids) < quantity {
		return nil, fault.New(fault.Conflict, "type %q has too few serial numbers: %d free, %d asked for", t.Name, len(ids), quantity).
			WithHint("upload more")
	}
	all := make([]serialNumber, 0, len(ids))
	for _, id := range ids {
		var n serialNumber
		if _, err := tx.Find(n.targets(), `UPDATE serial_number SET taken = ?, reference_serial = ?, reference_part = ?, station_name = ?
			WHERE id = ? RETURNING `+numberColumns, now, text(owner.serial), text(owner.part), text(owner.station), id); err != nil {
			return nil, err
		}
		all = append(all, n.complete(t))
	}
	return all, nil
}

// numberSelection is a part of a pool.
type numberSelection struct {
	from, to     string   // positions; empty for no bound
	since, until *instant // of the state; nil for no bound
	state        string   // Free, Taken, or empty for both
}

func readNumberSelection(q *web.Query, t *serialNumberType) (*numberSelection, error) {
	in, err := t.selection(givenOf(q, fromNames...), givenOf(q, toNames...))
	if err != nil {
		return nil, err
	}
	if in.since, err = readBound(q, "startDate", "fromDate"); err != nil {
		return nil, err
	}
	if in.until, err = readBound(q, "endDate", "toDate"); err != nil {
		return nil, err
	}
	in.state, err = numberState(q.Text("state"))
	return in, err
}

// selection is the part of a pool between two numbers, both included; an empty one is no bound.
func (t *serialNumberType) selection(from, to string) (*numberSelection, error) {
	in := &numberSelection{from: t.position(from), to: t.position(to)}
	if in.to != "" && in.from > in.to {
		return nil, fault.New(fault.Validation, "the range ends at %q, before its begin %q", to, from)
	}
	return in, nil
}

func (t *serialNumberType) position(number string) string {
	return positionOf(t.Identifier, identityOf(t.Identifier, number))
}

func readBound(q *web.Query, names ...string) (*instant, error) {
	value := givenOf(q, names...)
	if value == "" {
		return nil, nil
	}
	at, err := readInstant("the query parameter "+names[0], value)
	return &at, err
}

// whereSelected is the condition of a selection, on the parameters ?1 to ?6.
const whereSelected = ` WHERE type = ?1 AND (?2 = '' OR position >= ?2) AND (?3 = '' OR position <= ?3)
	AND (?4 IS NULL OR coalesce(taken, uploaded) >= ?4) AND (?5 IS NULL OR coalesce(taken, uploaded) <= ?5)
	AND (?6 = '' OR (?6 = 'Free') = (taken IS NULL)) `

func (in *numberSelection) args(t *serialNumberType) []any {
	return []any{t.id, in.from, in.to, in.since, in.until, in.state}
}

const numberColumns = "serial_number, uploaded, taken, reference_serial, reference_part, station_name"

func (n *serialNumber) targets() []any {
	return []any{&n.SerialNumber, &n.UploadedUTC, &n.TakenUTC, &n.ReferenceSerialNumber, &n.ReferencePartNumber, &n.StationName}
}

func (n serialNumber) complete(t *serialNumberType) serialNumber {
	n.SerialNumberType, n.State = t.Name, stateFree
	if n.TakenUTC != nil {
		n.State = stateTaken
	}
	return n
}

// each calls f for the numbers of a selection in their order.
func (t *serialNumberType) each(tx *db.Tx, in *numberSelection, f func(serialNumber)) error {
	return tx.Each(func(rows *sql.Rows) error {
		var n serialNumber
		err := rows.Scan(n.targets()...)
		f(n.complete(t))
		return err
	}, "SELECT "+numberColumns+" FROM serial_number"+whereSelected+"ORDER BY position, id", in.args(t)...)
}

func (t *serialNumberType) list(tx *db.Tx, in *numberSelection) ([]serialNumber, error) {
	all := []serialNumber{}
	return all, t.each(tx, in, func(n serialNumber) { all = append(all, n) })
}

func (t *serialNumberType) count(tx *db.Tx, in *numberSelection) (n int, err error) {
	_, err = tx.Find([]any{&n}, "SELECT count(*) FROM serial_number"+whereSelected, in.args(t)...)
	return n, err
}

func (t *serialNumberType) listTakenFor(tx *db.Tx, serial, part string) ([]serialNumber, error) {
	all := []serialNumber{}
	err := tx.Each(func(rows *sql.Rows) error {
		var n serialNumber
		err := rows.Scan(n.targets()...)
		all = append(all, n.complete(t))
		return err
	}, "SELECT "+numberColumns+` FROM serial_number WHERE type = ?1 AND taken IS NOT NULL AND (?2 = '' OR reference_serial = ?2)
		AND (?3 = '' OR reference_part = ?3) ORDER BY position, id`, t.id, serial, part)
	return all, err
}

func (t *serialNumberType) statistics(tx *db.Tx) (poolStatistics, error) {
	p := poolStatistics{SerialNumberType: &t.Name}
	if _, err := tx.Find([]any{&p.Total, &p.Taken}, "SELECT count(*), count(taken) FROM serial_number WHERE type = ?", t.id); err != nil {
		return p, err
	}
	p.Free = p.Total - p.Taken
	_, err := tx.Find([]any{&p.NextFree}, "SELECT serial_number FROM serial_number WHERE type = ? AND taken IS NULL ORDER BY position, id LIMIT 1", t.id)
	return p, err
}

// free gives the taken numbers of a range back, unless a unit carries one of them.
func (t *serialNumberType) free(tx *db.Tx, in *numberSelection) (int, error) {
	in.state = stateTaken
	var carried string
	found, err := tx.Find([]any{&carried}, "SELECT serial_number FROM serial_number"+whereSelected+`AND (
		EXISTS (SELECT 1 FROM unit WHERE unit.serial_number = serial_number.serial_number) OR
		EXISTS (SELECT 1 FROM report WHERE report.serial_number = serial_number.serial_number)) ORDER BY position LIMIT 1`, in.args(t)...)
	if err == nil && found {
		err = fault.New(fault.Conflict, "the serial number %q is that of a unit and cannot be free again", carried)
	}
	if err != nil {
		return 0, err
	}
	return affected(tx.Exec(`UPDATE serial_number SET taken = NULL, reference_serial = NULL, reference_part = NULL, station_name = NULL`+
		whereSelected, in.args(t)...))
}

func (t *serialNumberType) deleteFree(tx *db.Tx, in *numberSelection) (int, error) {
	in.state = stateFree
	return affected(tx.Exec("DELETE FROM serial_number"+whereSelected, in.args(t)...))
}

func affected(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
