package server

import (
	"slices"
	"testing"
)

// The reports that errands send and ask for: a test that failed, its repair, a test of the box with the board in it, and
// one that carried out a manual inspection.
const testID, repairID, boxID, visualID = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222",
	"33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"

// errands are every request of the catalogue, what an answer depends on before what asks for it.
func errands(t *testing.T) []errand {
	return slices.Concat(productErrands, reportErrands(t), productionErrands, assetErrands, softwareErrands(t), analyticsErrands,
		ticketErrands, userErrands, processErrands, inspectionErrands(t))
}

var productErrands = []errand{
	{route: "PUT /api/Product", body: `{"partNumber": "BOX/9", "name": "Box", "nonSerial": false, "state": 1, "revisions": [], "tags": [{"key": "Line", "value": "1", "change": 1}]}`},
	{route: "PUT /api/Product/Products", body: `[{"partNumber": "PCBA-7", "name": "Board", "state": 1, "revisions": [], "tags": []}]`},
	{route: "PUT /api/Product/Revision", body: `{"partNumber": "PCBA-7", "revision": "B", "state": 1, "tags": []}`, keep: "board=productRevisionId"},
	{route: "PUT /api/Product/Revision", body: `{"partNumber": "BOX/9", "revision": "A", "state": 1, "tags": [{"key": "k", "value": "v", "change": 1}]}`, keep: "box=productRevisionId"},
	{route: "GET /api/Product/{partNumber}", args: "partNumber=BOX/9"},
	{route: "GET /api/Product/Query"},
	{route: "PUT /api/Product/Group", body: `{"productGroupName": "Power"}`},
	{route: "GET /api/Product/Groups"},
	{route: "GET /api/App/ProductGroups", args: "includeFilters=true"},
	{route: "GET /api/internal/Product/GetGroupsForProduct", args: "partNumber=PCBA-7"},
	{route: "PUT /api/internal/Product/BOM", args: "partNumber=PCBA-7&revision=B&format=json", body: `[{"partNumber": "R-100", "componentRef": "R1;R2", "quantity": 2}]`},
	{route: "PUT /api/Product/BOM", media: "application/xml", body: `<BOM xmlns="http://wats.virinco.com/schemas/WATS/wsbf" Partnumber="BOX/9" Revision="A" Desc="d"><Component Number="C-1" Rev="1" Qty="1" Desc="x" Ref="C1"/></BOM>`},
	{route: "GET /api/internal/Product/Bom", args: "partNumber=PCBA-7&revision=B"},
	{route: "POST /api/internal/Product/PostProductRevisionRelation", body: `{"ParentProductRevisionId": "@box", "ProductRevisionId": "@board", "Quantity": 1}`},
	{route: "GET /api/internal/Product/GetProductInfo", args: "partNumber=BOX/9&revision=A", keep: "relation=1.ProductRevisionRelationId"},
	{route: "PUT /api/internal/Product/PutProductRevisionRelation", body: `{"ProductRevisionRelationId": "@relation", "ParentProductRevisionId": "@box", "ProductRevisionId": "@board", "Quantity": 2, "RevisionMask": "A,B%"}`},
	{route: "DELETE /api/internal/Product/DeleteProductRevisionRelation", args: "productRevisionRelationId=@relation"},
	{route: "PUT /api/internal/Product/PutProductCategories", body: `[{"name": "Boards", "description": "d"}]`},
	{route: "GET /api/internal/Product/GetProductCategories"},
	{route: "PUT /api/Product/Vendors", body: `{"name": "Acme", "country": "NO"}`, keep: "vendor=vendorId"},
	{route: "GET /api/Product/Vendors"},
	{route: "DELETE /api/Product/Vendors/{vendorId}", args: "vendorId=@vendor"},
}

