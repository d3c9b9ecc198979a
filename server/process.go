package server

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// Process is an operation that reports belong to: a test, a repair, or a step of work in progress.
type Process struct {
	Code                    int    // 0 to 32767, unique
	Name                    string // reports that name their process must use exactly this
	Description             string
	IsTest, IsRepair, IsWIP bool
	Inactive                bool
	Repair                  *RepairType // of a repair operation: what its reports may say; nil for anything
	guid                    string
}

// RepairType is the configuration of a repair operation, in the names of the wire.
type RepairType struct {
	Description            string
	UUTRequired            int // 0 required, 1 optional, 2 never; BOM and vendor likewise
	CompRefMask            string
	CompRefMaskDescription string
	BomConstraint          string
	BOMRequired            int
	VendorRequired         int
	Categories             []FailCode
	MiscInfos              []RepairMiscInfo
}

// FailCode is a category of failures, with its codes, or one of these codes. GUID may be left empty.
type FailCode struct {
	GUID            string
	Description     string // what reports name
	Selectable      bool
	SortOrder       int
	FailureType     int
	ImageConstraint string
	Status          int // above 0 while in use
	Failcodes       []FailCode
}

// RepairMiscInfo is a field that repair reports may fill. GUID may be left empty.
type RepairMiscInfo struct {
	GUID        string
	Description string // what reports name
	InputMask   string
	ValidRegex  string
}

// processService holds the processes and serves the internal routes about them.
type processService struct {
	all []Process // by code
}

// openProcesses puts the processes into the database, the built-in ones only when it has none, and reads them all. It goes
// through the writer, whose connection is open by now: opening a second one would double the time to start.
func openProcesses(ctx context.Context, store *db.DB, extra []Process) (*processService, error) {
	s := &processService{}
	err := store.Write(ctx, func(tx *db.Tx) error {
		if err := s.load(tx); err != nil {
			return err
		}
		if len(s.all) == 0 {
			extra = slices.Concat(builtInProcesses(), extra)
		}
		for _, p := range extra {
			if err := saveProcess(tx, p); err != nil {
				return err
			}
		}
		if len(extra) == 0 {
			return nil
		}
		return s.load(tx)
	})
	return s, stored(err)
}

func (s *processService) load(tx *db.Tx) error {
	s.all = nil
	return tx.Each(func(rows *sql.Rows) error {
		var p Process
		var state int
		var description, repair sql.NullString
		if err := rows.Scan(&p.Code, &p.guid, &p.Name, &description, &p.IsTest, &p.IsRepair, &p.IsWIP, &state, &repair); err != nil {
			return err
		}
		p.Description, p.Inactive = description.String, state == 0
		if repair.Valid {
			p.Repair = &RepairType{}
			if err := json.Unmarshal([]byte(repair.String), p.Repair); err != nil {
				return fault.Wrap(fault.Server, err, "the repair type of process %d cannot be read", p.Code)
			}
		}
		s.all = append(s.all, p)
		return nil
	}, "SELECT code, guid, name, description, is_test, is_repair, is_wip, state, repair_type FROM process ORDER BY code")
}

// saveProcess adds a process or replaces the one with its code.
func saveProcess(tx *db.Tx, p Process) error {
	if p.Code < 0 || p.Code > 32767 || strings.TrimSpace(p.Name) == "" {
		return fault.New(fault.Config, "process %d %q: the code is required to be 0 to 32767, and a name is required", p.Code, p.Name)
	}
	var repair any
	if p.Repair != nil {
		data, err := json.Marshal(p.Repair.complete(p.Code))
		if err != nil {
			return err
		}
		repair = string(data)
	}
	_, err := tx.Exec(`INSERT INTO process VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET
		name = excluded.name, description = excluded.description, is_test = excluded.is_test, is_repair = excluded.is_repair,
		is_wip = excluded.is_wip, state = excluded.state, repair_type = excluded.repair_type`,
		p.Code, nameGUID("process", strconv.Itoa(p.Code)), p.Name, p.Description, p.IsTest, p.IsRepair, p.IsWIP, !p.Inactive, repair)
	return err
}

