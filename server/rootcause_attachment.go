package server

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// getAttachment downloads a file; the query's fileName is what a browser saves it as.
func (s *rootCauseService) getAttachment(r *http.Request) (any, error) {
	guid, err := queryGUID(r, "attachmentId")
	if err != nil {
		return nil, err
	}
	var f web.File
	err = s.db.Read(r.Context(), func(tx *db.Tx) error {
		found, err := tx.Find([]any{&f.Name, &f.Type, &f.Data},
			"SELECT filename, media_type, body FROM ticket_attachment WHERE guid = ?", guid)
		if err == nil && !found {
			err = fault.New(fault.NotFound, "there is no attachment %s", guid)
		}
		return err
	})
	if name := web.QueryOf(r).Text("fileName"); name != "" {
		f.Name = name
	}
	return f, stored(err)
}

// postAttachment takes in a file, which a comment may name later, and answers its id.
func (s *rootCauseService) postAttachment(r *http.Request) (any, error) {
	f, err := uploadedFile(r)
	if err != nil {
		return nil, err
	}
	guid := uuid.NewString()
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO ticket_attachment (guid, filename, media_type, body) VALUES (?, ?, ?, ?)", guid, f.Name, f.Type, f.Data)
		return err
	})
	return guid, stored(err)
}

// uploadedFile reads the form field "file" of a multipart body.
func uploadedFile(r *http.Request) (web.File, error) {
	body, err := web.Body(r)
	if err != nil {
		return web.File{}, err
	}
	boundary := boundaryOf(r.Header.Get("Content-Type"), body)
	if boundary == "" {
		return web.File{}, fault.New(fault.Validation, "the body is required to be multipart/form-data with the field file")
	}
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return web.File{}, fault.New(fault.Validation, "the form has no field file")
		}
		if err != nil {
			return web.File{}, fault.Wrap(fault.Validation, err, "cannot read the multipart body")
		}
		if strings.EqualFold(part.FormName(), "file") {
			return readPart(part)
		}
	}
}

// boundaryOf is what parts a multipart body. Some clients send one as application/json, without saying how it is parted;
// then its first line does.
func boundaryOf(contentType string, body []byte) string {
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err == nil && strings.HasPrefix(mediaType, "multipart/") {
		return parameters["boundary"]
	}
	line, rest, _ := bytes.Cut(body, []byte("\r\n"))
	boundary, found := bytes.CutPrefix(line, []byte("--"))
	if !found || !bytes.HasPrefix(bytes.ToLower(rest[:min(len(rest), 20)]), []byte("content-")) {
		return ""
	}
	return string(boundary)
}

func readPart(part *multipart.Part) (web.File, error) {
	data, err := io.ReadAll(part)
	switch {
	case err != nil:
		return web.File{}, fault.Wrap(fault.Validation, err, "cannot read the multipart body")
	case len(data) == 0:
		return web.File{}, fault.New(fault.Validation, "the file is empty")
	}
	f := web.File{Name: path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")), Type: part.Header.Get("Content-Type"), Data: data}
	if strings.TrimSpace(part.FileName()) == "" {
		return web.File{}, fault.New(fault.Validation, "the file is required to have a name")
	}
	if f.Type == "" {
		f.Type = "application/octet-stream"
	}
	return f, nil
}

// attach makes an uploaded file one of an update's. It can belong to one only.
func (a ticketAttachment) attach(tx *db.Tx, update int64) error {
	guid, err := readGUID("attachmentId", a.AttachmentID)
	if err != nil {
		return err
	}
	var owner *int64
	found, err := tx.Find([]any{&owner}, "SELECT ticket_update FROM ticket_attachment WHERE guid = ?", guid)
	switch {
	case err != nil:
		return err
	case !found:
		return fault.New(fault.NotFound, "there is no attachment %s: upload it before the comment that names it", guid)
	case owner != nil:
		return fault.New(fault.Conflict, "attachment %s belongs to another comment: upload the file again", guid)
	}
	_, err = tx.Exec("UPDATE ticket_attachment SET ticket_update = ? WHERE guid = ?", update, guid)
	return err
}
