package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// scimService keeps users and groups for identity providers, by SCIM 2.0 (RFC 7643 and 7644).
type scimService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *scimService) routes() []web.Route {
	routes := []web.Route{{Pattern: "GET /api/SCIM/v2/Token", Handle: s.getToken}}
	for _, k := range []scimKind{scimUsers, scimGroups} {
		routes = append(
			routes,
			web.Route{Pattern: "GET " + k.path, Handle: s.guarded(s.list(k))},
			web.Route{Pattern: "POST " + k.path, Handle: s.guarded(s.create(k))},
			web.Route{Pattern: "GET " + k.path + "/{id}", Handle: s.guarded(s.get(k))},
			web.Route{Pattern: "PUT " + k.path + "/{id}", Handle: s.guarded(s.replace(k))},
			web.Route{Pattern: "PATCH " + k.path + "/{id}", Handle: s.guarded(s.patch(k))},
			web.Route{Pattern: "DELETE " + k.path + "/{id}", Handle: s.guarded(s.delete(k))},
		)
	}
	return routes
}

// scimKind is a kind of resources: where it is served, and the attribute that names one.
type scimKind struct {
	name, path, nameAttribute string
}

var (
	scimUsers  = scimKind{"User", "/api/SCIM/v2/Users", "userName"}
	scimGroups = scimKind{"Group", "/api/SCIM/v2/Groups", "displayName"}
)

func (k scimKind) schema() string { return "urn:ietf:params:scim:schemas:core:2.0:" + k.name }

// scimList is a page of resources. Indexes count from 1.
type scimList struct {
	Schemas      []string         `json:"schemas"`
	TotalResults int              `json:"totalResults"`
	ItemsPerPage int              `json:"itemsPerPage"`
	StartIndex   int              `json:"startIndex"`
	Resources    []scimAttributes `json:"Resources"`
}

// scimPage is the length of a page when the request does not say.
const scimPage = 100

func (s *scimService) list(k scimKind) web.Handler {
	return func(r *http.Request) (any, error) {
		q := web.QueryOf(r)
		const most = 1<<31 - 1
		first, count := max(q.Int("startIndex", 1, -most, most), 1), max(q.Int("count", scimPage, -most, most), 0)
		if err := q.Err(); err != nil {
			return nil, err
		}
		filter, err := readSCIMFilter(q.Text("filter"))
		if err != nil {
			return nil, err
		}
		page := scimList{Schemas: []string{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}, StartIndex: first}
		err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
			page.Resources, page.TotalResults, err = k.page(tx, filter, first, count)
			return err
		})
		page.ItemsPerPage = len(page.Resources)
		return page, stored(err)
	}
}

// userNamePrefix begins a path segment that names a user by login name instead of by id.
const userNamePrefix = "userName="

func (s *scimService) get(k scimKind) web.Handler {
	return func(r *http.Request) (any, error) {
		column, key := "id", strings.ToLower(r.PathValue("id"))
		if name, ok := strings.CutPrefix(key, strings.ToLower(userNamePrefix)); ok && k == scimUsers {
			column, key = "name", name
		}
		var found scimResource
		err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
			found, err = k.find(tx, column, key)
			return err
		})
		return found.shown(), stored(err)
	}
}

func (s *scimService) create(k scimKind) web.Handler {
	return func(r *http.Request) (any, error) {
		body, err := k.read(r)
		if err != nil {
			return nil, err
		}
		created := k.resource(body, s.clock())
		err = s.db.Write(r.Context(), created.insert)
		return web.Created{Location: created.location(), Value: created.shown()}, stored(err)
	}
}

func (s *scimService) replace(k scimKind) web.Handler {
	return func(r *http.Request) (any, error) {
		body, err := k.read(r)
		if err != nil {
			return nil, err
		}
		return s.update(r, k, func(before scimAttributes) (scimAttributes, error) {
			if active := before["active"]; body["active"] == nil && active != nil {
				body["active"] = active // who does not say it must not let a user in again
			}
			return body, nil
		})
	}
}

func (s *scimService) patch(k scimKind) web.Handler {
	return func(r *http.Request) (any, error) {
		var p scimPatch
		if err := web.Decode(r, &p); err != nil {
			return nil, err
		}
		if len(p.Operations) == 0 {
			return nil, fault.New(fault.Validation, "Operations is required to hold at least one operation")
		}
		return s.update(r, k, func(before scimAttributes) (scimAttributes, error) {
			after, err := p.apply(before)
			if err != nil {
				return nil, err
			}
			return k.check(after)
		})
	}
}

// update writes what change makes of the resource that the path names, and answers it.
func (s *scimService) update(r *http.Request, k scimKind, change func(scimAttributes) (scimAttributes, error)) (any, error) {
	var found scimResource
	err := s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		if found, err = k.find(tx, "id", strings.ToLower(r.PathValue("id"))); err != nil {
			return err
		}
		if found.body, err = change(found.body); err != nil {
			return err
		}
		found.modified = instantOf(s.clock())
		return found.update(tx)
	})
	return found.shown(), stored(err)
}

// delete deletes a resource; a user leaves its groups.
func (s *scimService) delete(k scimKind) web.Handler {
	return func(r *http.Request) (any, error) {
		return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
			found, err := k.find(tx, "id", strings.ToLower(r.PathValue("id")))
			if err != nil {
				return err
			}
			if _, err := tx.Exec("DELETE FROM scim_resource WHERE id = ?", found.id); err != nil {
				return err
			}
			return leaveGroups(tx, found.id, s.clock())
		}))
	}
}
