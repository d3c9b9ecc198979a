package server

import (
	"net/http"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// serialNumberService serves pools of serial numbers: numbers are uploaded, and each is handed out once.
type serialNumberService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *serialNumberService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/Production/SerialNumbers/Types", Handle: s.getTypes},
		{Pattern: "POST /api/Production/SerialNumbers/Take", Handle: s.take},
		{Pattern: "GET /api/Production/SerialNumbers/ByRange", Handle: s.getByRange},
		{Pattern: "GET /api/Production/SerialNumbers/ByReference", Handle: s.getByReference},
		{Pattern: "GET /api/Production/SerialNumbers", Handle: s.export},
		{Pattern: "PUT /api/Production/SerialNumbers", Handle: s.upload},
		{Pattern: "GET /api/internal/Production/SerialNumbers", Handle: s.getByRange},
		{Pattern: "GET /api/internal/Production/SerialNumbers/Count", Handle: s.count},
		{Pattern: "GET /api/internal/Production/SerialNumbers/Ranges", Handle: s.getRanges},
		{Pattern: "GET /api/internal/Production/SerialNumbers/Statistics", Handle: s.getStatistics},
		{Pattern: "PUT /api/internal/Production/SerialNumbers/Free", Handle: s.free},
		{Pattern: "DELETE /api/internal/Production/SerialNumbers/Free", Handle: s.deleteFree},
	}
}

// serialNumber is a number of a pool.
type serialNumber struct {
	SerialNumber          string   `json:"serialNumber"`
	SerialNumberType      string   `json:"serialNumberType"`
	State                 string   `json:"state"` // Free or Taken
	UploadedUTC           instant  `json:"uploadedUtc"`
	TakenUTC              *instant `json:"takenUtc"`
	ReferenceSerialNumber *string  `json:"referenceSerialNumber"`
	ReferencePartNumber   *string  `json:"referencePartNumber"`
	StationName           *string  `json:"stationName"`
}

// The states of a number.
const (
	stateFree  = "Free"
	stateTaken = "Taken"
)

// The names of the query parameters, which differ from route to route; each route takes all.
var (
	typeNames = []string{"serialNumberType", "typeName", "type"}
	fromNames = []string{"from", "startAddress"}
	toNames   = []string{"to", "endAddress"}
)

func (s *serialNumberService) getTypes(r *http.Request) (any, error) {
	var all []serialNumberType
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = serialNumberTypes(tx)
		return err
	})
	return all, stored(err)
}

// maxTake bounds the numbers of one request.
const maxTake = 100_000

// take hands out as many numbers as the query asks for, the smallest first, or none. It answers when that is on the disk:
// no number goes out twice, whatever happens to the server.
func (s *serialNumberService) take(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	name, quantity := requiredOf(q, typeNames...), q.Int("quantity", 1, 1, maxTake)
	reference := numberReference{
		serial: givenOf(q, "refSN", "referenceSerialNumber"), part: givenOf(q, "refPN", "referencePartNumber"), station: q.Text("stationName"),
	}
	write, err := numberFormat(q, "xml")
	if err != nil {
		return nil, err
	}
	if err := q.Err(); err != nil {
		return nil, err
	}
	var taken []serialNumber
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		t, err := findNumberType(tx, name)
		if err == nil {
			taken, err = t.take(tx, quantity, reference, instantOf(s.clock()))
		}
		return err
	})
	if err != nil {
		return nil, stored(err)
	}
	return write(name, taken)
}

// getByRange lists the numbers from one to another, both included, or those of them that came into their state in a time.
func (s *serialNumberService) getByRange(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	requiredOf(q, fromNames...)
	requiredOf(q, toNames...)
	all := []serialNumber{}
	err := s.readPool(r, q, func(tx *db.Tx, t *serialNumberType, in *numberSelection) (err error) {
		all, err = t.list(tx, in)
		return err
	})
	return all, err
}

// count counts the numbers of a pool, or of a part of it.
func (s *serialNumberService) count(r *http.Request) (any, error) {
	n := 0
	return &n, s.readPool(r, web.QueryOf(r), func(tx *db.Tx, t *serialNumberType, in *numberSelection) (err error) {
		n, err = t.count(tx, in)
		return err
	})
}

// readPool runs f on the pool that the query names, with what it selects from it.
func (s *serialNumberService) readPool(r *http.Request, q *web.Query, f func(*db.Tx, *serialNumberType, *numberSelection) error) error {
	name := requiredOf(q, typeNames...)
	if err := q.Err(); err != nil {
		return err
	}
	return stored(s.db.Read(r.Context(), func(tx *db.Tx) error {
		t, err := findNumberType(tx, name)
		if err != nil {
			return err
		}
		in, err := readNumberSelection(q, t)
		if err != nil {
			return err
		}
		return f(tx, t, in)
	}))
}

