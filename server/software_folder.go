package server

import (
	"database/sql"
	"net/http"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// packageFolder is a folder of a package. Every package is its own root folder, whose path is empty.
type packageFolder struct {
	PackageFolderID string `json:"packageFolderId"`
	PackageID       string `json:"packageId"`
	ParentFolderID  string `json:"parentFolderId"` // the package's id for those in its root
	Name            string `json:"name"`
	Path            string `json:"path"`
}

// folderRequest is a folder as clients send it.
type folderRequest struct {
	PackageFolderID string `json:"packageFolderId"`
	ParentFolderID  string `json:"parentFolderId"`
	Name            string `json:"name"`
}

// below is the condition for rows of a package (?1) in a folder (?2) or in one below it; all rows for the folder "". It
// compares without case, which substr would lose.
const below = " package = ?1 AND (?2 = '' OR path = ?2 OR substr(path, 1, length(?2) + 1) COLLATE NOCASE = ?2 || '/')"

// listFolders are the folders of a package by path, without its root.
func listFolders(tx *db.Tx, packageID string) ([]packageFolder, error) {
	all, ids := []packageFolder{}, map[string]string{".": packageID}
	err := tx.Each(func(rows *sql.Rows) error {
		f := packageFolder{PackageID: packageID}
		err := rows.Scan(&f.PackageFolderID, &f.Path)
		f.Name, ids[strings.ToLower(f.Path)] = path.Base(f.Path), f.PackageFolderID
		all = append(all, f)
		return err
	}, "SELECT guid, path FROM software_folder WHERE package = ? ORDER BY path", packageID)
	for i := range all {
		all[i].ParentFolderID = ids[strings.ToLower(path.Dir(all[i].Path))]
	}
	return all, err
}

// findFolder reads a folder, or says that there is none.
func findFolder(tx *db.Tx, guid string) (*packageFolder, error) {
	var packageID string
	found, err := tx.Find([]any{&packageID}, `SELECT package FROM software_folder WHERE guid = ?1
		UNION ALL SELECT guid FROM software_package WHERE guid = ?1`, guid)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fault.New(fault.NotFound, "there is no folder %s", guid)
	}
	folders, err := listFolders(tx, packageID)
	for _, f := range folders {
		if f.PackageFolderID == guid {
			return &f, err
		}
	}
	return &packageFolder{PackageFolderID: packageID, PackageID: packageID}, err
}

// addFolder adds a folder and those above it where they are missing. It says whether the folder is new.
func addFolder(tx *db.Tx, packageID, name string) (bool, error) {
	if name == "." {
		return false, nil
	}
	if _, err := addFolder(tx, packageID, path.Dir(name)); err != nil {
		return false, err
	}
	if taken, err := holds(tx, "software_file", packageID, name); err != nil || taken {
		return false, orTaken(err, name, "file")
	}
	done, err := tx.Exec("INSERT INTO software_folder VALUES (?, ?, ?) ON CONFLICT DO NOTHING", uuid.NewString(), packageID, name)
	if err != nil {
		return false, err
	}
	added, err := done.RowsAffected()
	return added > 0, err
}

// holds says whether a package has a file or a folder with the path.
func holds(tx *db.Tx, table, packageID, name string) (bool, error) {
	var one int
	return tx.Find([]any{&one}, "SELECT 1 FROM "+table+" WHERE package = ? AND path = ?", packageID, name)
}

// orTaken is the error, or that of a path which is taken by something else.
func orTaken(err error, name, by string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "the package has a %s %q already", by, name)
}

// deleteBelow deletes a folder with all that is in it; "" is the root, of which only the content goes.
func deleteBelow(tx *db.Tx, packageID, folder string) error {
	for _, table := range []string{"software_file", "software_folder"} {
		if _, err := tx.Exec("DELETE FROM "+table+" WHERE"+below, packageID, folder); err != nil {
			return err
		}
	}
	return nil
}

// postFolder adds a folder to a draft, in its root unless another parent is named.
func (s *softwareService) postFolder(r *http.Request) (any, error) {
	guid, err := queryGUID(r, "packageId")
	if err != nil {
		return nil, err
	}
	in := folderRequest{ParentFolderID: guid}
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		p, err := findDraft(tx, guid)
		if err != nil {
			return nil, err
		}
		name, err := in.path(tx, p)
		if err != nil {
			return nil, err
		}
		if added, err := addFolder(tx, guid, name); err != nil || !added {
			return nil, orTaken(err, name, "folder")
		}
		if err := s.at(tx).touch(p, "Changed"); err != nil {
			return nil, err
		}
		return folderAt(tx, guid, name)
	})
}

