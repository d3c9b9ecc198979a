package server

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newPackage creates a draft and returns its id.
func (c client) newPackage(name string, more ...func(object)) string {
	c.t.Helper()
	body := object{"name": name}
	for _, f := range more {
		f(body)
	}
	return read[object](c, "POST", "/api/Software/Package", body)["packageId"].(string)
}

// setStatus moves a package through states that it must be able to take.
func (c client) setStatus(id string, names ...string) {
	c.t.Helper()
	for _, name := range names {
		c.want(200, "POST", "/api/Software/PackageStatus/"+id+"?status="+name, nil)
	}
}

// titles are the names and versions of packages.
func titles(packages []object) []string {
	all := []string{}
	for _, p := range packages {
		all = append(all, fmt.Sprintf("%s %v", p["name"], p["version"]))
	}
	return all
}

func TestSoftwareRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c, end := reopen(t, path)
	created := read[object](c, "POST", "/api/Software/Package", object{
		"name": "Tester", "description": "d", "installOnRoot": true, "rootDirectory": `C:\Tests`, "priority": 5,
		"tags": []object{{"key": "PartNumber", "value": "A"}, {"key": "PartNumber", "value": "B"}},
	})
	want := object{
		"packageId": created["packageId"], "name": "Tester", "description": "d", "version": 1.0, "status": "Draft", "installOnRoot": true,
		"rootDirectory": `C:\Tests`, "priority": 5.0, "createdUtc": "2026-03-01T12:00:00Z", "modifiedUtc": "2026-03-01T12:00:00Z",
		"createdBy": theUser, "modifiedBy": theUser, "files": []any{},
		"tags": []any{object{"key": "PartNumber", "value": "A"}, object{"key": "PartNumber", "value": "B"}},
	}
	if diff := cmp.Diff(want, created); diff != "" {
		t.Error(diff)
	}
	end()
	c, end = reopen(t, path)
	defer end()
	route := "/api/software/package/" + strings.ToUpper(created["packageId"].(string))
	if diff := cmp.Diff(want, read[object](c, "GET", route, nil)); diff != "" {
		t.Errorf("after a restart: %s", diff)
	}
	if diff := cmp.Diff(want, read[object](c, "PUT", route, created)); diff != "" {
		t.Errorf("writing back what was read changed it: %s", diff)
	}
	changed := read[object](c, "PUT", route, object{"name": "Tester", "priority": 7})
	if changed["description"] != nil || changed["priority"] != 7.0 || changed["installOnRoot"] != false || len(changed["tags"].([]any)) != 2 {
		t.Errorf("%v", changed)
	}
	if got := read[object](c, "PUT", route, object{"name": "Tester", "tags": []object{}}); len(got["tags"].([]any)) != 0 {
		t.Errorf("%v", got)
	}
	c.want(204, "DELETE", route, nil)
	c.want(404, "GET", route, nil)
	c.want(404, "DELETE", route, nil)
	c.want(404, "PUT", route, object{"name": "Tester"})
	if got := c.want(200, "GET", "/api/Software/Packages", nil); got != "[]" {
		t.Error(got)
	}
}

func TestSoftwareVersionsCountUp(t *testing.T) {
	c := start(t, Options{})
	first, second := c.newPackage("P"), c.newPackage("P")
	c.newPackage("Other")
	if diff := cmp.Diff([]string{"Other 1", "P 1", "P 2"}, titles(read[[]object](c, "GET", "/api/Software/Packages", nil))); diff != "" {
		t.Error(diff)
	}
	c.want(204, "DELETE", "/api/Software/Package/"+second, nil)
	if third := read[object](c, "POST", "/api/Software/Package", object{"name": "P"}); third["version"] != 3.0 {
		t.Errorf("the number of a deleted version was given again: %v", third["version"])
	}
	renamed := read[object](c, "PUT", "/api/Software/Package/"+first, object{"name": "Other"})
	if renamed["version"] != 2.0 {
		t.Errorf("%v", renamed)
	}
}

func TestSoftwareVersionsAreUniqueWhenManyCreateThem(t *testing.T) {
	const clients = 20
	c := start(t, Options{Path: filepath.Join(t.TempDir(), "wats.db")})
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			if status, text := c.send("POST", "/api/Software/Package", object{"name": "P"}); status != 200 {
				t.Error(status, text)
			}
		})
	}
	group.Wait()
	seen := map[any]bool{}
	for _, p := range read[[]object](c, "GET", "/api/Software/Packages", nil) {
		seen[p["version"]] = true
	}
	if len(seen) != clients || !seen[1.0] || !seen[float64(clients)] {
		t.Errorf("the versions are %v", seen)
	}
}

