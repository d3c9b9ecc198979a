package server

import (
	"net/http"
	"time"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// productionService serves units: what they are, in which phase and process, what they are built into, what happened to
// them, and whether their tests let them pass. A unit that nobody has written is known by its reports.
type productionService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *productionService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/Production/Unit/{serial_number}/{part_number}", Handle: s.getUnit},
		{Pattern: "PUT /api/Production/Units", Handle: s.putUnits},
		{Pattern: "GET /api/Production/UnitVerification", Handle: s.verifyUnit},
		{Pattern: "PUT /api/Production/SetUnitPhase", Handle: s.setPhase},
		{Pattern: "PUT /api/Production/SetUnitProcess", Handle: s.setProcess},
		{Pattern: "GET /api/Production/Units/Changes", Handle: s.getChanges},
		{Pattern: "DELETE /api/Production/Units/Changes/{change_id}", Handle: s.deleteChange},
		{Pattern: "GET /api/Production/Batches", Handle: s.getBatches},
		{Pattern: "PUT /api/Production/Batch", Handle: s.putBatch},
		{Pattern: "PUT /api/Production/Batches", Handle: s.putBatches},
		{Pattern: "POST /api/Production/AddChildUnit", Handle: s.addChild},
		{Pattern: "POST /api/Production/RemoveChildUnit", Handle: s.removeChild},
		{Pattern: "GET /api/Production/CheckChildUnits", Handle: s.checkChildren},
		{Pattern: "GET /api/internal/Mes/GetUnitPhases", Handle: s.getPhases},
		{Pattern: "GET /api/internal/Production/isConnected", Handle: s.isConnected},
		{Pattern: "GET /api/internal/Production/GetSites", Handle: s.getSites},
		{Pattern: "GET /api/internal/Production/GetUnit", Handle: s.searchUnit},
		{Pattern: "GET /api/internal/Production/GetUnitInfo", Handle: s.getUnitInfo},
		{Pattern: "GET /api/internal/Production/GetUnitPhase", Handle: s.getUnitPhase},
		{Pattern: "GET /api/internal/Production/GetUnitProcess", Handle: s.getUnitProcess},
		{Pattern: "GET /api/internal/Production/GetUnitHierarchy", Handle: s.getHierarchy},
		{Pattern: "GET /api/internal/Production/GetUnitContents", Handle: s.getContents},
		{Pattern: "GET /api/internal/Production/GetUnitStateHistory", Handle: s.getHistory},
		{Pattern: "POST /api/internal/Production/CreateUnit", Handle: s.createUnit},
		{Pattern: "POST /api/internal/Production/AddChildUnit", Handle: s.addChild},
		{Pattern: "POST /api/internal/Production/RemoveChildUnit", Handle: s.removeChild},
		{Pattern: "POST /api/internal/Production/RemoveAllChildUnits", Handle: s.removeAllChildren},
		{Pattern: "GET /api/internal/Production/CheckChildUnits", Handle: s.checkChildren},
	}
}

func (s *productionService) isConnected(*http.Request) (any, error) { return true, nil }

// unitIdentity is what tells units apart.
type unitIdentity struct {
	serialNumber, partNumber string
}

// keyOf reads the key of the unit that a query names; where it names two units, that of the parent.
func keyOf(q *web.Query) unitIdentity {
	return unitIdentity{requiredOf(q, "serialNumber", "parentSerialNumber"), requiredOf(q, "partNumber", "parentPartNumber")}
}

// givenOf is the first of several parameters that has a value.
func givenOf(q *web.Query, names ...string) string {
	for _, name := range names {
		if q.Has(name) {
			return q.Text(name)
		}
	}
	return ""
}

// requiredOf is the first of several parameters that has a value; one must.
func requiredOf(q *web.Query, names ...string) string {
	for _, name := range names {
		if q.Has(name) {
			return q.Required(name)
		}
	}
	return q.Required(names[0])
}

// readUnit runs f on the unit that the query names, which must be known.
func (s *productionService) readUnit(r *http.Request, f func(*db.Tx, *unitRow) error) error {
	q := web.QueryOf(r)
	key := keyOf(q)
	if err := q.Err(); err != nil {
		return err
	}
	return stored(s.db.Read(r.Context(), func(tx *db.Tx) error {
		u, err := s.find(tx, key)
		if err != nil {
			return err
		}
		return f(tx, u)
	}))
}

// change runs f on the unit that the query names, stores what f made of it, and notes the change with the query's comment.
func (s *productionService) change(r *http.Request, q *web.Query, f func(*db.Tx, *unitRow) error) error {
	key := keyOf(q)
	if err := q.Err(); err != nil {
		return err
	}
	return stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		before, err := s.open(tx, key)
		if err != nil {
			return err
		}
		after := *before
		if err := f(tx, &after); err != nil {
			return err
		}
		return s.save(tx, before, &after, q.Text("comment"))
	}))
}
