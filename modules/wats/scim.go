package wats

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// ScimToken is a token with which an identity provider keeps users.
type ScimToken struct {
	Token        string `lua:"token" json:"token" doc:"The token; it is shown once."`
	ExpiresUTC   string `lua:"expires_utc" json:"expiresUtc" doc:"When it ends."`
	DurationDays int    `lua:"duration_days" json:"durationDays" doc:"Days that it is good for."`
}

// ScimUserName is a user's name in parts.
type ScimUserName struct {
	Formatted  string `lua:"formatted" json:"formatted" doc:"The name as a whole."`
	GivenName  string `lua:"given_name" json:"givenName" doc:"First name."`
	FamilyName string `lua:"family_name" json:"familyName" doc:"Last name."`
}

// ScimUserEmail is an address of a user.
type ScimUserEmail struct {
	Value   string `lua:"value" json:"value" doc:"The address."`
	Type    string `lua:"type" json:"type" doc:"What it is for, such as work."`
	Primary bool   `lua:"primary" json:"primary" doc:"Whether it is the one to use."`
}

// ScimUser is a user.
type ScimUser struct {
	ID          string          `lua:"id" json:"id" doc:"Id of the user, given by the server."`
	UserName    string          `lua:"user_name,required" json:"userName" doc:"Login name."`
	DisplayName string          `lua:"display_name" json:"displayName" doc:"Name as people see it."`
	Active      bool            `lua:"active" json:"active" doc:"Whether the user may log in; true unless told otherwise."`
	ExternalID  string          `lua:"external_id" json:"externalId" doc:"Id of the user at the identity provider."`
	Name        ScimUserName    `lua:"name" json:"name" doc:"The name in parts."`
	Emails      []ScimUserEmail `lua:"emails" json:"emails" doc:"Addresses."`
	Schemas     []string        `lua:"schemas" json:"schemas" doc:"SCIM schemas that the record follows."`
	Meta        ScimMeta        `lua:"meta" json:"meta" doc:"What the server says about the record."`
}

// ScimMeta is what the server says about a record.
type ScimMeta struct {
	ResourceType string `lua:"resource_type" json:"resourceType" doc:"Kind of the record."`
	Created      string `lua:"created" json:"created" doc:"When it was made."`
	LastModified string `lua:"last_modified" json:"lastModified" doc:"When it was changed last."`
	Location     string `lua:"location" json:"location" doc:"Where the record is on the server."`
}

// ScimListResponse is a page of users.
type ScimListResponse struct {
	TotalResults int        `lua:"total_results" json:"totalResults" doc:"How many users there are."`
	ItemsPerPage int        `lua:"items_per_page" json:"itemsPerPage" doc:"How many are in this page."`
	StartIndex   int        `lua:"start_index" json:"startIndex" doc:"Which one comes first, from 1."`
	Resources    []ScimUser `lua:"resources" json:"Resources" doc:"The users of this page."`
	Schemas      []string   `lua:"schemas" json:"schemas" doc:"SCIM schemas that the record follows."`
}

const (
	usersRoute = "GET /api/SCIM/v2/Users"
	userPath   = "/api/SCIM/v2/Users/{user_id}"
)

type tokenArgs struct {
	DurationDays int `lua:"duration_days" query:"duration" default:"90" doc:"Days that it is to be good for."`
}

type userPage struct {
	StartIndex *int `lua:"start_index" query:"startIndex" doc:"Which user comes first, from 1."`
	Count      *int `lua:"count" query:"count" doc:"The most users to return."`
}

type userLoop struct {
	PageSize int              `lua:"page_size" default:"100" doc:"Users a request; the server may give fewer."`
	MaxUsers *int             `lua:"max_users" doc:"The most users to loop over."`
	OnPage   modules.Callback `lua:"on_page" doc:"Called for each page with its number, the users so far with it, and the users in all."`
}

type wholeUser struct {
	User modules.Record[ScimUser] `lua:"user,required" body:"whole" doc:"The user; user_name is required."`
}

type userKey struct {
	UserID string `lua:"user_id,required" doc:"Id of the user."`
	strict
}

type userID struct {
	UserID string `lua:"user_id,required" doc:"Id of the user."`
}

type userNameKey struct {
	Username string `lua:"username,required" doc:"Login name, in any case."`
	strict
}

var scimService = service{
	name: "scim", doc: "Users, as identity providers keep them by SCIM 2.0.", operations: scimOperations,
}

// madeUser begins an example with a user.
const madeUser = `local kim = wats.scim.create_user{user_name = "kim@lab.example", display_name = "Kim"}
`