// path is where the request wants its folder to be.
func (in *folderRequest) path(tx *db.Tx, p *softwarePackage) (string, error) {
	name, err := cleanPath(in.Name)
	if err != nil || strings.Contains(name, "/") {
		return "", fault.New(fault.Validation, "name is required to be that of one folder, got %q", in.Name)
	}
	guid, err := readGUID("parentFolderId", in.ParentFolderID)
	if err != nil {
		return "", err
	}
	parent, err := findFolder(tx, guid)
	if err != nil {
		return "", err
	}
	if parent.PackageID != p.PackageID {
		return "", parent.elsewhere()
	}
	return cleanPath(path.Join(parent.Path, name))
}

// elsewhere is the fault of a folder that is named with another package than its own.
func (f *packageFolder) elsewhere() error {
	return fault.New(fault.Validation, "folder %s belongs to another package", f.PackageFolderID)
}

func folderAt(tx *db.Tx, packageID, name string) (*packageFolder, error) {
	var guid string
	if _, err := tx.Find([]any{&guid}, "SELECT guid FROM software_folder WHERE package = ? AND path = ?", packageID, name); err != nil {
		return nil, err
	}
	return findFolder(tx, guid)
}

// findDraftFolder reads a folder that is about to be changed, with its package. The root cannot be.
func findDraftFolder(tx *db.Tx, guid string) (*packageFolder, *softwarePackage, error) {
	f, err := findFolder(tx, guid)
	if err != nil {
		return nil, nil, err
	}
	if f.Path == "" {
		return nil, nil, fault.New(fault.Validation, "%s is a package: its root folder cannot be changed", guid)
	}
	p, err := findDraft(tx, f.PackageID)
	return f, p, err
}

// updateFolder renames a folder of a draft, or moves it to another parent, with all that is in it.
func (s *softwareService) updateFolder(r *http.Request) (any, error) {
	var in folderRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	guid, err := readGUID("packageFolderId", in.PackageFolderID)
	if err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		f, p, err := findDraftFolder(tx, guid)
		if err != nil {
			return nil, err
		}
		if in.Name == "" {
			in.Name = f.Name
		}
		if in.ParentFolderID == "" {
			in.ParentFolderID = f.ParentFolderID
		}
		to, err := in.path(tx, p)
		if err != nil {
			return nil, err
		}
		if err := f.move(tx, to); err != nil {
			return nil, err
		}
		if err := s.at(tx).touch(p, "Changed"); err != nil {
			return nil, err
		}
		return findFolder(tx, f.PackageFolderID)
	})
}

// move gives a folder another path.
func (f *packageFolder) move(tx *db.Tx, to string) error {
	if !strings.EqualFold(f.Path, to) {
		for table, what := range map[string]string{"software_file": "file", "software_folder": "folder"} {
			if taken, err := holds(tx, table, f.PackageID, to); err != nil || taken {
				return orTaken(err, to, what)
			}
		}
	}
	if strings.HasPrefix(strings.ToLower(to), strings.ToLower(f.Path)+"/") {
		return fault.New(fault.Validation, "folder %q cannot be moved into itself", f.Path)
	}
	for _, table := range []string{"software_file", "software_folder"} {
		if _, err := tx.Exec("UPDATE "+table+" SET path = ?3 || substr(path, length(?2) + 1) WHERE"+below, f.PackageID, f.Path, to); err != nil {
			return err
		}
	}
	return nil
}

// deleteFolder deletes a folder of a draft with all that is in it, and answers what it was.
func (s *softwareService) deleteFolder(r *http.Request) (any, error) {
	guid, err := queryGUID(r, "packageFolderId")
	if err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		f, p, err := findDraftFolder(tx, guid)
		if err != nil {
			return nil, err
		}
		if err := deleteBelow(tx, f.PackageID, f.Path); err != nil {
			return nil, err
		}
		return f, s.at(tx).touch(p, "Changed")
	})
}

// deletedFiles says how many files were deleted.
type deletedFiles struct {
	Deleted int `json:"deleted"`
}

// deleteFolderFiles deletes all the files or none.
func (s *softwareService) deleteFolderFiles(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	text := q.Required("packageFolderFileIds")
	if err := q.Err(); err != nil {
		return nil, err
	}
	ids, err := readGUIDs("packageFolderFileIds", text)
	if err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		for _, guid := range ids {
			if err := s.at(tx).deleteFile(guid); err != nil {
				return nil, err
			}
		}
		return deletedFiles{len(ids)}, nil
	})
}

func (j journal) deleteFile(guid string) error {
	f, err := findFile(j.tx, guid)
	if err != nil {
		return err
	}
	p, err := findDraft(j.tx, f.packageID)
	if err != nil {
		return err
	}
	if _, err := j.tx.Exec("DELETE FROM software_file WHERE guid = ?", guid); err != nil {
		return err
	}
	return j.touch(p, "Changed")
}
