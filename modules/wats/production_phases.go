package wats

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// UnitPhase is a stage in the life of a unit.
type UnitPhase struct {
	_           struct{} `wire:"pascal"`
	PhaseID     int      `lua:"phase_id" json:"UnitPhaseId" doc:"Number of the phase."`
	Code        string   `lua:"code" json:"Code" doc:"Short name."`
	Name        string   `lua:"name" json:"Name" doc:"Name as people read it."`
	Description string   `lua:"description" json:"Description" doc:"What it means."`
}

const (
	phasesRoute     = "GET /api/internal/Mes/GetUnitPhases"
	setPhaseRoute   = "PUT " + productionRoute + "SetUnitPhase"
	setProcessRoute = "PUT " + productionRoute + "SetUnitProcess"
)

type phasesArgs struct {
	ForceRefresh bool `lua:"force_refresh" default:"false" doc:"Whether to ask the server even if this run knows its phases."`
}

type phaseArgs struct {
	PhaseID *int   `lua:"phase_id" doc:"Number of the phase."`
	Code    string `lua:"code" doc:"Its short name in any case; looked at without a phase_id."`
	Name    string `lua:"name" doc:"Its name in any case; looked at without the others."`
}

type phaseNameArgs struct {
	Name string `lua:"name,required" doc:"Name of the phase, in any case."`
}

type anyPhaseArgs struct {
	Phase string `lua:"phase,required" doc:"Number, name or code of the phase, in any case."`
}

type newPhaseArgs struct {
	SerialNumber string `lua:"serial_number,required" doc:"Serial number of the unit."`
	PartNumber   string `lua:"part_number,required" doc:"Part number of its product."`
	Phase        string `lua:"phase,required" doc:"Number, name or code of the phase, in any case."`
	Comment      string `lua:"comment" doc:"Why, for the unit's history."`
}

type newProcessArgs struct {
	unitArgs
	ProcessCode *int   `lua:"process_code" query:"processCode" doc:"Code of the process; in none when not given."`
	Comment     string `lua:"comment" query:"comment" doc:"Why, for the unit's history."`
}

// What notes say of several operations.
const (
	keptInRun     = "The server is asked once in a run."
	phaseSpelling = "Case, spaces and underscores do not matter: pyWATS finds finalized, and not Finalized."
)

func phaseOperations() []declaration {
	return []declaration{
		composed("get_phases", "List the phases that units may be in.", func(ctx context.Context, c *Client, in *phasesArgs) (any, error) {
			return listPhases(ctx, c, in.ForceRefresh)
		}, gives[[]UnitPhase](), routed(phasesRoute), note(keptInRun),
			show(`wats.production.get_phases()[5].name`, `"Finalized"`)),
		composed("get_phase", "Find a phase by its number, its code or its name.", getPhase, gives[UnitPhase](), mayBeNil, routed(phasesRoute),
			note(phaseSpelling), show(`wats.production.get_phase{name = "Finalized"}.phase_id`, "16")),
		composed("get_phase_id", "The number of a phase, however it is named.", getPhaseID, gives[int](), mayBeNil, routed(phasesRoute),
			note(phaseSpelling+" A number, or a name as wats.enums.UnitPhaseFlag writes it, needs no request."),
			show(`wats.production.get_phase_id("under production")`, "2")),
		composed("get_all_unit_phases", "List the phases that units may be in; the same as get_phases.", func(ctx context.Context, c *Client, _ *noArguments) (any, error) {
			return listPhases(ctx, c, false)
		}, gives[[]UnitPhase](), routed(phasesRoute), note(keptInRun),
			show(`#wats.production.get_all_unit_phases()`, "12")),
		composed("get_phase_by_name", "Find a phase by its name.", func(ctx context.Context, c *Client, in *phaseNameArgs) (any, error) {
			return findPhase(ctx, c, "name", in.Name, func(p *UnitPhase) bool { return samePhase(p.Name, in.Name) })
		}, gives[UnitPhase](), mayBeNil, routed(phasesRoute), note(phaseSpelling),
			show(`wats.production.get_phase_by_name("SCRAPPED").phase_id`, "32")),
		composed("set_unit_phase", "Move a unit to a phase.", setUnitPhase, routed(setPhaseRoute, phasesRoute), declare(modules.Does(modules.IdempotentWrite)),
			note(phaseSpelling+" A phase that does not exist, and a unit that does not, raise."),
			show(aUnit+`wats.production.set_unit_phase("SN-1", "PCBA-7", "Finalized", "all tests passed")
return wats.production.get_unit("SN-1", "PCBA-7").unit_phase_id`, "16")),
		op[newProcessArgs, bool]("set_unit_process", "Say in which process a unit is.", setProcessRoute, succeeds, note(raisesMissing),
			show(aUnit+`wats.production.set_unit_process("SN-1", "PCBA-7", 100)
return wats.production.get_unit("SN-1", "PCBA-7").process_code`, "100")),
	}
}

// phaseRow is a phase as read, and as the server sent it.
type phaseRow = row[UnitPhase]

// knownPhases are the phases that a run has asked for.
type knownPhases struct{ rows []phaseRow }

