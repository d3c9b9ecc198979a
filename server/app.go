package server

import (
	"net/http"

	"github.com/watsrun/watsrun/server/web"
)

// appService serves what WATS calls App: the version and the processes.
type appService struct {
	version   string
	processes *processService
}

func (s *appService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/App/Version", Handle: s.getVersion},
		{Pattern: "GET /api/App/Processes", Handle: s.getProcesses},
	}
}

func (s *appService) getVersion(*http.Request) (any, error) { return s.version, nil }

// publicProcess is a process as this service shows it.
type publicProcess struct {
	Code              int    `json:"code"`
	Name              string `json:"name"`
	Description       string `json:"description"`
	IsTestOperation   bool   `json:"isTestOperation"`
	IsRepairOperation bool   `json:"isRepairOperation"`
	IsWIPOperation    bool   `json:"isWipOperation"`
}

// getProcesses lists the processes, of all kinds unless some are asked for.
func (s *appService) getProcesses(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	anyKind := !q.Has("includeTestOperations") && !q.Has("includeRepairOperations") && !q.Has("includeWipOperations")
	test := q.Bool("includeTestOperations", anyKind)
	repair := q.Bool("includeRepairOperations", anyKind)
	wip := q.Bool("includeWipOperations", anyKind)
	inactive := q.Bool("includeInactiveProcesses", false)
	if err := q.Err(); err != nil {
		return nil, err
	}
	rows := []publicProcess{}
	for _, p := range s.processes.list() {
		kind := p.IsTest && test || p.IsRepair && repair || p.IsWIP && wip
		if kind && (!p.Inactive || inactive) {
			rows = append(rows, publicProcess{p.Code, p.Name, p.Description, p.IsTest, p.IsRepair, p.IsWIP})
		}
	}
	return rows, nil
}
