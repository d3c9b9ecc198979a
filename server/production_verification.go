package server

import (
	"cmp"
	"database/sql"
	"net/http"
	"slices"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// unitVerification is how a unit fared in one process.
type unitVerification struct {
	ProcessCode    int     `json:"processCode"`
	ProcessName    string  `json:"processName"`
	ProcessIndex   int     `json:"processIndex"` // the place of the process among all, by code
	Status         string  `json:"status"`       // of the last run
	StartUTC       instant `json:"startUtc"`     // of the last run
	StationName    string  `json:"stationName"`  // of the last run
	TotalCount     int     `json:"totalCount"`
	NonPassedCount int     `json:"nonPassedCount"`
	RepairCount    int     `json:"repairCount"`
	first          string  // status of the first run
}

// unitGrade says whether a unit may go on. All of its statements are false for a unit that was never tested, but that it
// needed no repair.
type unitGrade struct {
	Status         string             `json:"status"`
	Grade          string             `json:"grade"`
	InOrder        bool               `json:"allProcessesExecutedInCorrectOrder"`
	PassedFirstRun bool               `json:"allProcessesPassedFirstRun"`
	PassedAnyRun   bool               `json:"allProcessesPassedAnyRun"`
	PassedLastRun  bool               `json:"allProcessesPassedLastRun"`
	NoRepairs      bool               `json:"noRepairs"`
	Results        []unitVerification `json:"results"`
}

const passed = "Passed"

// verifyUnit grades a unit by its tests in all processes in which it was tested; a query with a revision asks for the tests
// of that revision only.
func (s *productionService) verifyUnit(r *http.Request) (any, error) {
	var g unitGrade
	revision := web.QueryOf(r).Text("revision")
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		rows, err := s.verify(tx, u.unitIdentity, revision)
		if err != nil {
			return err
		}
		repairs, err := s.countRepairs(tx, u.unitIdentity, rows)
		g = gradeOf(rows, repairs)
		return err
	})
	return g, err
}

// verify reads the tests of a unit, a row a process.
func (s *productionService) verify(tx *db.Tx, key unitIdentity, revision string) ([]unitVerification, error) {
	all := []unitVerification{}
	err := tx.Each(func(rows *sql.Rows) error {
		var run unitVerification
		if err := rows.Scan(&run.ProcessCode, &run.ProcessName, &run.ProcessIndex, &run.Status, &run.StartUTC, &run.StationName); err != nil {
			return err
		}
		if n := len(all); n == 0 || all[n-1].ProcessCode != run.ProcessCode {
			run.first = run.Status
			all = append(all, run)
		}
		all[len(all)-1].add(run)
		return nil
	}, `SELECT r.process_code, coalesce(p.name, r.process_name, ''), (SELECT count(*) FROM process q WHERE q.code < r.process_code),
		r.result, r.start, r.station_name FROM report r LEFT JOIN process p ON p.code = r.process_code
		WHERE r.serial_number = ?1 AND r.part_number = ?2 AND r.type = 'T' AND r.start <= ?3 AND (?4 = '' OR r.revision = ?4)
		ORDER BY r.process_code, r.start, r.id`, key.serialNumber, key.partNumber, s.clock().UnixNano(), revision)
	return all, err
}

// add counts a run, which is later than those before.
func (v *unitVerification) add(run unitVerification) {
	v.Status, v.StartUTC, v.StationName = run.Status, run.StartUTC, run.StationName
	v.TotalCount++
	if run.Status != passed {
		v.NonPassedCount++
	}
}

// countRepairs counts the repairs of a unit, in all and by the process in which it had failed.
func (s *productionService) countRepairs(tx *db.Tx, key unitIdentity, rows []unitVerification) (int, error) {
	ids, err := texts(tx, "SELECT uuid FROM report WHERE serial_number = ? AND part_number = ? AND type = 'R' AND start <= ?",
		key.serialNumber, key.partNumber, s.clock().UnixNano())
	for _, id := range ids {
		repair, err := findDocument(tx, id)
		if err != nil {
			return 0, err
		}
		for i := range rows {
			if repair.UUR != nil && repair.UUR.ProcessCode != nil && *repair.UUR.ProcessCode == rows[i].ProcessCode {
				rows[i].RepairCount++
			}
		}
	}
	return len(ids), err
}

func gradeOf(rows []unitVerification, repairs int) unitGrade {
	every := func(holds func(unitVerification) bool) bool {
		return len(rows) > 0 && !slices.ContainsFunc(rows, func(v unitVerification) bool { return !holds(v) })
	}
	g := unitGrade{
		Results: rows, NoRepairs: repairs == 0,
		PassedFirstRun: every(func(v unitVerification) bool { return v.first == passed }),
		PassedAnyRun:   every(func(v unitVerification) bool { return v.NonPassedCount < v.TotalCount }),
		PassedLastRun:  every(func(v unitVerification) bool { return v.Status == passed }),
		InOrder: len(rows) > 0 && slices.IsSortedFunc(rows, func(a, b unitVerification) int {
			return cmp.Compare(a.StartUTC, b.StartUTC) // the rows are in the order of their processes
		}),
	}
	g.Status, g.Grade = statusOfRuns(rows), g.word()
	return g
}

// statusOfRuns is the worst of the last runs.
func statusOfRuns(rows []unitVerification) string {
	for _, word := range []string{"Failed", "Error", "Terminated", passed} {
		if slices.ContainsFunc(rows, func(v unitVerification) bool { return v.Status == word }) {
			return word
		}
	}
	return "Unknown"
}

// word is the strongest statement about the tests that holds.
func (g *unitGrade) word() string {
	switch {
	case len(g.Results) == 0:
		return "NotTested"
	case g.PassedFirstRun && g.PassedLastRun:
		return "PassedFirstRun"
	case g.PassedLastRun:
		return "PassedLastRun"
	case g.PassedAnyRun:
		return "PassedAnyRun"
	}
	return "NotPassed"
}
