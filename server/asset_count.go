package server

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// incrementCount adds incrementBy to the counts of the asset, and with incrementChildren of all that is below it.
func incrementCount(q *web.Query, _ time.Time) (assetAction, error) {
	by, children := q.Int("incrementBy", 1, 0, math.MaxInt32), q.Bool("incrementChildren", false)
	return func(tx *db.Tx, a asset) error {
		_, err := tx.Exec(`UPDATE asset SET running_count = running_count + ?3, total_count = total_count + ?3
			WHERE guid = ?1 OR ?4 AND guid IN (`+assetsBelow+")", a.AssetID, 0, by, children)
		return err
	}, nil
}

// resetRunningCount starts the running count anew, as after a repair.
func resetRunningCount(q *web.Query, now time.Time) (assetAction, error) {
	comment := q.Text("comment")
	return func(tx *db.Tx, a asset) error {
		if _, err := tx.Exec("UPDATE asset SET running_count = 0 WHERE guid = ?", a.AssetID); err != nil {
			return err
		}
		if comment == "" {
			comment = fmt.Sprintf("the running count was %d", *a.RunningCount)
		}
		return addAssetLog(tx, a.AssetID, now, loggedResetCount, "", comment)
	}, nil
}

// setCount makes the change that sets one of the counts to the query's parameter.
func setCount(column, parameter string) assetChange {
	return func(q *web.Query, now time.Time) (assetAction, error) {
		q.Required(parameter)
		count := q.Int(parameter, 0, 0, math.MaxInt32)
		return func(tx *db.Tx, a asset) error {
			if _, err := tx.Exec("UPDATE asset SET "+column+" = ? WHERE guid = ?", count, a.AssetID); err != nil {
				return err
			}
			return addAssetLog(tx, a.AssetID, now, loggedUpdate, "", fmt.Sprintf("%s was set to %d", parameter, count))
		}, nil
	}
}

// countUses adds the uses of assets that a report names to their counts and tells when they were seen. It is called after
// the report has been written, and counts each report once: not again when it comes again, nor when it takes the place of
// replaced ones, which are the same run under other ids. Serial numbers of no asset are left alone. It notes how the assets
// stand then.
func countUses(tx *db.Tx, report int64, id any, replaced []string) error {
	used, err := usesOf(tx, report)
	if err != nil || len(used) == 0 {
		return err
	}
	before, err := json.Marshal(replaced)
	if err != nil {
		return err
	}
	for _, u := range used {
		done, err := tx.Exec(`INSERT INTO asset_usage SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM asset_usage
			WHERE asset = ?1 AND report IN (SELECT value FROM json_each(?3))) ON CONFLICT DO NOTHING`, u.asset, id, string(before))
		if err != nil {
			return err
		}
		added, err := done.RowsAffected()
		if err != nil {
			return err
		}
		if added == 0 {
			continue
		}
		if _, err := tx.Exec(`UPDATE asset SET running_count = running_count + ?2, total_count = total_count + ?2,
			first_seen = min(coalesce(first_seen, ?3), ?3), last_seen = max(coalesce(last_seen, ?3), ?3) WHERE guid = ?1`,
			u.asset, u.count, u.start); err != nil {
			return err
		}
	}
	return keepAssetStats(tx, report, used)
}

// assetUse is how often a report has used an asset.
type assetUse struct {
	asset string
	count int64
	start int64 // of the report
}

func usesOf(tx *db.Tx, report int64) ([]assetUse, error) {
	var used []assetUse
	err := tx.Each(func(rows *sql.Rows) error {
		var u assetUse
		err := rows.Scan(&u.asset, &u.count, &u.start)
		used = append(used, u)
		return err
	}, `SELECT asset.guid, sum(usage_count), report.start FROM report_asset
		JOIN asset ON asset.serial_number = report_asset.serial_number JOIN report ON report.id = report_asset.report
		WHERE report_asset.report = ? GROUP BY asset.guid`, report)
	return used, err
}
