package server

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
)

// alarmColumns are the fields of an alarm about an asset, which is type 5, in the spelling of the wire. The other types of
// WATS come from triggers, which this server has no way to define.
var alarmColumns = []column{
	numberColumn("logId", "alarm_log.id"),
	textColumn("name", "alarm_log.message"),
	{Field: odata.Field{Name: "logDate", SQL: "alarm_log.date", Kind: odata.Time}},
	numberColumn("type", "5"),
	textColumn("state", "CASE alarm_log.state WHEN 2 THEN 'Alarm' ELSE 'Warning' END"),
	textColumn("assetname", "asset.name"),
	textColumn("serialnumber", "asset.serial_number"),
	textColumn("typeid", "asset.type"),
	textColumn("assetstate", "CAST(asset.state AS TEXT)"),
	textColumn("bubbledstatus", "CAST(alarm_log.state AS TEXT)"),
}

// getAlarms lists the alarms of assets, the latest first. An alarm has the date on which it was first noticed, which is
// when somebody asked here. The filter's productGroup and level are about products: no asset is in one.
func (s *analyticsService) getAlarms(r *http.Request) (any, error) {
	f, err := readFilter(r, s.clock())
	if err != nil {
		return nil, err
	}
	if err := s.noteAlarms(r.Context()); err != nil {
		return nil, stored(err)
	}
	if f.values.text("productGroup", "level") != "" {
		return []any{}, nil
	}
	query := "SELECT alarm_log.id"
	for _, c := range alarmColumns {
		query += ", " + c.SQL
	}
	where := &sqlCondition{}
	where.add("alarm_log.date < ?", f.to.UnixNano())
	if !f.from.IsZero() {
		where.add("alarm_log.date >= ?", f.from.UnixNano())
	}
	query += " FROM alarm_log JOIN asset ON asset.guid = alarm_log.asset WHERE " + where.String() + " ORDER BY alarm_log.date DESC, alarm_log.id DESC LIMIT ?"
	var found []headerRow
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		found, err = readObjects(tx, alarmColumns, query, append(where.args, f.top(listedReports))...)
		return err
	})
	return listOf(found), stored(err)
}

// noteAlarms compares every asset with what it was when it was last seen, and keeps what became worse.
func (s *analyticsService) noteAlarms(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		before, err := alarmStates(tx)
		if err != nil {
			return err
		}
		assets, err := selectAssets(tx, "ORDER BY asset.serial_number")
		if err == nil {
			err = assetExpand{}.complete(tx, assets)
		}
		for i := range assets {
			if err == nil {
				err = s.noteAlarm(tx, &assets[i], before[assets[i].AssetID])
			}
		}
		return err
	})
}

func (s *analyticsService) noteAlarm(tx *db.Tx, a *asset, before int) error {
	now := s.clock()
	status := a.status(now)
	if status.AlarmState == before {
		return nil
	}
	if _, err := tx.Exec("INSERT INTO alarm_state VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state", a.AssetID, status.AlarmState); err != nil {
		return err
	}
	if status.AlarmState < before {
		return nil
	}
	_, err := tx.Exec("INSERT INTO alarm_log (asset, date, state, message) VALUES (?, ?, ?, ?)", a.AssetID, now.UnixNano(), status.AlarmState, status.Message)
	return err
}

// alarmStates are the alarm states in which assets were last seen.
func alarmStates(tx *db.Tx) (map[string]int, error) {
	states := map[string]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id string
		var state int
		err := rows.Scan(&id, &state)
		states[id] = state
		return err
	}, "SELECT asset, state FROM alarm_state")
	return states, err
}
