package server

import (
	"database/sql"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// tag is a key with its value, and in a request with what is to be done with it.
type tag struct {
	Key    string  `json:"key"`
	Value  *string `json:"value"`
	Change *int    `json:"change"` // a change code; absent means to set the value
}

// The change codes. What a client has read and not changed comes back with changeNone.
const (
	changeNone   = 0
	changeAdd    = 1
	changeUpdate = 2
	changeDelete = 3
)

// listTags are the tags of an owner by key.
func listTags(tx *db.Tx, owner string) ([]tag, error) {
	none := changeNone
	tags := []tag{}
	err := tx.Each(func(rows *sql.Rows) error {
		t := tag{Change: &none}
		err := rows.Scan(&t.Key, &t.Value)
		tags = append(tags, t)
		return err
	}, "SELECT key, value FROM tag WHERE owner = ? ORDER BY key", owner)
	return tags, err
}

// changeTags does to the tags of an owner what the request's tags ask for. Tags that it does not name stay.
func changeTags(tx *db.Tx, owner string, tags []tag) error {
	for _, t := range tags {
		if strings.TrimSpace(t.Key) == "" {
			return fault.New(fault.Validation, "tags: key is required")
		}
		if err := t.apply(tx, owner); err != nil {
			return err
		}
	}
	return nil
}

func (t tag) apply(tx *db.Tx, owner string) error {
	change := changeUpdate
	if t.Change != nil {
		change = *t.Change
	}
	var err error
	switch change {
	case changeNone:
	case changeAdd, changeUpdate:
		_, err = tx.Exec("INSERT INTO tag VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", owner, t.Key, t.Value)
	case changeDelete:
		_, err = tx.Exec("DELETE FROM tag WHERE owner = ? AND key = ?", owner, t.Key)
	default:
		err = fault.New(fault.Validation, "tags: change of %q cannot be %d: use 0 none, 1 add, 2 update or 3 delete", t.Key, change)
	}
	return err
}