// complete is a copy in which nothing is left out: lists are empty, not null, and each name has a GUID.
func (t *RepairType) complete(code int) RepairType {
	full := *t
	full.Categories = append([]FailCode{}, full.Categories...)
	full.MiscInfos = append([]RepairMiscInfo{}, full.MiscInfos...)
	path := strconv.Itoa(code)
	completeCodes(full.Categories, path)
	for i := range full.MiscInfos {
		setGUID(&full.MiscInfos[i].GUID, "misc info", path, full.MiscInfos[i].Description)
	}
	return full
}

func completeCodes(codes []FailCode, path string) {
	for i := range codes {
		c := &codes[i]
		setGUID(&c.GUID, "fail code", path, c.Description)
		c.Failcodes = append([]FailCode{}, c.Failcodes...)
		completeCodes(c.Failcodes, path+"/"+c.Description)
	}
}

func setGUID(guid *string, path ...string) {
	if *guid == "" {
		*guid = nameGUID(path...)
	}
}

// nameGUID is the same GUID for the same names everywhere, so that two servers with the same processes agree.
func nameGUID(names ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("wats:"+strings.Join(names, "/"))).String()
}

// list is every process by code.
func (s *processService) list() []Process { return s.all }

// byCode finds a process.
func (s *processService) byCode(code int) (Process, bool) {
	i, ok := slices.BinarySearchFunc(s.all, code, func(p Process, code int) int { return p.Code - code })
	if !ok {
		return Process{}, false
	}
	return s.all[i], true
}

// byGUID finds a process without regard to the case of its GUID.
func (s *processService) byGUID(guid string) (Process, error) {
	for _, p := range s.all {
		if strings.EqualFold(p.guid, guid) {
			return p, nil
		}
	}
	return Process{}, fault.New(fault.NotFound, "there is no process %s", guid)
}

func (s *processService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/internal/Process/GetProcesses", Handle: s.getProcesses},
		{Pattern: "GET /api/internal/Process/GetProcess/{process_id}", Handle: s.getProcess},
		{Pattern: "GET /api/internal/Process/GetRepairOperations", Handle: s.getRepairOperations},
		{Pattern: "GET /api/internal/Process/GetRepairOperation/{process_id}", Handle: s.getRepairOperation},
	}
}

// internalProcess is a process as the internal routes show it.
type internalProcess struct {
	ProcessID         string
	Code              int
	Name              string
	Description       string
	ProcessIndex      int
	State             int
	Properties        *string
	IsTestOperation   bool
	IsRepairOperation bool
	IsWIPOperation    bool
}

func (s *processService) internal(p Process) internalProcess {
	row := internalProcess{
		ProcessID: p.guid, Code: p.Code, Name: p.Name, Description: p.Description, State: 1,
		IsTestOperation: p.IsTest, IsRepairOperation: p.IsRepair, IsWIPOperation: p.IsWIP,
		ProcessIndex: slices.IndexFunc(s.all, func(other Process) bool { return other.Code == p.Code }),
	}
	if p.Inactive {
		row.State = 0
	}
	return row
}

func (s *processService) getProcesses(*http.Request) (any, error) {
	rows := []internalProcess{}
	for _, p := range s.all {
		rows = append(rows, s.internal(p))
	}
	return rows, nil
}

func (s *processService) getProcess(r *http.Request) (any, error) {
	p, err := s.byGUID(r.PathValue("process_id"))
	return s.internal(p), err
}

// getRepairOperations answers an object whose keys are the codes of the repair operations.
func (s *processService) getRepairOperations(*http.Request) (any, error) {
	byCode := map[string]*RepairType{}
	for _, p := range s.all {
		if p.Repair != nil {
			byCode[strconv.Itoa(p.Code)] = p.Repair
		}
	}
	return byCode, nil
}

// getRepairOperation finds a repair type by the process's GUID, or by the query's processCode where that is given.
func (s *processService) getRepairOperation(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	code := q.Int("processCode", -1, 0, 32767)
	if err := q.Err(); err != nil {
		return nil, err
	}
	p, found := s.byCode(code)
	if !found {
		var err error
		if p, err = s.byGUID(r.PathValue("process_id")); err != nil {
			return nil, err
		}
	}
	if p.Repair == nil {
		return nil, fault.New(fault.NotFound, "process %d is no repair operation", p.Code)
	}
	return p.Repair, nil
}
