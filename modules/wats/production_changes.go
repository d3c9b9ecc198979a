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
	ChangeID string `lua:"change_id,required" doc:"Number of the change."`
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
			note("pyWATS has no loop over all pages. A page is asked for again as long as there is something new, since acknowledged changes make room."),
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
	r.set("$top", strconv.Itoa(in.PageSize))
	w := &changeWalk{client: c, ctx: ctx, request: r, seen: map[int]bool{}}
	return modules.EachOf(w.all), nil
}

// changeWalk is a loop over a queue from which rows are taken meanwhile, by the loop itself or by others. Those behind move
// up then, over the border of the next page: so the queue is gone through until that brings nothing new.
type changeWalk struct {
	client  *Client
	ctx     context.Context // of the call that began the loop: its run's
	request *request
	seen    map[int]bool // the changes that the loop has given
}

func (w *changeWalk) all(yield func(modules.JSON, error) bool) {
	for before := -1; before < len(w.seen); {
		before = len(w.seen)
		if !w.once(yield) {
			return
		}
	}
}

// once goes through the queue and says whether the loop goes on.
func (w *changeWalk) once(yield func(modules.JSON, error) bool) bool {
	first := 0
	for skip := 0; ; {
		page, err := w.page(skip, &first)
		if err != nil {
			yield(modules.JSON{}, err)
			return false
		}
		if len(page) == 0 {
			return true
		}
		skip += len(page)
		for _, change := range page {
			if w.seen[change.value.ID] {
				continue
			}
			w.seen[change.value.ID] = true
			if !yield(modules.JSON{Data: change.raw, Type: typeOf[UnitChange]()}, nil) {
				return false
			}
		}
	}
}

// page asks for a page. A server whose next page begins like the first one does not page at all.
func (w *changeWalk) page(skip int, first *int) ([]row[UnitChange], error) {
	delete(w.request.query, "$skip")
	if skip > 0 {
		w.request.set("$skip", strconv.Itoa(skip))
	}
	page, err := listRows[UnitChange](w.ctx, w.client, w.request)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	switch id := page[0].value.ID; {
	case skip == 0:
		*first = id
	case id == *first:
		return nil, w.explain(fault.New(fault.Server, "the server gives the first rows again when it is asked for the next ones").
			WithHint("it does not page; ask once with get_unit_changes"))
	}
	if len(w.seen) >= maxRows || skip >= maxRows {
		return nil, w.explain(fault.New(fault.Usage, "there are %d unit changes or more", maxRows).WithHint("ask for those of one product or unit"))
	}
	return page, nil
}

func (w *changeWalk) explain(err error) error { return w.client.explain(w.ctx, w.request, err) }
