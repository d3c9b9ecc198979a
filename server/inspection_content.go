package server

import (
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// inspectionXAML is the XAML of a definition where nothing came with it.
type inspectionXAML struct {
	DefinitionID string `json:"TestSequenceDefinitionId"`
	XAML         *string
}

// getXAML answers a definition's XAML with all that came with it.
func (s *inspectionService) getXAML(r *http.Request) (any, error) {
	id, err := definitionOf(r)
	if err != nil {
		return nil, err
	}
	var kept *string
	err = s.db.Read(r.Context(), func(tx *db.Tx) error {
		found, err := tx.Find([]any{&kept}, "SELECT xaml FROM inspection WHERE guid = ?", id)
		if err == nil && !found {
			_, err = findInspection(tx, id) // says that there is none
		}
		return err
	})
	if err != nil || kept == nil {
		return inspectionXAML{DefinitionID: id}, stored(err)
	}
	return json.RawMessage(*kept), nil
}

// putXAML keeps the body as it was given.
func (s *inspectionService) putXAML(r *http.Request) (any, error) {
	body, err := patchOf(r)
	if err != nil {
		return nil, err
	}
	var given struct {
		inspectionRef
		XAML *string // is required to be text
	}
	if err := body.over(&given); err != nil {
		return nil, err
	}
	id, err := given.required()
	if err != nil {
		return nil, err
	}
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := findInspection(tx, id); err != nil {
			return err
		}
		return saveXAML(tx, id, json.RawMessage(body))
	})
	return json.RawMessage(body), stored(err)
}

func saveXAML(tx *db.Tx, id string, content any) error {
	body, err := json.Marshal(content)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE inspection SET xaml = ? WHERE guid = ?", string(body), id)
	return err
}

// getWorkflow answers the workflow of a definition, which is its XAML as text.
func (s *inspectionService) getWorkflow(r *http.Request) (any, error) {
	id := pathGUID(r, "definition_id")
	var d inspectionDetail
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		d, err = findInspectionDetail(tx, id)
		return err
	})
	if err == nil && d.XAML == nil {
		err = fault.New(fault.NotFound, "the manual inspection definition %q has no XAML", id)
	}
	return d.XAML, stored(err)
}

// miscInput is what an operator has put into a field, with the rule for it where the client knows one.
type miscInput struct {
	Description string
	Text        *string
	Value       *string // another name of Text
	ValidRegex  string
}

// miscVerdict says whether an input may be reported.
type miscVerdict struct {
	Description string
	Text        string
	IsValid     bool
	Message     *string
}

// miscVerdicts are the verdicts on the inputs, and on all of them.
type miscVerdicts struct {
	IsValid   bool
	MiscInfos []miscVerdict
}

// validateMiscInfo checks one input, or those in MiscInfos. Where the body names a definition, the fields of its repair
// process have the rules that the process's configuration gives them.
func (s *inspectionService) validateMiscInfo(r *http.Request) (any, error) {
	var body struct {
		inspectionRef
		miscInput
		MiscInfos []miscInput
	}
	if err := web.Decode(r, &body); err != nil {
		return nil, err
	}
	if body.MiscInfos == nil {
		body.MiscInfos = []miscInput{body.miscInput}
	}
	known, err := s.fieldsOf(r, body.id())
	if err != nil {
		return nil, err
	}
	all := miscVerdicts{IsValid: true, MiscInfos: []miscVerdict{}}
	for _, input := range body.MiscInfos {
		verdict := input.judge(known)
		all.IsValid = all.IsValid && verdict.IsValid
		all.MiscInfos = append(all.MiscInfos, verdict)
	}
	return all, nil
}

// fieldsOf are the fields of the repair process of a definition; none where no definition is named or it has no such process.
func (s *inspectionService) fieldsOf(r *http.Request, definition string) ([]RepairMiscInfo, error) {
	if definition == "" {
		return nil, nil
	}
	var d inspection
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		d, err = findInspection(tx, definition)
		return err
	})
	if err != nil || d.RepairProcessID == nil {
		return nil, stored(err)
	}
	process, err := s.processes.byGUID(*d.RepairProcessID)
	if err != nil || process.Repair == nil {
		return nil, nil // a definition may name a process that this server does not have
	}
	return process.Repair.MiscInfos, nil
}

func (m miscInput) judge(known []RepairMiscInfo) miscVerdict {
	v := miscVerdict{Description: m.Description}
	for _, text := range []*string{m.Value, m.Text} {
		if text != nil {
			v.Text = *text
		}
	}
	rule := m.ValidRegex
	if i := slices.IndexFunc(known, func(f RepairMiscInfo) bool { return f.Description == m.Description }); i >= 0 {
		rule = cmp.Or(rule, known[i].ValidRegex)
	}
	if err := m.check(v.Text, rule); err != nil {
		message := fault.Of(err).Message
		v.Message = &message
	}
	v.IsValid = v.Message == nil
	return v
}

func (m miscInput) check(text, rule string) error {
	if err := required("Description", m.Description); err != nil {
		return err
	}
	pattern, err := regexp.Compile(rule)
	if err != nil {
		return fault.New(fault.Validation, "the rule of %s is no regular expression: %v", m.Description, err)
	}
	if !pattern.MatchString(text) {
		return fault.New(fault.Validation, "%s is required to match %s, got %q", m.Description, rule, text)
	}
	return nil
}

// putStringTest keeps the body as it was given, under its definition and name.
func (s *inspectionService) putStringTest(r *http.Request) (any, error) {
	body, err := patchOf(r)
	if err != nil {
		return nil, err
	}
	var key struct {
		TestSequenceDefinitionID string `json:"TestSequenceDefinitionId"`
		Name                     string
	}
	if err := body.over(&key); err != nil {
		return nil, err
	}
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		id := inspectionRef{TestSequenceDefinitionID: key.TestSequenceDefinitionID}.id()
		if id != "" {
			if _, err := findInspection(tx, id); err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO inspection_string_test VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body", id, key.Name, string(body))
		return err
	})
	return json.RawMessage(body), stored(err)
}
