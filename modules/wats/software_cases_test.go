package wats

import "net/url"

// softwareCases are what the tests of all operations must know of the software service.
var softwareCases = expectations{
	complete:  []string{"software"},
	otherwise: map[string]string{"software.upload_zip/zip_content": "a zip on disk may be sent instead"},
	args: map[string]map[string]any{
		"software.update_package":        {"package": `{"packageId":"` + testID + `","name":"P","unknownKey":[1]}`},
		"software.upload_zip":            {"zip_content": "PK\x05\x06\xff"},
		"software.create_package":        {"tags": `[{"key":"PartNumber","value":null}]`},
		"software.create_package_folder": {"folder_data": `{"name":"docs","unknownKey":[1]}`},
		"software.update_package_folder": {"folder_data": `{"packageFolderId":"` + testID + `"}`},
	},
	requests: map[string][]string{"software.update_package": {"PUT /api/Software/Package/" + testID}},
	queries:  map[string]url.Values{"software.update_package": {}},
	bodies: map[string]any{
		"software.update_package": `{"packageId":"` + testID + `","name":"P","unknownKey":[1]}`,
		"software.create_package": map[string]any{
			"name": anyText, "description": anyText, "installOnRoot": true, "rootDirectory": anyText, "priority": 7,
			"tags": []any{map[string]any{"key": "PartNumber", "value": nil}},
		},
	},
	mimes: map[string]string{"software.upload_zip": "application/zip"},
	full: []string{
		"software.get_package", "software.get_package_by_name", "software.get_released_package", "software.is_connected", "software.get_file",
		"software.check_file", "software.get_software_entity_details",
	},
	truths: []string{
		"software.delete_package", "software.delete_package_by_name", "software.submit_for_review", "software.return_to_draft",
		"software.release_package", "software.revoke_package", "software.upload_zip", "software.update_file_attribute",
		"software.delete_package_folder", "software.delete_package_folder_files", "software.log_download",
	},
}
