package server

import (
	"database/sql"
	"fmt"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

const packageColumns = `guid, name, version, status, description, install_on_root, root_directory, priority, created, created_by, modified, modified_by`

func (p *softwarePackage) fields() []any { // in the order of packageColumns
	return []any{
		&p.PackageID, &p.Name, &p.Version, &p.Status, &p.Description, &p.InstallOnRoot, &p.RootDirectory, &p.Priority,
		&p.CreatedUTC, &p.CreatedBy, &p.ModifiedUTC, &p.ModifiedBy,
	}
}

// title names the package in faults.
func (p *softwarePackage) title() string {
	return fmt.Sprintf("package %q version %d", p.Name, p.Version)
}

// listPackages finds the packages that a condition holds for, by name and version.
func listPackages(tx *db.Tx, condition string, args ...any) ([]*softwarePackage, error) {
	all := []*softwarePackage{}
	err := tx.Each(func(rows *sql.Rows) error {
		p := &softwarePackage{}
		all = append(all, p)
		return rows.Scan(p.fields()...)
	}, "SELECT "+packageColumns+" FROM software_package WHERE "+condition+" ORDER BY name, version", args...)
	for _, p := range all {
		if err != nil {
			break
		}
		err = p.readLists(tx)
	}
	return all, err
}

// readLists adds tags and files.
func (p *softwarePackage) readLists(tx *db.Tx) (err error) {
	p.Tags = []packageTag{}
	if err := tx.Each(func(rows *sql.Rows) error {
		var t packageTag
		err := rows.Scan(&t.Key, &t.Value)
		p.Tags = append(p.Tags, t)
		return err
	}, "SELECT key, value FROM software_tag WHERE package = ? ORDER BY position", p.PackageID); err != nil {
		return err
	}
	p.Files, err = listFiles(tx, "package = ?", p.PackageID)
	return err
}

// findPackage reads a package, or says that there is none.
func findPackage(tx *db.Tx, guid string) (*softwarePackage, error) {
	found, err := listPackages(tx, "guid = ?", guid)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "there is no package %s", guid)
	}
	return found[0], nil
}

// findDraft reads a package that is about to be changed.
func findDraft(tx *db.Tx, guid string) (*softwarePackage, error) {
	p, err := findPackage(tx, guid)
	if err == nil && p.Status != packageDraft {
		err = fault.New(fault.Conflict, "%s is %s: only drafts can be changed", p.title(), p.Status).
			WithHint("return it to draft while it is pending, or create the next version")
	}
	return p, err
}

// findPackageByName reads a version of a package; version 0 is the latest one that has the status.
func findPackageByName(tx *db.Tx, name string, version int, status packageStatus) (*softwarePackage, error) {
	found, err := listPackages(tx, "name = ?1 AND (?2 = 0 OR version = ?2) AND (?3 < 0 OR status = ?3)", name, version, status)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "there is no package %q with that version and status", name)
	}
	return found[len(found)-1], nil
}

// journal changes packages and notes in the log what was done to them.
type journal struct {
	tx  *db.Tx
	now instant
}

// note adds a line to the log.
func (j journal) note(p *softwarePackage, event string) error {
	_, err := j.tx.Exec("INSERT INTO software_log (package, name, version, time, user, event) VALUES (?, ?, ?, ?, ?, ?)",
		p.PackageID, p.Name, p.Version, j.now, theUser, event)
	return err
}

// addPackage adds a draft.
func (j journal) addPackage(in *packageRequest) (*softwarePackage, error) {
	p := &softwarePackage{PackageID: uuid.NewString(), CreatedUTC: j.now, CreatedBy: theUser}
	if err := j.put(p, in); err != nil {
		return nil, err
	}
	if err := j.note(p, "Created"); err != nil {
		return nil, err
	}
	return findPackage(j.tx, p.PackageID)
}