func reportErrands(t *testing.T) []errand {
	failed := uut(set("id", testID), set("start", "2026-03-01T08:00:00Z"), set("result", "F"), usesAssets("DMM-1", 1), set("miscInfos", []object{{"description": "Lot", "text": "7"}}), func(r object) {
		r["root"].(object)["status"] = "F"
		r["root"].(object)["attachment"] = object{"name": "a.txt", "contentType": "text/plain", "data": "QUJD"}
		r["root"].(object)["steps"] = []object{numeric("3V3", 5, "F"), numeric("5V", 5, "P")}
	})
	box := uut(set("id", boxID), set("pn", "BOX/9"), set("sn", "BOX-1"), set("subUnits", []object{{"partType": "PCBA", "pn": "PCBA-7", "sn": "SN-1", "rev": "B"}}))
	return []errand{
		{route: "POST /api/Report/WSJF", body: jsonOf(t, failed)},
		{route: "POST /api/Report/WSJF", body: jsonOf(t, uur(failed, set("id", repairID)))},
		{route: "POST /api/Report/WSJF", body: jsonOf(t, box)},
		{route: "GET /api/Report/Wsjf/{id}", args: "id=" + testID + "&detailLevel=7"},
		{route: "GET /api/Report/Wsjf/{id}", args: "id=" + repairID},
		{route: "GET /api/Report/Wsxf/{id}", args: "id=" + testID + "&includeAttachments=true&includeChartdata=true&includeIndexes=true", keep: "xml"},
		{route: "POST /api/Report/WSXF", media: "application/xml", body: "@xml"},
		{route: "GET /api/Report/Query/Header", args: "reportType=U&$filter=subUnits/any(s: s/partNumber eq 'PCBA-7')&$expand=subUnits,miscInfo,assets,attachments&$top=5&$skip=0&$orderby=start desc"},
		{route: "GET /api/Report/Query/Header", args: "reportType=R&$expand=uurSubUnits,uurMiscInfo,uurAssets,uurAttachments", keep: "photo=0.uurAttachments.0.id"},
		{route: "GET /api/Report/Query/HeaderByMiscInfo", args: "description=Lot&stringValue=7&$top=5"},
		{route: "GET /api/Report/Attachment", args: "attachmentId=@photo"},
		{route: "GET /api/Report/Attachments/{id}", args: "id=" + testID},
		{route: "GET /api/Report/Certificate/{id}", args: "id=" + testID},
	}
}

