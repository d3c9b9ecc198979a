package wats

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/watsrun/watsrun/modules"
)

// spelling tells how members of a record are spelled that servers spell in several ways: by the other spelling, the one
// that the record declares.
type spelling map[string]string

// spellingOf reads the other spellings from the tags also:"..." of a record's fields.
func spellingOf[T any]() spelling {
	s := spelling{}
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		if other := t.Field(i).Tag.Get("also"); other != "" {
			s[other] = t.Field(i).Tag.Get("json")
		}
	}
	return s
}

// respell gives an object's members their declared spelling, and adds those of extra that it lacks.
func (s spelling) respell(object json.RawMessage, extra map[string]json.RawMessage) (json.RawMessage, error) {
	if len(extra) == 0 && !s.concerns(object) {
		return object, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		return nil, err
	}
	for other, declared := range s {
		if value, there := members[other]; there && empty(members[declared]) {
			members[declared] = value
			delete(members, other)
		}
	}
	for name, value := range extra {
		if empty(members[name]) {
			members[name] = value
		}
	}
	return json.Marshal(members)
}

// concerns tells whether an object may hold a member in another spelling.
func (s spelling) concerns(object []byte) bool {
	for other := range s {
		if bytes.Contains(object, []byte(`"`+other+`"`)) {
			return true
		}
	}
	return false
}

// respelled is the list of an answer with the members of its rows as T declares them.
func respelled[T any](a *response) (json.RawMessage, error) {
	var rows []json.RawMessage
	if err := unmarshal(a, &rows); err != nil {
		return nil, err
	}
	s := spellingOf[T]()
	for i := range rows {
		var err error
		if rows[i], err = s.respell(rows[i], nil); err != nil {
			return nil, noJSON(a, "a list of records")
		}
	}
	return listJSON(rows), nil
}

// listJSON is a list of JSON values as one.
func listJSON(rows []json.RawMessage) json.RawMessage {
	list := []byte{'['}
	for i, row := range rows {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(list, row...)
	}
	return append(list, ']')
}

// readsRows reads a list of T, whatever the spelling of its members.
func readsRows[In, T any](_ *In, a *response) (any, error) {
	data, err := respelled[T](a)
	return modules.JSON{Data: data, Type: typeOf[[]T]()}, err
}
