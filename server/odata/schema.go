// Package odata reads the OData query options that WATS clients send ($filter, $orderby, $select, $expand) and turns
// filters into SQL with bind parameters. Only what a Schema names can reach the SQL text. It may not know which tables
// there are, HTTP or WATS.
package odata

import (
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Kind is the type of a field or of an expression.
type Kind int

// The kinds. A Time column holds nanoseconds since 1970 in UTC, a GUID column lower-case text, a Bool column 0 or 1.
const (
	Text Kind = iota
	Number
	Time
	GUID
	Bool
	null // of the literal null, which may stand for any kind
)

func (k Kind) String() string {
	return [...]string{"a text", "a number", "a date and time", "a GUID", "true or false", "null"}[k]
}

// Field is one name that a query may use.
type Field struct {
	Name string // as it is written; any case is understood
	SQL  string // the column or expression
	Kind Kind
	// Word turns a text that the field is compared with into the one that is stored, for fields with several spellings
	// of one value; nil where they are the same.
	Word func(string) string
}

// Collection is a list below each row, which any() and all() look into.
type Collection struct {
	Name   string
	Table  string // the table that holds the items
	Key    string // its column that holds the row's key
	Parent string // the SQL of the row's key
	Fields []Field
	Where  string // the SQL condition that an item must meet, "" for none
}

// Schema is all that a query may name.
type Schema struct {
	Fields      []Field
	Collections []Collection
}

func find[T any](list []T, name string, nameOf func(T) string) (T, bool) {
	for _, item := range list {
		if strings.EqualFold(nameOf(item), name) {
			return item, true
		}
	}
	var none T
	return none, false
}

func fieldName(f Field) string           { return f.Name }
func collectionName(c Collection) string { return c.Name }

// Error is what is wrong with a query option, and where.
type Error struct {
	Option   string // such as $filter
	Position int    // in characters, from 1
	Message  string
}

// Error is one line with option and position.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: position %d: %s", e.Option, e.Position, e.Message)
}

// unknown describes a name that is not in the list, with the nearest one that is.
func unknown(what, name string, known []string) string {
	text := fmt.Sprintf("unknown %s %q", what, name)
	if near := fault.Nearest(name, known); near != "" {
		return text + ": did you mean " + near + "?"
	}
	return text + ": use one of " + strings.Join(known, ", ")
}

func names[T any](list []T, nameOf func(T) string) []string {
	all := make([]string, len(list))
	for i, item := range list {
		all[i] = nameOf(item)
	}
	return all
}
