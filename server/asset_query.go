package server

import (
	"errors"
	"math"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// assetSchema is what filters of assets may name.
var assetSchema = &odata.Schema{Fields: assetFields, Collections: []odata.Collection{
	{Name: "tags", Table: "tag", Key: "owner", Parent: "asset.guid", Fields: []odata.Field{
		{Name: "key", SQL: "key"}, {Name: "value", SQL: "value"},
	}},
}}

// rowQuery is the OData part of a query as SQL: which rows, in what order, how many.
type rowQuery struct {
	sql  string // from WHERE on
	args []any
}

// The parameters of a rowQuery before those of its filter.
const rowParameters = 2

// readRowQuery reads $filter, $orderby, $top and $skip; without $top there is no limit. order is the SQL of the order
// when none is asked for, and tie what tells rows apart, so that pages never overlap.
func readRowQuery(q *web.Query, schema *odata.Schema, order, tie string) (rowQuery, error) {
	top, skip := q.Int("$top", math.MaxInt32, 0, math.MaxInt32), q.Int("$skip", 0, 0, math.MaxInt32)
	if err := q.Err(); err != nil {
		return rowQuery{}, err
	}
	where, args := "", []any{top, skip}
	if q.Has("$filter") {
		condition, values, err := odata.Filter(q.Text("$filter"), schema, rowParameters+1)
		if err != nil {
			return rowQuery{}, badOption(err)
		}
		where, args = "WHERE "+condition, append(args, values...)
	}
	orders, err := odata.OrderBy(q.Text("$orderby"), fieldNames(schema.Fields))
	if err != nil {
		return rowQuery{}, badOption(err)
	}
	if len(orders) > 0 {
		order = orderSQL(orders, schema.Fields)
	}
	return rowQuery{where + " ORDER BY " + order + ", " + tie + " LIMIT ?1 OFFSET ?2", args}, nil
}

// badOption makes an error of package odata the client's.
func badOption(err error) error {
	if e, ok := errors.AsType[*odata.Error](err); ok {
		return fault.New(fault.Validation, "%s", e.Error())
	}
	return err
}

func fieldNames(fields []odata.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

func orderSQL(orders []odata.Order, fields []odata.Field) string {
	columns := map[string]string{}
	for _, f := range fields {
		columns[f.Name] = f.SQL
	}
	terms := make([]string, len(orders))
	for i, o := range orders {
		terms[i] = columns[o.Field]
		if o.Descending {
			terms[i] += " DESC"
		}
	}
	return strings.Join(terms, ", ")
}

// selectFields is the statement that reads fields of tables. tail is the SQL from WHERE on.
func selectFields(fields []odata.Field, tables, tail string) string {
	columns := make([]string, len(fields))
	for i, f := range fields {
		columns[i] = f.SQL
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + tables + " " + tail
}

// assetExpand says which lists an answer about assets carries beside their tags.
type assetExpand struct{ children, log bool }

func readExpand(q *web.Query) (assetExpand, error) {
	names, err := odata.Names("$expand", q.Text("$expand"), []string{"assetType", "tags", "assetChildren", "assetLog"})
	var e assetExpand
	for _, name := range names {
		e.children = e.children || name == "assetChildren"
		e.log = e.log || name == "assetLog"
	}
	return e, badOption(err)
}

// complete adds to the assets what hangs on them: type, tags, and the lists that are asked for.
func (e assetExpand) complete(tx *db.Tx, all []asset) error {
	types, err := typesByID(tx)
	if err != nil {
		return err
	}
	for i := range all {
		a := &all[i]
		a.AssetType = types[a.TypeID]
		if a.Tags, err = listTags(tx, a.AssetID); err != nil {
			return err
		}
		a.AssetChildren, a.AssetLog = []asset{}, []assetLog{}
		if err := e.addLists(tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (e assetExpand) addLists(tx *db.Tx, a *asset) (err error) {
	if e.log {
		if a.AssetLog, err = selectLog(tx, "WHERE asset_log.asset = ? ORDER BY asset_log.date DESC, asset_log.id DESC", a.AssetID); err != nil {
			return err
		}
	}
	if !e.children {
		return nil
	}
	if a.AssetChildren, err = selectAssets(tx, "WHERE asset.parent = ? ORDER BY asset.serial_number", a.AssetID); err != nil {
		return err
	}
	return assetExpand{}.complete(tx, a.AssetChildren)
}
