package server

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/pdf"
	"github.com/watsrun/watsrun/server/web"
)

// getCertificate makes a page that says how a unit did.
func (s *reportService) getCertificate(r *http.Request) (any, error) {
	found, err := s.find(r.Context(), r.PathValue("report_id"))
	if err != nil {
		return nil, err
	}
	return web.File{Type: "application/pdf", Name: "certificate-" + found.ID + ".pdf", Data: certificate(found)}, nil
}

// certificate writes what identifies the unit, the run and the verdict.
func certificate(r *report.Report) []byte {
	page := pdf.New("Certificate " + r.SN)
	title := "Test certificate"
	if r.Type == report.TypeUUR {
		title = "Repair certificate"
	}
	page.Title(title)
	page.Row("Result", r.Result.Word())
	page.Space()
	for _, row := range [][2]string{
		{"Serial number", r.SN},
		{"Part number", r.PN},
		{"Revision", r.Rev},
		{"Product", r.ProductName},
		{"Process", processText(r)},
		{"Start", r.Start.Time().Format("2006-01-02 15:04:05 -07:00")},
		{"Station", r.MachineName},
		{"Location", r.Location},
		{"Purpose", r.Purpose},
		{"Operator", operator(r)},
		{"Report", r.ID},
	} {
		if row[1] != "" {
			page.Row(row[0], row[1])
		}
	}
	if r.Root == nil {
		return page.Bytes()
	}
	page.Space()
	page.Row("Steps", strconv.Itoa(1+r.Root.CountSteps(report.RecursiveArgs{})))
	if step := causedFailure(r); step != nil {
		page.Row("Failed step", step.GetStepPath())
	}
	return page.Bytes()
}

func processText(r *report.Report) string {
	return fmt.Sprintf("%d %s", code(r.ProcessCode), r.ProcessName)
}

func operator(r *report.Report) string {
	switch {
	case r.UUT != nil:
		return r.UUT.User
	case r.UUR != nil:
		return r.UUR.User
	}
	return ""
}