func TestSoftwareStates(t *testing.T) {
	states := []string{"Draft", "Pending", "Released", "Revoked"}
	allowed := map[string][]string{"Draft": {"Pending"}, "Pending": {"Draft", "Released"}, "Released": {"Revoked"}}
	ways := map[string][]string{"Pending": {"Pending"}, "Released": {"Pending", "Released"}, "Revoked": {"Pending", "Released", "Revoked"}}
	c := start(t, Options{})
	for _, from := range states {
		for _, to := range states {
			id := c.newPackage("P")
			c.setStatus(id, ways[from]...)
			want := 409
			if slices.Contains(allowed[from], to) {
				want = 200
			}
			c.want(want, "POST", "/api/Software/PackageStatus/"+id+"?Status="+strings.ToLower(to), nil)
			if got := read[object](c, "GET", "/api/Software/Package/"+id, nil)["status"]; want == 409 && got != from || want == 200 && got != to {
				t.Errorf("%s after %s is %v", from, to, got)
			}
		}
	}
	id := c.newPackage("P")
	c.setStatus(id, "1", "0") // numbers will do
	c.want(400, "POST", "/api/Software/PackageStatus/"+id, nil)
	c.want(400, "POST", "/api/Software/PackageStatus/"+id+"?status=Obsolete", nil)
	c.want(400, "POST", "/api/Software/PackageStatus/"+id+"?status=4", nil)
	c.want(404, "POST", "/api/Software/PackageStatus/"+noID+"?status=Pending", nil)
}

func TestOnlySoftwareDraftsChange(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	c.uploadZip(200, id, zipOf(t, "bin/a.txt", "a"))
	file := read[[]object](c, "GET", "/api/Software/PackageFiles/"+id, nil)[0]["fileId"].(string)
	folder := c.folders(id)[0].PackageFolderID
	refused := func(state string) {
		for _, r := range []struct {
			method, path string
			body         any
		}{
			{"PUT", "Software/Package/" + id, object{"name": "P"}},
			{"POST", "Software/Package/UploadZip/" + id, zipOf(t, "b.txt", "b")},
			{"POST", "Software/Package/FileAttribute/" + file, object{"attributes": "ExecuteOnce"}},
			{"POST", "internal/Software/PostPackageFolder?packageId=" + id, object{"name": "f"}},
			{"POST", "internal/Software/UpdatePackageFolder", object{"packageFolderId": folder, "name": "f"}},
			{"POST", "internal/Software/DeletePackageFolder?packageFolderId=" + folder, nil},
			{"POST", "internal/Software/DeletePackageFolderFiles?packageFolderFileIds=" + file, nil},
		} {
			if got := c.want(409, r.method, "/api/"+r.path, r.body); !strings.Contains(got, state) {
				t.Error(got)
			}
		}
	}
	before := ""
	for i, state := range []string{"Pending", "Released", "Revoked"} {
		c.setStatus(id, state)
		refused(state)
		if i < 2 {
			c.want(409, "DELETE", "/api/Software/Package/"+id, nil)
		}
		files := c.want(200, "GET", "/api/Software/PackageFiles/"+id, nil)
		if before != "" && files != before {
			t.Errorf("the files changed: %s", files)
		}
		before = files
	}
	c.want(204, "DELETE", "/api/Software/Package/"+id, nil)
	c.want(404, "GET", "/api/internal/Software/File/"+file, nil)
}

