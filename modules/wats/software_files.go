package wats

import (
	"context"

	"github.com/watsrun/watsrun/modules"
)

// PackageFile is a file of a package.
type PackageFile struct {
	FileID      string `lua:"file_id" json:"fileId" also:"id" doc:"GUID of the file."`
	Filename    string `lua:"filename" json:"filename" also:"fileName" doc:"Name of the file."`
	Path        string `lua:"path" json:"path" doc:"Where it is below the package's root, with its name."`
	Size        int    `lua:"size" json:"size" doc:"Bytes."`
	Checksum    string `lua:"checksum" json:"checksum" doc:"Checksum of the content."`
	CreatedUTC  string `lua:"created_utc" json:"createdUtc" also:"created" doc:"When it came into the package, in UTC."`
	ModifiedUTC string `lua:"modified_utc" json:"modifiedUtc" also:"modified" doc:"Date of the file itself, in UTC."`
	Attributes  string `lua:"attributes" json:"attributes" doc:"What a station does with it, such as ExecuteOnce."`
}

// PackageFolder is a folder of a package. A package is its own root folder.
type PackageFolder struct {
	PackageFolderID string `lua:"package_folder_id" json:"packageFolderId" doc:"GUID of the folder."`
	PackageID       string `lua:"package_id" json:"packageId" doc:"GUID of the package."`
	ParentFolderID  string `lua:"parent_folder_id" json:"parentFolderId" doc:"GUID of the folder that it is in; the package's for its root."`
	Name            string `lua:"name" json:"name" doc:"Name of the folder."`
	Path            string `lua:"path" json:"path" doc:"Where it is below the package's root, with its name."`
}

// FileCheck says what the server has of a file.
type FileCheck struct {
	Exists       bool   `lua:"exists" json:"exists" doc:"Whether the package has a file with the path."`
	SameChecksum bool   `lua:"same_checksum" json:"sameChecksum" doc:"Whether it has the same content."`
	SameDate     bool   `lua:"same_date" json:"sameDate" doc:"Whether it has the same date, to the second."`
	FileID       string `lua:"file_id" json:"fileId" doc:"GUID of the file."`
}

type packageZip struct {
	packageKey
	ZipContent   *string `lua:"zip_content" body:"content" doc:"The zip itself."`
	CleanInstall bool    `lua:"clean_install" default:"false" doc:"Whether all files of the package are deleted first."`
	upload
}

type fileKey struct {
	FileID string `lua:"file_id,required" doc:"GUID of the file."`
}

type fileQuery struct {
	fileKey
	strict
}

type fileAttributes struct {
	fileKey
	Attributes string `lua:"attributes,required" json:"attributes" doc:"What a station does with the file: None, ExecuteOnce, ExecuteAlways or TopLevelFile."`
}

type fileToCheck struct {
	PackageID      string `lua:"package_id,required" query:"packageId" doc:"GUID of the package."`
	ParentFolderID string `lua:"parent_folder_id,required" query:"parentFolderId" doc:"GUID of the folder; the package's for its root."`
	FilePath       string `lua:"file_path,required" query:"filePath" doc:"Path of the file below the folder."`
	Checksum       string `lua:"checksum,required" query:"checksum" doc:"SHA-1 or MD5 of the content, in hexadecimal digits."`
	FileDateEpoch  int    `lua:"file_date_epoch,required" query:"fileDateEpoch" doc:"Date of the file, in seconds since 1970."`
	strict
}

type newFolder struct {
	PackageID  string                        `lua:"package_id,required" query:"packageId" doc:"GUID of the package."`
	FolderData modules.Record[PackageFolder] `lua:"folder_data,required" body:"whole" doc:"The folder: its name, and parent_folder_id where it is not in the root."`
}

type changedFolder struct {
	FolderData modules.Record[PackageFolder] `lua:"folder_data,required" body:"whole" doc:"The folder: package_folder_id, and its new name or parent_folder_id."`
}

type folderToDelete struct {
	PackageFolderID string `lua:"package_folder_id,required" query:"packageFolderId" doc:"GUID of the folder."`
}

type filesToDelete struct {
	FileIDs []string `lua:"file_ids,required" query:"packageFolderFileIds" doc:"GUIDs of the files."`
}