var productionErrands = []errand{
	{route: "PUT /api/Production/Units", body: `[{"serialNumber": "U-1", "partNumber": "PCBA-7", "revision": "B", "tags": [], "subUnits": []}, {"serialNumber": "BOX-2", "partNumber": "BOX/9", "revision": "A"}]`},
	{route: "GET /api/Production/Unit/{serialNumber}/{partNumber}", args: "serialNumber=BOX-2&partNumber=BOX/9"},
	{route: "POST /api/internal/Production/CreateUnit", args: "serialNumber=U-2&partNumber=PCBA-7&revision=B&batchNumber=LOT&unitPhase=2"},
	{route: "GET /api/internal/Mes/GetUnitPhases"},
	{route: "PUT /api/Production/SetUnitPhase", args: "serialNumber=U-1&partNumber=PCBA-7&phase=16&comment=done"},
	{route: "PUT /api/Production/SetUnitProcess", args: "serialNumber=U-1&partNumber=PCBA-7&processCode=100&comment=next"},
	{route: "GET /api/Production/Units/Changes", args: "serialNumber=U-1&partNumber=PCBA-7&$top=5&$skip=0", keep: "change=0.id"},
	{route: "DELETE /api/Production/Units/Changes/{id}", args: "id=@change"},
	{route: "GET /api/internal/Production/GetUnitStateHistory", args: "serialNumber=U-1&partNumber=PCBA-7"},
	{route: "POST /api/Production/AddChildUnit", args: "parentSerialNumber=BOX-2&parentPartNumber=BOX/9&childSerialNumber=U-1&childPartNumber=PCBA-7"},
	{route: "POST /api/internal/Production/AddChildUnit", args: "serialNumber=BOX-2&partNumber=BOX/9&childSerialNumber=U-2&childPartNumber=PCBA-7&checkPartNumber=PCBA-7&checkRevision=B&cultureCode=en-US&checkPhase=false"},
	{route: "GET /api/Production/CheckChildUnits", args: "serialNumber=BOX-2&partNumber=BOX/9&revision=A"},
	{route: "GET /api/internal/Production/CheckChildUnits", args: "ParentSerialNumber=BOX-2&ParentPartNumber=BOX/9&CultureCode=en-US"},
	{route: "GET /api/internal/Production/GetUnitHierarchy", args: "serialNumber=BOX-2&partNumber=BOX/9"},
	{route: "GET /api/internal/Production/GetUnitContents", args: "serialNumber=BOX-2&partNumber=BOX/9&revision=A"},
	{route: "GET /api/internal/Production/GetUnitInfo", args: "serialNumber=BOX-2&partNumber=BOX/9"},
	{route: "POST /api/Production/RemoveChildUnit", args: "parentSerialNumber=BOX-2&parentPartNumber=BOX/9&childSerialNumber=U-1&childPartNumber=PCBA-7"},
	{route: "POST /api/internal/Production/RemoveChildUnit", args: "serialNumber=BOX-2&partNumber=BOX/9&childSerialNumber=U-2&childPartNumber=PCBA-7&cultureCode=en-US"},
	{route: "POST /api/internal/Production/RemoveAllChildUnits", args: "serialNumber=BOX-2&partNumber=BOX/9&cultureCode=en-US"},
	{route: "GET /api/Production/UnitVerification", args: "serialNumber=SN-1&partNumber=PCBA-7&revision=B"},
	{route: "PUT /api/Production/Batch", body: `{"batchNumber": "LOT", "batchSize": 10}`},
	{route: "PUT /api/Production/Batches", body: `[{"batchNumber": "LOT-2"}]`},
	{route: "GET /api/Production/Batches", args: "partNumber=PCBA-7&batchId=LOT"},
	{route: "GET /api/internal/Production/isConnected"},
	{route: "GET /api/internal/Production/GetSites"},
	{route: "GET /api/Production/SerialNumbers/Types"},
	{route: "PUT /api/Production/SerialNumbers", media: "text/csv", body: "SerialNumber,Type\nNO-1,Serial Number\nNO-2,Serial Number\nNO-3,Serial Number\n"},
	{route: "POST /api/Production/SerialNumbers/Take", args: "serialNumberType=Serial Number&quantity=2&refSN=BOX-2&refPN=BOX/9&stationName=ST-1"},
	{route: "GET /api/Production/SerialNumbers/ByRange", args: "typeName=Serial Number&from=NO-1&to=NO-2"},
	{route: "GET /api/Production/SerialNumbers/ByReference", args: "typeName=Serial Number&referenceSerialNumber=BOX-2&referencePartNumber=BOX/9"},
	{route: "GET /api/Production/SerialNumbers", args: "typeName=Serial Number&state=Free&format=csv"},
	{route: "GET /api/internal/Production/SerialNumbers", args: "serialNumberType=Serial Number&startAddress=NO-1&endAddress=NO-3&startDate=2026-01-01T00:00:00&endDate=2026-12-31T00:00:00"},
	{route: "GET /api/internal/Production/SerialNumbers/Count", args: "serialNumberType=Serial Number&startAddress=NO-1&endAddress=NO-3&fromDate=2026-01-01T00:00:00&toDate=2026-12-31T00:00:00"},
	{route: "GET /api/internal/Production/SerialNumbers/Ranges", args: "serialNumberType=Serial Number"},
	{route: "GET /api/internal/Production/SerialNumbers/Statistics", args: "serialNumberType=Serial Number"},
	{route: "PUT /api/internal/Production/SerialNumbers/Free", body: `[{"serialNumberType": "Serial Number", "from": "NO-1", "to": "NO-1"}]`},
}