func TestSoftwareByNameAndTag(t *testing.T) {
	c := start(t, Options{})
	tagged := func(value string) func(object) {
		return set("tags", []object{{"key": "PartNumber", "value": value}})
	}
	one, two := c.newPackage("P", tagged("A")), c.newPackage("P", tagged("A"))
	c.newPackage("P", tagged("B"))
	c.setStatus(one, "Pending", "Released")
	c.setStatus(two, "Pending", "Released")
	for query, want := range map[string]string{
		"name=P": "P 3", "NAME=P&STATUS=released": "P 2", "name=P&version=1": "P 1", "name=P&version=1&status=2": "P 1",
	} {
		if got := titles([]object{read[object](c, "GET", "/api/Software/PackageByName?"+query, nil)})[0]; got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	for _, query := range []string{"name=Q", "name=p", "name=P&version=3&status=Released", "name=P&version=4"} {
		c.want(404, "GET", "/api/Software/PackageByName?"+query, nil)
	}
	for _, query := range []string{"", "name=+", "name=P&version=x", "name=P&status=x"} {
		c.want(400, "GET", "/api/Software/PackageByName?"+query, nil)
	}
	for query, want := range map[string][]string{
		"tag=PartNumber&value=A": {"P 1", "P 2"}, "tag=PartNumber&value=A&status=Draft": {}, "tag=PartNumber&value=B&status=0": {"P 3"}, "tag=A&value=A": {},
	} {
		if diff := cmp.Diff(want, titles(read[[]object](c, "GET", "/api/Software/PackagesByTag?"+query, nil))); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	c.want(400, "GET", "/api/Software/PackagesByTag?tag=A", nil)
	c.want(409, "DELETE", "/api/Software/PackageByName?name=P&version=1", nil)
	c.want(204, "DELETE", "/api/Software/PackageByName?name=P", nil) // the latest
	if got := read[object](c, "GET", "/api/Software/PackageByName?name=P", nil); got["version"] != 2.0 {
		t.Errorf("%v", got)
	}
	c.want(404, "DELETE", "/api/Software/PackageByName?name=P&version=3", nil)
	c.want(400, "DELETE", "/api/Software/PackageByName", nil)
}

func TestBadSoftwareIsRefused(t *testing.T) {
	c := start(t, Options{})
	for name, body := range map[string]any{
		"no name": object{}, "a blank name": object{"name": " "}, "a long name": object{"name": strings.Repeat("x", 101)},
		"a tag without key": object{"name": "P", "tags": []object{{"value": "v"}}}, "not a draft": object{"name": "P", "status": "Released"},
		"no such status": object{"name": "P", "status": "New"}, "a list": []object{}, "a type": object{"name": "P", "priority": "high"},
	} {
		if status, text := c.send("POST", "/api/Software/Package", body); status != 400 {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	id := c.newPackage("P")
	c.want(409, "PUT", "/api/Software/Package/"+id, object{"name": "P", "status": 2})
	c.want(400, "PUT", "/api/Software/Package/"+id, object{"name": "P", "packageId": noID})
	c.want(400, "GET", "/api/Software/Package/7", nil)
	c.want(404, "GET", "/api/Software/PackageFiles/"+noID, nil)
}

func TestSoftwareIsConnectedAndVirtualFolders(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", "/api/internal/Software/isConnected", nil); got != "true" {
		t.Error(got)
	}
	if got := c.want(200, "GET", "/api/Software/VirtualFolders", nil); got != "[]" {
		t.Error(got)
	}
	c.newPackage("A", set("rootDirectory", `C:\Tests\ICT`))
	c.newPackage("B", set("rootDirectory", `C:\Tests\ICT`))
	got := read[[]virtualFolder](c, "GET", "/api/Software/VirtualFolders", nil)
	if len(got) != 1 || got[0].Name != "ICT" || got[0].Path != `C:\Tests\ICT` || got[0].FolderID == "" {
		t.Errorf("%+v", got)
	}
}

func TestSoftwareHistory(t *testing.T) {
	c := start(t, Options{})
	tags := func(pairs ...string) func(object) {
		var list []object
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, object{"key": pairs[i], "value": pairs[i+1]})
		}
		return set("tags", list)
	}
	one := c.newPackage("P", tags("PartNumber", "A & B", "StationName", "Any"))
	c.newPackage("P", tags("PartNumber", "A & B", "StationName", "ST-1"))
	c.newPackage("Q", tags("PartNumber", "C"))
	c.setStatus(one, "Pending", "Released", "Revoked")
	for tags, want := range map[string][]string{
		`PartNumber=A & B`:                      {"P 2"},
		`PartNumber`:                            {"P 2", "Q 1"},
		`PartNumber=A & B; StationName=ST-1`:    {"P 2"},
		`PartNumber=A & B;StationName=Any`:      {"P 1"},
		`//*`:                                   {"P 2", "Q 1"},
		`//*[PartNumber[.="A &amp; B"]] `:       {"P 2"},
		`//*[PartNumber[.='C']]`:                {"Q 1"},
		`//*[StationName]`:                      {"P 2"},
		`//*[StationName[.="X" or .="Any"]] `:   {"P 1"},
		`//*[PartNumber[.="C"]] [StationName] `: {},
	} {
		got := titles(read[[]object](c, "GET", "/api/internal/Software/GetPackageHistory?tags="+url.QueryEscape(tags), nil))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", tags, diff)
		}
	}
	route := "/api/internal/Software/GetPackageHistory?tags=StationName"
	if diff := cmp.Diff([]string{"P 1", "P 2"}, titles(read[[]object](c, "GET", route+"&allVersions=true", nil))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"P 1"}, titles(read[[]object](c, "GET", route+"&status=3", nil))); diff != "" {
		t.Error(diff)
	}
	for _, tags := range []string{"", ";", "=A", "//*[A", "//*[A[.!='x']]", "//*/A"} {
		c.want(400, "GET", "/api/internal/Software/GetPackageHistory?tags="+url.QueryEscape(tags), nil)
	}
	details := read[object](c, "GET", "/api/internal/Software/GetSoftwareEntityDetails?packageId="+one, nil)
	events := []any{}
	for _, e := range details["history"].([]any) {
		events = append(events, at(e, "event"))
	}
	if diff := cmp.Diff([]any{"Created", "Pending", "Released", "Revoked"}, events); diff != "" || details["name"] != "P" {
		t.Error(diff)
	}
}

