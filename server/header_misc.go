package server

import (
	"database/sql"
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// miscHeader is a header found by its misc infos.
type miscHeader struct {
	MiscData     []miscData `json:"miscData"`
	SerialNumber string     `json:"serialNumber"`
	PartNumber   string     `json:"partNumber"`
	Start        string     `json:"start"`
	Result       string     `json:"result"`
	UUID         string     `json:"uuid"`
	ProcessCode  int        `json:"processCode"`
	ProcessName  *string    `json:"processName"`
	id           int64
}

// miscData is a misc info of a header.
type miscData struct {
	Description string  `json:"description"`
	Data        *string `json:"data"`
}

// miscQuery is what to search for; empty texts and a negative code match everything. Clients send the value as data or as
// stringValue.
type miscQuery struct {
	description, value, serialNumber string
	processCode, top                 int
}

func (s *headerService) queryByMiscInfo(r *http.Request) (any, error) {
	in := web.QueryOf(r)
	q := miscQuery{
		description: in.Text("description"), value: in.Text("data"), serialNumber: in.Text("serialNumber"),
		processCode: in.Int("processCode", -1, 0, 32767), top: in.Int("$top", maxTop, 0, maxTop),
	}
	if q.value == "" {
		q.value = in.Text("stringValue")
	}
	switch {
	case in.Err() != nil:
		return nil, in.Err()
	case q.description == "" && q.value == "" && q.serialNumber == "":
		return nil, fault.New(fault.Validation, "description, data (or stringValue), or serialNumber is required")
	}
	found := []miscHeader{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		if found, err = q.run(tx, s.clock()); err != nil {
			return err
		}
		for i := range found {
			if err := q.addMisc(tx, &found[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return found, stored(err)
}

// run finds the reports, the latest first.
func (q miscQuery) run(tx *db.Tx, now time.Time) ([]miscHeader, error) {
	where, args := []string{"start <= ?"}, []any{now.UnixNano()}
	add := func(condition string, arg any) {
		where, args = append(where, condition), append(args, arg)
	}
	misc, miscArgs := q.match()
	if len(miscArgs) > 0 {
		where = append(where, "id IN (SELECT report FROM misc_info WHERE "+misc+")")
		args = append(args, miscArgs...)
	}
	if q.serialNumber != "" {
		add("serial_number = ?", q.serialNumber)
	}
	if q.processCode >= 0 {
		add("process_code = ?", q.processCode)
	}
	found := []miscHeader{}
	err := tx.Each(func(rows *sql.Rows) error {
		h := miscHeader{MiscData: []miscData{}}
		err := rows.Scan(&h.id, &h.SerialNumber, &h.PartNumber, &h.Start, &h.Result, &h.UUID, &h.ProcessCode, &h.ProcessName)
		found = append(found, h)
		return err
	}, `SELECT id, serial_number, part_number, start_text, result, uuid, process_code, process_name FROM report
		WHERE `+strings.Join(where, " AND ")+" ORDER BY start DESC, id DESC LIMIT ?", append(args, q.top)...)
	return found, err
}

// match is the condition on misc infos, with its parameters.
func (q miscQuery) match() (condition string, args []any) {
	var terms []string
	if q.value != "" {
		terms, args = append(terms, "value = ?"), append(args, q.value)
	}
	if q.description != "" {
		terms, args = append(terms, "description = ?"), append(args, q.description)
	}
	return strings.Join(append(terms, "1"), " AND "), args
}

// addMisc adds the misc infos that were searched for.
func (q miscQuery) addMisc(tx *db.Tx, h *miscHeader) error {
	condition, args := q.match()
	return tx.Each(func(rows *sql.Rows) error {
		var m miscData
		err := rows.Scan(&m.Description, &m.Data)
		h.MiscData = append(h.MiscData, m)
		return err
	}, "SELECT description, value FROM misc_info WHERE "+condition+" AND report = ? ORDER BY position", append(args, h.id)...)
}