// changePackage writes the request over a draft. Tags that it does not name stay.
func (j journal) changePackage(guid string, in *packageRequest) (*softwarePackage, error) {
	p, err := findDraft(j.tx, guid)
	if err != nil {
		return nil, err
	}
	if in.Status != nil && *in.Status != p.Status {
		return nil, fault.New(fault.Conflict, "%s is %s: a change cannot make it %s", p.title(), p.Status, *in.Status).
			WithHint("POST PackageStatus does")
	}
	if err := j.put(p, in); err != nil {
		return nil, err
	}
	if err := j.note(p, "Changed"); err != nil {
		return nil, err
	}
	return findPackage(j.tx, guid)
}

// put writes what the request says. A package that gets another name becomes the next version of that.
func (j journal) put(p *softwarePackage, in *packageRequest) error {
	if err := required("name", in.Name); err != nil {
		return err
	}
	if in.Name != p.Name {
		p.Name = in.Name
		if _, err := j.tx.Find([]any{&p.Version}, `INSERT INTO software_name VALUES (?, 1)
			ON CONFLICT DO UPDATE SET last_version = last_version + 1 RETURNING last_version`, p.Name); err != nil {
			return err
		}
	}
	p.Description, p.InstallOnRoot, p.RootDirectory, p.Priority = in.Description, in.InstallOnRoot, in.RootDirectory, in.Priority
	p.ModifiedUTC, p.ModifiedBy = j.now, theUser
	if _, err := j.tx.Exec("INSERT INTO software_package ("+packageColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (guid) DO UPDATE SET name = excluded.name, version = excluded.version, description = excluded.description,
		install_on_root = excluded.install_on_root, root_directory = excluded.root_directory, priority = excluded.priority,
		modified = excluded.modified, modified_by = excluded.modified_by`, p.fields()...); err != nil {
		return err
	}
	if in.Tags == nil {
		return nil
	}
	return saveTags(j.tx, p.PackageID, *in.Tags)
}

// saveTags replaces the tags of a package.
func saveTags(tx *db.Tx, guid string, tags []packageTag) error {
	if _, err := tx.Exec("DELETE FROM software_tag WHERE package = ?", guid); err != nil {
		return err
	}
	for i, t := range tags {
		if err := required("tags: key", t.Key); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO software_tag VALUES (?, ?, ?, ?)", guid, i, t.Key, t.Value); err != nil {
			return err
		}
	}
	return nil
}

// setStatus moves a package to the next state.
func (j journal) setStatus(guid string, status packageStatus) (*softwarePackage, error) {
	p, err := findPackage(j.tx, guid)
	if err == nil {
		err = status.mayFollow(p)
	}
	if err != nil {
		return nil, err
	}
	if _, err := j.tx.Exec("UPDATE software_package SET status = ? WHERE guid = ?", status, guid); err != nil {
		return nil, err
	}
	if err := j.touch(p, status.String()); err != nil {
		return nil, err
	}
	return findPackage(j.tx, guid)
}

// touch notes that a package was changed, in the package and in the log.
func (j journal) touch(p *softwarePackage, event string) error {
	if _, err := j.tx.Exec("UPDATE software_package SET modified = ?, modified_by = ? WHERE guid = ?", j.now, theUser, p.PackageID); err != nil {
		return err
	}
	return j.note(p, event)
}

// deletePackage deletes a package that no station can be waiting for, with its files.
func (j journal) deletePackage(p *softwarePackage) error {
	if p.Status != packageDraft && p.Status != packageRevoked {
		return fault.New(fault.Conflict, "%s is %s: only drafts and revoked packages can be deleted", p.title(), p.Status)
	}
	if _, err := j.tx.Exec("DELETE FROM software_package WHERE guid = ?", p.PackageID); err != nil {
		return err
	}
	return j.note(p, "Deleted")
}

// listVirtualFolders are the root directories of all packages.
func listVirtualFolders(tx *db.Tx) ([]virtualFolder, error) {
	folders := []virtualFolder{}
	err := tx.Each(func(rows *sql.Rows) error {
		var f virtualFolder
		err := rows.Scan(&f.Path)
		f.FolderID = nameGUID("virtual folder", f.Path)
		f.Name = path.Base(strings.ReplaceAll(f.Path, `\`, "/"))
		folders = append(folders, f)
		return err
	}, "SELECT DISTINCT root_directory FROM software_package WHERE trim(root_directory) <> '' ORDER BY root_directory")
	return folders, err
}
