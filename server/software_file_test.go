package server

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// zipOf packs files, given as path and content in turn; a path that ends in a slash is a folder.
func zipOf(t *testing.T, pairs ...string) string {
	t.Helper()
	var headers []*zip.FileHeader
	var contents []string
	for i := 0; i < len(pairs); i += 2 {
		headers = append(headers, &zip.FileHeader{Name: pairs[i], Method: zip.Deflate, Modified: now})
		contents = append(contents, pairs[i+1])
	}
	return zipOfHeaders(t, headers, contents...)
}

func zipOfHeaders(t *testing.T, headers []*zip.FileHeader, contents ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, h := range headers {
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, contents[i]); err != nil && contents[i] != "" {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// uploadZip sends a zip to a package and returns the answer, which must have the status.
func (c client) uploadZip(status int, id, data string) string {
	c.t.Helper()
	got, text := c.postRaw("/api/Software/Package/UploadZip/"+id, "application/zip", []byte(data))
	if got != status {
		c.t.Fatalf("%d %s, want %d", got, text, status)
	}
	return text
}

// paths are the paths of a package's files with their ids.
func (c client) paths(id string) map[string]string {
	c.t.Helper()
	all := map[string]string{}
	for _, f := range read[[]packageFileRow](c, "GET", "/api/Software/PackageFiles/"+id, nil) {
		all[f.Path] = f.FileID
	}
	return all
}

// folders are the folders of a package by path.
func (c client) folders(id string) []packageFolder {
	c.t.Helper()
	type details struct{ Folders []packageFolder }
	return read[details](c, "GET", "/api/internal/Software/GetSoftwareEntityDetails?packageId="+id, nil).Folders
}

type packageFileRow struct{ FileID, Filename, Path, Checksum, Attributes, CreatedUTC, ModifiedUTC string }

func TestZipUpload(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c, end := reopen(t, path)
	id := c.newPackage("P")
	text := c.uploadZip(200, id, zipOf(t, "./setup.txt", "hello", `bin\x64\a.dll`, strings.Repeat("x", 5000), "empty/", ""))
	files := read[[]object](c, "GET", "/api/Software/PackageFiles/"+id, nil)
	if text != c.want(200, "GET", "/api/Software/PackageFiles/"+id, nil) || len(files) != 2 {
		t.Fatal(text)
	}
	want := object{
		"fileId": files[1]["fileId"], "filename": "setup.txt", "path": "setup.txt", "size": 5.0,
		"checksum": "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", "createdUtc": "2026-03-01T12:00:00Z", "modifiedUtc": "2026-03-01T12:00:00Z", "attributes": "None",
	}
	if diff := cmp.Diff(want, files[1]); diff != "" || files[0]["path"] != "bin/x64/a.dll" || files[0]["size"] != 5000.0 {
		t.Error(diff, files[0])
	}
	c.setStatus(id, "Pending", "Released")
	end()
	c, end = reopen(t, path)
	defer end()
	download := c.want(200, "GET", "/api/Software/Package/DownloadZip/"+id, nil)
	z, err := zip.NewReader(strings.NewReader(download), int64(len(download)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || f.Modified.Unix() != now.Unix() && !strings.HasSuffix(f.Name, "/") {
			t.Errorf("%s: %v, %v", f.Name, f.Modified, err)
		}
		got[f.Name] = string(data)
	}
	contents := map[string]string{"bin/": "", "bin/x64/": "", "empty/": "", "setup.txt": "hello", "bin/x64/a.dll": strings.Repeat("x", 5000)}
	if diff := cmp.Diff(contents, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyReleasedSoftwareIsDownloaded(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	c.want(409, "GET", "/api/Software/Package/DownloadZip/"+id, nil)
	c.setStatus(id, "Pending")
	c.want(409, "GET", "/api/Software/Package/DownloadZip/"+id, nil)
	c.setStatus(id, "Released")
	c.want(200, "GET", "/api/Software/Package/DownloadZip/"+id, nil)
	c.want(404, "GET", "/api/Software/Package/DownloadZip/"+noID, nil)
}

func TestUploadsToSoftwareAddUp(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	c.uploadZip(200, id, zipOf(t, "a.txt", "1", "b.txt", "1"))
	before := c.paths(id)
	c.want(200, "POST", "/api/Software/Package/FileAttribute/"+before["a.txt"], object{"attributes": "ExecuteOnce"})
	c.uploadZip(200, id, zipOf(t, "A.TXT", "2", "c.txt", "2"))
	after := c.paths(id)
	want := map[string]string{"A.TXT": before["a.txt"], "b.txt": before["b.txt"], "c.txt": after["c.txt"]}
	if diff := cmp.Diff(want, after); diff != "" {
		t.Error(diff)
	}
	if got := read[packageFileRow](c, "GET", "/api/internal/Software/File/"+before["a.txt"], nil); got.Attributes != "ExecuteOnce" || got.Filename != "A.TXT" {
		t.Errorf("%+v", got)
	}
	if status, text := c.postRaw("/api/Software/Package/UploadZip/"+id+"?cleanInstall=true", "application/zip", []byte(zipOf(t, "d/e.txt", "3"))); status != 200 {
		t.Fatal(text)
	}
	if got := c.paths(id); len(got) != 1 || got["d/e.txt"] == "" {
		t.Errorf("%v", got)
	}
	c.uploadZip(409, id, zipOf(t, "D", "a file with the name of a folder"))
	c.uploadZip(409, id, zipOf(t, "d/e.txt/f", "a folder with the name of a file"))
	c.want(400, "POST", "/api/Software/Package/UploadZip/"+id+"?cleanInstall=perhaps", zipOf(t, "x", ""))
	if got := c.paths(id); len(got) != 1 {
		t.Errorf("a refused upload left something: %v", got)
	}
}

func TestDangerousZipsAreRefused(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	link := &zip.FileHeader{Name: "link"}
	link.SetMode(fs.ModeSymlink | 0o777)
	damaged := []byte(zipOf(t, "a.txt", strings.Repeat("hello", 100)))
	damaged[50] ^= 0xff // in the packed bytes
	for name, data := range map[string]string{
		"up":                  zipOf(t, "../a.txt", "x"),
		"up later":            zipOf(t, "a/../../b.txt", "x"),
		"up with backslashes": zipOf(t, `a\..\..\b.txt`, "x"),
		"absolute":            zipOf(t, "/etc/passwd", "x"),
		"share":               zipOf(t, `\\server\share\a.txt`, "x"),
		"drive":               zipOf(t, `C:\a.txt`, "x"),
		"stream":              zipOf(t, "a.txt:b", "x"),
		"dots":                zipOf(t, "a/.../b.txt", "x"),
		"trailing space":      zipOf(t, "a /b.txt", "x"),
		"zero byte":           zipOf(t, "a\x00b", "x"),
		"not UTF-8":           zipOf(t, "a\xff", "x"),
		"too long":            zipOf(t, strings.Repeat("x", 241), "x"),
		"nameless":            zipOf(t, ".", "x"),
		"twice":               zipOf(t, "a.txt", "x", "A.txt", "y"),
		"link":                zipOfHeaders(t, []*zip.FileHeader{link}, "/etc/passwd"),
		"only a folder":       zipOf(t, "a/", ""),
		"empty":               zipOf(t),
		"no zip":              "hello",
		"nothing":             "",
		"damaged":             string(damaged),
		"cut off":             string(damaged[:len(damaged)-10]),
		"a lie about size":    liar(t),
		"huge":                boast(t),
		"too many":            crowd(t),
	} {
		if status, text := c.postRaw("/api/Software/Package/UploadZip/"+id, "application/zip", []byte(data)); status != 400 || !strings.Contains(text, "Message") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	if got := c.paths(id); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// liar is a zip that says of 10000 bytes that they are 5.
func liar(t *testing.T) string {
	t.Helper()
	honest := zipOf(t, "a.txt", strings.Repeat("x", 10000))
	z, err := zip.NewReader(strings.NewReader(honest), int64(len(honest)))
	if err != nil {
		t.Fatal(err)
	}
	return rawZip(t, z.File[0], func(h *zip.FileHeader) { h.UncompressedSize64 = 5 })
}

// boast is a zip that says that it unpacks to more than there is room for.
func boast(t *testing.T) string {
	t.Helper()
	honest := zipOf(t, "a.txt", "x")
	z, err := zip.NewReader(strings.NewReader(honest), int64(len(honest)))
	if err != nil {
		t.Fatal(err)
	}
	return rawZip(t, z.File[0], func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 63 })
}

// rawZip packs a file again under a header that was changed.
func rawZip(t *testing.T, f *zip.File, change func(*zip.FileHeader)) string {
	t.Helper()
	raw, err := f.OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	h := f.FileHeader
	change(&h)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// crowd is a zip with more files than there may be.
func crowd(t *testing.T) string {
	t.Helper()
	headers := make([]*zip.FileHeader, maxPackageFiles+1)
	for i := range headers {
		headers[i] = &zip.FileHeader{Name: fmt.Sprint(i)}
	}
	return zipOfHeaders(t, headers, make([]string, len(headers))...)
}

func TestAZipBombIsRefused(t *testing.T) {
	bomb := zipOf(t, "a", strings.Repeat("x", 600), "b", strings.Repeat("x", 600))
	if _, err := readArchive([]byte(bomb), 1199); fault.KindOf(err) != fault.Validation {
		t.Error(err)
	}
	if a, err := readArchive([]byte(bomb), 1200); err != nil || len(a.files) != 2 {
		t.Error(err)
	}
}

func TestCheckFile(t *testing.T) {
	c := start(t, Options{})
	id, other := c.newPackage("P"), c.newPackage("Q")
	c.uploadZip(200, id, zipOf(t, "bin/a.txt", "hello"))
	folder := c.folders(id)[0].PackageFolderID
	const sha1, md5 = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", "5D41402ABC4B2A76B9719D911017C592"
	date := fmt.Sprint(now.Unix())
	ask := func(folder, path, checksum, date string) fileCheck {
		return read[fileCheck](c, "GET", "/api/internal/Software/CheckFile?packageId="+id+"&parentFolderId="+folder+"&filePath="+path+
			"&checksum="+checksum+"&fileDateEpoch="+date, nil)
	}
	file := c.paths(id)["bin/a.txt"]
	for name, c := range map[string]struct {
		got  fileCheck
		want fileCheck
	}{
		"in the folder":   {ask(folder, "a.txt", sha1, date), fileCheck{true, true, true, &file}},
		"from the root":   {ask(id, "BIN/a.txt", md5, date), fileCheck{true, true, true, &file}},
		"the whole path":  {ask(folder, `bin\a.txt`, md5, "5"), fileCheck{true, true, false, &file}},
		"another content": {ask(folder, "a.txt", "0", date), fileCheck{true, false, true, &file}},
		"not in the root": {ask(id, "a.txt", sha1, date), fileCheck{}},
		"no such file":    {ask(folder, "b.txt", sha1, ""), fileCheck{}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	route := "/api/internal/Software/CheckFile?packageId=" + id + "&checksum=0&parentFolderId="
	c.want(404, "GET", route+noID+"&filePath=a", nil)
	c.want(400, "GET", route+other+"&filePath=a", nil)
	c.want(400, "GET", route+id+"&filePath=../a", nil)
	c.want(400, "GET", route+id+"&filePath=a&fileDateEpoch=today", nil)
	c.want(400, "GET", route+id, nil)
	c.want(400, "GET", route+"7&filePath=a", nil)
}

func TestSoftwareFolders(t *testing.T) {
	c := start(t, Options{})
	id, other := c.newPackage("P"), c.newPackage("Q")
	c.uploadZip(200, id, zipOf(t, "bin/x64/a.txt", "a", "binary.txt", "b"))
	create := "/api/internal/Software/PostPackageFolder?packageId=" + id
	docs := read[packageFolder](c, "POST", create, object{"Name": "docs"})
	if want := (packageFolder{docs.PackageFolderID, id, id, "docs", "docs"}); docs != want {
		t.Errorf("%+v", docs)
	}
	en := read[packageFolder](c, "POST", create, object{"name": "en", "parentFolderId": docs.PackageFolderID})
	if en.Path != "docs/en" || en.ParentFolderID != docs.PackageFolderID {
		t.Errorf("%+v", en)
	}
	bin := c.folders(id)[0]
	update := "/api/internal/Software/UpdatePackageFolder"
	moved := read[packageFolder](c, "POST", update, object{"packageFolderId": bin.PackageFolderID, "name": "Bin2", "parentFolderId": en.PackageFolderID})
	if moved.Path != "docs/en/Bin2" || moved.PackageFolderID != bin.PackageFolderID {
		t.Errorf("%+v", moved)
	}
	if got := c.paths(id); got["docs/en/Bin2/x64/a.txt"] == "" || got["binary.txt"] == "" {
		t.Errorf("%v", got)
	}
	if got := read[packageFolder](c, "POST", update, object{"packageFolderId": docs.PackageFolderID, "name": "DOCS"}); got.Path != "DOCS" {
		t.Errorf("%+v", got)
	}
	c.want(409, "POST", create, object{"name": "docs"})
	c.want(409, "POST", create, object{"name": "Binary.txt"})
	c.want(409, "POST", update, object{"packageFolderId": moved.PackageFolderID, "name": "binary.txt", "parentFolderId": id})
	c.want(400, "POST", update, object{"packageFolderId": docs.PackageFolderID, "parentFolderId": en.PackageFolderID})
	c.want(400, "POST", update, object{"packageFolderId": docs.PackageFolderID, "parentFolderId": other})
	c.want(400, "POST", update, object{"packageFolderId": id, "name": "x"})
	c.want(404, "POST", update, object{"packageFolderId": noID, "name": "x"})
	c.want(400, "POST", create, object{"name": "a/b"})
	c.want(400, "POST", create, object{"name": ".."})
	c.want(400, "POST", create, object{"name": "x", "parentFolderId": "7"})
	c.want(404, "POST", create, object{"name": "x", "parentFolderId": noID})
	c.want(404, "POST", "/api/internal/Software/PostPackageFolder?packageId="+noID, object{"name": "x"})

	remove := "/api/internal/Software/DeletePackageFolder?packageFolderId="
	if got := read[packageFolder](c, "POST", remove+en.PackageFolderID, nil); got.Name != "en" {
		t.Errorf("%+v", got)
	}
	if left := c.folders(id); len(left) != 1 || left[0].Path != "DOCS" || len(c.paths(id)) != 1 {
		t.Errorf("%+v, %v", left, c.paths(id))
	}
	c.want(404, "POST", remove+en.PackageFolderID, nil)
	c.want(400, "POST", remove+id, nil)
}

func TestFilesOfSoftwareAreDeletedTogether(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	c.uploadZip(200, id, zipOf(t, "a", "a", "b", "b", "c", "c"))
	files := c.paths(id)
	route := "/api/internal/Software/DeletePackageFolderFiles?packageFolderFileIds="
	c.want(404, "POST", route+files["a"]+","+noID, nil)
	if got := c.want(200, "POST", route+files["a"]+",%20"+files["b"], nil); got != `{"deleted":2}` {
		t.Error(got)
	}
	if got := c.paths(id); len(got) != 1 || got["c"] == "" {
		t.Errorf("%v", got)
	}
	c.want(400, "POST", route, nil)
	c.want(400, "POST", route+"7", nil)
}

func TestFileAttributesOfSoftware(t *testing.T) {
	c := start(t, Options{})
	id := c.newPackage("P")
	c.uploadZip(200, id, zipOf(t, "a", "a"))
	route := "/api/Software/Package/FileAttribute/"
	c.want(400, "POST", route+c.paths(id)["a"], object{"attributes": " "})
	c.want(400, "POST", route+c.paths(id)["a"], nil)
	c.want(404, "POST", route+noID, object{"attributes": "x"})
	if got := read[packageFileRow](c, "POST", route+c.paths(id)["a"], object{"attributes": "ExecuteAlways"}); got.Attributes != "ExecuteAlways" {
		t.Errorf("%+v", got)
	}
}

func TestUploadsToSoftwareHaveABoundTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c := start(t, Options{Path: path})
	id := c.newPackage("P")
	c.uploadZip(200, id, zipOf(t, "a", ""))
	other, err := db.Open(t.Context(), path, schemaSteps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE software_file SET size = ?", maxPackageSize)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	c.uploadZip(200, id, zipOf(t, "b", ""))
	c.uploadZip(400, id, zipOf(t, "c", "x"))
}

func FuzzCleanPath(f *testing.F) {
	for _, s := range []string{"a/b", `a\b`, "../a", "C:/a", "./a", "a/.", " a", "a//b", "..."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean, err := cleanPath(name)
		if err != nil {
			return
		}
		if !filepath.IsLocal(clean) || strings.Contains(clean, `\`) {
			t.Errorf("%q became %q", name, clean)
		}
		if again, err := cleanPath(clean); err != nil || again != clean {
			t.Errorf("%q became %q, then %q %v", name, clean, again, err)
		}
	})
}
