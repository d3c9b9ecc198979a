package wats

import (
	"context"
	"strconv"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// UnitChange tells what has changed of a unit: what is not there stayed, an empty text says that there is none any more.
type UnitChange struct {
	ID                    int     `lua:"id" json:"id" doc:"Number of the change, by which it is acknowledged."`
	UnitSerialNumber      string  `lua:"unit_serial_number" json:"unitSerialNumber" doc:"Serial number of the unit."`
	NewParentSerialNumber *string `lua:"new_parent_serial_number" json:"newParentSerialNumber" doc:"Serial number of the unit that it is built into now."`
	NewPartNumber         *string `lua:"new_part_number" json:"newPartNumber" doc:"Its part number now."`
	NewRevision           *string `lua:"new_revision" json:"newRevision" doc:"Its revision now."`
	NewUnitPhaseID        *int    `lua:"new_unit_phase_id" json:"newUnitPhaseId" doc:"Number of its phase now."`
}

// UnitState is a row of a unit's history. What is not there stayed as it was.
type UnitState struct {
	ID                 int     `lua:"id" json:"id" doc:"Number of the row."`
	DateUTC            string  `lua:"date_utc" json:"dateUtc" doc:"When it was."`
	PartNumber         *string `lua:"part_number" json:"partNumber" doc:"Part number from then on."`
	Revision           *string `lua:"revision" json:"revision" doc:"Revision from then on."`
	ParentSerialNumber *string `lua:"parent_serial_number" json:"parentSerialNumber" doc:"Serial number of the unit that it was built into; empty for taken out."`
	UnitPhaseID        *int    `lua:"unit_phase_id" json:"unitPhaseId" doc:"Number of the phase from then on."`
	UnitPhase          *string `lua:"unit_phase" json:"unitPhase" doc:"Name of the phase."`
	ProcessCode        *int    `lua:"process_code" json:"processCode" doc:"Process from then on."`
	ProcessName        *string `lua:"process_name" json:"processName" doc:"Name of the process."`
	Comment            *string `lua:"comment" json:"comment" doc:"Why."`
}

const changesRoute = "GET " + productionRoute + "Units/Changes"

type changesArgs struct {
	SerialNumber string `lua:"serial_number" query:"serialNumber" doc:"Serial number of the unit; all units when not given."`
	PartNumber   string `lua:"part_number" query:"partNumber" doc:"Part number of the units; all products when not given."`
	Top          *int   `lua:"top" query:"$top" doc:"The most rows to return."`
	Skip         *int   `lua:"skip" query:"$skip" doc:"Rows to leave out first."`
}

type eachChangeArgs struct {
	SerialNumber string `lua:"serial_number" doc:"Serial number of the unit; all units when not given."`
	PartNumber   string `lua:"part_number" doc:"Part number of the units; all products when not given."`
	PageSize     int    `lua:"page_size" default:"500" doc:"Rows a request, 1 to 10 000; the server may give fewer."`
}

type changeKey struct {
	ChangeID int64 `lua:"change_id,required" doc:"Number of the change."`
}

func changeOperations() []declaration {
	const twoChanges = `wats.production.create_units{{serial_number = "SN-1", part_number = "P"}, {serial_number = "SN-2", part_number = "P"}}
`
	return []declaration{
		op[unitArgs, []UnitChange]("get_unit_history", "List the changes of one unit that nobody has acknowledged yet.", changesRoute,
			note("get_unit_state_history has all of them."),
			show(aUnit+`return wats.production.get_unit_history("SN-1", "PCBA-7")[1].new_revision`, `"B"`)),
		op[changesArgs, []UnitChange]("get_unit_changes", "List the changes of units that nobody has acknowledged yet, oldest first.", changesRoute,
			note("A top of 0 is sent and gives no rows; pyWATS leaves it out, which gives all."),
			show(twoChanges+`return wats.production.get_unit_changes{top = 1, skip = 1}[1].unit_serial_number`, `"SN-2"`)),
		composed("each_unit_change", "Loop over the changes of units that nobody has acknowledged yet. The loop may acknowledge them.", eachChange,
			loops[UnitChange](), routed(changesRoute), own(),
			note("pyWATS has no loop over all pages. Each change is given once and in its order, however many are acknowledged meanwhile."),
			show(twoChanges+`for change in wats.production.each_unit_change{page_size = 1} do
  wats.production.acknowledge_unit_change(change.id)
end
return #wats.production.get_unit_changes()`, "0")),
		deleteChange("delete_unit_change", "Acknowledge a change: it is not listed any more.", twoChanges),
		deleteChange("acknowledge_unit_change", "Acknowledge a change; the same as delete_unit_change.", twoChanges),
		op[strictUnitArgs, []UnitState]("get_unit_state_history", "List all that was noted of a unit, oldest first.", "GET "+internalProductionRoute+"GetUnitStateHistory",
			show(aUnit+`wats.production.set_unit_phase("SN-1", "PCBA-7", "Finalized", "all tests passed")
return wats.production.get_unit_state_history("SN-1", "PCBA-7")[2].comment`, `"all tests passed"`)),
	}
}

func deleteChange(name, doc, before string) declaration {
	return op[changeKey, bool](name, doc, "DELETE "+productionRoute+"Units/Changes/{change_id}", succeeds, note(raisesMissing),
		show(before+`wats.production.`+name+`(wats.production.get_unit_changes()[1].id)
return #wats.production.get_unit_changes()`, "1"))
}

func eachChange(ctx context.Context, c *Client, in *eachChangeArgs) (*modules.Each[modules.JSON], error) {
	if err := checkPage(in.PageSize); err != nil {
		return nil, err
	}
	r := newRequest(changesRoute)
	r.addText("serialNumber", in.SerialNumber)
	r.addText("partNumber", in.PartNumber)
	r.set("$top", strconv.Itoa(min(in.PageSize+1, maxPage)))
	w := &changeWalk{client: c, ctx: ctx, request: r, seen: map[int]bool{}}
	return modules.EachOf(w.all), nil
}

// changeWalk is a loop over a queue from which changes are taken meanwhile, by the loop itself or by others, so that those
// behind move up. Each page begins with the last change of the page before: where that is not so, something has moved, and
// the loop goes through the queue from its begin again. So it gives each change once, and all of them in their order.
type changeWalk struct {
	client  *Client
	ctx     context.Context // of the call that began the loop: its run's
	request *request
	seen    map[int]bool // the changes that the loop has given
	first   int          // the change at the begin of the queue
	last    int          // the change at which the next page has to begin
	passed  int          // the changes up to last
}

type changeRow = row[UnitChange]

func (w *changeWalk) all(yield func(modules.JSON, error) bool) {
	for repeated := 0; repeated < maxRepeated; repeated++ {
		page, err := w.page()
		switch {
		case err != nil:
			yield(modules.JSON{}, err)
			return
		case w.passed > 0 && (len(page) == 0 || page[0].value.ID != w.last):
			w.passed = 0
			continue
		case w.passed > 0:
			page = page[1:]
		case len(page) > 0:
			w.first = page[0].value.ID
		}
		if len(page) == 0 {
			return
		}
		w.passed, w.last = w.passed+len(page), page[len(page)-1].value.ID
		given := len(w.seen)
		if !w.give(page, yield) {
			return
		}
		if len(w.seen) > given || w.passed > len(page) {
			repeated = -1 // there is something new, or the end of the queue comes nearer
		}
	}
}

// give gives the changes that were not given before, and says whether the loop goes on.
func (w *changeWalk) give(page []changeRow, yield func(modules.JSON, error) bool) bool {
	for _, change := range page {
		if w.seen[change.value.ID] {
			continue
		}
		w.seen[change.value.ID] = true
		if !yield(modules.JSON{Data: change.raw, Type: typeOf[UnitChange]()}, nil) {
			return false
		}
	}
	return true
}

// page asks for the changes from the last one on. A server that gives the first ones then does not page at all.
func (w *changeWalk) page() ([]changeRow, error) {
	delete(w.request.query, "$skip")
	if w.passed > 1 {
		w.request.set("$skip", strconv.Itoa(w.passed-1))
	}
	page, err := listRows[UnitChange](w.ctx, w.client, w.request)
	if err != nil {
		return nil, err
	}
	switch {
	case len(page) > 0 && w.passed > 1 && page[0].value.ID == w.first:
		err = fault.New(fault.Server, "the server gives the first rows again when it is asked for the next ones").
			WithHint("it does not page; ask once with get_unit_changes")
	case len(w.seen) >= maxRows || w.passed >= maxRows:
		err = fault.New(fault.Usage, "there are %d unit changes or more", maxRows).WithHint("ask for those of one product or unit")
	default:
		return page, nil
	}
	return nil, w.client.explain(w.ctx, w.request, err)
}
