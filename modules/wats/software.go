package wats

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// PackageTag is a tag of a package, by which stations find it. A package may carry a key more than once.
type PackageTag struct {
	Key   string  `lua:"key,required" json:"key" doc:"Name of the tag, such as PartNumber."`
	Value *string `lua:"value" json:"value" doc:"Its value."`
}

// Package is a version of a software package.
type Package struct {
	PackageID     string        `lua:"package_id" json:"packageId" also:"id" doc:"GUID of this version of the package."`
	Name          string        `lua:"name" json:"name" doc:"Name of the package, which all its versions have."`
	Description   string        `lua:"description" json:"description" doc:"Free text."`
	Version       int           `lua:"version" json:"version" doc:"Number of the version; the server counts."`
	Status        PackageStatus `lua:"status" json:"status" doc:"Draft, Pending, Released or Revoked. Only drafts can be changed."`
	InstallOnRoot bool          `lua:"install_on_root" json:"installOnRoot" doc:"Whether stations install it without a folder of its name."`
	RootDirectory string        `lua:"root_directory" json:"rootDirectory" doc:"Folder that stations install it to."`
	Priority      int           `lua:"priority" json:"priority" doc:"Order of installation."`
	Tags          []PackageTag  `lua:"tags" json:"tags" doc:"Tags by which stations find it."`
	CreatedUTC    string        `lua:"created_utc" json:"createdUtc" also:"created" doc:"When it was made, in UTC."`
	ModifiedUTC   string        `lua:"modified_utc" json:"modifiedUtc" also:"modified" doc:"When it was changed last, in UTC."`
	CreatedBy     string        `lua:"created_by" json:"createdBy" doc:"Who made it."`
	ModifiedBy    string        `lua:"modified_by" json:"modifiedBy" doc:"Who changed it last."`
	Files         []PackageFile `lua:"files" json:"files" doc:"Its files."`
}

// VirtualFolder is a place that packages are installed to.
type VirtualFolder struct {
	FolderID    string `lua:"folder_id" json:"folderId" also:"id" doc:"GUID of the folder."`
	Name        string `lua:"name" json:"name" doc:"Its name."`
	Path        string `lua:"path" json:"path" doc:"Its path."`
	Description string `lua:"description" json:"description" doc:"Free text."`
}

const (
	softwareRoute         = "/api/Software/"
	internalSoftwareRoute = "/api/internal/Software/"
	putPackageRoute       = "PUT " + softwareRoute + "Package/{package_id}"
)

type packageKey struct {
	PackageID string `lua:"package_id,required" doc:"GUID of the package."`
}

type packageQuery struct {
	packageKey
	strict
}

type packageName struct {
	Name    string         `lua:"name,required" query:"name" doc:"Name of the package."`
	Status  *PackageStatus `lua:"status" query:"status" doc:"Only a version in this state."`
	Version *int           `lua:"version" query:"version" doc:"Only this version; the latest when not given."`
	strict
}

type releasedName struct {
	Name string `lua:"name,required" query:"name" doc:"Name of the package."`
	strict
}

type packagesTag struct {
	Tag    string         `lua:"tag,required" query:"tag" doc:"Name of the tag, such as PartNumber."`
	Value  string         `lua:"value,required" query:"value" doc:"Its value."`
	Status *PackageStatus `lua:"status" query:"status" doc:"Only versions in this state."`
}

type newPackage struct {
	Name          string                       `lua:"name,required" json:"name" doc:"Name of the package. One that exists gets its next version."`
	Description   *string                      `lua:"description" json:"description" doc:"Free text."`
	InstallOnRoot bool                         `lua:"install_on_root" json:"installOnRoot" default:"false" doc:"Whether stations install it without a folder of its name."`
	RootDirectory *string                      `lua:"root_directory" json:"rootDirectory" doc:"Folder that stations install it to."`
	Priority      *int                         `lua:"priority" json:"priority" doc:"Order of installation."`
	Tags          []modules.Record[PackageTag] `lua:"tags" json:"tags" doc:"Tags by which stations find it."`
}

type wholePackage struct {
	Package modules.Record[Package] `lua:"package,required" doc:"The package, as get_package gives it, with what is to change."`
}

type namedVersion struct {
	Name    string `lua:"name,required" query:"name" doc:"Name of the package."`
	Version *int   `lua:"version" query:"version" doc:"The version; the latest when not given."`
}

// What notes say of several operations.
const (
	noFalse    = "Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False."
	whoDeletes = "Only drafts and revoked packages can be deleted."
)

// aPackage begins an example with a draft.
const aPackage = `local p = wats.software.create_package{name = "ICT tests", tags = {{key = "PartNumber", value = "PCBA-7"}}}
`

// aRelease begins an example with a released package.
const aRelease = aPackage + `wats.software.submit_for_review(p.package_id)
wats.software.release_package(p.package_id)
`

var softwareService = service{
	name: "software", doc: "Software packages: versions of test programs and settings with their files, from draft to release, which stations fetch.",
	operations: func() []declaration {
		all := append(packageOperations(), packageStatusOperations()...)
		all = append(all, packageFileOperations()...)
		return append(all, packageHistoryOperations()...)
	},
}

