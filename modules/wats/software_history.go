package wats

import (
	"context"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// PackageEvent is something that was done to a package, or a download of it.
type PackageEvent struct {
	PackageID    string `lua:"package_id" json:"packageId" doc:"GUID of the package."`
	Name         string `lua:"name" json:"name" doc:"Name of the package."`
	Version      int    `lua:"version" json:"version" doc:"Version of the package."`
	Event        string `lua:"event" json:"event" doc:"What happened: Created, Changed, Uploaded, a state, Deleted or Downloaded."`
	UTC          string `lua:"utc" json:"utc" doc:"When, in UTC."`
	User         string `lua:"user" json:"user" doc:"Who did it."`
	ClientID     int    `lua:"client_id" json:"clientId" doc:"Number of the client, of a download."`
	DownloadSize int    `lua:"download_size" json:"downloadSize" doc:"Bytes, of a download."`
}

// PackageDetails is a package with everything that is known of it.
type PackageDetails struct {
	Package
	Folders []PackageFolder `lua:"folders" json:"folders" doc:"Its folders."`
	History []PackageEvent  `lua:"history" json:"history" doc:"What was done to it, the oldest first."`
}

type packageHistoryQuery struct {
	Tags        string            `lua:"tags,required" query:"tags" doc:"Tags that the packages carry, as an XPath: //*[PartNumber[.=\"PCBA-7\"]]."`
	Status      *DefinitionStatus `lua:"status" query:"status" doc:"Only versions in this state; the same states as those of definitions."`
	AllVersions *bool             `lua:"all_versions" query:"allVersions" doc:"Whether older versions are listed too."`
}

type downloadsQuery struct {
	ClientID int `lua:"client_id,required" query:"clientId" doc:"Number of the client; the embedded server calls all of them 1."`
}

type installedPackages struct {
	InstalledPackages []string `lua:"installed_packages,required" query:"installedPackages" doc:"GUIDs of the packages that a station has."`
}

type revokedQuery struct {
	installedPackages
	IncludeRevokedOnly *bool `lua:"include_revoked_only" query:"includeRevokedOnly" doc:"Whether to leave out those that a released version replaces."`
}

type detailsQuery struct {
	PackageID string `lua:"package_id,required" query:"packageId" doc:"GUID of the package."`
	strict
}

type packageDownload struct {
	PackageID    string `lua:"package_id,required" query:"packageId" doc:"GUID of the package."`
	DownloadSize int    `lua:"download_size,required" query:"downloadSize" doc:"Bytes that were downloaded."`
}

func packageHistoryOperations() []declaration {
	return []declaration{
		op[noArguments, bool]("is_connected", "Whether the software module answers, and says that it is connected.", "GET "+internalSoftwareRoute+"isConnected",
			lenient(missingIsFalse), reads(readTruth), note("By what the server says; in pyWATS any answer is true, also false."),
			show(`wats.software.is_connected()`, "true")),
		op[packageHistoryQuery, []Package]("get_package_history", "List packages by their tags, of each the latest version or all.", "GET "+internalSoftwareRoute+"GetPackageHistory",
			note("Takes the state by name too. The embedded server also understands PartNumber=PCBA-7;StationName=ICT-1."),
			show(aPackage+`return wats.software.get_package_history('//*[PartNumber[.="PCBA-7"]]', "DRAFT", true)[1].name`, `"ICT tests"`)),
		op[downloadsQuery, []PackageEvent]("get_package_download_history", "List what a client has downloaded.", "GET "+internalSoftwareRoute+"GetPackageDownloadHistory",
			show(aPackage+`wats.software.log_download(p.package_id, 1234)
return wats.software.get_package_download_history(1)[1].download_size`, "1234")),
		op[revokedQuery, []string]("get_revoked_packages", "Which of the installed packages are revoked or deleted, by their GUIDs.", "GET "+internalSoftwareRoute+"GetRevokedPackages",
			show(aRelease+`wats.software.revoke_package(p.package_id)
return wats.software.get_revoked_packages{p.package_id}[1] == p.package_id`, "true")),
		op[installedPackages, []Package]("get_available_packages", "List released versions that are newer than those installed.", "GET "+internalSoftwareRoute+"GetAvailablePackages",
			show(aRelease+`local old = p
p = wats.software.create_package("ICT tests")
wats.software.submit_for_review(p.package_id)
wats.software.release_package(p.package_id)
return wats.software.get_available_packages{old.package_id}[1].version`, "2")),
		op[detailsQuery, PackageDetails]("get_software_entity_details", "Fetch a package with its folders and its history.", "GET "+internalSoftwareRoute+"GetSoftwareEntityDetails", lenient(missingIsNil),
			show(aPackage+`return wats.software.get_software_entity_details(p.package_id).history[1].event`, `"Created"`)),
		op[packageDownload, bool]("log_download", "Note that a package was downloaded.", "GET "+internalSoftwareRoute+"Log", succeeds, declare(modules.Does(modules.Write)),
			prepares(notesDownload), note(saysTrue+" Its answer is never kept for the next call: its GET changes the server."),
			show(aPackage+`return wats.software.log_download(p.package_id, 1234)`, "true")),
	}
}

// notesDownload marks a GET that writes.
func notesDownload(_ context.Context, _ *packageDownload, r *request) error {
	r.writes = true
	return nil
}

// wantsSome refuses a list without items, or with a blank one.
func wantsSome(name string, items []string) error {
	if len(items) == 0 {
		return fault.New(fault.Usage, "%s must not be empty", name)
	}
	for _, item := range items {
		if err := notBlank(name, item); err != nil {
			return err
		}
	}
	return nil
}