func scimOperations() []declaration {
	reads := []declaration{
		op[tokenArgs, ScimToken]("get_token", "Make a token for an identity provider.", "GET /api/SCIM/v2/Token", declare(modules.Does(modules.Write)), reads(readToken),
			note("Never sent twice, though it is a GET: each one makes a token."),
			show(`wats.scim.get_token(30).duration_days`, "30")),
		op[userPage, ScimListResponse]("get_users", "Fetch one page of users.", usersRoute, lenient(missingIsEmpty), reads(readUsers),
			show(madeUser+`return wats.scim.get_users{start_index = 1, count = 10}.resources[1].user_name`, `"kim@lab.example"`)),
		userIterator("iter_users", "Loop over all users."),
		userIterator("each_user", "Loop over all users; the same as iter_users, named as the other loops.", own()),
		op[wholeUser, ScimUser]("create_user", "Create a user.", "POST /api/SCIM/v2/Users", note("Works; pyWATS raises TypeError."),
			show(madeUser+`return kim.active`, "true")),
		op[userKey, ScimUser]("get_user", "Fetch one user by its id.", "GET "+userPath, lenient(missingIsNil),
			show(madeUser+`return wats.scim.get_user(kim.id).display_name`, `"Kim"`)),
		op[userID, bool]("delete_user", "Delete a user.", "DELETE "+userPath, succeeds, note("Returns true, and raises for what is not there; pyWATS returns None."),
			show(madeUser+`wats.scim.delete_user(kim.id)
return wats.scim.get_user(kim.id)`, "nil")),
	}
	return append(append(reads, userPatchOperations()...),
		op[userNameKey, ScimUser]("get_user_by_username", "Fetch one user by its login name.", usersRoute+"/userName={username}", lenient(missingIsNil),
			note("The name is percent-encoded, so that it may hold anything."),
			show(madeUser+`return wats.scim.get_user_by_username("KIM@lab.example").id == kim.id`, "true")))
}

// readToken reads a token of a server that names its members in another way.
func readToken(_ *tokenArgs, a *response) (any, error) {
	var members map[string]json.RawMessage
	if err := checkJSON(a, modules.RecordOf); err != nil {
		return nil, err
	}
	if err := unmarshal(a, &members); err != nil {
		return nil, err
	}
	for old, name := range map[string]string{"expires": "expiresUtc", "duration": "durationDays"} {
		if value, ok := members[old]; ok && members[name] == nil {
			delete(members, old)
			members[name] = value
		}
	}
	data, err := json.Marshal(members)
	return modules.JSON{Data: data, Type: typeOf[ScimToken]()}, err
}

// noUsers is the page that stands for nothing.
const noUsers = `{"Resources":[],"itemsPerPage":0,"startIndex":1,"totalResults":0}`

func readUsers(_ *userPage, a *response) (any, error) {
	page := modules.JSON{Data: []byte(noUsers), Type: typeOf[ScimListResponse]()}
	if empty(a.body) {
		return page, nil
	}
	page.Data = a.body
	return page, checkJSON(a, modules.RecordOf)
}

// userIterator declares a loop over all users.
func userIterator(name, doc string, opts ...option) declaration {
	return composed(name, doc, eachUser, append(opts, loops[ScimUser](), routed(usersRoute),
		note("Goes by the total, not by the length of a page, since a server may give less than it was asked for."),
		show(madeUser+`local names = {}
for u in wats.scim.`+name+`{page_size = 1} do names[#names + 1] = u.user_name end
return names[1]`, `"kim@lab.example"`))...)
}

// userPages is what a loop over users knows of the pages that it has asked for.
type userPages struct {
	number, users, total int
}

func eachUser(ctx context.Context, c *Client, in *userLoop) (*modules.Each[modules.JSON], error) {
	if err := checkPage(in.PageSize); err != nil {
		return nil, err
	}
	if in.MaxUsers != nil && *in.MaxUsers < 0 {
		return nil, fault.New(fault.Usage, "max_users must be 0 or more, got %d", *in.MaxUsers)
	}
	var pages userPages
	r := newRequest(usersRoute)
	r.set("count", strconv.Itoa(in.PageSize))
	turn := func(r *request, skip int) { r.set("startIndex", strconv.Itoa(skip+1)) }
	turn(r, 0)
	all := each[ScimUser](ctx, c, paging{request: r, turn: turn, rows: pages.read, key: "id", instead: "get_users"})
	return modules.EachOf(func(yield func(modules.JSON, error) bool) { in.walk(ctx, all, &pages, yield) }), nil
}

// read takes the users out of a page.
func (p *userPages) read(a *response) ([]json.RawMessage, int, error) {
	var page struct {
		Resources    []json.RawMessage
		TotalResults int
	}
	if err := unmarshal(a, &page); err != nil {
		return nil, 0, err
	}
	p.number, p.users, p.total = p.number+1, p.users+len(page.Resources), page.TotalResults
	return page.Resources, page.TotalResults, nil
}

// walk gives the users one by one, not more than are wanted, and calls on_page before the first of each page.
func (in *userLoop) walk(ctx context.Context, all *modules.Each[modules.JSON], pages *userPages, yield func(modules.JSON, error) bool) {
	defer all.Stop()
	told := 0
	for n := 0; in.MaxUsers == nil || n < *in.MaxUsers; n++ {
		item, err, more := all.Next()
		if !more {
			return
		}
		user, _ := item.(modules.JSON)
		if err == nil && in.OnPage != nil && told < pages.number {
			told = pages.number
			_, err = in.OnPage.Call(ctx, pages.number, pages.users, pages.total)
		}
		if !yield(user, err) || err != nil {
			return
		}
	}
}
