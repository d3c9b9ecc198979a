package server

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// inspectionService serves manual inspection: definitions of test sequences that people carry out, what they are for, and
// what was done by them. Its JSON is PascalCase.
type inspectionService struct {
	db        *db.DB
	processes *processService
	clock     func() time.Time
}

func (s *inspectionService) routes() []web.Route {
	const at = "/api/internal/ManualInspection/"
	return []web.Route{
		{Pattern: "GET " + at + "GetTestSequenceDefinitions", Handle: s.getDefinitions},
		{Pattern: "GET " + at + "GetTestSequenceDefinition", Handle: s.getDefinition},
		{Pattern: "POST " + at + "PostDefinition", Handle: s.postDefinition},
		{Pattern: "PUT " + at + "PutDefinitionNew", Handle: s.putDefinition},
		{Pattern: "GET " + at + "GetDefinitionCopy/{definition_id}", Handle: s.getDefinitionCopy},
		{Pattern: "GET " + at + "GetInstancesCount/{definition_id}", Handle: s.getInstancesCount},
		{Pattern: "GET " + at + "GetMiDetailsNew/{unit_id}", Handle: s.getDetails},
		{Pattern: "GET " + at + "GetMiDetails/{unit_id}", Handle: s.getDetails},
		{Pattern: "GET " + at + "GetRelations/{definition_id}", Handle: s.getRelations},
		{Pattern: "GET " + at + "GetRelationConflictsNew/{definition_id}", Handle: s.getConflicts},
		{Pattern: "GET " + at + "GetRelationConflicts/{definition_id}", Handle: s.getConflicts},
		{Pattern: "POST " + at + "PostRelation", Handle: s.postRelation},
		{Pattern: "PUT " + at + "PutRelation", Handle: s.putRelation},
		{Pattern: "PUT " + at + "DeleteRelationNew", Handle: s.deleteRelation},
		{Pattern: "GET " + at + "GetSequences", Handle: s.getSequences},
		{Pattern: "PUT " + at + "PutSequence", Handle: s.putSequence},
		{Pattern: "DELETE " + at + "DeleteSequence/{sequence_id}", Handle: s.deleteSequence},
		{Pattern: "GET " + at + "GetTestSequenceDefinitionXaml", Handle: s.getXAML},
		{Pattern: "PUT " + at + "PutTestSequenceDefinitionXaml", Handle: s.putXAML},
		{Pattern: "GET " + at + "GetWatswwfContent/{definition_id}", Handle: s.getWorkflow},
		{Pattern: "PUT " + at + "ValidateMiscInfo", Handle: s.validateMiscInfo},
		{Pattern: "PUT " + at + "PutStringTest", Handle: s.putStringTest},
	}
}

// The states of a definition. Of one name, one version at most is released.
const (
	inspectionDraft = iota
	inspectionPending
	inspectionReleased
	inspectionRevoked
)

// inspectionSettings are what clients set of a definition. Who did something is among them, since this server has one user.
type inspectionSettings struct {
	VirtualFolderID                     *string `json:"VirtualFolderId"`
	Name                                string
	Version                             int // counts the definitions of one name
	Description                         *string
	CreatedBy                           *string
	CreatedBySite                       *string
	ModifiedBy                          *string
	ReleasedBy                          *string
	RevokedBy                           *string
	IsGlobal                            bool
	OnFailGotoCleanup                   bool
	OnFailRequireSubmit                 bool
	OnFailRequireRepair                 int // 0 disabled, 1 optional, 2 required
	LogOperator                         bool
	LogDescription                      bool
	CreateUnsubmittedReportOnFailedStep bool
	RepairProcessID                     *string `json:"RepairProcessId"`
	AddChildUnits                       bool
	IncludeUURMiscInfoInUUT             bool
	LoadPreviousMiscInfo                bool
}

// inspection is a definition as the database holds it.
type inspection struct {
	ID string `json:"TestSequenceDefinitionId"`
	inspectionSettings
	Status   int
	Created  time.Time
	Modified *time.Time
	Released *time.Time
	Revoked  *time.Time
}

// inspectionDetail is a definition as it is answered.
type inspectionDetail struct {
	inspection
	Relations      []inspectionRelation
	InstancesCount int
	XAML           *string // nil in lists
}

// inspectionInstance is an execution of a definition: a test report whose sequence has the definition's name and version.
type inspectionInstance struct {
	ID           string  `json:"TestSequenceInstanceId"` // of the report
	DefinitionID string  `json:"TestSequenceDefinitionId"`
	UnitID       *string `json:"UnitId"` // nil for a unit that only its reports know
	SerialNumber string
	PartNumber   string
	Revision     string
	Created      time.Time
	LastEvent    time.Time `json:"LastEventTime"`
}

// inspectionSequence is a definition in short.
type inspectionSequence struct {
	ID      string `json:"TestSequenceDefinitionId"`
	Name    string
	Version int
	Status  int
}

// inspectionRef names a definition in a body, in the spellings that clients use.
type inspectionRef struct {
	TestSequenceDefinitionID string `json:"TestSequenceDefinitionId"`
	DefinitionID             string `json:"DefinitionId"`
	SequenceID               string `json:"SequenceId"`
	ID                       string `json:"Id"`
}

func (r inspectionRef) id() string {
	for _, id := range []string{r.TestSequenceDefinitionID, r.DefinitionID, r.SequenceID, r.ID} {
		if id != "" {
			return strings.ToLower(id)
		}
	}
	return ""
}

// required is the id of the definition, which must be there.
func (r inspectionRef) required() (string, error) {
	id := r.id()
	return id, required("TestSequenceDefinitionId", id)
}

// definitionOf is the id in the query.
func definitionOf(r *http.Request) (string, error) {
	q := web.QueryOf(r)
	id := q.Required("definitionId")
	return strings.ToLower(id), q.Err()
}

// pathGUID is the path's value in the spelling of the database.
func pathGUID(r *http.Request, name string) string { return strings.ToLower(r.PathValue(name)) }

// guidOr reads a GUID that a client may choose, and makes one for a client that leaves it out.
func guidOr(key, given string) (string, error) {
	if given == "" {
		return uuid.NewString(), nil
	}
	return readGUID(key, given)
}

// patch is a body whose keys replace those of something stored; keys that it does not have stay.
type patch json.RawMessage

func patchOf(r *http.Request) (patch, error) {
	var body json.RawMessage
	err := web.Decode(r, &body)
	return patch(body), err
}

// over writes the keys of the patch into v. Unknown keys are ignored.
func (p patch) over(v any) error {
	err := json.Unmarshal(p, v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fault.New(fault.Validation, "%s cannot be a JSON %s", cmp.Or(wrong.Field, "the request body"), wrong.Value)
	}
	if err != nil {
		return fault.Wrap(fault.Validation, err, "the request body cannot be used")
	}
	return nil
}
