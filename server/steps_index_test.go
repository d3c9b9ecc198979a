package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
)

// rowsByStep are the rows of a step analysis as plainAnalysis names them.
func rowsByStep(c client) map[string]object {
	c.t.Helper()
	rows := map[string]object{}
	for _, row := range read[[]object](c, "POST", analysisPath, object{}) {
		rows[fmt.Sprint(row["stepPath"], "|", row["stepType"], "|", row["stepGroup"].(string)[:1], "|", row["measureName"])] = row
	}
	return rows
}

// TestRealReportsAreAnalysed compares the analysis of each sample with a plain recomputation.
func TestRealReportsAreAnalysed(t *testing.T) {
	for _, name := range []string{
		"uut-smallest.wsjf.json", "uut-charts-attachment.wsjf.json", "uut-bare-minimum.wsjf.json", "uut-all-step-kinds.export.wsjf.json",
		"uut-all-step-kinds.export.wsxf.xml",
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, Options{NormaliseExports: true})
			_, answer := postSample(t, c, name)
			exported := read[object](c, "GET", "/api/Report/Wsjf/"+idOf(t, answer)+"?detailLevel=7", nil)
			if diff := gocmp.Diff(plainAnalysis([]object{exported}), rowsByStep(c), nearly); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// oldDatabase makes a database of version 1 with the reports in it.
func oldDatabase(t *testing.T, path string, reports ...*report.Report) {
	t.Helper()
	old, err := db.Open(t.Context(), path, schemaSteps(t)[:1])
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		r.PostProcess(report.ServerFacts{ProcessName: "SW Debug"})
		if err := old.Write(t.Context(), func(tx *db.Tx) error {
			_, err := newReportRow(r, 1000).insert(tx, nil, 1)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestReportsOfAnOlderDatabaseAreAnalysed and those that are damaged are left out with a word in the log.
func TestReportsOfAnOlderDatabaseAreAnalysed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	sample, err := report.Decode(shared.Read(t, "reports/uut-all-step-kinds.export.wsjf.json"))
	if err != nil {
		t.Fatal(err)
	}
	reports := []*report.Report{sample}
	for n := range catchUpBatch + 3 {
		one, err := report.Decode([]byte(jsonOf(t, tested(n, "F", numeric("3V3", 3.5, "F")))))
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, one)
	}
	oldDatabase(t, path, reports...)
	var log bytes.Buffer
	s, err := Open(t.Context(), Options{Path: path, Clock: func() time.Time { return now.Add(999 * time.Hour) }, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE document SET body = x'00' WHERE report = 5")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(s.Handler())
	defer listener.Close()
	c := client{t, listener.URL}
	c.post(tested(0, "P", numeric("3V3", 3.3, "P"))) // takes the place of an old one, whose document nobody needs any more
	for range 2 {
		if got := rowsByStep(c)["MainSequence Callback/3V3|ET_NLT|M|<nil>"]; got["stepCount"] != float64(catchUpBatch+2) || got["stepPassedCount"] != 1.0 {
			t.Errorf("%v", got)
		}
	}
	if n := strings.Count(log.String(), "a damaged report is left out of analyses"); n != 1 {
		t.Errorf("the damage is logged %d times: %s", n, &log)
	}
	exported := read[object](c, "GET", "/api/Report/Wsjf/"+sample.ID+"?detailLevel=7", nil)
	rows := rowsByStep(c)
	for id, want := range plainAnalysis([]object{exported}) {
		if diff := gocmp.Diff(want, rows[id], nearly); diff != "" && id != "MainSequence Callback|SequenceCall|M|<nil>" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

func TestAReplacedReportCountsOnce(t *testing.T) {
	c := start(t, Options{})
	r := tested(0, "F", numeric("3V3", 3.5, "F"))
	c.post(r)
	r["result"], r["root"] = "P", sequence("MainSequence Callback", "P", numeric("3V3", 3.3, "P"), numeric("5V", 3.3, "P"))
	c.post(r)
	rows := rowsByStep(c)
	if got := rows["MainSequence Callback/3V3|ET_NLT|M|<nil>"]; got["stepCount"] != 1.0 || got["max"] != 3.3 || len(rows) != 3 {
		t.Errorf("%v", rows)
	}
}

// TestStepsOfManyClientsAndServers sends reports of new sequences to two servers on one file at once.
func TestStepsOfManyClientsAndServers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c := []client{start(t, Options{Path: path}), start(t, Options{Path: path})}
	var group sync.WaitGroup
	for n := range 48 {
		group.Go(func() {
			below := []object{numeric("Common", 3.2+float64(n)/1000, "P"), numeric(fmt.Sprint("Of ", n%6), 3.3+float64(n)/1000, "P"), numeric(fmt.Sprint("Own ", n), 3.3, "P")}
			if status, text := c[n%2].send("POST", "/api/Report/WSJF", tested(n, "P", sequence(fmt.Sprint("S", n%3), "P", below...))); status != 200 {
				t.Errorf("%d %s", status, text)
			}
		})
	}
	group.Wait()
	var reports []object
	for _, h := range read[[]object](c[0], "GET", headerPath+"$top=100", nil) {
		reports = append(reports, read[object](c[0], "GET", "/api/Report/Wsjf/"+h["uuid"].(string)+"?detailLevel=7", nil))
	}
	for _, one := range c {
		if diff := gocmp.Diff(plainAnalysis(reports), rowsByStep(one), nearly); diff != "" {
			t.Error(diff)
		}
	}
}

// TestNumbersOfAFailedTransactionAreForgotten lest another step gets them.
func TestNumbersOfAFailedTransactionAreForgotten(t *testing.T) {
	s, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	index := newStepIndex(s.db, nil)
	rowOf := func(name string) *stepRow {
		r, err := report.Decode([]byte(jsonOf(t, tested(0, "P", numeric(name, 3.3, "P")))))
		if err != nil {
			t.Fatal(err)
		}
		row, err := index.row(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return row
	}
	boom := errors.New("boom")
	row := rowOf("lost")
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error { return errors.Join(row.number(tx), boom) }); !errors.Is(err, boom) {
		t.Fatal(err)
	}
	kept := rowOf("kept")
	if err := s.db.Write(context.Background(), kept.number); err != nil {
		t.Fatal(err)
	}
	kept.saved()
	if again := rowOf("lost"); again.body != nil {
		t.Error("a step has the number of another")
	}
	if again := rowOf("kept"); again.body == nil || again.fresh != nil {
		t.Error("a number that is in the database is not remembered")
	}
}
