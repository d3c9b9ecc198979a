package server

import (
	"database/sql"
	"net/http"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// productionBatch is a number of units that are made together.
type productionBatch struct {
	BatchNumber string `json:"batchNumber"`
	BatchSize   *int   `json:"batchSize"`
}

// getBatches lists the batches: all, the one with the query's batchId, or those with units of the query's partNumber.
func (s *productionService) getBatches(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	all := []productionBatch{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var b productionBatch
			err := rows.Scan(&b.BatchNumber, &b.BatchSize)
			all = append(all, b)
			return err
		}, `SELECT batch_number, batch_size FROM production_batch WHERE (?1 = '' OR batch_number = ?1) AND (?2 = '' OR batch_number IN (
			SELECT batch_number FROM unit WHERE part_number = ?2 UNION SELECT batch_number FROM report WHERE part_number = ?2
			)) ORDER BY batch_number`,
			givenOf(q, "batchId", "batchNumber"), q.Text("partNumber"))
	})
	return all, stored(err)
}

func (s *productionService) putBatch(r *http.Request) (any, error) {
	var one productionBatch
	if err := web.Decode(r, &one); err != nil {
		return nil, err
	}
	all, err := s.saveBatches(r, []productionBatch{one})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (s *productionService) putBatches(r *http.Request) (any, error) {
	all := []productionBatch{}
	if err := web.Decode(r, &all); err != nil {
		return nil, err
	}
	return s.saveBatches(r, all)
}

// saveBatches adds or overwrites all the batches or none. A size that is left out stays.
func (s *productionService) saveBatches(r *http.Request, all []productionBatch) ([]productionBatch, error) {
	return all, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		for i := range all {
			b := &all[i]
			if err := required("batchNumber", b.BatchNumber); err != nil {
				return err
			}
			if b.BatchSize != nil && *b.BatchSize < 0 {
				return fault.New(fault.Validation, "batchSize of %q cannot be %d", b.BatchNumber, *b.BatchSize)
			}
			if _, err := tx.Find([]any{&b.BatchSize}, `INSERT INTO production_batch VALUES (?, ?) ON CONFLICT DO UPDATE SET
				batch_size = coalesce(excluded.batch_size, batch_size) RETURNING batch_size`, b.BatchNumber, b.BatchSize); err != nil {
				return err
			}
		}
		return nil
	}))
}
