package server

import (
	"database/sql"
	"net/http"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// assetFileOf reads which file of which asset a query names.
func assetFileOf(q *web.Query) (key, name string, err error) {
	key, name = assetKey(q), q.Required("filename")
	if err = q.Err(); err == nil {
		err = required("filename", name)
	}
	return key, name, err
}

// postFile keeps the request body as a file of the asset, in place of one of the same name.
func (s *assetService) postFile(r *http.Request) (any, error) {
	key, name, err := assetFileOf(web.QueryOf(r))
	if err != nil {
		return nil, err
	}
	content, err := web.Body(r)
	if err != nil {
		return nil, err
	}
	return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		a, err := findAsset(tx, key)
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO asset_file VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content",
			a.AssetID, name, content)
		return err
	}))
}

// getFile answers the bytes of a file.
func (s *assetService) getFile(r *http.Request) (any, error) {
	key, name, err := assetFileOf(web.QueryOf(r))
	if err != nil {
		return nil, err
	}
	answer := web.File{Type: "application/octet-stream", Name: name}
	err = s.db.Read(r.Context(), func(tx *db.Tx) error {
		a, err := findAsset(tx, key)
		if err != nil {
			return err
		}
		found, err := tx.Find([]any{&answer.Data}, "SELECT content FROM asset_file WHERE asset = ? AND name = ?", a.AssetID, name)
		if err == nil && !found {
			err = noAssetFile(a, name)
		}
		return err
	})
	return answer, stored(err)
}

func noAssetFile(a asset, name string) error {
	return fault.New(fault.NotFound, "asset %q has no file %q", a.SerialNumber, name)
}

// listFiles lists the names of an asset's files.
func (s *assetService) listFiles(r *http.Request) (any, error) {
	names := []string{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		a, err := findAsset(tx, r.PathValue("asset_id"))
		if err != nil {
			return err
		}
		return tx.Each(func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		}, "SELECT name FROM asset_file WHERE asset = ? ORDER BY name", a.AssetID)
	})
	return names, stored(err)
}

// deleteFiles deletes the files whose names are in the body, a JSON list, or none of them when one is not there.
func (s *assetService) deleteFiles(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	key := assetKey(q)
	if err := q.Err(); err != nil {
		return nil, err
	}
	var names []string
	if err := web.Decode(r, &names); err != nil {
		return nil, fault.Wrap(fault.Validation, err, "the body is required to be a JSON list of the names of files")
	}
	return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		a, err := findAsset(tx, key)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := deleteAssetFile(tx, a, name); err != nil {
				return err
			}
		}
		return nil
	}))
}

func deleteAssetFile(tx *db.Tx, a asset, name string) error {
	done, err := tx.Exec("DELETE FROM asset_file WHERE asset = ? AND name = ?", a.AssetID, name)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return noAssetFile(a, name)
}