// zipWith is what examples begin with that need a zip: one with an empty file.
const zipWith = `local function zip_with(name)
  local head = "\20\0\0\0\0\0\0\0!\0" .. ("\0"):rep(12) .. string.char(#name) .. "\0\0\0"
  local file, list = "PK\3\4" .. head .. name, "PK\1\2\20\0" .. head .. ("\0"):rep(14) .. name
  return file .. list .. "PK\5\6\0\0\0\0\1\0\1\0" .. string.char(#list) .. "\0\0\0" .. string.char(#file) .. "\0\0\0\0\0"
end
`

// withFile begins an example with a package and a file in it.
const withFile = zipWith + aPackage + `wats.software.upload_zip(p.package_id, zip_with("bin/limits.lua"))
local file = wats.software.get_package_files(p.package_id)[1]
`

func packageFileOperations() []declaration {
	return []declaration{
		op[packageKey, []PackageFile]("get_package_files", "List the files of a package.", "GET "+softwareRoute+"PackageFiles/{package_id}",
			show(withFile+`return file.path`, `"bin/limits.lua"`)),
		op[packageZip, bool]("upload_zip", "Add the files of a zip to a draft, over those with the same path.", "POST "+softwareRoute+"Package/UploadZip/{package_id}", sends("application/zip"), succeeds,
			prepares(cleanInstall), note(noFalse+" Takes a zip on disk too: upload_zip{package_id = id, file = \"build.zip\"}."),
			show(withFile+`return wats.software.upload_zip{package_id = p.package_id, zip_content = zip_with("a.lua"), clean_install = true}`, "true")),
		op[fileAttributes, bool]("update_file_attribute", "Say what a station does with a file.", "POST "+softwareRoute+"Package/FileAttribute/{file_id}", succeeds, note(noFalse),
			show(withFile+`wats.software.update_file_attribute(file.file_id, "ExecuteOnce")
return wats.software.get_file(file.file_id).attributes`, `"ExecuteOnce"`)),
		op[fileQuery, PackageFile]("get_file", "What is known of a file.", "GET "+internalSoftwareRoute+"File/{file_id}", lenient(missingIsNil),
			show(withFile+`return wats.software.get_file(file.file_id).size`, "0")),
		op[fileToCheck, FileCheck]("check_file", "Whether the server has a file already, as it is here.", "GET "+internalSoftwareRoute+"CheckFile", lenient(missingIsNil),
			note("The embedded server answers FileCheck; what other servers answer is given as it is."),
			show(withFile+`return wats.software.check_file(p.package_id, p.package_id, "bin/limits.lua", "d41d8cd98f00b204e9800998ecf8427e", 0).same_checksum`, "true")),
		op[newFolder, PackageFolder]("create_package_folder", "Create a folder in a draft.", "POST "+internalSoftwareRoute+"PostPackageFolder",
			show(aPackage+`return wats.software.create_package_folder(p.package_id, {name = "docs"}).path`, `"docs"`)),
		op[changedFolder, PackageFolder]("update_package_folder", "Rename a folder of a draft, or move it, with all that is in it.", "POST "+internalSoftwareRoute+"UpdatePackageFolder",
			show(aPackage+`local docs = wats.software.create_package_folder(p.package_id, {name = "docs"})
docs.name = "manuals"
return wats.software.update_package_folder(docs).path`, `"manuals"`)),
		op[folderToDelete, bool]("delete_package_folder", "Delete a folder of a draft with all that is in it.", "POST "+internalSoftwareRoute+"DeletePackageFolder", succeeds, note(saysTrue),
			show(aPackage+`local docs = wats.software.create_package_folder(p.package_id, {name = "docs"})
return wats.software.delete_package_folder(docs.package_folder_id)`, "true")),
		op[filesToDelete, bool]("delete_package_folder_files", "Delete files of a draft: all of them, or none when one is not there.", "POST "+internalSoftwareRoute+"DeletePackageFolderFiles", succeeds,
			prepares(wantsFiles), note(saysTrue),
			show(withFile+`wats.software.delete_package_folder_files{file.file_id}
return #wats.software.get_package_files(p.package_id)`, "0")),
	}
}

// saysTrue is what notes say of operations whose answer nobody needs.
const saysTrue = "Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included."

// cleanInstall says so only where it is asked for.
func cleanInstall(_ context.Context, in *packageZip, r *request) error {
	if in.CleanInstall {
		r.set("cleanInstall", "true")
	}
	return nil
}

func wantsFiles(_ context.Context, in *filesToDelete, _ *request) error {
	return wantsSome("file_ids", in.FileIDs)
}