var assetErrands = []errand{
	{route: "PUT /api/Asset/Types", body: `{"typeName": "DMM", "runningCountLimit": 100, "calibrationInterval": 365, "maintenanceInterval": -1, "isReadonly": false}`, keep: "type=typeId"},
	{route: "PUT /api/Asset", body: `{"serialNumber": "DMM-1", "typeId": "@type", "ClientId": 3, "state": 1, "tags": [], "assetChildren": [], "assetLog": []}`, keep: "asset=assetId"},
	{route: "PUT /api/Asset", body: `{"serialNumber": "PROBE-1", "typeId": "@type", "parentAssetId": "@asset", "state": 1, "tags": [], "assetChildren": [], "assetLog": []}`},
	{route: "GET /api/Asset/Types"},
	{route: "GET /api/Asset", args: "$filter=state eq 1&$orderby=serialNumber&$top=5&$skip=0"},
	{route: "GET /api/Asset/{idOrSerial}", args: "idOrSerial=DMM-1"},
	{route: "GET /api/Asset/SubAssets", args: "id=@asset&level=1"},
	{route: "PUT /api/Asset/Count", args: "id=@asset&incrementBy=2&incrementChildren=true"},
	{route: "PUT /api/Asset/SetRunningCount", args: "id=@asset&runningCount=90"},
	{route: "PUT /api/Asset/SetTotalCount", args: "id=@asset&totalCount=900"},
	{route: "POST /api/Asset/ResetRunningCount", args: "serialNumber=DMM-1&comment=new fuse"},
	{route: "POST /api/Asset/Calibration", args: "id=@asset&dateTime=2026-02-01T10:00:00&comment=lab"},
	{route: "POST /api/Asset/Calibration/External", args: "id=@asset&fromDate=2026-02-01T10:00:00Z&toDate=2027-02-01T10:00:00Z&comment=lab"},
	{route: "POST /api/Asset/Maintenance", args: "id=@asset&comment=clean"},
	{route: "POST /api/Asset/Maintenance/External", args: "id=@asset&fromDate=2026-02-01T10:00:00Z&toDate=2027-02-01T10:00:00Z"},
	{route: "PUT /api/Asset/State", args: "state=4&id=@asset"},
	{route: "POST /api/Asset/Message", body: `{"assetId": "@asset", "comment": "hello", "user": "op"}`},
	{route: "GET /api/Asset/Log", args: "$filter=assetId eq @asset&$orderby=date desc&$top=50"},
	{route: "GET /api/Asset/Status", args: "id=@asset"},
	{route: "POST /api/internal/Blob/Asset", args: "assetId=@asset&filename=a ø.bin", media: "application/octet-stream", body: "\x00\xff"},
	{route: "GET /api/internal/Blob/Asset/List/{assetId}", args: "assetId=@asset"},
	{route: "GET /api/internal/Blob/Asset", args: "assetId=@asset&filename=a ø.bin"},
	{route: "DELETE /api/internal/Blob/Assets", args: "assetId=@asset", body: `["a ø.bin"]`},
	{route: "DELETE /api/Asset", args: "serialNumber=PROBE-1"},
}

func softwareErrands(t *testing.T) []errand {
	return []errand{
		{route: "POST /api/Software/Package", body: `{"name": "FW", "installOnRoot": false, "rootDirectory": "C:/fw", "priority": 1, "tags": [{"key": "Line", "value": "1"}]}`, keep: "package=packageId"},
		{route: "POST /api/Software/Package", body: `{"name": "Old", "installOnRoot": false}`, keep: "old=packageId"},
		{route: "POST /api/Software/Package", body: `{"name": "Older", "installOnRoot": false}`},
		{route: "PUT /api/Software/Package/{id}", args: "id=@package", body: `{"packageId": "@package", "name": "FW", "description": "new"}`},
		{route: "POST /api/Software/Package/UploadZip/{id}", args: "id=@package&cleanInstall=true", media: "application/zip", body: zipOf(t, "main.bin", "x", "cfg/limits.json", "{}")},
		{route: "GET /api/Software/PackageFiles/{id}", args: "id=@package", keep: "file=0.fileId"},
		{route: "POST /api/Software/Package/FileAttribute/{id}", args: "id=@file", body: `{"attributes": "ReadOnly"}`},
		{route: "GET /api/internal/Software/File/{id}", args: "id=@file"},
		{route: "POST /api/internal/Software/PostPackageFolder", args: "packageId=@package", body: `{"name": "bin", "path": "bin"}`, keep: "folder=packageFolderId"},
		{route: "POST /api/internal/Software/UpdatePackageFolder", body: `{"packageFolderId": "@folder", "name": "lib"}`},
		{route: "GET /api/internal/Software/CheckFile", args: "packageId=@package&parentFolderId=@folder&filePath=main.bin&checksum=0&fileDateEpoch=1772366400"},
		{route: "POST /api/internal/Software/DeletePackageFolder", args: "packageFolderId=@folder"},
		{route: "POST /api/internal/Software/DeletePackageFolderFiles", args: "packageFolderFileIds=@file"},
		{route: "POST /api/Software/PackageStatus/{id}", args: "id=@package&status=Pending"},
		{route: "POST /api/Software/PackageStatus/{id}", args: "id=@package&status=Released"},
		{route: "GET /api/Software/Packages"},
		{route: "GET /api/Software/Package/{id}", args: "id=@package"},
		{route: "GET /api/Software/PackageByName", args: "name=FW&status=Released&version=1"},
		{route: "GET /api/Software/PackagesByTag", args: "tag=Line&value=1&status=Released"},
		{route: "GET /api/Software/VirtualFolders"},
		{route: "GET /api/internal/Software/isConnected"},
		{route: "GET /api/internal/Software/Log", args: "packageId=@package&downloadSize=1"},
		{route: "GET /api/internal/Software/GetPackageDownloadHistory", args: "clientId=1"},
		{route: "GET /api/internal/Software/GetPackageHistory", args: "tags=Line&status=2&allVersions=true"},
		{route: "GET /api/internal/Software/GetSoftwareEntityDetails", args: "packageId=@package"},
		{route: "GET /api/internal/Software/GetAvailablePackages", args: "installedPackages=@package,@old"},
		{route: "DELETE /api/Software/Package/{id}", args: "id=@old"},
		{route: "GET /api/internal/Software/GetRevokedPackages", args: "installedPackages=@package,@old&includeRevokedOnly=false"},
		{route: "DELETE /api/Software/PackageByName", args: "name=Older&version=1"},
	}
}

