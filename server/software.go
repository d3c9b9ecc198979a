package server

import (
	"net/http"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// softwareService keeps software packages: versions of test programs, drivers and settings that stations fetch.
type softwareService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *softwareService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/Software/Packages", Handle: s.getPackages},
		{Pattern: "GET /api/Software/PackagesByTag", Handle: s.getPackagesByTag},
		{Pattern: "GET /api/Software/Package/{package_id}", Handle: s.getPackage},
		{Pattern: "GET /api/Software/PackageByName", Handle: s.getPackageByName},
		{Pattern: "POST /api/Software/Package", Handle: s.postPackage},
		{Pattern: "PUT /api/Software/Package/{package_id}", Handle: s.putPackage},
		{Pattern: "DELETE /api/Software/Package/{package_id}", Handle: s.deletePackage},
		{Pattern: "DELETE /api/Software/PackageByName", Handle: s.deletePackageByName},
		{Pattern: "POST /api/Software/PackageStatus/{package_id}", Handle: s.postStatus},
		{Pattern: "GET /api/Software/PackageFiles/{package_id}", Handle: s.getFiles},
		{Pattern: "POST /api/Software/Package/UploadZip/{package_id}", Handle: s.uploadZip},
		{Pattern: "GET /api/Software/Package/DownloadZip/{package_id}", Handle: s.downloadZip},
		{Pattern: "POST /api/Software/Package/FileAttribute/{file_id}", Handle: s.postFileAttribute},
		{Pattern: "GET /api/Software/VirtualFolders", Handle: s.getVirtualFolders},
		{Pattern: "GET /api/internal/Software/isConnected", Handle: s.isConnected},
		{Pattern: "GET /api/internal/Software/File/{file_id}", Handle: s.getFile},
		{Pattern: "GET /api/internal/Software/CheckFile", Handle: s.checkFile},
		{Pattern: "POST /api/internal/Software/PostPackageFolder", Handle: s.postFolder},
		{Pattern: "POST /api/internal/Software/UpdatePackageFolder", Handle: s.updateFolder},
		{Pattern: "POST /api/internal/Software/DeletePackageFolder", Handle: s.deleteFolder},
		{Pattern: "POST /api/internal/Software/DeletePackageFolderFiles", Handle: s.deleteFolderFiles},
		{Pattern: "GET /api/internal/Software/GetPackageHistory", Handle: s.getPackageHistory},
		{Pattern: "GET /api/internal/Software/GetPackageDownloadHistory", Handle: s.getDownloads},
		{Pattern: "GET /api/internal/Software/GetRevokedPackages", Handle: s.getRevoked},
		{Pattern: "GET /api/internal/Software/GetAvailablePackages", Handle: s.getAvailable},
		{Pattern: "GET /api/internal/Software/GetSoftwareEntityDetails", Handle: s.getDetails},
		{Pattern: "GET /api/internal/Software/Log", Handle: s.logDownload},
	}
}

// softwarePackage is one version of a package.
type softwarePackage struct {
	PackageID     string        `json:"packageId"`
	Name          string        `json:"name"`
	Description   *string       `json:"description"`
	Version       int           `json:"version"`
	Status        packageStatus `json:"status"`
	InstallOnRoot bool          `json:"installOnRoot"`
	RootDirectory *string       `json:"rootDirectory"`
	Priority      *int          `json:"priority"`
	Tags          []packageTag  `json:"tags"`
	CreatedUTC    instant       `json:"createdUtc"`
	ModifiedUTC   instant       `json:"modifiedUtc"`
	CreatedBy     string        `json:"createdBy"`
	ModifiedBy    string        `json:"modifiedBy"`
	Files         []packageFile `json:"files"`
}

// packageTag is a tag of a package, which may carry a key more than once.
type packageTag struct {
	Key   string  `json:"key"`
	Value *string `json:"value"`
}

// packageRequest is a package as clients send it. Clients leave out what is empty.
type packageRequest struct {
	PackageID     string         `json:"packageId"`
	Name          string         `json:"name"`
	Description   *string        `json:"description"`
	Status        *packageStatus `json:"status"`
	InstallOnRoot bool           `json:"installOnRoot"`
	RootDirectory *string        `json:"rootDirectory"`
	Priority      *int           `json:"priority"`
	Tags          *[]packageTag  `json:"tags"`
}

