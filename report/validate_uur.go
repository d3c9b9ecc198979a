package report

import "slices"

// uur checks a repair report.
func (v *validator) uur() {
	r := v.report
	if r.Result != Passed && r.Result != "" {
		v.add(nil, "R1", "result is required to be P in a repair report.")
	}
	v.repair()
	if r.SubUnits == nil {
		v.add(nil, "R1", "subUnits is required.")
	}
	units := v.units()
	for i, u := range r.SubUnits {
		v.repairedUnit(i, u, units)
	}
	if t, ok := v.repairType(); ok && t.MiscInfos != nil {
		v.definedMiscInfos(t.MiscInfos)
	}
}

// repair checks what belongs to a repair only.
func (v *validator) repair() {
	u := v.report.UUR
	if u == nil {
		v.add(nil, "R1", "uur is required.")
		return
	}
	at := &place{word: "uur"}
	v.need(at, "R1", "user", u.User)
	v.process(at, u.ProcessCode, u.ProcessName, false)
	v.guid(at, "refUUT", u.RefUUT)
	v.guid(at, "parent", u.Parent)
	for _, child := range u.Children {
		v.guid(at, "children", child)
	}
	v.date(at, "R23", "confirmDate", u.ConfirmDate)
	v.date(at, "R23", "finalizeDate", u.FinalizeDate)
	if t, ok := v.repairType(); ok && t.UUTRequired && u.RefUUT == "" {
		v.add(at, "R1", "refUUT is required.")
	}
}

func (v *validator) repairType() (RepairType, bool) {
	if v.registry == nil || v.report.ProcessCode == nil {
		return RepairType{}, false
	}
	return v.registry.RepairType(*v.report.ProcessCode)
}

// units counts the units by index.
func (v *validator) units() map[int]int {
	units := map[int]int{}
	for _, u := range v.report.SubUnits {
		if u.Idx != nil {
			units[*u.Idx]++
		}
	}
	if len(v.report.SubUnits) > 0 && units[0] != 1 {
		v.add(nil, "R18", "subUnits is required to have exactly one unit with idx 0.")
	}
	return units
}

func (v *validator) repairedUnit(i int, u *SubUnit, units map[int]int) {
	at := v.subUnit(i, u)
	switch {
	case u.Idx == nil:
		v.add(at, "R18", "idx is required.")
	case units[*u.Idx] > 1 && *u.Idx != 0:
		v.add(at, "R18", "idx is required to be unique, %d is not.", *u.Idx)
	}
	v.pointsToUnit(at, "parentIdx", u.ParentIdx, units)
	v.pointsToUnit(at, "replacedIdx", u.ReplacedIdx, units)
	for j, f := range u.Failures {
		v.failure(&place{up: at, word: "failures", kind: indexedPlace, index: j}, f)
	}
}

func (v *validator) pointsToUnit(at *place, key string, idx *int, units map[int]int) {
	if idx != nil && units[*idx] == 0 {
		v.add(at, "R18", "%s is required to be the idx of a unit, got %d.", key, *idx)
	}
}

// failure checks a fault. The words about category and code are the server's own.
func (v *validator) failure(at *place, f *Failure) {
	v.need(at, "R19", "category", f.Category)
	v.need(at, "R19", "code", f.Code)
	if f.RefStepID == nil {
		v.add(at, "R19", "refStepId is required.")
	}
	for i, file := range f.Attachments {
		v.file(&place{up: at, word: "attachments", kind: indexedPlace, index: i}, file.Name, file.ContentType, file.Data)
	}
	t, ok := v.repairType()
	if !ok || f.Category == "" {
		return
	}
	codes, known := t.Categories[f.Category]
	if !known {
		v.add(at, "R19", "Category must be a valid value.")
	} else if f.Code != "" && !slices.Contains(codes, f.Code) {
		v.add(at, "R19", "Code must be a valid value.")
	}
}

// definedMiscInfos checks that the facts are those of the repair type, each at most once.
func (v *validator) definedMiscInfos(defined []string) {
	used := map[string]bool{}
	for i, m := range v.report.MiscInfos {
		at := &place{word: "miscInfos", kind: indexedPlace, index: i}
		if !slices.Contains(defined, m.Description) {
			v.add(at, "R17", "description is required to be defined in the repair type, got %q.", m.Description)
		} else if used[m.Description] {
			v.add(at, "R17", "description is required to be unique, got %q.", m.Description)
		}
		used[m.Description] = true
	}
}
