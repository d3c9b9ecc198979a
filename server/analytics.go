package server

import (
	"database/sql"
	"net/http"
	"time"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// analyticsService answers what WATS calls App about many reports at once: yields, repairs, lists of reports, equipment
// effectiveness. Everything is computed from the stored reports when it is asked for. What lies inside tests is the step
// service's.
type analyticsService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *analyticsService) routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /api/App/Levels", Handle: s.getLevels},
		{Pattern: "GET /api/App/ProductGroups", Handle: s.getProductGroups},
		{Pattern: "GET /api/App/RelatedRepairHistory", Handle: s.getRepairHistory},
		{Pattern: "POST /api/internal/Trigger/GetAlarmAndNotificationLogs", Handle: s.getAlarms},
	}
	// Every analysis takes its filter from the query or from the body.
	for name, handle := range map[string]func(*watsFilter, *db.Tx) (any, error){
		"DynamicYield": dynamicYield, "VolumeYield": volumeYield, "HighVolume": highVolume, "WorstYield": worstYield,
		"HighVolumeByProductGroup": highVolumeByGroup, "WorstYieldByProductGroup": worstYieldByGroup,
		"DynamicRepair": dynamicRepair, "OeeAnalysis": oeeAnalysis,
		"UutReport": uutReports, "UurReport": uurReports, "SerialNumberHistory": serialNumberHistory,
	} {
		routes = append(routes,
			web.Route{Pattern: "GET /api/App/" + name, Handle: s.analyse(handle)},
			web.Route{Pattern: "POST /api/App/" + name, Handle: s.analyse(handle)})
	}
	return routes
}

// analyse makes the handler of an analysis.
func (s *analyticsService) analyse(compute func(*watsFilter, *db.Tx) (any, error)) web.Handler {
	return func(r *http.Request) (any, error) {
		f, err := readFilter(r, s.clock())
		if err != nil {
			return nil, err
		}
		if err := fillRepairs(r.Context(), s.db); err != nil {
			return nil, stored(err)
		}
		var answer any
		err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
			answer, err = compute(f, tx)
			return err
		})
		return answer, stored(err)
	}
}

// levelInfo is a level of production.
type levelInfo struct {
	LevelID   int64  `json:"levelId"`
	LevelName string `json:"levelName"`
}

func (s *analyticsService) getLevels(r *http.Request) (any, error) {
	levels := []levelInfo{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var l levelInfo
			err := rows.Scan(&l.LevelID, &l.LevelName)
			levels = append(levels, l)
			return err
		}, "SELECT id, name FROM level ORDER BY id")
	})
	return levels, stored(err)
}

// groupInfo is a group of products, with the part numbers in it where they are asked for.
type groupInfo struct {
	ID      int64    `json:"productGroupId"`
	Name    string   `json:"productGroupName"`
	Members []string `json:"partNumbers,omitempty"`
}

func (s *analyticsService) getProductGroups(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	members := q.Bool("includeFilters", false)
	if err := q.Err(); err != nil {
		return nil, err
	}
	groups := []groupInfo{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id int64
			var name string
			var part *string
			if err := rows.Scan(&id, &name, &part); err != nil {
				return err
			}
			if len(groups) == 0 || groups[len(groups)-1].ID != id {
				groups = append(groups, groupInfo{ID: id, Name: name})
			}
			if last := &groups[len(groups)-1]; members && part != nil {
				last.Members = append(last.Members, *part)
			}
			return nil
		}, `SELECT g.id, g.name, m.part_number FROM product_group g LEFT JOIN product_group_member m ON m.product_group = g.id
			ORDER BY g.name, g.id, m.part_number`)
	})
	return groups, stored(err)
}