func packageOperations() []declaration {
	return []declaration{
		op[noArguments, []Package]("get_packages", "List all packages in all versions.", "GET "+softwareRoute+"Packages",
			show(aPackage+`return wats.software.get_packages()[1].name`, `"ICT tests"`)),
		op[packageQuery, Package]("get_package", "Fetch one version of a package by its id.", "GET "+softwareRoute+"Package/{package_id}", lenient(missingIsNil),
			reads(readsPackage[packageQuery]),
			show(aPackage+`return wats.software.get_package(p.package_id).status`, `"Draft"`)),
		op[packageName, Package]("get_package_by_name", "Fetch a package by its name: its latest version, unless another is asked for.", "GET "+softwareRoute+"PackageByName", lenient(missingIsNil),
			reads(readsPackage[packageName]),
			show(aPackage+`return wats.software.get_package_by_name("ICT tests", "DRAFT").version`, "1")),
		op[releasedName, Package]("get_released_package", "Fetch the released version of a package.", "GET "+softwareRoute+"PackageByName", fixed("status", "Released"), lenient(missingIsNil),
			reads(readsPackage[releasedName]),
			show(aRelease+`return wats.software.get_released_package("ICT tests").version`, "1")),
		op[packagesTag, []Package]("get_packages_by_tag", "List the packages that carry a tag.", "GET "+softwareRoute+"PackagesByTag",
			show(aPackage+`return wats.software.get_packages_by_tag("PartNumber", "PCBA-7")[1].name`, `"ICT tests"`)),
		op[newPackage, Package]("create_package", "Create a package, a draft. One of a name that exists becomes its next version.", "POST "+softwareRoute+"Package",
			reads(readsPackage[newPackage]),
			show(aPackage+`return wats.software.create_package("ICT tests").version`, "2")),
		composed("update_package", "Write a draft back.", updatePackage, routed(putPackageRoute), gives[Package](), declare(modules.Does(modules.IdempotentWrite)),
			note("A package without package_id is refused; pyWATS sends nothing then and returns None."),
			show(aPackage+`p.description = "for the ICT"
return wats.software.update_package(p).description`, `"for the ICT"`)),
		op[packageKey, bool]("delete_package", "Delete a version of a package with its files.", "DELETE "+softwareRoute+"Package/{package_id}", succeeds, note(noFalse+" "+whoDeletes),
			show(aPackage+`return wats.software.delete_package(p.package_id)`, "true")),
		op[namedVersion, bool]("delete_package_by_name", "Delete a version of a package with its files, by its name.", "DELETE "+softwareRoute+"PackageByName", succeeds, note(noFalse+" "+whoDeletes),
			show(aPackage+`return wats.software.delete_package_by_name("ICT tests", 1)`, "true")),
		op[noArguments, []VirtualFolder]("get_virtual_folders", "List the places that packages are installed to.", "GET "+softwareRoute+"VirtualFolders",
			show(`wats.software.create_package{name = "ICT tests", root_directory = "C:/Tests"}
return wats.software.get_virtual_folders()[1].path`, `"C:/Tests"`)),
	}
}

func packageStatusOperations() []declaration {
	return []declaration{
		movesPackage("submit_for_review", "Have a draft wait for its release.", "Pending", "", "Pending"),
		movesPackage("return_to_draft", "Make a package that waits for its release a draft again.", "Draft", "wats.software.submit_for_review(p.package_id)\n", "Draft"),
		movesPackage("release_package", "Release a package that waits for it, so that stations fetch it.", "Released", "wats.software.submit_for_review(p.package_id)\n", "Released"),
		movesPackage("revoke_package", "Take a released package out of use.", "Revoked", strings.TrimPrefix(aRelease, aPackage), "Revoked"),
	}
}

// movesPackage declares an operation that puts a package into a state.
func movesPackage(name, doc, status, before, shown string) declaration {
	return op[packageKey, bool](name, doc, "POST "+softwareRoute+"PackageStatus/{package_id}", fixed("status", status), succeeds, note(noFalse),
		show(aPackage+before+`wats.software.`+name+`(p.package_id)
return wats.software.get_package(p.package_id).status`, `"`+shown+`"`))
}

// readsPackage reads a package.
func readsPackage[In any](_ *In, a *response) (any, error) {
	if err := checkJSON(a, modules.RecordOf); err != nil {
		return nil, err
	}
	return modules.JSON{Data: a.body, Type: typeOf[Package]()}, nil
}

// updatePackage puts the package's id into the path.
func updatePackage(ctx context.Context, c *Client, in *wholePackage) (any, error) {
	var key struct {
		PackageID string `json:"packageId"`
	}
	if err := json.Unmarshal(in.Package.Wire(), &key); err != nil {
		return nil, fault.Wrap(fault.Usage, err, "package cannot be sent")
	}
	if strings.TrimSpace(key.PackageID) == "" {
		return nil, fault.New(fault.Usage, "package.package_id is required").WithHint("the GUID of the package, as get_package gives it")
	}
	r := newRequest(putPackageRoute)
	r.path = strings.Replace(r.path, "{package_id}", segment(key.PackageID), 1)
	r.body = in.Package.Wire()
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	err = emptyOrBroken(a, modules.RecordOf)
	if err == nil {
		var out any
		if out, err = readsPackage(in, a); err == nil {
			return out, nil
		}
	}
	return nil, c.explain(ctx, r, err)
}
