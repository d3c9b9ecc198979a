package server

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// packageFile is a file of a package.
type packageFile struct {
	FileID      string  `json:"fileId"`
	Filename    string  `json:"filename"`
	Path        string  `json:"path"` // from the package's root, with the name
	Size        int64   `json:"size"` // bytes
	Checksum    string  `json:"checksum"`
	CreatedUTC  instant `json:"createdUtc"`
	ModifiedUTC instant `json:"modifiedUtc"`
	Attributes  string  `json:"attributes"`
	packageID   string
	md5         string
}

// fileCheck says whether a file has to be uploaded.
type fileCheck struct {
	Exists       bool    `json:"exists"`       // a file with the path is there
	SameChecksum bool    `json:"sameChecksum"` // and it has the same content
	SameDate     bool    `json:"sameDate"`     // and the same date, to the second
	FileID       *string `json:"fileId"`
}

// listFiles finds the files that a condition holds for, by path.
func listFiles(tx *db.Tx, condition string, args ...any) ([]packageFile, error) {
	all := []packageFile{}
	err := tx.Each(func(rows *sql.Rows) error {
		var f packageFile
		err := rows.Scan(&f.FileID, &f.packageID, &f.Path, &f.Size, &f.Checksum, &f.md5, &f.Attributes, &f.CreatedUTC, &f.ModifiedUTC)
		f.Filename = path.Base(f.Path)
		all = append(all, f)
		return err
	}, "SELECT guid, package, path, size, sha1, md5, attributes, created, modified FROM software_file WHERE "+condition+" ORDER BY path", args...)
	return all, err
}

// findFile reads what is known of a file, or says that there is none.
func findFile(tx *db.Tx, guid string) (*packageFile, error) {
	found, err := listFiles(tx, "guid = ?", guid)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "there is no file %s", guid)
	}
	return &found[0], nil
}

func (s *softwareService) getFiles(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		p, err := findPackage(tx, guid)
		if err != nil {
			return nil, err
		}
		return p.Files, nil
	})
}

func (s *softwareService) getFile(r *http.Request) (any, error) {
	guid, err := readGUID("fileId", r.PathValue("file_id"))
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) { return findFile(tx, guid) })
}

// postFileAttribute says what a station does with a file, such as ExecuteOnce.
func (s *softwareService) postFileAttribute(r *http.Request) (any, error) {
	guid, err := readGUID("fileId", r.PathValue("file_id"))
	if err != nil {
		return nil, err
	}
	var in struct {
		Attributes string `json:"attributes"`
	}
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	if err := required("attributes", in.Attributes); err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) { return s.at(tx).setAttributes(guid, in.Attributes) })
}

func (j journal) setAttributes(guid, attributes string) (*packageFile, error) {
	f, err := findFile(j.tx, guid)
	if err != nil {
		return nil, err
	}
	p, err := findDraft(j.tx, f.packageID)
	if err != nil {
		return nil, err
	}
	if _, err := j.tx.Exec("UPDATE software_file SET attributes = ? WHERE guid = ?", attributes, guid); err != nil {
		return nil, err
	}
	f.Attributes = attributes
	return f, j.touch(p, "Changed")
}

// fileQuery asks whether a file is there as a client has it.
type fileQuery struct {
	packageID, folderID string
	path                string // below the folder, or from the package's root
	checksum            string // SHA-1 or MD5 in hexadecimal digits
	date                int64  // seconds since 1970
}

func readFileQuery(q *web.Query) (f fileQuery, err error) {
	f = fileQuery{
		packageID: q.Required("packageId"), folderID: q.Required("parentFolderId"), path: q.Required("filePath"), checksum: q.Required("checksum"),
	}
	if err := q.Err(); err != nil {
		return f, err
	}
	if f.packageID, err = readGUID("packageId", f.packageID); err != nil {
		return f, err
	}
	if f.folderID, err = readGUID("parentFolderId", f.folderID); err != nil {
		return f, err
	}
	if f.date, err = strconv.ParseInt(cmp.Or(q.Text("fileDateEpoch"), "0"), 10, 64); err != nil {
		return f, fault.New(fault.Validation, "fileDateEpoch is required to be a whole number, got %q", q.Text("fileDateEpoch"))
	}
	f.path, err = cleanPath(f.path)
	return f, err
}

// checkFile tells a client whether it needs to upload a file.
func (s *softwareService) checkFile(r *http.Request) (any, error) {
	q, err := readFileQuery(web.QueryOf(r))
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) { return q.check(tx) })
}

func (q fileQuery) check(tx *db.Tx) (fileCheck, error) {
	folder, err := findFolder(tx, q.folderID)
	if err != nil {
		return fileCheck{}, err
	}
	if folder.PackageID != q.packageID {
		return fileCheck{}, folder.elsewhere()
	}
	found, err := listFiles(tx, "package = ?1 AND path IN (?2, ?3)", q.packageID, path.Join(folder.Path, q.path), q.path)
	if err != nil || len(found) == 0 {
		return fileCheck{}, err
	}
	f := found[0]
	return fileCheck{
		Exists: true, FileID: &f.FileID, SameDate: time.Unix(0, int64(f.ModifiedUTC)).Unix() == q.date,
		SameChecksum: strings.EqualFold(q.checksum, f.Checksum) || strings.EqualFold(q.checksum, f.md5),
	}, nil
}

