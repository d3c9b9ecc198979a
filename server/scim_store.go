package server

import (
	"database/sql"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// scimAttributes are what a resource says about itself, as JSON holds them. Those that no schema knows are kept.
type scimAttributes map[string]any

// scimResource is a user or a group.
type scimResource struct {
	kind              scimKind
	id                string
	created, modified instant
	body              scimAttributes
}

// knownAttributes are the attributes that are checked, with a value of the type that each must have.
var knownAttributes = map[string]any{
	"userName": "", "displayName": "", "externalId": "", "active": false, "name": map[string]any{}, "emails": []any{},
	"members": []any{}, "schemas": []any{},
}

// read reads a whole resource from a request body.
func (k scimKind) read(r *http.Request) (scimAttributes, error) {
	var body scimAttributes
	if err := web.Decode(r, &body); err != nil {
		return nil, err
	}
	return k.check(body)
}

// check refuses what a resource cannot be and returns it with its attributes as SCIM spells them, since their names may
// come in any case, and without those that only the server sets.
func (k scimKind) check(given scimAttributes) (scimAttributes, error) {
	body := scimAttributes{"schemas": []any{k.schema()}}
	for name, value := range given {
		switch name = attributeName(name); {
		case name == "id" || name == "meta" || name == "groups" || value == nil:
			continue
		case name == "active":
			value = truth(value)
		}
		if err := checkAttribute(name, value); err != nil {
			return nil, err
		}
		body[name] = value
	}
	if name, _ := body[k.nameAttribute].(string); strings.TrimSpace(name) == "" {
		return nil, fault.New(fault.Validation, "%s is required", k.nameAttribute)
	}
	return body, nil
}

// attributeName is a name as SCIM spells it; one that is not known stays as it is.
func attributeName(name string) string {
	for known := range knownAttributes {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	for _, known := range []string{"id", "meta", "groups"} {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	return name
}

// truth makes true and false of the texts that some identity providers send for them.
func truth(value any) any {
	if text, ok := value.(string); ok {
		if b, err := strconv.ParseBool(strings.ToLower(text)); err == nil {
			return b
		}
	}
	return value
}

func checkAttribute(name string, value any) error {
	ok, want := true, ""
	switch knownAttributes[name].(type) {
	case string:
		_, ok = value.(string)
		want = "a text"
	case bool:
		_, ok = value.(bool)
		want = "true or false"
	case map[string]any:
		_, ok = value.(map[string]any)
		want = "an object"
	case []any:
		_, ok = value.([]any)
		want = "a list"
	}
	if !ok {
		return fault.New(fault.Validation, "%s is required to be %s, got %v", name, want, value)
	}
	return nil
}

// resource makes a new resource. A user is active unless told otherwise.
func (k scimKind) resource(body scimAttributes, now time.Time) *scimResource {
	if k == scimUsers && body["active"] == nil {
		body["active"] = true
	}
	return &scimResource{kind: k, id: uuid.NewString(), created: instantOf(now), modified: instantOf(now), body: body}
}

// shown is the resource as answers show it.
func (r scimResource) shown() scimAttributes {
	all := maps.Clone(r.body)
	if all == nil {
		return nil
	}
	all["id"] = r.id
	all["meta"] = map[string]any{
		"resourceType": r.kind.name, "created": r.created, "lastModified": r.modified, "location": r.location(),
	}
	return all
}

func (r scimResource) location() string { return r.kind.path + "/" + r.id }

// name is what lists find the resource by.
func (r *scimResource) name() string {
	text, _ := r.body[r.kind.nameAttribute].(string)
	return strings.ToLower(text)
}

func (r *scimResource) insert(tx *db.Tx) error {
	data, err := r.encode(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO scim_resource (id, type, name, created, modified, body) VALUES (?, ?, ?, ?, ?, ?)",
		r.id, r.kind.name, r.name(), r.created, r.modified, data)
	return err
}

func (r *scimResource) update(tx *db.Tx) error {
	data, err := r.encode(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE scim_resource SET name = ?, modified = ?, body = ? WHERE id = ?", r.name(), r.modified, data, r.id)
	return err
}

// encode is the body for the database; a user whose name another one has is refused.
func (r *scimResource) encode(tx *db.Tx) (string, error) {
	if r.kind == scimUsers {
		var other string
		taken, err := tx.Find([]any{&other}, "SELECT id FROM scim_resource WHERE type = 'User' AND name = ? AND id <> ?", r.name(), r.id)
		if err != nil {
			return "", err
		}
		if taken {
			return "", fault.New(fault.Conflict, "user %s has the userName %q already", other, r.body["userName"])
		}
	}
	data, err := json.Marshal(r.body)
	return string(data), err
}

// selectResources reads the resources of a kind. tail is the SQL from AND on.
func (k scimKind) selectResources(tx *db.Tx, tail string, args ...any) ([]scimResource, error) {
	var all []scimResource
	err := tx.Each(func(rows *sql.Rows) error {
		one := scimResource{kind: k}
		var body string
		if err := rows.Scan(&one.id, &one.created, &one.modified, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &one.body); err != nil {
			return fault.Wrap(fault.Server, err, "%s %s is damaged in the database", strings.ToLower(k.name), one.id)
		}
		all = append(all, one)
		return nil
	}, "SELECT id, created, modified, body FROM scim_resource WHERE type = ?1 "+tail, append([]any{k.name}, args...)...)
	return all, err
}

// find finds the resource with a value in a column.
func (k scimKind) find(tx *db.Tx, column, value string) (scimResource, error) {
	all, err := k.selectResources(tx, "AND "+column+" = ?2", value)
	if err != nil {
		return scimResource{}, err
	}
	if len(all) == 0 {
		return scimResource{}, fault.New(fault.NotFound, "there is no %s with %s %q", strings.ToLower(k.name), column, value)
	}
	return all[0], nil
}

// page reads the resources from the one with index first on, and how many there are in all.
func (k scimKind) page(tx *db.Tx, filter scimFilter, first, count int) (shown []scimAttributes, total int, err error) {
	args := []any{filter.path, filter.value}
	if _, err := tx.Find([]any{&total}, "SELECT count(*) FROM scim_resource WHERE type = ?1 "+scimCondition, append([]any{k.name}, args...)...); err != nil {
		return nil, 0, err
	}
	all, err := k.selectResources(tx, scimCondition+" ORDER BY number LIMIT ?4 OFFSET ?5", append(args, count, first-1)...)
	shown = []scimAttributes{}
	for _, one := range all {
		shown = append(shown, one.shown())
	}
	return shown, total, err
}

// scimCondition is the SQL of a scimFilter; a path of "" lets everything through.
const scimCondition = `AND (?2 = '' OR lower(CASE ?2 WHEN '$.id' THEN id ELSE json_extract(body, ?2) END) = ?3)`

// scimFilter asks for resources with a value in one attribute, without regard to case.
type scimFilter struct {
	path  string // a JSON path, "" for no filter
	value any
}

var scimFilterPattern = regexp.MustCompile(`^(?i)\s*([a-z][\w.]*)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*$`)

// readSCIMFilter reads a filter such as userName eq "kim", the one kind that identity providers need.
func readSCIMFilter(text string) (scimFilter, error) {
	if strings.TrimSpace(text) == "" {
		return scimFilter{}, nil
	}
	parts := scimFilterPattern.FindStringSubmatch(text)
	if parts == nil {
		return scimFilter{}, fault.New(fault.Validation, "the filter %q is not understood", text).
			WithHint(`write one comparison, as in userName eq "kim"`)
	}
	name, rest, nested := strings.Cut(parts[1], ".")
	path := "$." + attributeName(name)
	if nested {
		path += "." + rest
	}
	var value any
	if err := json.Unmarshal([]byte(parts[2]), &value); err != nil {
		value = truth(parts[2]) // True and False
	}
	if s, ok := value.(string); ok {
		value = strings.ToLower(s)
	}
	return scimFilter{path, value}, nil
}

// leaveGroups takes a user out of all groups.
func leaveGroups(tx *db.Tx, user string, now time.Time) error {
	groups, err := scimGroups.selectResources(tx,
		"AND EXISTS (SELECT 1 FROM json_each(body, '$.members') WHERE json_extract(value, '$.value') = ?2)", user)
	if err != nil {
		return err
	}
	leave := scimPatch{Operations: []scimOperation{{Op: "remove", Path: `members[value eq "` + user + `"]`}}}
	for _, g := range groups {
		if g.body, err = leave.apply(g.body); err != nil {
			return err
		}
		g.modified = instantOf(now)
		if err := g.update(tx); err != nil {
			return err
		}
	}
	return nil
}
