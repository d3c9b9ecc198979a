package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const users, groups = "/api/SCIM/v2/Users", "/api/SCIM/v2/Groups"

func addUser(c client, name string) object {
	c.t.Helper()
	return read[object](c, "POST", users, object{"userName": name})
}

func TestUserRoundTrip(t *testing.T) {
	c := start(t, Options{})
	created := read[object](c, "POST", users, object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, "username": "Kim@lab.example", "displayName": "Kim",
		"externalId": "7", "name": object{"givenName": "Kim", "familyName": "Lee", "formatted": nil},
		"emails": []object{{"value": "kim@lab.example", "type": "work", "primary": true}}, "id": "mine", "title": "Engineer",
	})
	id := created["id"].(string)
	want := object{
		"id": id, "schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": "Kim@lab.example", "displayName": "Kim",
		"externalId": "7", "active": true, "name": object{"givenName": "Kim", "familyName": "Lee", "formatted": nil},
		"emails": []any{object{"value": "kim@lab.example", "type": "work", "primary": true}}, "title": "Engineer",
		"meta": object{
			"resourceType": "User", "created": "2026-03-01T12:00:00Z", "lastModified": "2026-03-01T12:00:00Z", "location": users + "/" + id,
		},
	}
	for name, got := range map[string]object{
		"created": created, "by id": read[object](c, "GET", users+"/"+id, nil),
		"by name": read[object](c, "GET", users+"/userName=kim@LAB.example", nil),
		"escaped": read[object](c, "GET", users+"/username%3Dkim%40lab.example", nil),
		"put":     read[object](c, "PUT", users+"/"+id, created),
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if id == "mine" {
		t.Error("the client chose the id")
	}
	c.want(409, "POST", users, object{"userName": "KIM@lab.example"})
	c.want(204, "DELETE", users+"/"+id, nil)
	for _, method := range []string{"GET", "DELETE"} {
		c.want(404, method, users+"/"+id, nil)
	}
	c.want(404, "GET", users+"/userName=kim@lab.example", nil)
	addUser(c, "kim@lab.example")
}

func TestUserPages(t *testing.T) {
	c := start(t, Options{})
	list := func(query string) (names string, page object) {
		t.Helper()
		page = read[object](c, "GET", users+query, nil)
		for _, u := range page["Resources"].([]any) {
			names += u.(object)["userName"].(string) + " "
		}
		return names, page
	}
	_, empty := list("")
	want := object{
		"schemas": []any{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}, "totalResults": 0.0, "itemsPerPage": 0.0, "startIndex": 1.0,
		"Resources": []any{},
	}
	if diff := cmp.Diff(want, empty); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"c", "a", "B", "d"} {
		addUser(c, name)
	}
	for query, want := range map[string]string{
		"":                       "c a B d  4 4 1",
		"?startIndex=2&count=2":  "a B  4 2 2",
		"?STARTINDEX=4&Count=10": "d  4 1 4",
		"?startIndex=5":          " 4 0 5",
		"?startIndex=-3&count=1": "c  4 1 1",
		"?count=0":               " 4 0 1",
		"?count=-1":              " 4 0 1",
		"?" + url.Values{"filter": {`userName eq "b"`}}.Encode():      "B  1 1 1",
		"?" + url.Values{"filter": {`USERNAME Eq "none"`}}.Encode():   " 0 0 1",
		"?" + url.Values{"filter": {`active eq True`}}.Encode():       "c a B d  4 4 1",
		"?" + url.Values{"filter": {`id eq "none"`}}.Encode():         " 0 0 1",
		"?" + url.Values{"filter": {`displayName eq "x"`}}.Encode():   " 0 0 1",
		"?" + url.Values{"filter": {`name.givenName eq ""`}}.Encode(): " 0 0 1",
	} {
		names, page := list(query)
		if got := fmt.Sprint(names, " ", page["totalResults"], " ", page["itemsPerPage"], " ", page["startIndex"]); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	c.want(400, "GET", users+"?startIndex=x", nil)
	c.want(400, "GET", users+"?filter=userName%20co%20%22a%22", nil)
	c.want(400, "GET", users+"?filter=a'%20eq%20%22a%22", nil)
}