var analyticsErrands = []errand{
	{route: "GET /api/App/Version"},
	{route: "GET /api/App/Processes", args: "includeTestOperations=true&includeRepairOperations=true&includeWipOperations=true&includeInactiveProcesses=false"},
	{route: "GET /api/App/Levels"},
	{route: "POST /api/App/DynamicYield", args: "dimensions=partNumber;period", body: `{"partNumber": "PCBA-7", "periodCount": 30, "includeCurrentPeriod": true, "dimensions": "partNumber;period"}`},
	{route: "POST /api/App/DynamicRepair", args: "dimensions=repairCode", body: `{"dimensions": "repairCode"}`},
	{route: "POST /api/App/VolumeYield", body: `{"partNumber": "PCBA%", "topCount": 5}`},
	{route: "GET /api/App/VolumeYield", args: "productGroup=Power&level=PCBA"},
	{route: "POST /api/App/WorstYield", body: `{"status": "all"}`},
	{route: "GET /api/App/WorstYield", args: "productGroup=Power"},
	{route: "POST /api/App/WorstYieldByProductGroup", body: `{}`},
	{route: "POST /api/App/HighVolume", body: `{"dateFrom": "2026-02-01T00:00:00", "dateTo": "2026-03-02T00:00:00Z"}`},
	{route: "GET /api/App/HighVolume"},
	{route: "POST /api/App/HighVolumeByProductGroup", body: `{}`},
	{route: "POST /api/App/TopFailed", body: `{"topCount": 5}`},
	{route: "GET /api/App/TopFailed", args: "partNumber=PCBA-7&revision=B&topCount=5"},
	{route: "GET /api/App/RelatedRepairHistory", args: "partNumber=PCBA-7&revision=B"},
	{route: "POST /api/App/TestStepAnalysis", body: `{"partNumber": "PCBA-7", "testOperation": "SW Debug", "run": 1, "maxCount": 10000}`},
	{route: "POST /api/App/Measurements", args: "measurementPaths=MainSequence Callback¶3V3", body: `{"partNumber": "PCBA-7", "testOperation": "SW Debug"}`},
	{route: "POST /api/App/AggregatedMeasurements", args: "measurementPaths=MainSequence Callback¶3V3", body: `{"partNumber": "PCBA-7"}`},
	{route: "POST /api/App/OeeAnalysis", body: `{"stationName": "ST-1"}`},
	{route: "POST /api/App/SerialNumberHistory", body: `{"serialNumber": "SN-1", "partNumber": "PCBA-7"}`},
	{route: "POST /api/App/UutReport", body: `{"status": "Failed", "run": -2, "topCount": 5}`},
	{route: "GET /api/App/UutReport", args: "partNumber=PCBA-7&serialNumber=SN-1&status=Failed&topCount=5"},
	{route: "POST /api/App/UurReport", body: `{}`},
	{route: "POST /api/internal/App/MeasurementList", args: "stepFilters=&sequenceFilters=", body: `{"partNumber": "PCBA-7"}`},
	{route: "GET /api/internal/App/MeasurementList", args: "productGroupId=&levelId=&days=30&stepFilters=&sequenceFilters="},
	{route: "POST /api/internal/App/StepStatusList", args: "stepFilters=&sequenceFilters=", body: `{"partNumber": "PCBA-7"}`},
	{route: "GET /api/internal/App/StepStatusList", args: "productGroupId=&levelId=&days=30&stepFilters=&sequenceFilters="},
	{route: "POST /api/internal/App/TopFailed", body: `{"partNumber": "PCBA-7", "topCount": 2}`},
	{route: "GET /api/internal/App/TopFailed", args: "partNumber=PCBA-7&processCode=10&productGroupId=&levelId=&days=30&count=10"},
	{route: "POST /api/internal/Trigger/GetAlarmAndNotificationLogs"},
	{route: "POST /api/internal/UnitFlow", body: `{"partNumber": "PCBA-7", "includePassed": true}`},
	{route: "GET /api/internal/UnitFlow/Nodes"},
	{route: "GET /api/internal/UnitFlow/Links"},
	{route: "GET /api/internal/UnitFlow/Units"},
	{route: "POST /api/internal/UnitFlow/SN", body: `{"serialNumbers": ["SN-1"]}`},
	{route: "POST /api/internal/UnitFlow/SplitBy", body: `{"splitBy": "stationName"}`},
	{route: "POST /api/internal/UnitFlow/UnitOrder", body: `{"unitOrder": "startTime"}`},
}

