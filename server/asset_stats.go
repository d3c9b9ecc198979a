package server

import (
	"database/sql"
	"encoding/json"
	"math"
	"time"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
)

// keepAssetStats notes how the assets of a report stand after it. What other reports count and calibrations change later
// says nothing of this one, so it is kept, and not worked out when the report is read. Days count to the start of the
// report: a report that arrives late tells of an asset that was in order, or was not, when it was used.
func keepAssetStats(tx *db.Tx, report int64, used []assetUse) error {
	for _, u := range used {
		a, err := findAsset(tx, u.asset)
		if err != nil {
			return err
		}
		body, err := json.Marshal(a.status(time.Unix(0, u.start)))
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO report_asset_stats VALUES (?, ?, ?)", report, a.SerialNumber, string(body)); err != nil {
			return err
		}
	}
	return nil
}

// assetStatsOf are the figures of the assets of the report with a uuid, in the order of their serial numbers.
func assetStatsOf(tx *db.Tx, uuid string) ([]*report.AssetStats, error) {
	var all []*report.AssetStats
	err := tx.Each(func(rows *sql.Rows) error {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var s assetStatus
		err := json.Unmarshal(body, &s)
		all = append(all, s.exported())
		return err
	}, `SELECT body FROM report_asset_stats JOIN report ON report.id = report_asset_stats.report WHERE uuid = ? ORDER BY report_asset_stats.serial_number`, uuid)
	return all, err
}

// exported is the status in the form that reports have for it, in which days are whole: an asset that is overdue by
// less than a day is overdue by one.
func (s *assetStatus) exported() *report.AssetStats {
	return &report.AssetStats{
		AssetSN: s.SerialNumber, Message: s.Message,
		RunningCount: wholeOf(&s.RunningCount), RunningCountExceeded: wholeOf(s.RunningCountExceeded),
		TotalCount: wholeOf(&s.TotalCount), TotalCountExceeded: wholeOf(s.TotalCountExceeded),
		DaysSinceCalibration: rounded(math.Floor, s.DaysSinceCalibration), CalibrationDaysOverdue: rounded(math.Ceil, s.CalibrationDaysOverdue),
		DaysSinceMaintenance: rounded(math.Floor, s.DaysSinceMaintenance), MaintenanceDaysOverdue: rounded(math.Ceil, s.MaintenanceDaysOverdue),
		IsDaysSinceCalibrationUnknown: s.IsDaysSinceCalibrationUnknown,
		IsDaysSinceMaintenanceUnknown: s.IsDaysSinceMaintenanceUnknown,
	}
}

func wholeOf(n *int64) *int {
	if n == nil {
		return nil
	}
	i := int(*n)
	return &i
}

func rounded(round func(float64) float64, days *float64) *float64 {
	if days == nil {
		return nil
	}
	n := round(*days)
	return &n
}