// getByReference lists the numbers that were taken for a unit, for the units of a product, or for a unit of a product.
func (s *serialNumberService) getByReference(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	serial, part := givenOf(q, "referenceSerialNumber", "refSN"), givenOf(q, "referencePartNumber", "refPN")
	if q.Err() == nil && serial == "" && part == "" {
		return nil, fault.New(fault.Validation, "one of the query parameters referenceSerialNumber and referencePartNumber is required")
	}
	all := []serialNumber{}
	err := s.readPool(r, q, func(tx *db.Tx, t *serialNumberType, _ *numberSelection) (err error) {
		all, err = t.listTakenFor(tx, serial, part)
		return err
	})
	return all, err
}

// export answers a file of the numbers of a pool, or of those in a state.
func (s *serialNumberService) export(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	write, err := numberFormat(q, "csv")
	if err != nil {
		return nil, err
	}
	var all []serialNumber
	var name string
	if err := s.readPool(r, q, func(tx *db.Tx, t *serialNumberType, in *numberSelection) (err error) {
		name = t.Name
		all, err = t.list(tx, in)
		return err
	}); err != nil {
		return nil, err
	}
	return write(name, all)
}

// upload adds the numbers of a file to their pools, all or none, and makes the pools that are not there. Numbers that are
// there already stay as they are: one that was taken is not free again.
func (s *serialNumberService) upload(r *http.Request) (any, error) {
	rows, err := readNumberFile(r, givenOf(web.QueryOf(r), typeNames...))
	if err != nil {
		return nil, err
	}
	added := 0
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		types := map[string]*serialNumberType{}
		for _, row := range rows {
			t := types[row.kind]
			if t == nil {
				var err error
				if t, err = findOrAddNumberType(tx, row.kind); err != nil {
					return err
				}
				types[row.kind] = t
			}
			isNew, err := t.add(tx, row, instantOf(s.clock()))
			if err != nil {
				return fault.Wrap(fault.KindOf(err), err, "line %d", row.line)
			}
			added += isNew
		}
		return nil
	})
	return map[string]int{"added": added, "existing": len(rows) - added}, stored(err)
}

// poolStatistics say how full pools are.
type poolStatistics struct {
	SerialNumberType *string          `json:"serialNumberType"` // null for all pools together
	Total            int              `json:"total"`
	Free             int              `json:"free"`
	Taken            int              `json:"taken"`
	NextFree         *string          `json:"nextFree"` // the number that is handed out next
	Types            []poolStatistics `json:"types,omitempty"`
}

// getStatistics counts the numbers of the pool that the query names, or of all pools together and of each.
func (s *serialNumberService) getStatistics(r *http.Request) (any, error) {
	name := givenOf(web.QueryOf(r), typeNames...)
	var sum poolStatistics
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		if name != "" {
			t, err := findNumberType(tx, name)
			if err == nil {
				sum, err = t.statistics(tx)
			}
			return err
		}
		all, err := serialNumberTypes(tx)
		for i := range all {
			one, err := all[i].statistics(tx)
			if err != nil {
				return err
			}
			sum.Total, sum.Free, sum.Taken = sum.Total+one.Total, sum.Free+one.Free, sum.Taken+one.Taken
			sum.Types = append(sum.Types, one)
		}
		return err
	})
	return sum, stored(err)
}

// free gives taken numbers back, all of the ranges or none. A number that a unit carries stays taken, since it would be
// handed out to a second one.
func (s *serialNumberService) free(r *http.Request) (any, error) {
	return s.changeRanges(r, "freed", (*serialNumberType).free)
}

// deleteFree takes free numbers out of their pools.
func (s *serialNumberService) deleteFree(r *http.Request) (any, error) {
	return s.changeRanges(r, "deleted", (*serialNumberType).deleteFree)
}

func (s *serialNumberService) changeRanges(r *http.Request, key string, change func(*serialNumberType, *db.Tx, *numberSelection) (int, error)) (any, error) {
	ranges := []rangeRequest{}
	if err := web.Decode(r, &ranges); err != nil {
		return nil, err
	}
	if len(ranges) == 0 {
		return nil, fault.New(fault.Validation, "the request body is required to list ranges with serialNumberType, startAddress and endAddress")
	}
	changed := 0
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		for i, one := range ranges {
			t, selection, err := one.find(tx)
			if err != nil {
				return fault.Wrap(fault.KindOf(err), err, "range %d", i+1)
			}
			n, err := change(t, tx, selection)
			if err != nil {
				return err
			}
			changed += n
		}
		return nil
	})
	return map[string]int{key: changed}, stored(err)
}
