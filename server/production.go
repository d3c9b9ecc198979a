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

// unitKey is what tells units apart.
type unitKey struct {
	serialNumber, partNumber string
}

// keyOf reads a unit's key from the query, in one of the families of names that the routes have.
func keyOf(q *web.Query, serial, part []string) unitKey {
	return unitKey{requiredOneOf(q, serial...), requiredOneOf(q, part...)}
}

// The names of the unit itself or, where two units are named, of the parent.
var (
	serialNames = []string{"serialNumber", "parentSerialNumber"}
	partNames   = []string{"partNumber", "parentPartNumber"}
)

// oneOf is the first of several parameters that has a value.
func oneOf(q *web.Query, names ...string) string {
	for _, name := range names {
		if q.Has(name) {
			return q.Text(name)
		}
	}
	return ""
}

// requiredOneOf is the first of several parameters that has a value; one must.
func requiredOneOf(q *web.Query, names ...string) string {
	for _, name := range names {
		if q.Has(name) {
			return q.Required(name)
		}
	}
	return q.Required(names[0])
}

// readUnit runs f on the unit that the query names, which must be known.
func (s *productionService) readUnit(r *http.Request, f func(*db.Tx, *unitRow) error) error {
	key := keyOf(web.QueryOf(r), serialNames, partNames)
	if err := key.check(); err != nil {
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
