package server

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// file is a file in a report: one on a step of a test, or one of a repair.
type file struct {
	step   *report.Step
	binary *report.BinaryData
}

// files are the files of a report in its order.
func files(r *report.Report) []file {
	var all []file
	if r.Root != nil {
		if r.Root.Attachment != nil {
			all = append(all, file{step: r.Root})
		}
		for s := range r.Root.All(true) {
			if s.Attachment != nil {
				all = append(all, file{step: s})
			}
		}
	}
	for _, b := range r.BinaryData {
		all = append(all, file{binary: b})
	}
	for _, f := range r.Failures() {
		for _, b := range f.Attachments {
			all = append(all, file{binary: b})
		}
	}
	return all
}

func (f file) stepID() any {
	if f.step == nil {
		return nil
	}
	return f.step.Number()
}

func (f file) guid() any {
	if f.binary == nil {
		return nil
	}
	return strings.ToLower(f.binary.ID)
}

func (f file) name() string {
	if f.step != nil {
		return f.step.Attachment.Name
	}
	return f.binary.Name
}

// content unpacks the file.
func (f file) content() (web.File, error) {
	data, mediaType := "", ""
	if f.step != nil {
		data, mediaType = f.step.Attachment.Data, f.step.Attachment.ContentType
	} else {
		data, mediaType = f.binary.Data, f.binary.ContentType
	}
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	content, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return web.File{}, fault.Wrap(fault.Server, err, "the file %q is not base64", f.name())
	}
	return web.File{Type: mediaType, Name: path.Base(strings.ReplaceAll(f.name(), `\`, "/")), Data: content}, nil
}

// getAttachment finds one file: by reportId and the stepId of a test, or by the attachmentId of a repair, which is enough
// by itself.
func (s *reportService) getAttachment(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	reportID, guid := q.Text("reportId"), strings.ToLower(q.Text("attachmentId"))
	step := q.Int("stepId", -1, 0, 1<<31-1)
	switch {
	case q.Err() != nil:
		return nil, q.Err()
	case guid == "" && (step < 0 || reportID == ""):
		return nil, fault.New(fault.Validation, "attachmentId, or reportId with stepId, is required")
	}
	var found *report.Report
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		if reportID == "" {
			if reportID, err = reportOfFile(tx, guid); err != nil {
				return err
			}
		}
		found, err = findDocument(tx, reportID)
		return err
	})
	if err != nil {
		return nil, stored(err)
	}
	for _, f := range files(found) {
		if guid != "" && f.guid() == guid || guid == "" && f.stepID() == step {
			return f.content()
		}
	}
	return nil, fault.New(fault.NotFound, "report %s has no such attachment", reportID)
}

// reportOfFile is the id of the report that holds a file.
func reportOfFile(tx *db.Tx, guid string) (id string, err error) {
	found, err := tx.Find([]any{&id}, "SELECT uuid FROM attachment JOIN report ON report.id = attachment.report WHERE guid = ?", guid)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "there is no attachment %s", guid)
	}
	return id, err
}

// getAttachments packs all files of a report into a zip, which is empty when there are none.
func (s *reportService) getAttachments(r *http.Request) (any, error) {
	found, err := s.find(r.Context(), r.PathValue("report_id"))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	used := map[string]bool{}
	for _, f := range files(found) {
		content, err := f.content()
		if err != nil {
			return nil, err
		}
		w, err := archive.Create(unused(content.Name, used))
		if err != nil {
			return nil, fault.Wrap(fault.Server, err, "cannot pack %q", content.Name)
		}
		_, _ = w.Write(content.Data) // a Buffer takes everything
	}
	if err := archive.Close(); err != nil {
		return nil, fault.Wrap(fault.Server, err, "cannot pack the attachments")
	}
	return web.File{Type: "application/zip", Name: found.ID + ".zip", Data: b.Bytes()}, nil
}

// unused makes a file name that the archive does not have yet: "photo.png", "photo (2).png".
func unused(name string, used map[string]bool) string {
	candidate, extension := name, path.Ext(name)
	for n := 2; used[strings.ToLower(candidate)]; n++ {
		candidate = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, extension), n, extension)
	}
	used[strings.ToLower(candidate)] = true
	return candidate
}