var ticketErrands = []errand{
	{route: "POST /api/RootCause/Ticket", body: `{"subject": "Bad solder", "priority": 1, "assignee": "kim", "reportUuid": "` + testID + `", "update": {"content": "first"}}`, keep: "ticket=ticketId"},
	{route: "GET /api/RootCause/Ticket", args: "ticketId=@ticket"},
	{route: "POST /api/RootCause/Attachment", media: "multipart/form-data; boundary=b", body: "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nABC\r\n--b--\r\n", keep: "attachment"},
	{route: "PUT /api/RootCause/Ticket", body: `{"ticketId": "@ticket", "subject": "Bad solder", "assignee": "kim", "update": {"content": "look", "attachments": [{"attachmentId": "@attachment", "filename": "a.txt"}]}}`},
	{route: "PUT /api/RootCause/Ticket", body: `{"ticketId": "@ticket", "status": 8, "assignee": "kim"}`},
	{route: "GET /api/RootCause/Attachment", args: "attachmentId=@attachment&fileName=a.txt"},
	{route: "GET /api/RootCause/Tickets", args: "status=8&view=2&searchString=solder"},
	{route: "POST /api/RootCause/ArchiveTickets", body: `["@ticket"]`},
}

var userErrands = []errand{
	{route: "GET /api/SCIM/v2/Token", args: "duration=30"},
	{route: "POST /api/SCIM/v2/Users", body: `{"userName": "kim", "displayName": "Kim", "active": true, "name": {"givenName": "Kim"}, "emails": [{"value": "k", "primary": true}]}`, keep: "user=id"},
	{route: "GET /api/SCIM/v2/Users", args: "startIndex=1&count=10"},
	{route: "GET /api/SCIM/v2/Users/{id}", args: "id=@user"},
	{route: "GET /api/SCIM/v2/Users/userName={userName}", args: "userName=kim"},
	{route: "PATCH /api/SCIM/v2/Users/{id}", args: "id=@user", body: `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "path": "active", "value": false}]}`},
	{route: "DELETE /api/SCIM/v2/Users/{id}", args: "id=@user"},
}

