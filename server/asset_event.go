package server

import (
	"database/sql"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// The types of log rows.
const (
	loggedMessage     = 0
	loggedRegister    = 1
	loggedUpdate      = 2
	loggedResetCount  = 3
	loggedCalibration = 4
	loggedMaintenance = 5
	loggedState       = 6
)

// assetLog is a row of an asset's log.
type assetLog struct {
	LogID        int64        `json:"logId"`
	AssetID      string       `json:"assetId"`
	SerialNumber string       `json:"serialNumber"`
	Date         *report.Time `json:"date"`
	User         *string      `json:"user"`
	Type         int          `json:"type"`
	Comment      *string      `json:"comment"`
}

// logFields are what queries may name, in the order of assetLog.targets.
var logFields = []odata.Field{
	{Name: "logId", SQL: "asset_log.id", Kind: odata.Number},
	{Name: "assetId", SQL: "asset_log.asset", Kind: odata.GUID},
	{Name: "serialNumber", SQL: "asset.serial_number"},
	{Name: "date", SQL: "asset_log.date", Kind: odata.Time},
	{Name: "user", SQL: "asset_log.user_name"},
	{Name: "type", SQL: "asset_log.type", Kind: odata.Number},
	{Name: "comment", SQL: "asset_log.comment"},
}

var logSchema = &odata.Schema{Fields: logFields}

func (l *assetLog) targets() []any {
	return []any{&l.LogID, &l.AssetID, &l.SerialNumber, dateColumn{&l.Date}, &l.User, &l.Type, &l.Comment}
}

func selectLog(tx *db.Tx, tail string, args ...any) ([]assetLog, error) {
	all := []assetLog{}
	err := tx.Each(func(rows *sql.Rows) error {
		var l assetLog
		err := rows.Scan(l.targets()...)
		all = append(all, l)
		return err
	}, selectFields(logFields, "asset_log JOIN asset ON asset.guid = asset_log.asset", tail), args...)
	return all, err
}

// addAssetLog adds a row to the log of an asset; user and comment may be "".
func addAssetLog(tx *db.Tx, id string, at time.Time, kind int, user, comment string) error {
	_, err := tx.Exec("INSERT INTO asset_log (asset, date, user_name, type, comment) VALUES (?, ?, ?, ?, ?)",
		id, odata.Nanoseconds(at), text(user), kind, text(comment))
	return err
}

func (s *assetService) queryLog(r *http.Request) (any, error) {
	rows, err := readRowQuery(web.QueryOf(r), logSchema, "asset_log.date DESC", "asset_log.id DESC")
	if err != nil {
		return nil, err
	}
	var all []assetLog
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = selectLog(tx, rows.sql, rows.args...)
		return err
	})
	return all, stored(err)
}

// postMessage adds what a person says to the log.
func (s *assetService) postMessage(r *http.Request) (any, error) {
	var message struct{ AssetID, SerialNumber, Comment, User string }
	if err := web.Decode(r, &message); err != nil {
		return nil, err
	}
	if message.AssetID == "" {
		message.AssetID = message.SerialNumber
	}
	if err := required("assetId", message.AssetID); err != nil {
		return nil, err
	}
	if strings.TrimSpace(message.Comment) == "" {
		return nil, fault.New(fault.Validation, "comment is required")
	}
	return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		a, err := findAsset(tx, message.AssetID)
		if err != nil {
			return err
		}
		return addAssetLog(tx, a.AssetID, s.clock(), loggedMessage, message.User, message.Comment)
	}))
}

// setAssetState sets where in its life the asset is.
func setAssetState(q *web.Query, now time.Time) (assetAction, error) {
	q.Required("state")
	state, comment := q.Int("state", 0, 0, stateScrapped), q.Text("comment")
	return func(tx *db.Tx, a asset) error {
		if _, err := tx.Exec("UPDATE asset SET state = ? WHERE guid = ?", state, a.AssetID); err != nil {
			return err
		}
		if comment == "" {
			comment = fmt.Sprintf("the state changed from %s to %s", assetStates[*a.State], assetStates[state])
			if state == *a.State {
				comment = "the state stays " + assetStates[state]
			}
		}
		return addAssetLog(tx, a.AssetID, now, loggedState, "", comment)
	}, nil
}

// assetEvent is what is done to an asset again and again: the name of its columns, its type in the log, and when an
// asset had it last.
type assetEvent struct {
	name string
	log  int
	last func(asset) *report.Time
}

var (
	calibration = assetEvent{"calibration", loggedCalibration, func(a asset) *report.Time { return a.LastCalibrationDate }}
	maintenance = assetEvent{"maintenance", loggedMaintenance, func(a asset) *report.Time { return a.LastMaintenanceDate }}
)

// record notes that the event has taken place at dateTime, now when that is absent. The interval of the asset's type says
// when the next one is due. An event that is older than the last one, noted late, is only logged.
func (e assetEvent) record(q *web.Query, now time.Time) (assetAction, error) {
	at, err := dateOf(q, "dateTime", now)
	comment := q.Text("comment")
	return func(tx *db.Tx, a asset) error {
		if last := e.last(a); last != nil && last.Time().After(at) {
			return addAssetLog(tx, a.AssetID, at, e.log, "", comment)
		}
		return e.write(tx, a, at, nil, comment)
	}, err
}

// recordExternal notes that the event has taken place elsewhere at fromDate, now when that is absent, and holds until
// toDate; without that the interval of the asset's type says when the next one is due. The dates are those of a
// certificate: they count whatever was known before.
func (e assetEvent) recordExternal(q *web.Query, now time.Time) (assetAction, error) {
	from, err := dateOf(q, "fromDate", now)
	if err != nil {
		return nil, err
	}
	until, err := dateOf(q, "toDate", from)
	if err == nil && until.Before(from) {
		err = fault.New(fault.Validation, "toDate cannot be before fromDate, which is %s", from.Format(time.RFC3339))
	}
	var next any
	if q.Has("toDate") {
		next = odata.Nanoseconds(until)
	}
	comment := q.Text("comment")
	return func(tx *db.Tx, a asset) error { return e.write(tx, a, from, next, comment) }, err
}

// write sets the dates of the asset and adds the event to the log.
func (e assetEvent) write(tx *db.Tx, a asset, at time.Time, next any, comment string) error {
	if _, err := tx.Exec(fmt.Sprintf("UPDATE asset SET last_%[1]s = ?2, next_%[1]s = ?3 WHERE guid = ?1", e.name),
		a.AssetID, odata.Nanoseconds(at), next); err != nil {
		return err
	}
	return addAssetLog(tx, a.AssetID, at, e.log, "", comment)
}
