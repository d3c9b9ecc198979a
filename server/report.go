package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/report/wsxf"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// reportService takes reports in and gives them out again.
type reportService struct {
	db               *db.DB
	log              *slog.Logger
	processes        *processService
	steps            *stepIndex
	normaliseExports bool
}

func (s *reportService) routes() []web.Route {
	return []web.Route{
		{Pattern: "POST /api/Report/WSJF", Handle: s.post(report.Decode)},
		{Pattern: "POST /api/Report/WSXF", Handle: s.post(wsxf.DecodeOne)},
		{Pattern: "GET /api/Report/Wsjf/{report_id}", Handle: s.getWSJF},
		{Pattern: "GET /api/Report/Wsxf/{report_id}", Handle: s.getWSXF},
		{Pattern: "GET /api/Report/Attachment", Handle: s.getAttachment},
		{Pattern: "GET /api/Report/Attachments/{report_id}", Handle: s.getAttachments},
		{Pattern: "GET /api/Report/Certificate/{report_id}", Handle: s.getCertificate},
	}
}

// receipt is the answer to a report. Real servers put one into a list.
type receipt struct {
	ID       string `json:"ID"`
	UUID     string `json:"uuid"`
	ReportID int64  `json:"Report_ID"`
}

// post makes the handler that takes reports in one format. What is wrong with a report is answered as plain text, one
// line a fault.
func (s *reportService) post(decode func([]byte) (*report.Report, error)) web.Handler {
	return func(r *http.Request) (any, error) {
		body, err := web.Body(r)
		if err != nil {
			return nil, err
		}
		received, err := decode(body)
		if err != nil {
			return refusal(err)
		}
		if s.normaliseExports {
			received.Normalise()
		}
		if wrong := received.Validate(s.processes); len(wrong) > 0 {
			return refusal(wrong)
		}
		answer, err := s.store(r.Context(), received, len(body))
		if err != nil {
			return nil, stored(err)
		}
		return []receipt{answer}, nil
	}
}

// refusal answers what is wrong with a report in the server's words. Errors that are not the report's stay errors.
func refusal(err error) (any, error) {
	f := fault.Of(err)
	text := f.Message
	if wrong, ok := errors.AsType[report.Violations](err); ok {
		text = wrong.Error()
	} else if f.Kind != fault.Validation {
		return nil, err
	}
	if f.Hint != "" {
		text += " (" + f.Hint + ")"
	}
	return web.Text{Status: http.StatusBadRequest, Body: text}, nil
}

// store completes an accepted report as WATS does and keeps it. size is that of the body in bytes.
func (s *reportService) store(ctx context.Context, r *report.Report, size int) (receipt, error) {
	r.ID = strings.ToLower(r.ID)
	facts := report.ServerFacts{ProcessName: s.processes.name(r.ProcessCode)}
	if r.UUR != nil {
		facts.TestProcessName = s.processes.name(r.UUR.ProcessCode)
		var err error
		if facts.UUT, err = s.find(ctx, r.UUR.RefUUT); err != nil && fault.KindOf(err) != fault.NotFound {
			return receipt{}, err
		}
	}
	r.PostProcess(facts)
	nameFiles(r)
	id, replaced, err := s.keep(ctx, r, size)
	if err == nil && len(replaced) > 0 {
		s.log.WarnContext(ctx, "a report took the place of another one of the same unit, process and start",
			"report", r.ID, "replaced", replaced, "serial_number", r.SN, "part_number", r.PN)
	}
	return receipt{ID: r.ID, UUID: r.ID, ReportID: id}, err
}

// keep writes a report with the compact form of its steps.
func (s *reportService) keep(ctx context.Context, r *report.Report, size int) (id int64, replaced []string, err error) {
	row := newReportRow(r, size)
	steps, err := s.steps.row(ctx, r)
	if err != nil {
		return 0, nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if id, replaced, err = row.save(tx); err == nil {
			err = steps.save(tx, id)
		}
		return err
	})
	if err == nil {
		steps.saved()
	}
	return id, replaced, err
}

// nameFiles gives every file of a repair that has none a GUID, by which it can be fetched: the same one whenever the
// same report comes in again.
func nameFiles(r *report.Report) {
	space, err := uuid.Parse(r.ID)
	if err != nil {
		return
	}
	for i, f := range files(r) {
		if f.binary != nil && f.binary.ID == "" {
			f.binary.ID = uuid.NewSHA1(space, []byte{byte(i >> 8), byte(i)}).String()
		}
	}
}

// find reads a report by its id. One that is not there is a not_found fault.
func (s *reportService) find(ctx context.Context, id string) (r *report.Report, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = findReport(tx, id)
		return err
	})
	return r, stored(err)
}

// findReport reads a report and completes it with what is kept beside it: how its assets stood after it, and what others
// say about it by now, the name of its product and the repairs that refer to it.
func findReport(tx *db.Tx, id string) (*report.Report, error) {
	r, err := findDocument(tx, id)
	if err != nil {
		return nil, err
	}
	var name *string
	if _, err := tx.Find([]any{&name}, "SELECT name FROM product WHERE part_number = ?", r.PN); err != nil {
		return nil, err
	}
	if name != nil {
		r.ProductName = *name
	}
	if r.AssetStats, err = assetStatsOf(tx, r.ID); err != nil {
		return nil, err
	}
	if r.UUT != nil {
		r.UUT.RefUURs, err = findRepairs(tx, r.ID)
	}
	return r, err
}

// exportOptions reads how much of a report is wanted.
func exportOptions(q *web.Query) report.ExportOptions {
	return report.ExportOptions{
		DetailLevel: q.Int("detailLevel", report.FullExport.DetailLevel, 0, 7),
		Chartdata:   q.Bool("includeChartdata", true),
		Attachments: q.Bool("includeAttachments", true),
	}
}

func (s *reportService) getWSJF(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	options := exportOptions(q)
	if err := q.Err(); err != nil {
		return nil, err
	}
	found, err := s.find(r.Context(), r.PathValue("report_id"))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := found.Export(&b, options); err != nil {
		return nil, err
	}
	return web.File{Type: "application/json; charset=utf-8", Data: b.Bytes()}, nil
}

func (s *reportService) getWSXF(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	options := wsxf.ExportOptions{ExportOptions: exportOptions(q), Indexes: q.Bool("includeIndexes", true)}
	if err := q.Err(); err != nil {
		return nil, err
	}
	found, err := s.find(r.Context(), r.PathValue("report_id"))
	if err != nil {
		return nil, err
	}
	data, err := wsxf.Export(found, options)
	return web.File{Type: "application/xml; charset=utf-8", Data: data}, err
}
