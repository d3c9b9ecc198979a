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
	ProcessIndex      int    `json:"processIndex"`
	State             int    `json:"state"`
}

// getProcesses lists the processes: of the kinds that are asked for, else of all that are not left out.
func (s *appService) getProcesses(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	asked := q.Bool("includeTestOperations", false) || q.Bool("includeRepairOperations", false) || q.Bool("includeWipOperations", false)
	test := q.Bool("includeTestOperations", !asked)
	repair := q.Bool("includeRepairOperations", !asked)
	wip := q.Bool("includeWipOperations", !asked)
	inactive := q.Bool("includeInactiveProcesses", false)
	if err := q.Err(); err != nil {
		return nil, err
	}
	rows := []publicProcess{}
	for _, p := range s.processes.list() {
		kind := p.IsTest && test || p.IsRepair && repair || p.IsWIP && wip
		if kind && (!p.Inactive || inactive) {
			place := s.processes.internal(p)
			rows = append(rows, publicProcess{
				p.Code, p.Name, p.Description, p.IsTest, p.IsRepair, p.IsWIP, place.ProcessIndex, place.State,
			})
		}
	}
	return rows, nil
}