// virtualFolder is a place that packages are installed to.
type virtualFolder struct {
	FolderID    string  `json:"folderId"`
	Name        string  `json:"name"`
	Path        string  `json:"path"`
	Description *string `json:"description"`
}

// read answers from one state of the database.
func (s *softwareService) read(r *http.Request, f func(*db.Tx) (any, error)) (answer any, err error) {
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		answer, err = f(tx)
		return err
	})
	return answer, stored(err)
}

// write changes the database, all of it or nothing.
func (s *softwareService) write(r *http.Request, f func(*db.Tx) (any, error)) (answer any, err error) {
	err = s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		answer, err = f(tx)
		return err
	})
	return answer, stored(err)
}

// at begins a note in the log: what is done by this request is done now.
func (s *softwareService) at(tx *db.Tx) journal { return journal{tx: tx, now: instantOf(s.clock())} }

func (s *softwareService) getPackages(r *http.Request) (any, error) {
	return s.read(r, func(tx *db.Tx) (any, error) { return listPackages(tx, "1") })
}

func (s *softwareService) getPackagesByTag(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	tag, value := q.Required("tag"), q.Required("value")
	status, err := statusOf(q)
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		return listPackages(tx, `EXISTS (SELECT 1 FROM software_tag t WHERE t.package = guid AND t.key = ?1 AND t.value = ?2)
			AND (?3 < 0 OR status = ?3)`, tag, value, status)
	})
}

func (s *softwareService) getPackage(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) { return findPackage(tx, guid) })
}

// getPackageByName finds the latest version, of those with the query's status if there is one, or the query's version.
func (s *softwareService) getPackageByName(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	name, version := q.Required("name"), q.Int("version", 0, 1, maxVersion)
	status, err := statusOf(q)
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) { return findPackageByName(tx, name, version, status) })
}

// maxVersion bounds the version of a package.
const maxVersion = 1<<31 - 1

// postPackage adds a draft: the next version of its name.
func (s *softwareService) postPackage(r *http.Request) (any, error) {
	var in packageRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	if in.Status != nil && *in.Status != packageDraft {
		return nil, fault.New(fault.Validation, "a new package is a draft: its status cannot be %s", *in.Status)
	}
	return s.write(r, func(tx *db.Tx) (any, error) { return s.at(tx).addPackage(&in) })
}

func (s *softwareService) putPackage(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	var in packageRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	if id, err := readGUID("packageId", in.PackageID); in.PackageID != "" && (err != nil || id != guid) {
		return nil, fault.New(fault.Validation, "the body is package %s, the path says %s", in.PackageID, guid)
	}
	return s.write(r, func(tx *db.Tx) (any, error) { return s.at(tx).changePackage(guid, &in) })
}

func (s *softwareService) deletePackage(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		p, err := findPackage(tx, guid)
		if err != nil {
			return nil, err
		}
		return nil, s.at(tx).deletePackage(p)
	})
}

// deletePackageByName deletes the query's version, or the latest one.
func (s *softwareService) deletePackageByName(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	name, version := q.Required("name"), q.Int("version", 0, 1, maxVersion)
	if err := q.Err(); err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		p, err := findPackageByName(tx, name, version, anyPackageStatus)
		if err != nil {
			return nil, err
		}
		return nil, s.at(tx).deletePackage(p)
	})
}

func (s *softwareService) postStatus(r *http.Request) (any, error) {
	guid, err := readGUID("packageId", r.PathValue("package_id"))
	if err != nil {
		return nil, err
	}
	q := web.QueryOf(r)
	q.Required("status")
	status, err := statusOf(q)
	if err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) { return s.at(tx).setStatus(guid, status) })
}

// getVirtualFolders lists the root directories that packages name.
func (s *softwareService) getVirtualFolders(r *http.Request) (any, error) {
	return s.read(r, func(tx *db.Tx) (any, error) { return listVirtualFolders(tx) })
}

func (s *softwareService) isConnected(*http.Request) (any, error) { return true, nil }