// uploadZip adds the files of a zip to a draft, over those with the same path; with cleanInstall they replace all. It
// answers the files of the package.
func (s *softwareService) uploadZip(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	q := web.QueryOf(r)
	clean := q.Bool("cleanInstall", false)
	if err := q.Err(); err != nil {
		return nil, err
	}
	body, err := web.Body(r)
	if err != nil {
		return nil, err
	}
	a, err := readArchive(body, maxPackageSize)
	if err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) { return s.at(tx).upload(guid, a, clean) })
}

func (j journal) upload(guid string, a *archive, clean bool) ([]packageFile, error) {
	p, err := findDraft(j.tx, guid)
	if err != nil {
		return nil, err
	}
	if clean {
		if err := deleteBelow(j.tx, guid, ""); err != nil {
			return nil, err
		}
	}
	for _, name := range a.folders {
		if _, err := addFolder(j.tx, guid, name); err != nil {
			return nil, err
		}
	}
	for i := range a.files {
		if err := j.saveFile(guid, &a.files[i]); err != nil {
			return nil, err
		}
	}
	if err := checkSize(j.tx, p); err != nil {
		return nil, err
	}
	if err := j.touch(p, "Uploaded"); err != nil {
		return nil, err
	}
	return listFiles(j.tx, "package = ?", guid)
}

// saveFile adds a file or overwrites the one with its path, which keeps its id and attributes.
func (j journal) saveFile(guid string, f *packedFile) error {
	if _, err := addFolder(j.tx, guid, path.Dir(f.path)); err != nil {
		return err
	}
	if taken, err := holds(j.tx, "software_folder", guid, f.path); err != nil || taken {
		return orTaken(err, f.path, "folder")
	}
	modified := j.now
	if !f.header.Modified.IsZero() {
		modified = instantOf(f.header.Modified)
	}
	_, err := j.tx.Exec(`INSERT INTO software_file (guid, package, path, size, sha1, md5, attributes, created, modified, method, packed)
		VALUES (?, ?, ?, ?, ?, ?, 'None', ?, ?, ?, ?) ON CONFLICT (package, path) DO UPDATE SET path = excluded.path,
		size = excluded.size, sha1 = excluded.sha1, md5 = excluded.md5, modified = excluded.modified, method = excluded.method, packed = excluded.packed`,
		uuid.NewString(), guid, f.path, f.header.UncompressedSize64, f.sha1, f.md5, j.now, modified, f.header.Method, f.packed)
	return err
}

// checkSize refuses a package that has grown too large by several uploads.
func checkSize(tx *db.Tx, p *softwarePackage) error {
	var files, size int64
	if _, err := tx.Find([]any{&files, &size}, "SELECT count(*), coalesce(sum(size), 0) FROM software_file WHERE package = ?", p.PackageID); err != nil {
		return err
	}
	if files > maxPackageFiles || size > maxPackageSize {
		return fault.New(fault.Validation, "%s would have %d files of %d bytes: no more than %d files of %d bytes are possible",
			p.title(), files, size, maxPackageFiles, maxPackageSize)
	}
	return nil
}

// downloadZip packs the files of a released package, with its folders.
func (s *softwareService) downloadZip(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		p, err := findPackage(tx, guid)
		if err != nil {
			return nil, err
		}
		if p.Status != packageReleased {
			return nil, fault.New(fault.Conflict, "%s is %s: only released packages can be downloaded", p.title(), p.Status)
		}
		return p.pack(tx)
	})
}

func (p *softwarePackage) pack(tx *db.Tx) (web.File, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	folders, err := listFolders(tx, p.PackageID)
	if err != nil {
		return web.File{}, err
	}
	for _, f := range folders {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: f.Path + "/"}); err != nil {
			return web.File{}, err
		}
	}
	err = tx.Each(func(rows *sql.Rows) error { return addPacked(z, rows) },
		"SELECT path, modified, method, packed FROM software_file WHERE package = ? ORDER BY path", p.PackageID)
	if err == nil {
		err = z.Close()
	}
	return web.File{Type: "application/zip", Name: fmt.Sprintf("%s.%d.zip", p.Name, p.Version), Data: b.Bytes()}, err
}

// addPacked adds a file of the database to a zip.
func addPacked(z *zip.Writer, rows *sql.Rows) error {
	h := zip.FileHeader{Method: zip.Deflate}
	var modified int64
	var method uint16
	var packed []byte
	if err := rows.Scan(&h.Name, &modified, &method, &packed); err != nil {
		return err
	}
	h.Modified = time.Unix(0, modified).UTC()
	w, err := z.CreateHeader(&h)
	if err != nil {
		return err
	}
	var content io.Reader = bytes.NewReader(packed)
	if method == zip.Deflate {
		content = flate.NewReader(content)
	}
	_, err = io.Copy(w, content)
	return err
}
