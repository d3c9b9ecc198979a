package wats

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// In pyWATS every answer means that the module is connected, also false.
func TestSoftwareIsConnectedByWhatItSays(t *testing.T) {
	for body, want := range map[string]bool{"true": true, "false": false, "": false} {
		c := newClient(t, serve(t, says(200, "application/json", body)).URL)
		if out, err := find(t, c, "software.is_connected").call(t, inRun(t), nil); out != want || err != nil {
			t.Errorf("%q: %v, %v", body, out, err)
		}
	}
}

func TestPackageZipIsSent(t *testing.T) {
	s := serve(t, says(200, "application/json", "[]"))
	c := newClient(t, s.URL)
	path := filepath.Join(t.TempDir(), "build.zip")
	if err := os.WriteFile(path, []byte("PK\x00zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct {
		args map[string]any
		uri  string
	}{
		{map[string]any{"zip_content": "PK\x00zip"}, "/api/Software/Package/UploadZip/p"},
		{map[string]any{"file": path, "clean_install": true}, "/api/Software/Package/UploadZip/p?cleanInstall=true"},
		{map[string]any{"file": path, "clean_install": false}, "/api/Software/Package/UploadZip/p"},
	} {
		r.args["package_id"] = "p"
		if out, err := find(t, c, "software.upload_zip").call(t, inRun(t), r.args); out != true || err != nil {
			t.Fatalf("%v: %v, %v", r.args, out, err)
		}
		if got := s.last(); got.uri != r.uri || got.body != "PK\x00zip" || got.header.Get("Content-Type") != "application/zip" {
			t.Errorf("%v: %s, %q, %v", r.args, got.uri, got.body, got.header)
		}
	}
	if _, err := find(t, c, "software.upload_zip").call(t, inRun(t), map[string]any{"package_id": "p"}); fault.KindOf(err) != fault.Usage {
		t.Errorf("no zip: %v", err)
	}
}

// In pyWATS an update without an id sends nothing, and nobody is told.
func TestSoftwareIsCheckedBeforeAnyRequest(t *testing.T) {
	s := serve(t, says(200, "application/json", "{}"))
	c := newClient(t, s.URL)
	for name, args := range map[string]map[string]any{
		"update_package":              {"package": `{"name":"P"}`},
		"create_package":              {"name": " "},
		"get_package_by_name":         {"name": ""},
		"get_packages_by_tag":         {"tag": "t", "value": " "},
		"update_file_attribute":       {"file_id": "f", "attributes": ""},
		"delete_package_folder_files": {"file_ids": []string{}},
		"submit_for_review":           {"package_id": " "},
	} {
		if _, err := find(t, c, "software."+name).call(t, inRun(t), args); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Servers spell the keys of packages in several ways.
func TestPackagesInOtherSpellings(t *testing.T) {
	one := `{"id":"p","created":"2026-01-02T00:00:00Z","name":"P"}`
	want := `{"createdUtc":"2026-01-02T00:00:00Z","name":"P","packageId":"p"}`
	for name, r := range map[string]struct {
		args map[string]any
		body string
		want string
	}{
		"get_package":         {map[string]any{"package_id": "p"}, one, want},
		"update_package":      {map[string]any{"package": `{"packageId":"p"}`}, one, want},
		"get_packages":        {nil, "[" + one + "]", "[" + want + "]"},
		"get_package_files":   {map[string]any{"package_id": "p"}, `[{"id":"f","fileName":"a.lua"}]`, `[{"fileId":"f","filename":"a.lua"}]`},
		"get_virtual_folders": {nil, `[{"id":"v"}]`, `[{"folderId":"v"}]`},
	} {
		c := newClient(t, serve(t, says(200, "application/json", r.body)).URL)
		out, err := find(t, c, "software."+name).call(t, inRun(t), r.args)
		if err != nil {
			t.Fatal(err)
		}
		compareJSON(t, out, r.want)
	}
}

// What is logged is logged each time, though it is a GET.
func TestDownloadsAreLoggedEachTime(t *testing.T) {
	s := serve(t, says(200, "application/json", "{}"))
	log := find(t, newClient(t, s.URL, func(o *Options) { o.Caching = Caching{Services: []string{"software"}, Age: time.Hour} }), "software.log_download")
	for range 2 {
		if out, err := log.call(t, inRun(t), map[string]any{"package_id": "p", "download_size": 5}); out != true || err != nil {
			t.Fatal(out, err)
		}
	}
	if n := len(s.all()); n != 2 || log.Effect != modules.Write {
		t.Errorf("%d requests, %v", n, log.Effect)
	}
}