var processErrands = []errand{
	{route: "GET /api/internal/Process/GetRepairOperations"},
	{route: "GET /api/internal/Process/GetProcesses", keep: "process=0.ProcessID"},
	{route: "GET /api/internal/Process/GetProcess/{id}", args: "id=@process"},
	{route: "GET /api/internal/Process/GetRepairOperation/{id}", args: "id=00000000-0000-4000-8000-000000000000&processCode=500"},
}

func inspectionErrands(t *testing.T) []errand {
	visual := uut(set("id", visualID), set("sn", "SN-4"), func(r object) {
		r["root"].(object)["seqCall"] = object{"path": "mi", "name": "Visual", "version": "1"}
	})
	return []errand{
		{route: "POST /api/internal/ManualInspection/PostDefinition", body: `{"Name": "Visual", "IsGlobal": false, "OnFailGotoCleanup": false, "OnFailRequireSubmit": false, "OnFailRequireRepair": 0, "AddChildUnits": false}`, keep: "definition=TestSequenceDefinitionId"},
		{route: "GET /api/internal/ManualInspection/GetTestSequenceDefinitions", args: "isGlobalDefinitions=false"},
		{route: "GET /api/internal/ManualInspection/GetTestSequenceDefinition", args: "definitionId=@definition"},
		{route: "PUT /api/internal/ManualInspection/PutTestSequenceDefinitionXaml", body: `{"TestSequenceDefinitionId": "@definition", "XAML": "<Activity/>"}`},
		{route: "GET /api/internal/ManualInspection/GetTestSequenceDefinitionXaml", args: "definitionId=@definition"},
		{route: "GET /api/internal/ManualInspection/GetWatswwfContent/{id}", args: "id=@definition"},
		{route: "POST /api/internal/ManualInspection/PostRelation", body: `{"TestSequenceDefinitionId": "@definition", "EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "PCBA-7"}`, keep: "link=TestSequenceRelationId"},
		{route: "PUT /api/internal/ManualInspection/PutRelation", body: `{"TestSequenceRelationId": "@link", "TestSequenceDefinitionId": "@definition", "EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "BOX/9"}`},
		{route: "GET /api/internal/ManualInspection/GetRelations/{id}", args: "id=@definition"},
		{route: "GET /api/internal/ManualInspection/GetDefinitionCopy/{id}", args: "id=@definition", keep: "copy=TestSequenceDefinitionId"},
		{route: "POST /api/internal/ManualInspection/PostRelation", body: `{"TestSequenceDefinitionId": "@copy", "EntitySchema": "Product", "EntityName": "PartNumber", "EntityValue": "PCBA-7"}`},
		{route: "GET /api/internal/ManualInspection/GetRelationConflictsNew/{id}", args: "id=@definition"},
		{route: "PUT /api/internal/ManualInspection/DeleteRelationNew", body: `{"TestSequenceRelationId": "@link"}`},
		{route: "PUT /api/internal/ManualInspection/PutDefinitionNew", body: `{"TestSequenceDefinitionId": "@definition", "Status": 1}`},
		{route: "PUT /api/internal/ManualInspection/PutDefinitionNew", body: `{"TestSequenceDefinitionId": "@definition", "Status": 2}`},
		{route: "GET /api/internal/ManualInspection/GetSequences"},
		{route: "PUT /api/internal/ManualInspection/PutSequence", body: `{"TestSequenceDefinitionId": "@copy", "Name": "Renamed"}`},
		{route: "DELETE /api/internal/ManualInspection/DeleteSequence/{id}", args: "id=@copy"},
		{route: "PUT /api/internal/ManualInspection/ValidateMiscInfo", body: `{"Description": "Order number", "Value": "12"}`},
		{route: "PUT /api/internal/ManualInspection/PutStringTest", body: `{"TestSequenceDefinitionId": "@definition", "Name": "Label", "Value": "x"}`},
		{route: "POST /api/Report/WSJF", body: jsonOf(t, visual)},
		{route: "GET /api/internal/ManualInspection/GetInstancesCount/{id}", args: "id=@definition"},
		{route: "GET /api/internal/ManualInspection/GetMiDetailsNew/{id}", args: "id=SN-4"},
	}
}