func TestUserPatches(t *testing.T) {
	c := start(t, Options{})
	addUser(c, "taken")
	id := addUser(c, "kim")["id"].(string)
	patch := func(operations ...object) object {
		t.Helper()
		return read[object](c, "PATCH", users+"/"+id, object{
			"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}, "Operations": operations,
		})
	}
	got := patch(
		object{"op": "replace", "path": "active", "value": false}, object{"op": "Replace", "path": "displayName", "value": "Kim"},
		object{"op": "add", "path": "name.givenName", "value": "K"}, object{"path": "NAME.familyName", "value": "Lee"},
		object{"op": "add", "path": "emails", "value": []object{{"value": "a", "type": "work"}, {"value": "b", "type": "home"}}},
	)
	delete(got, "meta")
	want := object{
		"id": id, "schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": "kim", "active": false, "displayName": "Kim",
		"name":   object{"givenName": "K", "familyName": "Lee"},
		"emails": []any{object{"value": "a", "type": "work"}, object{"value": "b", "type": "home"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = patch(
		object{"op": "replace", "value": object{"active": "True", "name.givenName": "Kim", "userName": "kim2"}},
		object{"op": "replace", "path": `emails[type eq "work"].value`, "value": "c"}, object{"op": "remove", "path": `emails[type eq "home"]`},
		object{"op": "remove", "path": "urn:ietf:params:scim:schemas:core:2.0:User:displayName"}, object{"op": "remove", "path": "name.familyName"},
	)
	delete(got, "meta")
	want["active"], want["userName"], want["name"] = true, "kim2", object{"givenName": "Kim"}
	want["emails"] = []any{object{"value": "c", "type": "work"}}
	delete(want, "displayName")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	patch(object{"op": "replace", "path": "active", "value": false})
	if got := read[object](c, "PUT", users+"/"+id, object{"userName": "kim2", "name": want["name"], "emails": want["emails"]}); got["active"] != false {
		t.Errorf("a PUT that says nothing of it makes the user active: %v", got)
	}
	want["active"] = false
	for _, operations := range []any{
		nil,
		[]object{},
		[]object{{"op": "move", "path": "active"}},
		[]object{{"op": "replace", "path": "active", "value": "perhaps"}},
		[]object{{"op": "replace", "path": "id", "value": "x"}},
		[]object{{"op": "replace", "value": "x"}},
		[]object{{"op": "remove"}},
		[]object{{"op": "remove", "path": "userName"}},
		[]object{{"op": "replace", "path": "a b", "value": 1}},
		[]object{{"op": "replace", "path": "displayName", "value": "changed"}, {"op": "replace", "path": `emails[type eq "none"].value`, "value": 1}},
		[]object{{"op": "replace", "path": "displayName", "value": 5}},
	} {
		c.want(400, "PATCH", users+"/"+id, object{"Operations": operations})
	}
	c.want(409, "PATCH", users+"/"+id, object{"Operations": []object{{"op": "replace", "path": "userName", "value": "TAKEN"}}})
	c.want(404, "PATCH", users+"/none", object{"Operations": []object{{"op": "replace", "path": "active", "value": true}}})
	after := read[object](c, "GET", users+"/"+id, nil)
	delete(after, "meta")
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("a refused patch changed something: %s", diff)
	}
}

func TestBadUsersAreRefused(t *testing.T) {
	c := start(t, Options{})
	for _, body := range []any{
		"", "[]", "null",
		object{},
		object{"userName": " "},
		object{"userName": 5},
		object{"userName": "a", "active": "x"},
		object{"userName": "a", "emails": "a@b"},
		object{"userName": "a", "name": "A"},
	} {
		c.want(400, "POST", users, body)
	}
	c.want(400, "POST", groups, object{"userName": "a"})
	c.want(404, "PUT", users+"/none", object{"userName": "a"})
	if got := read[scimList](c, "GET", users, nil); got.TotalResults != 0 {
		t.Errorf("%+v", got)
	}
}

func TestGroupsHaveMembers(t *testing.T) {
	c := start(t, Options{})
	a, b := addUser(c, "a")["id"].(string), addUser(c, "b")["id"].(string)
	g := read[object](c, "POST", groups, object{"displayName": "Lab", "members": []object{{"value": a}}})
	id := g["id"].(string)
	if at(g, "meta", "resourceType") != "Group" || g["active"] != nil {
		t.Errorf("%v", g)
	}
	patch := func(o object) (members string) {
		t.Helper()
		g := read[object](c, "PATCH", groups+"/"+id, object{"Operations": []object{o}})
		list, _ := g["members"].([]any)
		for _, m := range list {
			members += map[any]string{a: "a", b: "b"}[at(m, "value")]
		}
		return members
	}
	for _, step := range []struct {
		operation object
		want      string
	}{
		{object{"op": "Add", "path": "members", "value": []object{{"value": a}, {"value": b}}}, "ab"},
		{object{"op": "remove", "path": `members[value eq "` + a + `"]`}, "b"},
		{object{"op": "add", "path": "members", "value": object{"value": a}}, "ba"},
		{object{"op": "remove", "path": "members", "value": []object{{"value": b}}}, "a"},
		{object{"op": "remove", "path": "members"}, ""},
		{object{"op": "add", "path": "members", "value": []object{{"value": a}, {"value": b}}}, "ab"},
	} {
		if got := patch(step.operation); got != step.want {
			t.Errorf("%v: %q, want %q", step.operation, got, step.want)
		}
	}
	c.want(204, "DELETE", users+"/"+a, nil)
	got := read[scimList](c, "GET", groups+"?"+url.Values{"filter": {`displayName eq "lab"`}}.Encode(), nil)
	if got.TotalResults != 1 || len(got.Resources[0]["members"].([]any)) != 1 || at(got.Resources[0]["members"], 0, "value") != b {
		t.Errorf("a deleted user is still in the group: %v", got.Resources)
	}
	c.want(404, "GET", users+"/"+id, nil)
	c.want(201, "POST", groups, object{"displayName": "Lab"})
	c.want(204, "DELETE", groups+"/"+id, nil)
	c.want(404, "GET", groups+"/"+id, nil)
}

func TestUsersStayWithTheDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	var before, token string
	t.Run("first", func(t *testing.T) {
		c := start(t, Options{Path: path})
		addUser(c, "kim")
		before = c.want(200, "GET", users, nil)
		token = newToken(c, "")
	})
	t.Run("second", func(t *testing.T) {
		c := start(t, Options{Path: path})
		if diff := cmp.Diff(before, c.want(200, "GET", users, nil)); diff != "" {
			t.Error(diff)
		}
		if got := c.bearer(token); got != 200 {
			t.Errorf("the token is worth %d", got)
		}
	})
}

func newToken(c client, query string) string {
	c.t.Helper()
	return read[object](c, "GET", "/api/SCIM/v2/Token"+query, nil)["token"].(string)
}

// bearer lists the users with a provisioning token and returns the status.
func (c client) bearer(token string) int {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.base+users, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

func TestTokensExpire(t *testing.T) {
	var days atomic.Int64
	c := start(t, Options{Clock: func() time.Time { return now.AddDate(0, 0, int(days.Load())) }})
	long := read[object](c, "GET", "/api/SCIM/v2/Token?duration=30", nil)
	if long["expiresUtc"] != "2026-03-31T12:00:00Z" || long["durationDays"] != 30.0 {
		t.Errorf("%v", long)
	}
	short := newToken(c, "?duration=1")
	if got := read[object](c, "GET", "/api/scim/v2/token", nil); got["durationDays"] != 90.0 || got["token"] == short {
		t.Errorf("%v", got)
	}
	for _, want := range []struct {
		day         int64
		long, short int
	}{{0, 200, 200}, {1, 200, 401}, {30, 401, 401}} {
		days.Store(want.day)
		if l, s := c.bearer(long["token"].(string)), c.bearer(short); l != want.long || s != want.short {
			t.Errorf("day %d: %d, %d", want.day, l, s)
		}
	}
	if got := c.bearer("none"); got != 401 {
		t.Errorf("an unknown token is worth %d", got)
	}
	for _, bad := range []string{"0", "-1", "x", "3651"} {
		c.want(400, "GET", "/api/SCIM/v2/Token?duration="+bad, nil)
	}
}

// A provisioning token opens the users and groups of a server that has a token of its own, and nothing else.
func TestTokensBesideTheServersOwn(t *testing.T) {
	c := start(t, Options{Token: "b3du"})
	ask := func(method, path, authorization, body string) (int, http.Header, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, c.base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", authorization)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, answer.Header, string(text)
	}
	var token struct{ Token string }
	if _, _, text := ask("GET", "/api/SCIM/v2/Token", "Basic b3du", ""); json.Unmarshal([]byte(text), &token) != nil || token.Token == "" {
		t.Fatal(text)
	}
	status, header, text := ask("POST", users, "Bearer "+token.Token, `{"userName": "kim"}`)
	if location := header.Get("Location"); status != 201 || !strings.Contains(text, location) || !strings.HasPrefix(location, users+"/") {
		t.Errorf("create: %d, Location %q, %s", status, location, text)
	}
	for _, want := range []struct {
		status              int
		path, authorization string
	}{
		{200, groups, "bearer " + token.Token},
		{401, users, "Bearer b3du"},
		{401, users, "Bearer"},
		{401, users, "Basic " + token.Token},
		{401, users, ""},
		{401, "/api/SCIM/v2/Token", "Bearer " + token.Token},
		{401, "/api/Product/Query", "Bearer " + token.Token},
		{401, "/api/SCIM/v2/Nothing", "Bearer " + token.Token},
	} {
		if status, _, text := ask("GET", want.path, want.authorization, ""); status != want.status {
			t.Errorf("%s with %q: %d %s, want %d", want.path, want.authorization, status, text, want.status)
		}
	}
}

func TestOneUserNameIsGivenOnce(t *testing.T) {
	c := start(t, Options{Path: filepath.Join(t.TempDir(), "wats.db")})
	var all sync.WaitGroup
	var created atomic.Int64
	for range 20 {
		all.Go(func() {
			switch status, text := c.send("POST", users, object{"userName": "kim"}); status {
			case 201:
				created.Add(1)
			case 409:
			default:
				t.Errorf("%d %s", status, text)
			}
		})
	}
	all.Wait()
	if created.Load() != 1 {
		t.Errorf("%d users have the name", created.Load())
	}
}
