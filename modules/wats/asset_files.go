package wats

import (
	"context"

	"github.com/watsrun/watsrun/internal/fault"
)

const blobRoute = "/api/internal/Blob/"

type assetFile struct {
	AssetID  string `lua:"asset_id,required" query:"assetId" doc:"Id of the asset, or its serial number."`
	Filename string `lua:"filename,required" query:"filename" doc:"Name of the file."`
	download
	strict
}

type newAssetFile struct {
	AssetID  string  `lua:"asset_id,required" query:"assetId" doc:"Id of the asset, or its serial number."`
	Filename string  `lua:"filename" query:"filename" doc:"Name of the file; that of the file on disk when not given."`
	Content  *string `lua:"content" body:"content" doc:"The content itself; bytes of any kind."`
	upload
}

type assetFiles struct {
	AssetID   string   `lua:"asset_id,required" query:"assetId" doc:"Id of the asset, or its serial number."`
	Filenames []string `lua:"filenames,required" body:"whole" doc:"Names of the files."`
}

func assetFileOperations() []declaration {
	const withFile = fixture + `wats.asset.upload_file(fx.asset_id, "drawing.txt", "a fixture")
`
	return []declaration{
		op[newAssetFile, bool]("upload_file", "Keep a file with an asset, in place of one of the same name.", "POST "+blobRoute+"Asset",
			sends("application/octet-stream"), succeeds, prepares(nameFile), note(raisesMissing+" Takes a file on disk too."),
			show(withFile+`return wats.asset.list_files(fx.asset_id)[1]`, `"drawing.txt"`)),
		op[assetFile, string]("download_file", "Fetch a file of an asset.", "GET "+blobRoute+"Asset", accepts("application/octet-stream"), lenient(missingIsNil),
			note("Gives the bytes of the file, or writes them to one; pyWATS gives None."),
			show(withFile+`return wats.asset.download_file(fx.asset_id, "drawing.txt")`, `"a fixture"`)),
		op[assetID, []string]("list_files", "List the names of an asset's files.", "GET "+blobRoute+"Asset/List/{asset_id}",
			show(withFile+`return #wats.asset.list_files(fx.asset_id)`, "1")),
		op[assetFiles, bool]("delete_files", "Delete files of an asset: all that are named, or none when one is not there.", "DELETE "+blobRoute+"Assets", succeeds,
			note(raisesMissing+" The names are sent; pyWATS forgets them."),
			show(withFile+`wats.asset.delete_files(fx.asset_id, {"drawing.txt"})
return #wats.asset.list_files(fx.asset_id)`, "0")),
	}
}

// nameFile gives the file the name that it has on disk, unless the script gives another.
func nameFile(_ context.Context, in *newAssetFile, r *request) error {
	if in.Filename == "" {
		if r.source.path == "" {
			return fault.New(fault.Usage, "filename is required").WithHint("the name under which the content is kept")
		}
		r.set("filename", r.source.name)
	}
	return nil
}