// phases lists the phases, and asks the server for them once in a run.
func phases(ctx context.Context, c *Client, refresh bool) ([]phaseRow, error) {
	type key struct{ c *Client }
	known := modules.State(modules.RunFrom(ctx), key{c}, func() *knownPhases { return &knownPhases{} })
	if len(known.rows) > 0 && !refresh {
		return known.rows, nil
	}
	if refresh {
		c.cache.clear()
	}
	r := newRequest(phasesRoute)
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if err = emptyOrBroken(a, modules.List); err == nil {
		known.rows, err = rowsIn[UnitPhase](a)
	}
	if err != nil {
		return nil, c.explain(ctx, r, err)
	}
	for i := range known.rows { // some servers write the number in another case
		phase := &known.rows[i]
		if !bytes.Contains(phase.raw, []byte(`"UnitPhaseId"`)) {
			phase.raw = bytes.Replace(phase.raw, []byte(`"unitPhaseId"`), []byte(`"UnitPhaseId"`), 1)
		}
	}
	return known.rows, nil
}

// somePhases is phases for a read: a server without phases has none, unless the run is strict.
func somePhases(ctx context.Context, c *Client, refresh bool) ([]phaseRow, error) {
	rows, err := phases(ctx, c, refresh)
	if kind := fault.KindOf(err); kind == fault.EmptyResponse || kind == fault.NotFound && !c.isStrict(ctx) {
		return nil, nil
	}
	return rows, err
}

func listPhases(ctx context.Context, c *Client, refresh bool) (any, error) {
	rows, err := somePhases(ctx, c, refresh)
	if err != nil {
		return nil, err
	}
	return listOf(rows), nil
}

// samePhase compares what names a phase as people write it: IN_STORAGE is In storage.
func samePhase(a, b string) bool {
	plain := strings.NewReplacer(" ", "", "_", "", "-", "")
	return strings.EqualFold(plain.Replace(a), plain.Replace(b))
}

// findPhase gives the first phase that fits, nil for none.
func findPhase(ctx context.Context, c *Client, argument, value string, fits func(*UnitPhase) bool) (any, error) {
	if err := notBlank(argument, value); err != nil {
		return nil, err
	}
	rows, err := somePhases(ctx, c, false)
	for i := range rows {
		if fits(&rows[i].value) {
			return modules.JSON{Data: rows[i].raw, Type: typeOf[UnitPhase]()}, nil
		}
	}
	return nil, err
}

func getPhase(ctx context.Context, c *Client, in *phaseArgs) (any, error) {
	switch {
	case in.PhaseID != nil:
		return findPhase(ctx, c, "phase_id", strconv.Itoa(*in.PhaseID), func(p *UnitPhase) bool { return p.PhaseID == *in.PhaseID })
	case in.Code != "":
		return findPhase(ctx, c, "code", in.Code, func(p *UnitPhase) bool { return samePhase(p.Code, in.Code) })
	case in.Name != "":
		return findPhase(ctx, c, "name", in.Name, func(p *UnitPhase) bool { return samePhase(p.Name, in.Name) })
	}
	return nil, fault.New(fault.Usage, "phase_id, code or name is required")
}

func getPhaseID(ctx context.Context, c *Client, in *anyPhaseArgs) (any, error) {
	id, err := phaseID(in.Phase, func() ([]phaseRow, error) { return somePhases(ctx, c, false) })
	if err != nil || id == nil {
		return nil, err
	}
	return *id, nil
}

// phaseID is the number of a phase, nil for none: of a name before that of a code. list is asked where the phase says
// neither its number nor its name in UnitPhaseFlag.
func phaseID(phase string, list func() ([]phaseRow, error)) (*int, error) {
	if err := notBlank("phase", phase); err != nil {
		return nil, err
	}
	if id, err := strconv.Atoi(strings.TrimSpace(phase)); err == nil {
		return &id, nil
	}
	for _, w := range UnitPhaseFlag(0).Words() {
		if w.Name == phase {
			return &w.Code, nil
		}
	}
	rows, err := list()
	for _, name := range []func(*UnitPhase) string{
		func(p *UnitPhase) string { return p.Name }, func(p *UnitPhase) string { return p.Code },
	} {
		for i := range rows {
			if samePhase(name(&rows[i].value), phase) {
				return &rows[i].value.PhaseID, nil
			}
		}
	}
	return nil, err
}

func setUnitPhase(ctx context.Context, c *Client, in *newPhaseArgs) (bool, error) {
	if err := notBlank("serial_number", in.SerialNumber, "part_number", in.PartNumber); err != nil {
		return false, err
	}
	var names []string
	id, err := phaseID(in.Phase, func() ([]phaseRow, error) {
		rows, err := phases(ctx, c, false)
		for i := range rows {
			names = append(names, rows[i].value.Name)
		}
		return rows, err
	})
	if err != nil {
		return false, err
	}
	if id == nil {
		return false, fault.New(fault.Usage, "there is no unit phase %q", in.Phase).WithHint("%s", fault.DidYouMean(in.Phase, names))
	}
	r := newRequest(setPhaseRoute)
	r.internal = true // a route of the MES, which may want a Referer like its sisters
	r.set("serialNumber", in.SerialNumber)
	r.set("partNumber", in.PartNumber)
	r.set("phase", strconv.Itoa(*id))
	r.addText("comment", in.Comment)
	_, err = c.send(ctx, r)
	return err == nil, err
}
