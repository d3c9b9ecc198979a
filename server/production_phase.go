package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// unitPhase is a stage in the life of a unit.
type unitPhase struct {
	ID          int    `json:"UnitPhaseId"`
	Code        string `json:"Code"`
	Name        string `json:"Name"`
	Description string `json:"Description"`
}

// The phases that the server sets by itself or asks for.
const (
	phaseUnknown         = 1
	phaseUnderProduction = 2
	phaseFinalized       = 16
)

// unitPhases are the phases of WATS, which are the same on every server. Each id is a bit of its own.
var unitPhases = []unitPhase{
	{phaseUnknown, "Unknown", "Unknown", "Nobody has said in which phase the unit is"},
	{phaseUnderProduction, "UnderProduction", "Under production", "The unit is being made"},
	{4, "ProductionRepair", "Production repair", "The unit is being repaired before it was finished"},
	{8, "ServiceRepair", "Service repair", "The unit came back and is being repaired"},
	{phaseFinalized, "Finalized", "Finalized", "The unit is finished"},
	{32, "Scrapped", "Scrapped", "The unit was thrown away"},
	{64, "ExtendedTest", "Extended test", "The unit is tested longer than others"},
	{128, "Customization", "Customization", "The unit is being adapted to a customer"},
	{256, "Repaired", "Repaired", "The unit was repaired"},
	{512, "Missing", "Missing", "The unit cannot be found"},
	{1024, "InStorage", "In storage", "The unit is in stock"},
	{2048, "Shipped", "Shipped", "The unit was sent to its customer"},
}

// phaseByID finds a phase that a unit has.
func phaseByID(id int) unitPhase {
	i := slices.IndexFunc(unitPhases, func(p unitPhase) bool { return p.ID == id })
	return unitPhases[max(i, 0)]
}

// phaseOf finds a phase by its id, name or code, in any case.
func phaseOf(text string) (unitPhase, error) {
	text = strings.TrimSpace(text)
	i := slices.IndexFunc(unitPhases, func(p unitPhase) bool {
		return strconv.Itoa(p.ID) == text || strings.EqualFold(p.Name, text) || strings.EqualFold(p.Code, text)
	})
	if i < 0 {
		return unitPhase{}, fault.New(fault.Validation, "there is no unit phase %q", text).WithHint("GetUnitPhases lists them")
	}
	return unitPhases[i], nil
}

// phase is the phase that a request names by id or by name. Clients write back what they have read and change one of the
// two: then that counts which is not the unit's present phase.
func (in *unit) phase(present int) (int, error) {
	var named []string
	if in.UnitPhaseID != nil {
		named = append(named, strconv.Itoa(*in.UnitPhaseID))
	}
	if in.UnitPhase != nil {
		named = append(named, *in.UnitPhase)
	}
	chosen := present
	for _, name := range named {
		p, err := phaseOf(name)
		if err != nil {
			return 0, err
		}
		if chosen != present && p.ID != present && p.ID != chosen {
			return 0, fault.New(fault.Validation, "unitPhaseId %s and unitPhase %q are two phases", named[0], name)
		}
		if p.ID != present {
			chosen = p.ID
		}
	}
	return chosen, nil
}

func (s *productionService) getPhases(*http.Request) (any, error) { return unitPhases, nil }

func (s *productionService) getUnitPhase(r *http.Request) (any, error) {
	var phase unitPhase
	err := s.readUnit(r, func(_ *db.Tx, u *unitRow) error {
		phase = phaseByID(u.phase)
		return nil
	})
	return phase, err
}

func (s *productionService) setPhase(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	phase, err := phaseOf(q.Required("phase"))
	if q.Err() == nil && err != nil {
		return nil, err
	}
	return nil, s.change(r, q, func(_ *db.Tx, u *unitRow) error {
		u.phase = phase.ID
		return nil
	})
}

// unitProcess is the process in which a unit is at present.
type unitProcess struct {
	Code *int    `json:"processCode"`
	Name *string `json:"processName"`
}

func (s *productionService) getUnitProcess(r *http.Request) (any, error) {
	var p unitProcess
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		p.Code = u.process
		_, err := tx.Find([]any{&p.Name}, "SELECT name FROM process WHERE code = ?", u.process)
		return err
	})
	return p, err
}

// setProcess sets the process in which a unit is at present; without a process it is in none.
func (s *productionService) setProcess(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	code := q.Int("processCode", -1, 0, 32767)
	return nil, s.change(r, q, func(tx *db.Tx, u *unitRow) error {
		u.process = nil
		if code < 0 {
			return nil
		}
		u.process = &code
		return checkProcess(tx, code)
	})
}

func checkProcess(tx *db.Tx, code int) error {
	found, err := tx.Find([]any{new(int)}, "SELECT code FROM process WHERE code = ?", code)
	if err == nil && !found {
		err = fault.New(fault.Validation, "there is no process with code %d", code)
	}
	return err
}
