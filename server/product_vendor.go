package server

import (
	"database/sql"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// vendor is a vendor of parts: vendorId, name and whatever else clients say about it, which is kept as it is.
type vendor map[string]json.RawMessage

func (s *productService) getVendors(r *http.Request) (any, error) {
	all := []vendor{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id, name, extra string
			if err := rows.Scan(&id, &name, &extra); err != nil {
				return err
			}
			v := vendor{}
			all = append(all, v)
			return v.fill(id, name, extra)
		}, "SELECT id, name, extra FROM vendor ORDER BY name")
	})
	return all, stored(err)
}

// fill makes the vendor of a row.
func (v vendor) fill(id, name, extra string) error {
	if err := json.Unmarshal([]byte(extra), &v); err != nil {
		return err
	}
	v.set("vendorId", id)
	v.set("name", name)
	return nil
}

func (v vendor) set(key, text string) {
	data, err := json.Marshal(text)
	if err != nil { // a text always encodes
		panic(err)
	}
	v[key] = data
}

// take removes a key, which may be spelt in any case, and returns its text.
func (v vendor) take(name string) (string, error) {
	var text string
	for key, value := range v {
		if !strings.EqualFold(key, name) {
			continue
		}
		delete(v, key)
		if string(value) != "null" && json.Unmarshal(value, &text) != nil {
			return "", fault.New(fault.Validation, "%s must be a JSON string, got %s", name, value)
		}
	}
	return text, nil
}

// putVendor overwrites the vendor with the id, or without one the vendor of that name; it adds the one that is not there.
func (s *productService) putVendor(r *http.Request) (any, error) {
	var v vendor
	if err := web.Decode(r, &v); err != nil {
		return nil, err
	}
	id, err := v.take("vendorId")
	if err != nil {
		return nil, err
	}
	name, err := v.take("name")
	if err == nil {
		err = required("name", name)
	}
	if err != nil {
		return nil, err
	}
	extra, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	err = s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		id, err = saveVendor(tx, id, name, string(extra))
		return err
	})
	if err != nil {
		return nil, stored(err)
	}
	return v, v.fill(id, name, string(extra))
}

// saveVendor stores a vendor and returns its id.
func saveVendor(tx *db.Tx, id, name, extra string) (string, error) {
	var other string
	taken, err := tx.Find([]any{&other}, "SELECT id FROM vendor WHERE name = ?", name)
	switch {
	case err != nil:
		return "", err
	case taken && id != "" && id != other:
		return "", fault.New(fault.Conflict, "vendor %s has the name %q already", other, name)
	case taken:
		id = other
	case id == "":
		id = uuid.NewString()
	}
	_, err = tx.Exec("INSERT INTO vendor VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, extra = excluded.extra", id, name, extra)
	return id, err
}

func (s *productService) deleteVendor(r *http.Request) (any, error) {
	id := r.PathValue("vendor_id")
	return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		deleted, err := tx.Find([]any{new(string)}, "DELETE FROM vendor WHERE id = ? RETURNING id", id)
		if err == nil && !deleted {
			err = fault.New(fault.NotFound, "there is no vendor %q", id)
		}
		return err
	}))
}