func TestSoftwareDownloadsAreLogged(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	want := object{
		"packageId": id, "name": "P", "version": 1.0, "event": "Downloaded", "utc": "2026-03-01T12:00:00Z", "user": theUser,
		"clientId": 1.0, "downloadSize": 1234.0,
	}
	route := "/api/internal/Software/Log?packageId=" + id
	if diff := cmp.Diff(want, read[object](c, "GET", route+"&downloadSize=1234", nil)); diff != "" {
		t.Error(diff)
	}
	c.want(200, "GET", route+"&clientId=7", nil)
	c.want(204, "DELETE", "/api/Software/Package/"+id, nil)
	if diff := cmp.Diff([]object{want}, read[[]object](c, "GET", "/api/internal/Software/GetPackageDownloadHistory?clientId=1", nil)); diff != "" {
		t.Error(diff)
	}
	if got := c.want(200, "GET", "/api/internal/Software/GetPackageDownloadHistory?clientId=2", nil); got != "[]" {
		t.Error(got)
	}
	c.want(404, "GET", route, nil)
	c.want(400, "GET", "/api/internal/Software/GetPackageDownloadHistory", nil)
}

func TestWhatHappenedToInstalledSoftware(t *testing.T) {
	c := start(t, Options{})
	replaced, current, alone, deleted := c.newPackage("P"), c.newPackage("P"), c.newPackage("Q"), c.newPackage("P")
	c.setStatus(replaced, "Pending", "Released", "Revoked")
	c.setStatus(current, "Pending", "Released")
	c.setStatus(alone, "Pending", "Released", "Revoked")
	c.want(204, "DELETE", "/api/Software/Package/"+deleted, nil)
	installed := "?installedPackages=" + strings.Join([]string{replaced, current, alone, deleted}, ",")
	ask := func(query string) []string {
		return read[[]string](c, "GET", "/api/internal/Software/GetRevokedPackages"+query, nil)
	}
	if diff := cmp.Diff([]string{replaced, alone, deleted}, ask(installed)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{alone}, ask(installed+"&includeRevokedOnly=true")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{noID}, ask("?installedPackages="+noID)); diff != "" {
		t.Error(diff)
	}
	for query, want := range map[string][]string{
		"": {}, "?installedPackages=" + replaced: {"P 2"}, "?installedPackages=" + current: {}, "?installedPackages=" + replaced + "," + current: {},
		"?installedPackages=" + alone + "," + noID: {}, "?installedPackages=" + deleted: {},
	} {
		got := titles(read[[]object](c, "GET", "/api/internal/Software/GetAvailablePackages"+query, nil))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	c.want(400, "GET", "/api/internal/Software/GetRevokedPackages?installedPackages=7", nil)
	c.want(400, "GET", "/api/internal/Software/GetAvailablePackages?installedPackages=7", nil)
}
