---@meta _

-- Written from the declarations in the source; do not edit.

---A time as ISO 8601 text. Where one is asked for, seconds since 1970 will do too.
---@alias datetime string|number

---@class AggregatedMeasurement
---@field step_name? string Name of the step.
---@field step_path? string Path of the step, with / between the names.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field count? integer How many values.
---@field min? number Lowest value.
---@field max? number Highest value.
---@field avg? number Average.
---@field stdev? number Standard deviation.
---@field variance? number Variance.
---@field limit_low? number Lower limit.
---@field limit_high? number Upper limit.
---@field cpk? number Cpk: how well the spread fits the nearer limit.
---@field cp? number Cp: how well the spread fits between the limits.
---@field cp_lower? number Cp towards the lower limit.
---@field cp_upper? number Cp towards the upper limit.
---@field unit? string Unit of the values.
---@field measurement_path? string Path that was asked for, as the server names it.

---@class AlarmLog
---@field log_id? integer Number of the row.
---@field name? string Name of the trigger.
---@field log_date? string When it happened.
---@field trigger_id? integer Number of the trigger.
---@field type? AlarmType What kind of alarm.
---@field state? string State of the trigger.
---@field grouping_set? string Grouping of the trigger.
---@field calculations_string? string What the trigger computes.
---@field client_group_ids? integer[] Client groups that it watches.
---@field product_selection_ids? integer[] Product selections that it watches.
---@field part_number? string Part number.
---@field product_name? string Name of the product.
---@field process_code? string Code of the process.
---@field process_name? string Name of the process.
---@field report_guid? string GUID of the report.
---@field serial_number? string Serial number of the unit.
---@field revision? string Revision of the part number.
---@field station_name? string Test station.
---@field operator? string Operator.
---@field result? string Result of the report.
---@field start_utc? string Start of the report, in UTC.
---@field fpy? number First-pass yield, in percent.
---@field spy? number Second-pass yield, in percent.
---@field tpy? number Third-pass yield, in percent.
---@field lpy? number Last-pass yield, in percent.
---@field test_yield? number Passed reports, in percent.
---@field fpy_trend? number Change of the first-pass yield.
---@field spy_trend? number Change of the second-pass yield.
---@field tpy_trend? number Change of the third-pass yield.
---@field lpy_trend? number Change of the last-pass yield.
---@field test_yield_trend? number Change of the test yield.
---@field uut_count? integer Test reports.
---@field unit_count? integer Units tested.
---@field fp_count? integer Units that passed in their first run.
---@field lp_count? integer Units that passed in their last run.
---@field retest_count? integer Tests after the first.
---@field sequence_count? integer Events in a row.
---@field sequential_match? integer Events in a row that match.
---@field free? integer Free serial numbers.
---@field reserved? integer Reserved serial numbers.
---@field serial_number_type? string Type of the serial numbers.
---@field cp? number Cp: how well the spread fits between the limits.
---@field cpk? number Cpk: how well the spread fits the nearer limit.
---@field min? number Lowest value.
---@field max? number Highest value.
---@field avg? number Average.
---@field stdev? number Standard deviation.
---@field measurement_path? string Path of the measurement.
---@field asset_name? string Name of the asset.
---@field asset_serial_number? string Serial number of the asset.
---@field type_id? string Type of the asset.
---@field asset_state? string State of the asset.
---@field bubbled_status? string Worst status of the asset and its parts.
---@field tags? string Tags of the asset.
---@field is_days_since_calibration_unknown? boolean Whether the last calibration is unknown.
---@field is_days_since_maintenance_unknown? boolean Whether the last maintenance is unknown.

---@alias AlarmType "REPORT"|"YIELD_VOLUME"|"SERIAL_NUMBER"|"MEASUREMENT"|"ASSET"|"report"|"yield_volume"|"serial_number"|"measurement"|"asset"|integer

---@class AssemblyCheck
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number of its product.
---@field revision? string Revision whose box build counts.
---@field is_valid? boolean Whether everything is there and nothing else; false where there is no box build.
---@field message? string What is wrong first of all.
---@field children? ChildCheck[] The units that it is built of.
---@field missing? MissingChild[] What there is too little of.

---@class Asset
---@field serial_number string Serial number, by which reports name the asset. Required.
---@field type_id? string GUID of its type.
---@field asset_id? string Id of the asset.
---@field parent_asset_id? string Id of the asset that it belongs to.
---@field parent_serial_number? string Serial number of the asset that it belongs to.
---@field asset_name? string Display name.
---@field part_number? string Part number of the asset itself.
---@field revision? string Revision of the asset itself.
---@field client_id? integer Number of the client that it is on.
---@field state? AssetState Where in its life it is.
---@field description? string Free text.
---@field location? string Where it is.
---@field first_seen_date? string First use.
---@field last_seen_date? string Last use.
---@field last_maintenance_date? string Last maintenance.
---@field next_maintenance_date? string When the next maintenance is due.
---@field last_calibration_date? string Last calibration.
---@field next_calibration_date? string When the next calibration is due.
---@field total_count? integer Uses in all.
---@field running_count? integer Uses since the last reset.
---@field tags? Setting[] Tags of the asset.
---@field asset_children? Asset[] What belongs to it, where a server tells; get_child_assets always does.
---@field asset_type? AssetType Its type.
---@field asset_log? AssetLog[] Its log, where a server tells; get_asset_log always does.

---@alias AssetAlarmState "OK"|"WARNING"|"ALARM"|"ok"|"warning"|"alarm"|integer

---@class AssetLog
---@field log_id? integer Number of the row.
---@field asset_id? string Id of the asset.
---@field serial_number? string Serial number of the asset.
---@field date? string When it happened.
---@field user? string Who did it.
---@field log_type? AssetLogType What happened.
---@field comment? string What was said about it.

---@alias AssetLogType "MESSAGE"|"REGISTER"|"UPDATE"|"RESET_COUNT"|"CALIBRATION"|"MAINTENANCE"|"STATE_CHANGE"|"UNKNOWN"|"CREATED"|"COUNT_RESET"|"COMMENT"|"message"|"register"|"update"|"reset_count"|"calibration"|"maintenance"|"state_change"|"unknown"|"created"|"count_reset"|"comment"|integer

---@alias AssetState "UNKNOWN"|"IN_OPERATION"|"IN_TRANSIT"|"IN_MAINTENANCE"|"IN_CALIBRATION"|"IN_STORAGE"|"SCRAPPED"|"OK"|"unknown"|"in_operation"|"in_transit"|"in_maintenance"|"in_calibration"|"in_storage"|"scrapped"|"ok"|integer

---@class AssetStatus
---@field asset_id? string Id of the asset.
---@field serial_number? string Serial number of the asset.
---@field alarm_state? AssetAlarmState Whether there is a warning or an alarm.
---@field message? string What the warning or alarm is about.
---@field running_count? integer Uses since the last reset.
---@field running_count_exceeded? integer Uses beyond the limit, negative while below it.
---@field total_count? integer Uses in all.
---@field total_count_exceeded? integer Uses beyond the limit, negative while below it.
---@field days_since_calibration? number Days since the last calibration.
---@field is_days_since_calibration_unknown? boolean True where the type asks for calibrations and none is known.
---@field calibration_days_overdue? number Days beyond the date, negative while before it.
---@field days_since_maintenance? number Days since the last maintenance.
---@field is_days_since_maintenance_unknown? boolean True where the type asks for maintenances and none is known.
---@field maintenance_days_overdue? number Days beyond the date, negative while before it.

---@class AssetType
---@field type_name string Name of the type, such as Fixture. Required.
---@field type_id? string GUID of the type.
---@field running_count_limit? integer Uses between two resets.
---@field total_count_limit? integer Uses in a lifetime.
---@field maintenance_interval? number Days between maintenances; -1 unlimited, -2 decided outside.
---@field calibration_interval? number Days between calibrations; -1 unlimited, -2 decided outside.
---@field warning_threshold? number Percent of a limit or interval from which there is a warning.
---@field alarm_threshold? number Percent of a limit or interval from which there is an alarm.
---@field is_readonly? boolean Whether people may not change it.
---@field icon? string Name of its picture.

---@class BomItem
---@field bom_item_id? string GUID of the row.
---@field product_revision_id? string GUID of the revision that the row belongs to.
---@field component_ref? string Where the part is used; several places are separated by ;.
---@field part_number? string Part number of the part.
---@field revision? string Revision of the part, in an upload as WSBF.
---@field description? string Free text.
---@field quantity? integer How many; 1 when it is left out.
---@field manufacturer? string Who makes the part.
---@field manufacturer_pn? string The maker's part number.
---@field vendor? string Who sells the part.
---@field vendor_pn? string The vendor's part number.
---@field function_block? string What the part is for, in an upload as WSBF.

---@class CacheStats
---@field hits? integer Reads that were answered without a request.
---@field misses? integer Reads that were sent.
---@field size? integer Answers that are kept.
---@field max_size? integer How many there may be.
---@field hit_rate? number Hits in all reads, 0 to 1.

---@class CallOptions
---@field timeout? number Longest time of a call in seconds; 0 is no limit.
---@field attempt_timeout? number Longest time of one attempt in seconds; 0 leaves it to the call's.
---@field retry? RetryOptions How often a call is tried again.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@alias ChangeType "NONE"|"ADD"|"UPDATE"|"DELETE"|"none"|"add"|"update"|"delete"|integer

---@alias ChartType "Line"|"LineLogXY"|"LineLogX"|"LineLogY"|"line"|"linelogxy"|"linelogx"|"linelogy"

---@class ChildCheck
---@field serial_number? string Serial number of the child.
---@field part_number? string Part number of the child.
---@field revision? string Revision of the child.
---@field is_valid? boolean Whether the box build has a place for it.
---@field message? string What is wrong with it.

---@alias CompOp "LOG"|"EQ"|"NE"|"GT"|"GE"|"LT"|"LE"|"GTLT"|"GTLE"|"GELT"|"GELE"|"LTGT"|"LTGE"|"LEGT"|"LEGE"|"CASESENSIT"|"IGNORECASE"|"log"|"eq"|"ne"|"gt"|"ge"|"lt"|"le"|"gtlt"|"gtle"|"gelt"|"gele"|"ltgt"|"ltge"|"legt"|"lege"|"casesensit"|"ignorecase"

---@alias DateGrouping "NONE"|"YEAR"|"QUARTER"|"MONTH"|"WEEK"|"DAY"|"HOUR"|"none"|"year"|"quarter"|"month"|"week"|"day"|"hour"|integer

---@alias DefinitionStatus "DRAFT"|"PENDING"|"RELEASED"|"REVOKED"|"draft"|"pending"|"released"|"revoked"|integer

---@class DefinitionXAML
---@field test_sequence_definition_id string GUID of the definition. Required.
---@field xaml? string The steps.

---@alias Dimension "partNumber"|"productName"|"productGroup"|"revision"|"stationName"|"location"|"purpose"|"testOperation"|"processCode"|"period"|"swFilename"|"swVersion"|"level"|"batchNumber"|"operator"|"fixtureId"|"socketIndex"|"errorCode"|"stepCausedUutFailure"|"stepPathCausedUutFailure"|"miscInfoDescription"|"miscInfoString"|"assetSerialNumber"|"assetName"|"unitType"|"PART_NUMBER"|"PRODUCT_NAME"|"PRODUCT_GROUP"|"REVISION"|"STATION_NAME"|"LOCATION"|"PURPOSE"|"TEST_OPERATION"|"PROCESS_CODE"|"PERIOD"|"SW_FILENAME"|"SW_VERSION"|"LEVEL"|"BATCH_NUMBER"|"OPERATOR"|"FIXTURE_ID"|"SOCKET_INDEX"|"ERROR_CODE"|"STEP_CAUSED_UUT_FAILURE"|"STEP_PATH_CAUSED_UUT_FAILURE"|"MISC_INFO_DESCRIPTION"|"MISC_INFO_STRING"|"ASSET_SERIAL_NUMBER"|"ASSET_NAME"|"UNIT_TYPE"|"partnumber"|"productname"|"productgroup"|"stationname"|"testoperation"|"processcode"|"swfilename"|"swversion"|"batchnumber"|"fixtureid"|"socketindex"|"errorcode"|"stepcauseduutfailure"|"steppathcauseduutfailure"|"miscinfodescription"|"miscinfostring"|"assetserialnumber"|"assetname"|"unittype"|"part_number"|"product_name"|"product_group"|"station_name"|"test_operation"|"process_code"|"sw_filename"|"sw_version"|"batch_number"|"fixture_id"|"socket_index"|"error_code"|"step_caused_uut_failure"|"step_path_caused_uut_failure"|"misc_info_description"|"misc_info_string"|"asset_serial_number"|"asset_name"|"unit_type"

---@class FailCode
---@field category? string Category, as add_failure takes it.
---@field code? string Code, as add_failure takes it.
---@field description? string The code again.
---@field guid? string GUID of the code.
---@field category_guid? string GUID of the category.

---@class FileCheck
---@field exists? boolean Whether the package has a file with the path.
---@field same_checksum? boolean Whether it has the same content.
---@field same_date? boolean Whether it has the same date, to the second.
---@field file_id? string GUID of the file.

---@class FlowSummary
---@field total_nodes? integer Operations.
---@field total_links? integer Ways between them.
---@field total_units? integer Units.
---@field passed_units? integer Units whose last test passed; where the server does not list all units, those that passed at each operation, together.
---@field failed_units? integer Units whose last test failed, likewise.
---@field avg_yield? number Average yield of the operations, in percent; 0 when there is none.
---@field min_yield? number Lowest yield of an operation, in percent.
---@field max_yield? number Highest yield of an operation, in percent.

---@alias Group "Setup"|"Main"|"Cleanup"|"S"|"M"|"C"|"setup"|"main"|"cleanup"|"s"|"m"|"c"

---@class HeaderAsset
---@field serial_number? string Serial number of the asset.
---@field running_count? integer Uses since the last reset.
---@field total_count? integer Uses in total.
---@field days_since_calibration? number Days since the last calibration.
---@field calibration_days_overdue? number Days by which the calibration is overdue.

---@class HeaderAttachment
---@field step_id? integer Step that holds it, in a test report.
---@field id? string GUID of the file, in a repair report.
---@field filename? string File name.

---@class HeaderMiscInfo
---@field description? string Name of the fact.
---@field value? string Its value as text.

---@class HeaderSubUnit
---@field part_type? string Kind of part.
---@field serial_number? string Serial number of the sub-unit.
---@field part_number? string Part number of the sub-unit.
---@field revision? string Revision of the sub-unit.

---@class HierarchyRow
---@field hlevel? integer 0 for the revision that was asked for, 1 for its children, and so on.
---@field part_number? string Part number.
---@field revision? string Revision.
---@field product_revision_id? string GUID of the revision.
---@field parent_product_revision_id? string GUID of the revision that contains it.
---@field product_revision_relation_id? string GUID of the relation to that revision.
---@field quantity? integer How many units.
---@field item_number? string Position in the drawing.
---@field revision_mask? string Revisions that fit.

---@alias KPI "unitCount"|"fpCount"|"spCount"|"tpCount"|"lpCount"|"fpFailCount"|"spFailCount"|"tpFailCount"|"lpFailCount"|"fpy"|"spy"|"tpy"|"lpy"|"ppmFpy"|"ppmSpy"|"ppmTpy"|"ppmLpy"|"ppmTestYield"|"testYieldCount"|"testReportCount"|"testYield"|"retestCount"|"firstUtc"|"lastUtc"|"UNIT_COUNT"|"FP_COUNT"|"SP_COUNT"|"TP_COUNT"|"LP_COUNT"|"FP_FAIL_COUNT"|"SP_FAIL_COUNT"|"TP_FAIL_COUNT"|"LP_FAIL_COUNT"|"FPY"|"SPY"|"TPY"|"LPY"|"PPM_FPY"|"PPM_SPY"|"PPM_TPY"|"PPM_LPY"|"PPM_TEST_YIELD"|"TEST_YIELD_COUNT"|"TEST_REPORT_COUNT"|"TEST_YIELD"|"RETEST_COUNT"|"FIRST_UTC"|"LAST_UTC"|"unitcount"|"fpcount"|"spcount"|"tpcount"|"lpcount"|"fpfailcount"|"spfailcount"|"tpfailcount"|"lpfailcount"|"ppmfpy"|"ppmspy"|"ppmtpy"|"ppmlpy"|"ppmtestyield"|"testyieldcount"|"testreportcount"|"testyield"|"retestcount"|"firstutc"|"lastutc"|"unit_count"|"fp_count"|"sp_count"|"tp_count"|"lp_count"|"fp_fail_count"|"sp_fail_count"|"tp_fail_count"|"lp_fail_count"|"ppm_fpy"|"ppm_spy"|"ppm_tpy"|"ppm_lpy"|"ppm_test_yield"|"test_yield_count"|"test_report_count"|"test_yield"|"retest_count"|"first_utc"|"last_utc"

---@alias Level "debug"|"info"|"warn"|"error"

---@class LevelInfo
---@field level_id? integer Number of the level.
---@field level_name? string Name of the level.

---@class MeasurementData
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field report_id? string GUID of the report.
---@field step_name? string Name of the step.
---@field step_path? string Path of the step, with / between the names.
---@field value? number Measured value.
---@field limit_low? number Lower limit.
---@field limit_high? number Upper limit.
---@field unit? string Unit of the values.
---@field status? string Status of the step.
---@field timestamp? string Start of the test, in UTC.
---@field measurement_path? string Path that was asked for, as the server names it.
---@field comp_operator? string How the value is compared with the limits.

---@class MeasurementListItem
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field report_id? string GUID of the report.
---@field step_name? string Name of the step.
---@field step_path? string Path of the step, with / between the names.
---@field value? number Measured value.
---@field string_value? string Measured text.
---@field limit_low? number Lower limit.
---@field limit_high? number Upper limit.
---@field unit? string Unit of the values.
---@field status? string Status of the step.
---@field timestamp? string Start of the test, in UTC.
---@field station_name? string Test station.
---@field measure_name? string Name of the measurement.

---@class MiSequence
---@field test_sequence_definition_id string GUID of the definition. Required.
---@field name? string Its name.
---@field version? integer Its number among the definitions of that name.
---@field status? DefinitionStatus DRAFT, PENDING, RELEASED or REVOKED.

---@class MiscInfoInput
---@field description? string Name of the field.
---@field text? string What was put in.
---@field valid_regex? string Regular expression that it must match; when not given, that of the repair process.

---@class MiscInfoInputs
---@field test_sequence_definition_id? string GUID of the definition, whose repair process has rules for fields.
---@field misc_infos? MiscInfoInput[] The fields.

---@class MissingChild
---@field part_number? string Part number that is asked for.
---@field revision? string Revisions that fit, as a mask.
---@field quantity? integer How many are asked for.
---@field found? integer How many there are.

---@alias Mode "active"|"import"

---@class OeeAnalysisResult
---@field oee? number Overall equipment effectiveness, in percent: availability, performance and quality together.
---@field availability? number Share of the planned time that was run, in percent.
---@field performance? number Speed against the ideal cycle time, in percent.
---@field quality? number Good units of all, in percent.
---@field total_time? number Time in all, in seconds.
---@field run_time? number Time under test, in seconds.
---@field down_time? number Time not under test, in seconds.
---@field planned_production_time? number Time planned for production, in seconds.
---@field total_count? integer Units in all.
---@field good_count? integer Good units.
---@field reject_count? integer Rejected units.
---@field ideal_cycle_time? number Shortest time of a unit, in seconds.
---@field actual_cycle_time? number Average time of a unit, in seconds.
---@field period? string Period, as date_grouping cuts it.
---@field part_number? string Part number.
---@field station_name? string Test station.

---@alias Operator "and"|"or"|"AND"|"OR"

---@class Outcome
---@field id? string GUID of the report.
---@field state? string delivered: the server has it; queued: safe on this machine, sent later; rejected: the server refused it.
---@field reason? string Why it is queued or rejected, else empty.

---@class Package
---@field package_id? string GUID of this version of the package.
---@field name? string Name of the package, which all its versions have.
---@field description? string Free text.
---@field version? integer Number of the version; the server counts.
---@field status? PackageStatus Draft, Pending, Released or Revoked. Only drafts can be changed.
---@field install_on_root? boolean Whether stations install it without a folder of its name.
---@field root_directory? string Folder that stations install it to.
---@field priority? integer Order of installation.
---@field tags? PackageTag[] Tags by which stations find it.
---@field created_utc? string When it was made, in UTC.
---@field modified_utc? string When it was changed last, in UTC.
---@field created_by? string Who made it.
---@field modified_by? string Who changed it last.
---@field files? PackageFile[] Its files.

---@class PackageDetails
---@field package_id? string GUID of this version of the package.
---@field name? string Name of the package, which all its versions have.
---@field description? string Free text.
---@field version? integer Number of the version; the server counts.
---@field status? PackageStatus Draft, Pending, Released or Revoked. Only drafts can be changed.
---@field install_on_root? boolean Whether stations install it without a folder of its name.
---@field root_directory? string Folder that stations install it to.
---@field priority? integer Order of installation.
---@field tags? PackageTag[] Tags by which stations find it.
---@field created_utc? string When it was made, in UTC.
---@field modified_utc? string When it was changed last, in UTC.
---@field created_by? string Who made it.
---@field modified_by? string Who changed it last.
---@field files? PackageFile[] Its files.
---@field folders? PackageFolder[] Its folders.
---@field history? PackageEvent[] What was done to it, the oldest first.

---@class PackageEvent
---@field package_id? string GUID of the package.
---@field name? string Name of the package.
---@field version? integer Version of the package.
---@field event? string What happened: Created, Changed, Uploaded, a state, Deleted or Downloaded.
---@field utc? string When, in UTC.
---@field user? string Who did it.
---@field client_id? integer Number of the client, of a download.
---@field download_size? integer Bytes, of a download.

---@class PackageFile
---@field file_id? string GUID of the file.
---@field filename? string Name of the file.
---@field path? string Where it is below the package's root, with its name.
---@field size? integer Bytes.
---@field checksum? string Checksum of the content.
---@field created_utc? string When it came into the package, in UTC.
---@field modified_utc? string Date of the file itself, in UTC.
---@field attributes? string What a station does with it, such as ExecuteOnce.

---@class PackageFolder
---@field package_folder_id? string GUID of the folder.
---@field package_id? string GUID of the package.
---@field parent_folder_id? string GUID of the folder that it is in; the package's for its root.
---@field name? string Name of the folder.
---@field path? string Where it is below the package's root, with its name.

---@alias PackageStatus "Draft"|"Pending"|"Released"|"Revoked"|"DRAFT"|"PENDING"|"RELEASED"|"REVOKED"|"draft"|"pending"|"released"|"revoked"

---@class PackageTag
---@field key string Name of the tag, such as PartNumber. Required.
---@field value? string Its value.

---@class PoolStatistics
---@field serial_number_type? string Type of the numbers; absent for all types together.
---@field total? integer Numbers in all.
---@field free? integer Numbers that can be taken.
---@field taken? integer Numbers that were taken.
---@field next_free? string The number that is handed out next.
---@field types? PoolStatistics[] The same of each type, where none was asked for.

---@class ProcessInfo
---@field code? integer Code of the process, as reports carry it.
---@field name? string Name of the process.
---@field description? string Free text.
---@field is_test_operation? boolean Whether test reports may carry it.
---@field is_repair_operation? boolean Whether repair reports may carry it.
---@field is_wip_operation? boolean Whether it tracks work in progress.
---@field process_id? string GUID of the process, on the detailed record.
---@field process_index? integer Order of display, on the detailed record.
---@field state? integer State, on the detailed record.
---@field properties? string Further settings, on the detailed record.

---@alias ProcessType "TEST"|"REPAIR"|"CALIBRATION"|"test"|"repair"|"calibration"|integer

---@class Product
---@field part_number string Part number, the key of the product. Required.
---@field name? string Display name.
---@field description? string Free text.
---@field non_serial? boolean Whether units of it carry no serial number.
---@field state? ProductState Whether the product is in use.
---@field product_id? string GUID of the product.
---@field xml_data? string Tags in their XML form.
---@field product_category_id? string GUID of the category.
---@field product_category_name? string Name of the category.
---@field revisions? ProductRevision[] Revisions of the product.
---@field tags? Setting[] Tags of the product.

---@class ProductCategory
---@field category_id? string GUID of the category.
---@field name string Its name. Required.
---@field description? string Free text.

---@class ProductGroup
---@field product_group_id? integer Number of the group.
---@field product_group_name? string Its name.

---@class ProductGroupInfo
---@field product_group_id? integer Number of the group.
---@field product_group_name? string Name of the group.

---@class ProductRevision
---@field revision string The revision, such as B. Required.
---@field name? string Display name.
---@field description? string Free text.
---@field state? ProductState Whether the revision is in use.
---@field product_revision_id? string GUID of the revision.
---@field product_id? string GUID of the product.
---@field xml_data? string Tags in their XML form.
---@field part_number? string Part number of the product.
---@field tags? Setting[] Tags of the revision.

---@class ProductRevisionRelation
---@field relation_id? string GUID of the relation; nil until it is saved.
---@field parent_product_revision_id? string GUID of the parent's revision.
---@field child_product_revision_id? string GUID of the child's revision.
---@field quantity? integer How many units of the child.
---@field item_number? string Position in the drawing.
---@field child_part_number? string Part number of the child.
---@field child_revision? string Revision of the child.
---@field revision_mask? string Revisions of the child that fit, separated by commas; % stands for any characters.

---@alias ProductState "INACTIVE"|"ACTIVE"|"inactive"|"active"|integer

---@class ProductView
---@field part_number? string Part number, the key of the product.
---@field name? string Display name.
---@field product_category_name? string Name of the category.
---@field non_serial? boolean Whether units of it carry no serial number.
---@field state? ProductState Whether the product is in use.

---@class ProductionBatch
---@field batch_number string Number of the batch, its key. Required.
---@field batch_size? integer How many units it has.

---@class RelationConflict
---@field test_sequence_definition_id? string GUID of the other definition.
---@field test_sequence_relation_id? string GUID of its relation.
---@field name? string Name of the other definition.
---@field entity_name? string What names the entity.
---@field entity_value? string Which entity.
---@field status? integer State, as the server gives it; the embedded server gives that of the other definition: 0 draft, 1 pending, 2 released.

---@class RepairCategory
---@field guid? string GUID of the entry.
---@field description? string Its text, by which reports name it.
---@field selectable? boolean Whether it may be chosen.
---@field sort_order? integer Order of display.
---@field failure_type? integer 0 default, 1 automatic process, 2 scrapped, 3 no failure found, 4 component, 5 design, 6 manual process, 7 replaced.
---@field image_constraint? string Whether an image is wanted.
---@field status? integer Above 0 when active.
---@field fail_codes? RepairCategory[] Codes below a category.

---@alias RepairDimension "repairOperation"|"repairCode"|"repairCategory"|"repairType"|"componentRef"|"componentNumber"|"componentRevision"|"componentVendor"|"componentDescription"|"functionBlock"|"referencedStep"|"referencedStepPath"|"testPeriod"|"testLevel"|"testStationName"|"testLocation"|"testPurpose"|"testOperator"|"REPAIR_OPERATION"|"REPAIR_CODE"|"REPAIR_CATEGORY"|"REPAIR_TYPE"|"COMPONENT_REF"|"COMPONENT_NUMBER"|"COMPONENT_REVISION"|"COMPONENT_VENDOR"|"COMPONENT_DESCRIPTION"|"FUNCTION_BLOCK"|"REFERENCED_STEP"|"REFERENCED_STEP_PATH"|"TEST_PERIOD"|"TEST_LEVEL"|"TEST_STATION_NAME"|"TEST_LOCATION"|"TEST_PURPOSE"|"TEST_OPERATOR"|"repairoperation"|"repaircode"|"repaircategory"|"repairtype"|"componentref"|"componentnumber"|"componentrevision"|"componentvendor"|"componentdescription"|"functionblock"|"referencedstep"|"referencedsteppath"|"testperiod"|"testlevel"|"teststationname"|"testlocation"|"testpurpose"|"testoperator"|"repair_operation"|"repair_code"|"repair_category"|"repair_type"|"component_ref"|"component_number"|"component_revision"|"component_vendor"|"component_description"|"function_block"|"referenced_step"|"referenced_step_path"|"test_period"|"test_level"|"test_station_name"|"test_location"|"test_purpose"|"test_operator"

---@class RepairHistoryRecord
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field report_id? string GUID of the repair report.
---@field repair_date? string When it was repaired, in UTC.
---@field fail_step_name? string Test step that showed the failure.
---@field fail_step_path? string Its path.
---@field fail_code? string Failure code of the test.
---@field repair_code? string Failure code of the repair.
---@field symptom? string What was seen.
---@field cause? string What caused it.
---@field action? string What was done.

---@alias RepairKPI "repairReportCount"|"repairCount"|"REPAIR_REPORT_COUNT"|"REPAIR_COUNT"|"repairreportcount"|"repaircount"|"repair_report_count"|"repair_count"

---@alias RepairOnFailed "DISABLED"|"OPTIONAL"|"REQUIRED"|"disabled"|"optional"|"required"|integer

---@class RepairOperationConfig
---@field description? string Name of the repair type.
---@field uut_required? integer Whether a test report must be named: 0 required, 1 optional, 2 never.
---@field comp_ref_mask? string Regular expression for component references.
---@field comp_ref_mask_description? string The mask in words.
---@field bom_constraint? string Constraint on BOM items.
---@field bom_required? integer 0 required, 1 optional, 2 never.
---@field vendor_required? integer 0 required, 1 optional, 2 never.
---@field categories? RepairCategory[] Failure categories with their codes.
---@field misc_infos? any[] Predefined misc infos.

---@class RepairStatistics
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field product_group? string Product group.
---@field product_name? string Name of the product.
---@field unit_type? string Kind of unit.
---@field repair_operation? string Repair operation.
---@field station_name? string Test station.
---@field test_operation? string Test operation.
---@field period? string Period, as date_grouping cuts it.
---@field level? string Production level.
---@field location? string Location of the station.
---@field purpose? string Purpose of the station.
---@field operator? string Operator.
---@field misc_info_description? string Name of a misc info.
---@field misc_info_string? string Value of a misc info.
---@field repair_category? string Category of the failure.
---@field repair_type? string Type of the failure.
---@field component_ref? string Reference of the component, such as R12.
---@field component_number? string Part number of the component.
---@field component_revision? string Revision of the component.
---@field component_vendor? string Vendor of the component.
---@field component_description? string What the component is.
---@field function_block? string Function block of the component.
---@field referenced_step? string Test step that showed the failure.
---@field referenced_step_path? string Its path.
---@field test_period? string Period of the failed test.
---@field test_level? string Production level of the failed test.
---@field test_station_name? string Station of the failed test.
---@field test_location? string Location of the failed test.
---@field test_purpose? string Purpose of the failed test.
---@field test_operator? string Operator of the failed test.
---@field batch_number? string Batch of the unit.
---@field sw_filename? string Test program.
---@field sw_version? string Version of the test program.
---@field repair_report_count? integer Repair reports.
---@field repair_count? integer Failures repaired.
---@field total_count? integer Units tested.
---@field repair_rate? number Repairs per unit, in percent.
---@field fail_code? string Failure code of the test.
---@field repair_code? string Failure code of the repair.

---@class ReportHeader
---@field uuid? string GUID of the report.
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number of the unit.
---@field revision? string Revision of the part number.
---@field batch_number? string Batch of the unit.
---@field report_type? string T test, R repair.
---@field station_name? string Station.
---@field location? string Location of the station.
---@field purpose? string Purpose of the station.
---@field process_code? integer Code of the process.
---@field process_name? string Name of the process.
---@field result? string Passed, Failed, Error or Terminated.
---@field start? string Start, local time with offset.
---@field start_utc? string Start in UTC.
---@field operator? string Operator.
---@field comment? string Comment.
---@field execution_time? number Duration in seconds.
---@field sw_filename? string Test program.
---@field sw_version? string Version of the test program.
---@field test_socket_index? integer Socket.
---@field fixture_id? string Fixture.
---@field run? integer How often the unit has run this process, this report included.
---@field passed_in_run? integer Run in which the unit passed.
---@field receive_count? integer How often the report was received.
---@field report_size? integer Size in KB.
---@field caused_uut_failure? string Step that failed the unit.
---@field caused_uut_failure_path? string Its path.
---@field error_code? integer Error code.
---@field error_message? string Error text.
---@field referenced_uut? string Test report that a repair report refers to.
---@field sub_units? HeaderSubUnit[] Sub-units, when expanded.
---@field uur_sub_units? HeaderSubUnit[] Sub-units of a repair, when expanded.
---@field misc_info? HeaderMiscInfo[] Misc infos, when expanded.
---@field uur_misc_info? HeaderMiscInfo[] Misc infos of a repair, when expanded.
---@field assets? HeaderAsset[] Assets, when expanded.
---@field attachments? HeaderAttachment[] Attachments, when expanded.
---@field uur_attachments? HeaderAttachment[] Attachments of a repair, when expanded.

---@alias ReportKind "uut"|"uur"

---@class RequiredPart
---@field part_number? string Part number of the subunit.
---@field default_revision? string Its revision.
---@field quantity? integer How many units.
---@field revision_mask? string Revisions that fit; nil for its own only.
---@field item_number? string Position in the drawing.

---@class RetryOptions
---@field enabled? boolean Whether calls are tried again.
---@field max_retries? integer How often.
---@field backoff? number The wait before retry n is this number to the power n-1, in seconds.
---@field max_wait? number Longest wait in seconds.
---@field jitter? boolean Wait a random share of the time.

---@alias RunFilter "FIRST"|"SECOND"|"THIRD"|"LAST"|"ALL"|"first"|"second"|"third"|"last"|"all"|integer

---@class RunInfo
---@field id? string Id of the run, a UUID. Read-only.
---@field correlation_id? string Id that log lines, requests and errors carry. Read-only.
---@field script? string The script, as it was named on the command line. Read-only.
---@field script_hash? string SHA-256 of its source, hexadecimal. Read-only.
---@field started? string When the run began, ISO 8601. Read-only.

---@class ScimListResponse
---@field total_results? integer How many users there are.
---@field items_per_page? integer How many are in this page.
---@field start_index? integer Which one comes first, from 1.
---@field resources? ScimUser[] The users of this page.
---@field schemas? string[] SCIM schemas that the record follows.

---@class ScimMeta
---@field resource_type? string Kind of the record.
---@field created? string When it was made.
---@field last_modified? string When it was changed last.
---@field location? string Where the record is on the server.

---@class ScimPatchOperation
---@field op? string What to do: replace, also when it is left out. WATS knows no other.
---@field path? string What to change, such as displayName or name.givenName.
---@field value? any What it is to be.

---@class ScimPatchRequest
---@field operations ScimPatchOperation[] The changes, one after another. Required.
---@field schemas? string[] SCIM schemas; they need not be given.

---@class ScimToken
---@field token? string The token; it is shown once.
---@field expires_utc? string When it ends.
---@field duration_days? integer Days that it is good for.

---@class ScimUser
---@field id? string Id of the user, given by the server.
---@field user_name string Login name. Required.
---@field display_name? string Name as people see it.
---@field active? boolean Whether the user may log in; true unless told otherwise.
---@field external_id? string Id of the user at the identity provider.
---@field name? ScimUserName The name in parts.
---@field emails? ScimUserEmail[] Addresses.
---@field schemas? string[] SCIM schemas that the record follows.
---@field meta? ScimMeta What the server says about the record.

---@class ScimUserEmail
---@field value? string The address.
---@field type? string What it is for, such as work.
---@field primary? boolean Whether it is the one to use.

---@class ScimUserName
---@field formatted? string The name as a whole.
---@field given_name? string First name.
---@field family_name? string Last name.

---@class SerialNumber
---@field serial_number? string The number.
---@field serial_number_type? string Its type.
---@field state? string Free or Taken.
---@field uploaded_utc? string When it came into the pool.
---@field taken_utc? string When it was taken.
---@field reference_serial_number? string Serial number of the unit for which it was taken.
---@field reference_part_number? string Part number of the unit for which it was taken.
---@field station_name? string Station that took it.

---@alias SerialNumberIdentifier "SERIAL_NUMBER"|"MAC_ADDRESS"|"IMEI"|"serial_number"|"mac_address"|"imei"|integer

---@class SerialNumberRange
---@field serial_number_type? string Type of the numbers.
---@field start_address? string The first number.
---@field end_address? string The last number.
---@field count? integer How many there are.
---@field state? string Free or Taken.

---@class SerialNumberType
---@field name? string Name of the type.
---@field description? string Free text.
---@field format? string How its numbers are written.
---@field reg_ex? string Regular expression that its numbers match.
---@field identifier? SerialNumberIdentifier What its numbers are.
---@field identifier_name? string What its numbers are, as people read it.

---@class SeriesArgs
---@field name string Name of the plot. Required.
---@field x_data? number[] x values, as many as y values; 0, 1, 2, ... when not given.
---@field y_data number[] y values, at most 10 000. Required.

---@class Setting
---@field key string Name of the tag. Required.
---@field value? string Its value.
---@field change? ChangeType What a write does with it: tags are added and updated as they are in the table, DELETE deletes one.

---@class Site
---@field site_id? string GUID of the site.
---@field name? string Its name.

---@alias SortDirection "asc"|"desc"|"ASC"|"DESC"

---@class Station
---@field key? string Key in the registry; absent for the station of the machine.
---@field name? string Name, in upper case.
---@field location? string Where it is.
---@field purpose? string What it is for.
---@field description? string What people should know of it.

---@class StationFields
---@field key? string Key in the registry; not in the report.
---@field name? string Name of the station.
---@field location? string Where it is.
---@field purpose? string What it is for.
---@field description? string What people should know of it; not in the report.

---@alias Status "Passed"|"Failed"|"Done"|"Skipped"|"Error"|"Terminated"|"P"|"F"|"D"|"S"|"E"|"T"|"passed"|"failed"|"done"|"skipped"|"error"|"terminated"|"p"|"f"|"d"|"s"|"e"|"t"

---@alias StatusFilter "Passed"|"Failed"|"Error"|"Terminated"|"Done"|"Skipped"|"PASSED"|"FAILED"|"ERROR"|"TERMINATED"|"DONE"|"SKIPPED"|"passed"|"failed"|"error"|"terminated"|"done"|"skipped"

---@class StepAnalysisRow
---@field step_name? string Name of the step.
---@field step_path? string Path of the step, with / between the names.
---@field step_type? string Type of the step.
---@field step_group? string Setup, Main or Cleanup.
---@field step_count? integer How often the step ran.
---@field step_passed_count? integer How often it passed.
---@field step_done_count? integer How often it was done.
---@field step_skipped_count? integer How often it was skipped.
---@field step_failed_count? integer How often it failed.
---@field step_error_count? integer How often it ended in an error.
---@field step_terminated_count? integer How often it was terminated.
---@field step_other_count? integer How often it ended in another way.
---@field step_failed_error_terminated_count? integer How often it failed, ended in an error or was terminated.
---@field step_caused_uut_failed_error_terminated? integer How often it made the unit fail, err or be terminated.
---@field step_caused_uut_failed? integer How often it made the unit fail.
---@field step_caused_uut_error? integer How often it made the unit err.
---@field step_caused_uut_terminated? integer How often it made the unit be terminated.
---@field limit1? number Lower, or only, limit.
---@field limit1_wof? number Lower, or only, limit, of passed units only.
---@field limit2? number Upper limit.
---@field limit2_wof? number Upper limit, of passed units only.
---@field comp_operator? string How the value is compared with the limits.
---@field step_time_avg? number Average time, in seconds.
---@field step_time_max? number Longest time, in seconds.
---@field step_time_min? number Shortest time, in seconds.
---@field measure_name? string Name of the measurement.
---@field measure_count? integer How many values.
---@field measure_count_wof? integer How many values, of passed units only.
---@field min? number Lowest value.
---@field min_wof? number Lowest value, of passed units only.
---@field max? number Highest value.
---@field max_wof? number Highest value, of passed units only.
---@field avg? number Average.
---@field avg_wof? number Average, of passed units only.
---@field stdev? number Standard deviation.
---@field stdev_wof? number Standard deviation, of passed units only.
---@field var? number Variance.
---@field var_wof? number Variance, of passed units only.
---@field cpk? number Cpk: how well the spread fits the nearer limit.
---@field cpk_wof? number Cpk: how well the spread fits the nearer limit, of passed units only.
---@field cp? number Cp: how well the spread fits between the limits.
---@field cp_wof? number Cp: how well the spread fits between the limits, of passed units only.
---@field cp_lower? number Cp towards the lower limit.
---@field cp_lower_wof? number Cp towards the lower limit, of passed units only.
---@field cp_upper? number Cp towards the upper limit.
---@field cp_upper_wof? number Cp towards the upper limit, of passed units only.
---@field sigma_high_3? number Average plus three standard deviations.
---@field sigma_high_3_wof? number Average plus three standard deviations, of passed units only.
---@field sigma_low_3? number Average minus three standard deviations.
---@field sigma_low_3_wof? number Average minus three standard deviations, of passed units only.

---@class StepStatusItem
---@field step_name? string Name of the step.
---@field step_path? string Path of the step, with / between the names.
---@field step_type? string Type of the step.
---@field step_group? string Setup, Main or Cleanup.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field pass_count? integer How often the step passed.
---@field fail_count? integer How often it failed.
---@field total_count? integer How often it ran.
---@field status? string Status of the step.
---@field timestamp? string Start of the test, in UTC.
---@field serial_number? string Serial number of the unit.
---@field report_id? string GUID of the report.

---@class StringTest
---@field test_sequence_definition_id? string GUID of the definition.
---@field name? string Name of the step.

---@class Tag
---@field key string Name of the tag. Required.
---@field value? string Its value.

---@class TestSequenceDefinition
---@field test_sequence_definition_id? string GUID of the definition.
---@field virtual_folder_id? string GUID of the folder that it lies in.
---@field name? string Its name, which all its versions have.
---@field version? integer Its number among the definitions of that name.
---@field description? string Free text.
---@field created? string When it was made, ISO 8601.
---@field created_by? string Who made it.
---@field created_by_site? string Where it was made.
---@field modified? string When it was changed last.
---@field modified_by? string Who changed it last.
---@field released? string When it was released last.
---@field released_by? string Who released it.
---@field revoked? string When it was revoked.
---@field revoked_by? string Who revoked it.
---@field status? DefinitionStatus DRAFT, PENDING, RELEASED or REVOKED.
---@field is_global? boolean Whether it is for all sites.
---@field on_fail_goto_cleanup? boolean Whether a failed step leads to the cleanup.
---@field on_fail_require_submit? boolean Whether the report of a failed unit must be submitted.
---@field on_fail_require_repair? RepairOnFailed Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED.
---@field log_operator? boolean Whether reports name the operator.
---@field log_description? boolean Whether reports hold the description.
---@field create_unsubmitted_report_on_failed_step? boolean Whether a failed step makes a report at once.
---@field repair_process_id? string GUID of the repair process for failures.
---@field add_child_units? boolean Whether child units may be added.
---@field include_uur_misc_info_in_uut? boolean Whether test reports hold the misc infos of repairs.
---@field load_previous_misc_info? boolean Whether misc infos of the last run are shown.
---@field relations? TestSequenceRelation[] What it is for.
---@field instances_count? integer How often it was carried out.
---@field xaml? string Its steps; not in lists.

---@class TestSequenceInstance
---@field test_sequence_instance_id? string GUID of the execution.
---@field test_sequence_definition_id? string GUID of the definition.
---@field unit_id? string GUID of the unit, where it is registered.
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number of the unit.
---@field revision? string Revision of the unit.
---@field created? string When it began, ISO 8601.
---@field last_event_time? string When something happened in it last.

---@class TestSequenceProcessRelation
---@field test_sequence_process_relation_id? string GUID of the row.
---@field test_sequence_relation_id? string GUID of the relation.
---@field process_id? string GUID of the process.

---@class TestSequenceRelation
---@field test_sequence_relation_id? string GUID of the relation.
---@field test_sequence_definition_id? string GUID of the definition.
---@field entity_schema? string Kind of the entity, such as Product.
---@field entity_name? string What names the entity, such as PartNumber.
---@field entity_key? string Its key, where it has one beside the value.
---@field entity_value? string Which entity, such as a part number.
---@field status? integer State of the relation, as the server gives it.
---@field product_name? string Name of the product, where it is one.
---@field process_relations? TestSequenceProcessRelation[] The processes; none means all.
---@field site_relations? TestSequenceSiteRelation[] The sites; none means all.

---@class TestSequenceSiteRelation
---@field test_sequence_site_relation_id? string GUID of the row.
---@field test_sequence_relation_id? string GUID of the relation.
---@field site_id? string GUID of the site.

---@class Ticket
---@field ticket_id string GUID of the ticket. Required.
---@field ticket_number? integer Its number, as people say it.
---@field progress? string How far the work is, in words.
---@field owner? string Who made it.
---@field assignee? string Who works on it. Servers never say; a write without it takes the ticket from whoever has it.
---@field subject? string What it is about, in one line.
---@field status? TicketStatus How far it is; one that nobody is assigned to is OPEN.
---@field priority? TicketPriority How urgent it is.
---@field report_uuid? string GUID of the report that it is about.
---@field created_utc? string When it was made, in UTC.
---@field updated_utc? string When it was changed last, in UTC.
---@field team? string Team that works on it.
---@field origin? string Where it came from.
---@field tags? Setting[] Tags of the ticket.
---@field history? TicketUpdate[] Comments and changes, the oldest first.
---@field update? TicketUpdate A comment to add with a write.

---@class TicketAttachment
---@field attachment_id? string GUID of the file, as upload_attachment gives it.
---@field filename? string Name of the file.

---@alias TicketPriority "LOW"|"MEDIUM"|"HIGH"|"low"|"medium"|"high"|integer

---@alias TicketStatus "OPEN"|"IN_PROGRESS"|"ON_HOLD"|"SOLVED"|"CLOSED"|"ARCHIVED"|"open"|"in_progress"|"on_hold"|"solved"|"closed"|"archived"|integer

---@class TicketUpdate
---@field update_id? string GUID of the entry.
---@field update_utc? string When it was made, in UTC.
---@field update_user? string Who made it.
---@field content? string The comment, or what changed.
---@field update_type? TicketUpdateType Whether it is a comment or a change.
---@field attachments? TicketAttachment[] Files of the comment.

---@alias TicketUpdateType "CONTENT"|"PROGRESS"|"PROPERTIES"|"NOTIFICATION"|"content"|"progress"|"properties"|"notification"|integer

---@alias TicketView "ASSIGNED"|"FOLLOWING"|"ALL"|"assigned"|"following"|"all"|integer

---@class Timing
---@field route? string Verb and route, such as GET /api/Product/{part_number}.
---@field requests? integer Requests that were sent, each attempt counted.
---@field retries? integer Attempts beyond the first of a call.
---@field failures? integer Attempts without an answer, or with a status from 400.
---@field total? number Time of all, in seconds, without waits.
---@field average? number Time of one, in seconds.
---@field longest? number Time of the longest, in seconds.
---@field waited? number Time that was waited for retries and for the rate limit, in seconds.

---@class TopFailedStep
---@field step_name? string Name of the step.
---@field step_path? string Path of the step, with / between the names.
---@field step_type? string Type of the step.
---@field step_group? string Setup, Main or Cleanup.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field product_group? string Product group.
---@field fail_count? integer How often the step caused the failure of a report.
---@field total_count? integer How often the step ran.
---@field fail_rate? number Failures per run, in percent.
---@field first_fail_date? string When it failed first, in UTC.
---@field last_fail_date? string When it failed last, in UTC.

---@class Unit
---@field serial_number string Serial number, with the part number the key of the unit. Required.
---@field part_number string Part number of its product. Required.
---@field revision? string Its revision.
---@field parent_serial_number? string Serial number of the unit that it is built into.
---@field batch_number? string Batch that it was made in.
---@field serial_date? any When it got its serial number; ISO 8601, or seconds since 1970 when it is written.
---@field current_location? string Where it is.
---@field xml_data? string Tags in their XML form.
---@field unit_phase_id? integer Number of its phase.
---@field unit_phase? string Name of its phase.
---@field process_code? integer Process that it is in.
---@field tags? Setting[] Tags of the unit.
---@field product_revision? ProductRevision Its revision, where that is registered.
---@field product? Product Its product, where that is registered.
---@field sub_units? Unit[] Units that it is built of.

---@class UnitChange
---@field id? integer Number of the change, by which it is acknowledged.
---@field unit_serial_number? string Serial number of the unit.
---@field new_parent_serial_number? string Serial number of the unit that it is built into now.
---@field new_part_number? string Its part number now.
---@field new_revision? string Its revision now.
---@field new_unit_phase_id? integer Number of its phase now.

---@class UnitComponent
---@field level? integer 1 for a component of the unit itself.
---@field serial_number? string Serial number of the component.
---@field part_number? string Part number of the component.
---@field revision? string Revision of the component.
---@field part_type? string What it is in the unit, where a report says so.
---@field source? string assembly, or report for what only the newest test names.

---@class UnitContents
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number of its product.
---@field revision? string Its revision.
---@field contents? UnitComponent[] Its components, each before its own.

---@class UnitFlowFilter
---@field part_number? string Part numbers; ; stands between alternatives, % for any characters, _ for one, as in all texts of a filter.
---@field revision? string Revisions.
---@field serial_number? string Serial numbers.
---@field serial_numbers? string[] Serial numbers, as a list.
---@field station_name? string Stations.
---@field location? string Locations.
---@field purpose? string Purposes.
---@field date_from? any Tests that began then or later: ISO 8601, local time unless it has an offset, or seconds since 1970.
---@field date_to? any Tests that began before then: as date_from.
---@field process_codes? integer[] Codes of operations.
---@field include_passed? boolean Whether passed units are part of it.
---@field include_failed? boolean Whether failed units are part of it.
---@field split_by? string Nodes are split by stationName, location, purpose or processCode.
---@field unit_order? string Units are ordered by startTime, endTime, serialNumber or status.
---@field show_list? string[] Ids of operations to show.
---@field hide_list? string[] Ids of operations to hide.
---@field expand_operations? boolean Whether operations show what is inside.

---@class UnitFlowLink
---@field id? string Id of the link.
---@field source_id? string Node that the units come from.
---@field target_id? string Node that they go to.
---@field source_name? string Its name.
---@field target_name? string Its name.
---@field unit_count? integer Units that went this way.
---@field pass_count? integer Of them, those that had passed.
---@field fail_count? integer Of them, those that had not.
---@field avg_time? number Average time from one to the other, in seconds.
---@field is_visible? boolean Whether it is shown.

---@class UnitFlowNode
---@field id? string Id of the node.
---@field name? string Name to show.
---@field process_code? integer Code of the operation.
---@field process_name? string Name of the operation.
---@field station_name? string Station, where the flow is split by it.
---@field location? string Location, where the flow is split by it.
---@field purpose? string Purpose, where the flow is split by it.
---@field unit_count? integer Units that came through.
---@field pass_count? integer Units that passed there.
---@field fail_count? integer Units that failed there.
---@field yield_percent? number Units that passed there, in percent.
---@field avg_time? number Average time there, in seconds.
---@field is_expanded? boolean Whether it shows what is inside.
---@field is_visible? boolean Whether it is shown.
---@field level? integer Depth in the tree of nodes.
---@field parent_id? string Node that holds it.

---@class UnitFlowResult
---@field nodes? UnitFlowNode[] Operations that units go through.
---@field links? UnitFlowLink[] Ways that they take.
---@field units? UnitFlowUnit[] The units.
---@field total_units? integer How many units there are.

---@class UnitFlowUnit
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field status? string Status of the last test.
---@field start_time? string Start of the first test.
---@field end_time? string End of the last test.
---@field total_time? number Time from the first to the last, in seconds.
---@field node_path? string[] Nodes that it went through, in order.
---@field current_node? string Node where it is.

---@class UnitInfo
---@field serial_number string Serial number, with the part number the key of the unit. Required.
---@field part_number string Part number of its product. Required.
---@field revision? string Its revision.
---@field parent_serial_number? string Serial number of the unit that it is built into.
---@field batch_number? string Batch that it was made in.
---@field serial_date? any When it got its serial number; ISO 8601, or seconds since 1970 when it is written.
---@field current_location? string Where it is.
---@field xml_data? string Tags in their XML form.
---@field unit_phase_id? integer Number of its phase.
---@field unit_phase? string Name of its phase.
---@field process_code? integer Process that it is in.
---@field tags? Setting[] Tags of the unit.
---@field product_revision? ProductRevision Its revision, where that is registered.
---@field product? Product Its product, where that is registered.
---@field sub_units? Unit[] Units that it is built of.
---@field process_name? string Name of the process that it is in.
---@field parent_part_number? string Part number of the unit that it is built into.
---@field test_count? integer Its test reports.
---@field repair_count? integer Its repair reports.
---@field last_test_result? string Result of its newest test.
---@field last_test_utc? string When its newest test began.

---@class UnitNode
---@field serial_number? string Serial number of the unit.
---@field part_number? string Part number of its product.
---@field revision? string Its revision.
---@field unit_phase_id? integer Number of its phase.
---@field unit_phase? string Name of its phase.
---@field level? integer 0 at the top.
---@field sub_units? UnitNode[] Units that it is built of.

---@class UnitPhase
---@field phase_id? integer Number of the phase.
---@field code? string Short name.
---@field name? string Name as people read it.
---@field description? string What it means.

---@alias UnitPhaseFlag "UNKNOWN"|"UNDER_PRODUCTION"|"PRODUCTION_REPAIR"|"SERVICE_REPAIR"|"FINALIZED"|"SCRAPPED"|"EXTENDED_TEST"|"CUSTOMIZATION"|"REPAIRED"|"MISSING"|"IN_STORAGE"|"SHIPPED"|"unknown"|"under_production"|"production_repair"|"service_repair"|"finalized"|"scrapped"|"extended_test"|"customization"|"repaired"|"missing"|"in_storage"|"shipped"|integer

---@class UnitState
---@field id? integer Number of the row.
---@field date_utc? string When it was.
---@field part_number? string Part number from then on.
---@field revision? string Revision from then on.
---@field parent_serial_number? string Serial number of the unit that it was built into; empty for taken out.
---@field unit_phase_id? integer Number of the phase from then on.
---@field unit_phase? string Name of the phase.
---@field process_code? integer Process from then on.
---@field process_name? string Name of the process.
---@field comment? string Why.

---@class UnitVerification
---@field process_code? integer Code of the process.
---@field process_name? string Name of the process.
---@field process_index? integer Place of the process in the order of processes.
---@field status? string Passed, Failed, Error or Terminated: the last run.
---@field start_utc? string When the last run began.
---@field station_name? string Station of the last run.
---@field total_count? integer Runs in all.
---@field non_passed_count? integer Runs that did not pass.
---@field repair_count? integer Repairs after failures in this process.

---@class UnitVerificationGrade
---@field status? string Of the unit: Passed only where the last run of every process passed.
---@field grade? string The server's grade.
---@field all_processes_executed_in_correct_order? boolean Whether the processes were run in their order.
---@field all_processes_passed_first_run? boolean Whether the first run of every process passed.
---@field all_processes_passed_any_run? boolean Whether some run of every process passed.
---@field all_processes_passed_last_run? boolean Whether the last run of every process passed.
---@field no_repairs? boolean Whether it was never repaired.
---@field results? UnitVerification[] A row a process in which it was tested.

---@class Vendor
---@field vendor_id? string Id of the vendor.
---@field name? string Its name.
---@field [string] any What the server keeps besides.

---@class VirtualFolder
---@field folder_id? string GUID of the folder.
---@field name? string Its name.
---@field path? string Its path.
---@field description? string Free text.

---@class WATSFilter
---@field serial_number? string Serial numbers; ; stands between alternatives, % for any characters, _ for one, as in all texts of a filter.
---@field part_number? string Part numbers, such as PCBA-7;PCBA-8 or PCBA-%.
---@field revision? string Revisions.
---@field batch_number? string Batches.
---@field station_name? string Test stations.
---@field test_operation? string Test operations, by name or code.
---@field status? string Passed, Failed, Error, Terminated, Done or Skipped, or their first letters; several with ; between them. all is the same as none.
---@field yield_value? integer Only rows with at most this yield, in percent.
---@field misc_description? string Names of a misc info.
---@field misc_value? string Values of the misc info.
---@field misc_info_description? string Another name of misc_description.
---@field misc_info_string? string Another name of misc_value.
---@field asset_serial_number? string Serial numbers of assets that were used.
---@field asset_name? string Names of assets that were used.
---@field product_group? string Product groups.
---@field level? string Production levels.
---@field sw_filename? string Test programs.
---@field sw_version? string Versions of the test program.
---@field socket? string Test sockets.
---@field date_from? any Tests that began then or later: ISO 8601, local time unless it has an offset, or seconds since 1970.
---@field date_to? any Tests that began before then: as date_from.
---@field date_grouping? DateGrouping How long a period is: year, quarter, month, week, day or hour, none, or the number of it.
---@field period_count? integer The last periods, so many of them.
---@field include_current_period? boolean Whether the period that is not over yet is one of them.
---@field max_count? integer Look at so many reports at most, the latest ones.
---@field min_count? integer Leave out rows of fewer units.
---@field top_count? integer Give so many rows at most.
---@field dimensions? string What rows are grouped by and ordered by, such as partNumber;period desc; see wats.analytics.dimensions.
---@field run? RunFilter Which test of a unit in a process counts: first, second, third, last, all, or its number.
---@field measurement_paths? string Measurements, such as Power/3V3::Voltage; several with ; between them.

---@class YieldData
---@field part_number? string Part number.
---@field revision? string Revision of the part number.
---@field product_name? string Name of the product.
---@field product_group? string Product group.
---@field station_name? string Test station.
---@field test_operation? string Test operation.
---@field period? string Period, as date_grouping cuts it.
---@field unit_count? integer Units tested.
---@field fp_count? integer Units that passed in their first run.
---@field sp_count? integer Units that passed in their second run or before.
---@field tp_count? integer Units that passed in their third run or before.
---@field lp_count? integer Units that passed in their last run.
---@field fpy? number First-pass yield, in percent.
---@field spy? number Second-pass yield, in percent.
---@field tpy? number Third-pass yield, in percent.
---@field lpy? number Last-pass yield, in percent.
---@field process_code? integer Code of the process, when grouped by it.
---@field location? string Location of the station, when grouped by it.
---@field purpose? string Purpose of the station, when grouped by it.
---@field level? string Production level, when grouped by it.
---@field batch_number? string Batch, when grouped by it.
---@field operator? string Operator, when grouped by it.
---@field sw_filename? string Test program, when grouped by it.
---@field sw_version? string Version of the test program, when grouped by it.
---@field fp_fail_count? integer Units that did not pass in their first run.
---@field sp_fail_count? integer Units that had not passed after their second run.
---@field tp_fail_count? integer Units that had not passed after their third run.
---@field lp_fail_count? integer Units that did not pass in their last run.
---@field rty? number Rolled throughput yield, in percent: the first-pass yields of all processes, multiplied. The embedded server computes it.
---@field ppm_fpy? number Failed units of a million, in their first run.
---@field ppm_spy? number Failed units of a million, after their second run.
---@field ppm_tpy? number Failed units of a million, after their third run.
---@field ppm_lpy? number Failed units of a million, in their last run.
---@field ppm_test_yield? number Failed reports of a million.
---@field test_yield_count? integer Passed reports.
---@field test_report_count? integer Test reports.
---@field test_yield? number Passed reports, in percent.
---@field retest_count? integer Reports after the first of their unit.
---@field first_utc? string Start of the first test, in UTC.
---@field last_utc? string Start of the last test, in UTC.

---@alias YieldDataType "FIRST_PASS"|"FINAL"|"ROLLED"|"first_pass"|"final"|"rolled"|integer

---@class relationKey
---@field test_sequence_relation_id string GUID of the relation. Required.
---@field process_relations? TestSequenceProcessRelation[] The processes; none means all.
---@field site_relations? TestSequenceSiteRelation[] The sites; none means all.

---What follows the script on the command line, from 1 on; arg[0] is the script.
---@type string[]
arg = nil

---What -p NAME=VALUE gives, by name.
---@type table<string, string>
params = nil

---What is known of this run.
---@type RunInfo
run = nil

---Show any value as text for people. Keys are sorted, long tables are indented, what is too much is cut.
---@param value? any What to show.
---@return string
function inspect(value) end

---Make a random UUID.
---@return string
function uuid() end

---JSON text from Lua values and back. Keys stay as they are.
---@class json
json = {}

---JSON's null, where nil would leave a hole.
---@type any
json.null = nil

---Mark a table as a list, so that it is written as [] when it is empty. It is the same table that is returned.
---@param items? any The table; a new one when there is none.
---@return any[]
function json.array(items) end

---Read JSON text. null becomes json.null, lists stay lists when they are empty, and integers beyond 2^53 become strings, so that no digit is lost.
---
---Raises: validation, with line and column, for text that is not JSON.
---@param text string One JSON document.
---@return any
function json.decode(text) end

---Write a value as JSON. A table with the keys 1 to n becomes a list, any other table an object with sorted keys; an empty table is an object unless json.array marks it.
---
---Raises: validation, naming the path, for functions, tables that contain themselves, lists with holes, tables with both kinds of keys, strings that are not UTF-8, and numbers that JSON does not know.
---@param value? any What to write; nil is null.
---@param indent? integer Spaces of one level, for people; 0 writes everything on one line.
---@return string
function json.encode(value, indent) end

---@class log.enabled.args
---@field level Level debug, info, warn or error.

---Structured log lines. What a script adds stands under fields, so that time, level, run_id, station and the like are always the run's own.
---@class log
log = {}

---Log what helps to find a fault. It is shown with --log-level debug only.
---@param message string What happened, in words that stay the same from line to line.
---@param fields? any What varies, by name.
function log.debug(message, fields) end

---Tell whether lines of a level are written, so that costly ones need not be made.
---@param level Level debug, info, warn or error.
---@return boolean
---@overload fun(args: log.enabled.args): boolean
function log.enabled(level) end

---Log what went wrong. It raises nothing and fails nothing.
---@param message string What happened, in words that stay the same from line to line.
---@param fields? any What varies, by name.
function log.error(message, fields) end

---Log what happens.
---@param message string What happened, in words that stay the same from line to line.
---@param fields? any What varies, by name.
function log.info(message, fields) end

---Log what should be looked at, though the run goes on.
---@param message string What happened, in words that stay the same from line to line.
---@param fields? any What varies, by name.
function log.warn(message, fields) end

---Call a function and add fields to every line that is logged below it, also by the operations that it calls. Contexts nest; inner fields replace outer ones of the same name. They end with the function, also when it raises.
---@param fields any The fields, by name.
---@param fn function What to call; its results are returned.
---@param ... any Its arguments.
---@return any ...
function log.with_context(fields, fn, ...) end

---@class station.add.options
---@field name? string Name; the key when not given.
---@field location? string Where it is; as the run's station when not given.
---@field purpose? string What it is for; as the run's station when not given.
---@field description? string What people should know of it.

---@class station.add.args: station.add.options
---@field key string Key of the station, in any letter case.

---@class station.exit.options
---@field reason? string Why, for the summary.

---@class station.exit.args: station.exit.options
---@field code integer Exit code, 20 to 63.

---@class station.remove.args
---@field key string Key of the station, in any letter case.

---@class station.use.args
---@field key string Key of the station, in any letter case.

---The station that the run's reports name, and the registry of other stations. What a script changes here concerns its own run only.
---@class station
station = {}

---Description of the run's station now.
---@type string
station.description = nil

---Location of the run's station now.
---@type string
station.location = nil

---Name of the run's station now; empty when none is known.
---@type string
station.name = nil

---Purpose of the run's station now.
---@type string
station.purpose = nil

---The run's station now.
---@return Station
function station.active() end

---Add a station to the run's registry, and return it as it is kept. It is not used before station.use.
---
---Raises: conflict when the key is taken, validation when the name cannot be a station's.
---
---Compared with pyWATS: pyWATS makes the first station that is added the active one; here only station.use does.
---@param key string Key of the station, in any letter case.
---@param name? string Name; the key when not given.
---@param location? string Where it is; as the run's station when not given.
---@param purpose? string What it is for; as the run's station when not given.
---@param description? string What people should know of it.
---@return Station
---@overload fun(args: station.add.args): Station
---@overload fun(key: string, options: station.add.options): Station
function station.add(key, name, location, purpose, description) end

---End the run with an exit code of your own. Clean-up runs; code after the call does not.
---
---Raises: usage when the code is not one of 20 to 63.
---@param code integer Exit code, 20 to 63.
---@param reason? string Why, for the summary.
---@overload fun(args: station.exit.args)
---@overload fun(code: integer, options: station.exit.options)
function station.exit(code, reason) end

---The stations of the registry, in the order of their keys.
---@return Station[]
function station.list() end

---Take a station out of the run's registry. If it is the run's station, the station of the machine is again.
---
---Raises: not_found when there is no such key.
---@param key string Key of the station, in any letter case.
---@overload fun(args: station.remove.args)
function station.remove(key) end

---Make a station of the registry the run's station, and return it.
---
---Raises: not_found when there is no such key.
---@param key string Key of the station, in any letter case.
---@return Station
---@overload fun(args: station.use.args): Station
function station.use(key) end

---@class time.format.options
---@field layout? string With %Y %m %d %H %M %S and the like; %L is milliseconds, %z the offset. ISO 8601 when there is none.
---@field utc? boolean UTC instead of local time.

---@class time.format.args: time.format.options
---@field seconds number Seconds since 1970 in UTC, as time.parse and time.seconds give them.

---@class time.parse.args
---@field text string The date, such as 2026-01-02T03:04:05.678+01:00.

---@class time.sleep.args
---@field seconds number How long, 0 or more; fractions are fine.

---Dates and times as ISO 8601 text and as seconds since 1970 in UTC, waiting, and measuring how long things take.
---@class time
time = {}

---Write seconds since 1970 as text: ISO 8601, or by a layout as os.date takes it.
---@param seconds number Seconds since 1970 in UTC, as time.parse and time.seconds give them.
---@param layout? string With %Y %m %d %H %M %S and the like; %L is milliseconds, %z the offset. ISO 8601 when there is none.
---@param utc? boolean UTC instead of local time.
---@return string
---@overload fun(args: time.format.args): string
---@overload fun(seconds: number, options: time.format.options): string
function time.format(seconds, layout, utc) end

---The seconds since the run began. It never goes backwards: measure durations with it.
---@return number
function time.monotonic() end

---The time of day as ISO 8601 text with milliseconds and offset.
---@return string
function time.now() end

---Read ISO 8601 text: a date, or a date with a time of day, with or without seconds, fraction and offset. Without an offset it is local time.
---
---Raises: validation for text that is not a date.
---@param text string The date, such as 2026-01-02T03:04:05.678+01:00.
---@return number
---@overload fun(args: time.parse.args): number
function time.parse(text) end

---The seconds since 1970 in UTC, with fraction.
---@return number
function time.seconds() end

---Wait. The wait ends early, with an error, when the run must stop.
---@param seconds number How long, 0 or more; fractions are fine.
---@overload fun(args: time.sleep.args)
function time.sleep(seconds) end

---@class wats.configure.args
---@field timeout? number Longest time of a call in seconds; 0 is no limit.
---@field attempt_timeout? number Longest time of one attempt in seconds; 0 leaves it to the call's.
---@field retry? RetryOptions How often a call is tried again.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---The WATS server: its operations, one table a service. An operation raises when it fails; wats.try and pcall catch the error, which tells its kind, what to do next and whether a retry makes sense.
---@class wats
wats = {}

---How the circuit breaker of the server stands, which all runs of this process share.
---
---Compared with pyWATS: it has nothing of the kind.
---@return Breaker
function wats.breaker() end

---Change how calls are made for the rest of this run. What is not named stays as it is.
---
---Compared with pyWATS: it has nothing of the kind.
---@param timeout? number Longest time of a call in seconds; 0 is no limit.
---@param attempt_timeout? number Longest time of one attempt in seconds; 0 leaves it to the call's.
---@param retry? RetryOptions How often a call is tried again.
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@overload fun(args: wats.configure.args)
function wats.configure(timeout, attempt_timeout, retry, strict) end

---The server's version.
---
---Request: GET /api/App/Version
---@return string?
function wats.get_version() end

---What the requests of this run took so far, by route, the slowest in sum first.
---
---Compared with pyWATS: it has nothing of the kind.
---@return Timing[]
function wats.stats() end

---Whether a WATS server answers and takes the token.
---
---Request: GET /api/App/Version
---
---Compared with pyWATS: False for an answer that is no version, such as a login page.
---@return boolean
function wats.test_connection() end

---Call a function; return its result, or nil and the error.
---
---Compared with pyWATS: it has nothing of the kind.
---@param fn function The function to call.
---@param ... any Its arguments.
---@return any ...
function wats.try(fn, ...) end

---The wats module with other numbers for its calls, or, with a function, call that and have its calls go by them. It counts before wats.configure; contexts nest.
---
---Compared with pyWATS: it has nothing of the kind.
---@param options CallOptions What is to be different.
---@param fn? function What to call with it, instead of returning wats with it.
---@param ... any Its arguments.
---@return wats
function wats.with(options, fn, ...) end

---Have what is called below go by an id of your own instead of the run's: log lines, requests, errors and reports. Each call of an operation adds a full stop and its number in the run. With a function, call that; else return the wats module with the id. Contexts nest; the id ends with the function, also when it raises.
---
---Compared with pyWATS: it has nothing of the kind.
---@param id string The id: letters, digits and punctuation, at most 80.
---@param fn? function What to call with it, instead of returning wats with it.
---@param ... any Its arguments.
---@return wats
function wats.with_correlation(id, fn, ...) end

do
---The circuit breaker of the server: after some failures in a row it leaves the server alone for a while.
---@class Breaker
---@field state string closed (calls pass), open (none pass), half_open (one passes, to see) or off. Read-only.
---@field failures integer Failures in a row. Read-only.
---@field trips integer How often it has opened. Read-only.
---@field retry_in number Seconds until a call passes; 0 when calls pass. Read-only.
local Breaker = {}

---Close it, whatever it knows.
function Breaker:reset() end

end

---@class wats.analytics.expand_operations.args
---@field expand? boolean false collapses them again. Default true.
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.get_aggregated_measurements.options
---@field measurement_paths? string Measurements, such as Power/3V3::Voltage; several with ; between them. Those of the filter when not given.

---@class wats.analytics.get_aggregated_measurements.args: wats.analytics.get_aggregated_measurements.options
---@field filter_data WATSFilter Which reports to look at. On large servers, name the part number and the test operation: the search is slow otherwise.

---@class wats.analytics.get_alarm_logs.args
---@field alarm_type? AlarmType Only alarms of this type: report, yield_volume, serial_number, measurement or asset.
---@field top_count? integer Give so many rows at most, before those of other types are left out.
---@field date_from? any Alarms from then on: ISO 8601, local time unless it has an offset, or seconds since 1970.
---@field date_to? any Alarms until then: as date_from.
---@field product_group? string Product group.
---@field level? string Production level.

---@class wats.analytics.get_bottlenecks.options
---@field min_yield_threshold? number Operations with a lower yield, in percent, are bottlenecks. Default 95.

---@class wats.analytics.get_bottlenecks.args: wats.analytics.get_bottlenecks.options
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.get_dynamic_repair.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_dynamic_yield.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_flow_summary.args
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.get_high_volume.options
---@field product_group? string Product groups, as in a filter.
---@field level? string Production levels, as in a filter.

---@class wats.analytics.get_high_volume.args: wats.analytics.get_high_volume.options
---@field filter_data? WATSFilter Which reports to look at.

---@class wats.analytics.get_high_volume_by_product_group.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_measurement_list.args
---@field filter_data WATSFilter Which reports to look at.
---@field step_filters string Which steps, as XML text.
---@field sequence_filters string Which sequences, as XML text.

---@class wats.analytics.get_measurement_list_by_product.args
---@field product_group_id string Number of the product group.
---@field level_id string Number of the production level.
---@field days integer How many days back.
---@field step_filters string Which steps, as XML text.
---@field sequence_filters string Which sequences, as XML text.

---@class wats.analytics.get_measurements.options
---@field measurement_paths? string Measurements, such as Power/3V3::Voltage; several with ; between them. Those of the filter when not given.

---@class wats.analytics.get_measurements.args: wats.analytics.get_measurements.options
---@field filter_data WATSFilter Which reports to look at. On large servers, name the part number and the test operation: the search is slow otherwise.

---@class wats.analytics.get_oee_analysis.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.analytics.get_oee_analysis.args: wats.analytics.get_oee_analysis.options
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_processes.args
---@field include_test_operations? boolean Whether test operations are listed.
---@field include_repair_operations? boolean Whether repair operations are listed.
---@field include_wip_operations? boolean Whether WIP operations are listed.
---@field include_inactive_processes? boolean Whether processes that are no longer used are listed.

---@class wats.analytics.get_product_groups.args
---@field include_filters? boolean Whether each group comes with the filters that make it.

---@class wats.analytics.get_related_repair_history.args
---@field part_number string Part number of the units.
---@field revision string Their revision.

---@class wats.analytics.get_serial_number_history.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_station_yield.options
---@field days? integer How many days back, today included. Default 7.

---@class wats.analytics.get_station_yield.args: wats.analytics.get_station_yield.options
---@field station_name string Name of the station.

---@class wats.analytics.get_step_status_list.args
---@field filter_data WATSFilter Which reports to look at.
---@field step_filters string Which steps, as XML text.
---@field sequence_filters string Which sequences, as XML text.

---@class wats.analytics.get_step_status_list_by_product.args
---@field product_group_id string Number of the product group.
---@field level_id string Number of the production level.
---@field days integer How many days back.
---@field step_filters string Which steps, as XML text.
---@field sequence_filters string Which sequences, as XML text.

---@class wats.analytics.get_test_step_analysis.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_test_step_analysis_for_operation.options
---@field revision? string Revision; all when not given.
---@field days? number How many days back. Default 30.
---@field run? RunFilter Which test of a unit counts: first, second, third, last, all, or its number. Default 1.
---@field max_count? integer Look at so many reports at most, the latest ones. Default 10000.

---@class wats.analytics.get_test_step_analysis_for_operation.args: wats.analytics.get_test_step_analysis_for_operation.options
---@field part_number string Part number of the units.
---@field test_operation string Test operation, by name or code.

---@class wats.analytics.get_top_failed.options
---@field product_group? string Product groups, as in a filter.
---@field level? string Production levels, as in a filter.
---@field part_number? string Part numbers, as in a filter.
---@field revision? string Revisions, as in a filter.
---@field top_count? integer Give so many steps at most.

---@class wats.analytics.get_top_failed.args: wats.analytics.get_top_failed.options
---@field filter_data? WATSFilter Which reports to look at.

---@class wats.analytics.get_top_failed_by_product.options
---@field count? integer Give so many steps at most. Default 10.

---@class wats.analytics.get_top_failed_by_product.args: wats.analytics.get_top_failed_by_product.options
---@field part_number string Part number of the units.
---@field process_code string Code of the test operation.
---@field product_group_id string Number of the product group.
---@field level_id string Number of the production level.
---@field days integer How many days back.

---@class wats.analytics.get_top_failed_internal.options
---@field top_count? integer Give so many steps at most.

---@class wats.analytics.get_top_failed_internal.args: wats.analytics.get_top_failed_internal.options
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_unit_flow.args
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.get_uur_reports.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_uut_reports.options
---@field product_group? string Product groups, as in a filter.
---@field level? string Production levels, as in a filter.
---@field part_number? string Part numbers, as in a filter.
---@field revision? string Revisions, as in a filter.
---@field serial_number? string Serial numbers, as in a filter.
---@field status? string Statuses, as in a filter.
---@field top_count? integer Give so many reports at most.

---@class wats.analytics.get_uut_reports.args: wats.analytics.get_uut_reports.options
---@field filter_data? WATSFilter Which reports to list.

---@class wats.analytics.get_volume_yield.options
---@field product_group? string Product groups, as in a filter.
---@field level? string Production levels, as in a filter.

---@class wats.analytics.get_volume_yield.args: wats.analytics.get_volume_yield.options
---@field filter_data? WATSFilter Which reports to look at.

---@class wats.analytics.get_worst_yield.options
---@field product_group? string Product groups, as in a filter.
---@field level? string Production levels, as in a filter.

---@class wats.analytics.get_worst_yield.args: wats.analytics.get_worst_yield.options
---@field filter_data? WATSFilter Which reports to look at.

---@class wats.analytics.get_worst_yield_by_product_group.args
---@field filter_data WATSFilter Which reports to look at.

---@class wats.analytics.get_yield_summary.options
---@field revision? string Revision; all when not given.
---@field days? integer How many days back, today included. Default 30.

---@class wats.analytics.get_yield_summary.args: wats.analytics.get_yield_summary.options
---@field part_number string Part number of the product.

---@class wats.analytics.hide_operations.options
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.hide_operations.args: wats.analytics.hide_operations.options
---@field operation_ids string[] Ids of operations.

---@class wats.analytics.set_unit_flow_visibility.args
---@field show_operations? string[] Ids of operations to show.
---@field hide_operations? string[] Ids of operations to hide.
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.set_unit_order.options
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.set_unit_order.args: wats.analytics.set_unit_order.options
---@field order_by string startTime, endTime, serialNumber or status.

---@class wats.analytics.show_operations.options
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.show_operations.args: wats.analytics.show_operations.options
---@field operation_ids string[] Ids of operations.

---@class wats.analytics.split_flow_by.options
---@field filter_data? UnitFlowFilter Which units, and how they are shown.

---@class wats.analytics.split_flow_by.args: wats.analytics.split_flow_by.options
---@field dimension string stationName, location, purpose or processCode.

---@class wats.analytics.trace_serial_numbers.options
---@field filter_data? UnitFlowFilter Which units, and how they are shown.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.analytics.trace_serial_numbers.args: wats.analytics.trace_serial_numbers.options
---@field serial_numbers string[] Serial numbers of the units.

---Yields, failing steps, measurements, repairs and the flow of units, computed from the reports that the server has.
---@class wats.analytics
wats.analytics = {}

---Make a builder of dimensions.
---
---Compared with pyWATS: The class itself in pyWATS. Names are checked, and may be written as scripts write them.
---@return DimensionBuilder
function wats.analytics.dimensions() end

---Have the operations of the flow show what is inside, or not.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param expand? boolean false collapses them again. Default true.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.expand_operations.args): UnitFlowResult
function wats.analytics.expand_operations(expand, filter_data) end

---What numeric measurements did: averages, spread, Cp and Cpk.
---
---Request: POST /api/App/AggregatedMeasurements
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Paths that are in the filter are sent in the query too, where servers look for them; pyWATS sends only those of the argument.
---@param filter_data WATSFilter Which reports to look at. On large servers, name the part number and the test operation: the search is slow otherwise.
---@param measurement_paths? string Measurements, such as Power/3V3::Voltage; several with ; between them. Those of the filter when not given.
---@return AggregatedMeasurement[]
---@overload fun(args: wats.analytics.get_aggregated_measurements.args): AggregatedMeasurement[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_aggregated_measurements.options): AggregatedMeasurement[]
function wats.analytics.get_aggregated_measurements(filter_data, measurement_paths) end

---Alarms and notifications that triggers gave.
---
---Request: POST /api/internal/Trigger/GetAlarmAndNotificationLogs
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param alarm_type? AlarmType Only alarms of this type: report, yield_volume, serial_number, measurement or asset.
---@param top_count? integer Give so many rows at most, before those of other types are left out.
---@param date_from? any Alarms from then on: ISO 8601, local time unless it has an offset, or seconds since 1970.
---@param date_to? any Alarms until then: as date_from.
---@param product_group? string Product group.
---@param level? string Production level.
---@return AlarmLog[]
---@overload fun(args: wats.analytics.get_alarm_logs.args): AlarmLog[]
function wats.analytics.get_alarm_logs(alarm_type, top_count, date_from, date_to, product_group, level) end

---The operations with a yield below a threshold, the lowest first. Units count by their last result, so that a retest that passed makes up for a failure.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@param min_yield_threshold? number Operations with a lower yield, in percent, are bottlenecks. Default 95.
---@return UnitFlowNode[]
---@overload fun(args: wats.analytics.get_bottlenecks.args): UnitFlowNode[]
---@overload fun(filter_data: UnitFlowFilter, options: wats.analytics.get_bottlenecks.options): UnitFlowNode[]
function wats.analytics.get_bottlenecks(filter_data, min_yield_threshold) end

---Repairs, grouped by dimensions of choice.
---
---Request: POST /api/App/DynamicRepair
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. So are dimensions, which may be written as scripts write them.
---@param filter_data WATSFilter Which reports to look at.
---@return RepairStatistics[]
---@overload fun(args: wats.analytics.get_dynamic_repair.args): RepairStatistics[]
function wats.analytics.get_dynamic_repair(filter_data) end

---Yields, grouped by dimensions of choice.
---
---Request: POST /api/App/DynamicYield
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. So are dimensions, which may be written as scripts write them.
---@param filter_data WATSFilter Which reports to look at.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_dynamic_yield.args): YieldData[]
function wats.analytics.get_dynamic_yield(filter_data) end

---The ways between the operations of the current flow.
---
---Request: GET /api/internal/UnitFlow/Links
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@return UnitFlowLink[]
function wats.analytics.get_flow_links() end

---The operations of the current flow.
---
---Request: GET /api/internal/UnitFlow/Nodes
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@return UnitFlowNode[]
function wats.analytics.get_flow_nodes() end

---The flow in a few figures.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data. Units are counted once, by their last test, where the server lists them; adding up the operations counts them at each.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return FlowSummary
---@overload fun(args: wats.analytics.get_flow_summary.args): FlowSummary
function wats.analytics.get_flow_summary(filter_data) end

---The units of the current flow.
---
---Request: GET /api/internal/UnitFlow/Units
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@return UnitFlowUnit[]
function wats.analytics.get_flow_units() end

---The products that are tested most.
---
---Requests, as needed: POST /api/App/HighVolume, GET /api/App/HighVolume
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Arguments beside a filter join it; pyWATS leaves them out without a word.
---@param filter_data? WATSFilter Which reports to look at.
---@param product_group? string Product groups, as in a filter.
---@param level? string Production levels, as in a filter.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_high_volume.args): YieldData[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_high_volume.options): YieldData[]
function wats.analytics.get_high_volume(filter_data, product_group, level) end

---The product groups that are tested most.
---
---Request: POST /api/App/HighVolumeByProductGroup
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset.
---@param filter_data WATSFilter Which reports to look at.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_high_volume_by_product_group.args): YieldData[]
function wats.analytics.get_high_volume_by_product_group(filter_data) end

---List the production levels.
---
---Request: GET /api/App/Levels
---@return LevelInfo[]
function wats.analytics.get_levels() end

---Values of the measurements that step and sequence filters find.
---
---Request: POST /api/internal/App/MeasurementList
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param filter_data WATSFilter Which reports to look at.
---@param step_filters string Which steps, as XML text.
---@param sequence_filters string Which sequences, as XML text.
---@return MeasurementListItem[]
---@overload fun(args: wats.analytics.get_measurement_list.args): MeasurementListItem[]
function wats.analytics.get_measurement_list(filter_data, step_filters, sequence_filters) end

---Values of a product group's measurements that step and sequence filters find.
---
---Request: GET /api/internal/App/MeasurementList
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param product_group_id string Number of the product group.
---@param level_id string Number of the production level.
---@param days integer How many days back.
---@param step_filters string Which steps, as XML text.
---@param sequence_filters string Which sequences, as XML text.
---@return MeasurementListItem[]
---@overload fun(args: wats.analytics.get_measurement_list_by_product.args): MeasurementListItem[]
function wats.analytics.get_measurement_list_by_product(product_group_id, level_id, days, step_filters, sequence_filters) end

---Single values of numeric measurements.
---
---Request: POST /api/App/Measurements
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Paths that are in the filter are sent in the query too, where servers look for them; pyWATS sends only those of the argument.
---@param filter_data WATSFilter Which reports to look at. On large servers, name the part number and the test operation: the search is slow otherwise.
---@param measurement_paths? string Measurements, such as Power/3V3::Voltage; several with ; between them. Those of the filter when not given.
---@return MeasurementData[]
---@overload fun(args: wats.analytics.get_measurements.args): MeasurementData[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_measurements.options): MeasurementData[]
function wats.analytics.get_measurements(filter_data, measurement_paths) end

---How well equipment was used.
---
---Request: POST /api/App/OeeAnalysis
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset.
---@param filter_data WATSFilter Which reports to look at.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return OeeAnalysisResult?
---@overload fun(args: wats.analytics.get_oee_analysis.args): OeeAnalysisResult?
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_oee_analysis.options): OeeAnalysisResult?
function wats.analytics.get_oee_analysis(filter_data, strict) end

---List the processes of some kinds.
---
---Request: GET /api/App/Processes
---@param include_test_operations? boolean Whether test operations are listed.
---@param include_repair_operations? boolean Whether repair operations are listed.
---@param include_wip_operations? boolean Whether WIP operations are listed.
---@param include_inactive_processes? boolean Whether processes that are no longer used are listed.
---@return ProcessInfo[]
---@overload fun(args: wats.analytics.get_processes.args): ProcessInfo[]
function wats.analytics.get_processes(include_test_operations, include_repair_operations, include_wip_operations, include_inactive_processes) end

---List the product groups.
---
---Request: GET /api/App/ProductGroups
---@param include_filters? boolean Whether each group comes with the filters that make it.
---@return ProductGroupInfo[]
---@overload fun(args: wats.analytics.get_product_groups.args): ProductGroupInfo[]
function wats.analytics.get_product_groups(include_filters) end

---Past repairs of a product and revision.
---
---Request: GET /api/App/RelatedRepairHistory
---@param part_number string Part number of the units.
---@param revision string Their revision.
---@return RepairHistoryRecord[]
---@overload fun(args: wats.analytics.get_related_repair_history.args): RepairHistoryRecord[]
function wats.analytics.get_related_repair_history(part_number, revision) end

---The headers of a serial number's reports.
---
---Request: POST /api/App/SerialNumberHistory
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset.
---@param filter_data WATSFilter Which reports to look at.
---@return ReportHeader[]
---@overload fun(args: wats.analytics.get_serial_number_history.args): ReportHeader[]
function wats.analytics.get_serial_number_history(filter_data) end

---The yield of a station, day by day.
---
---Request: POST /api/App/DynamicYield
---
---Compared with pyWATS: The periods are asked to be days; pyWATS leaves their length to the server.
---@param station_name string Name of the station.
---@param days? integer How many days back, today included. Default 7.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_station_yield.args): YieldData[]
---@overload fun(station_name: string, options: wats.analytics.get_station_yield.options): YieldData[]
function wats.analytics.get_station_yield(station_name, days) end

---How the steps ended that step and sequence filters find.
---
---Request: POST /api/internal/App/StepStatusList
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param filter_data WATSFilter Which reports to look at.
---@param step_filters string Which steps, as XML text.
---@param sequence_filters string Which sequences, as XML text.
---@return StepStatusItem[]
---@overload fun(args: wats.analytics.get_step_status_list.args): StepStatusItem[]
function wats.analytics.get_step_status_list(filter_data, step_filters, sequence_filters) end

---How the steps of a product group ended that step and sequence filters find.
---
---Request: GET /api/internal/App/StepStatusList
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param product_group_id string Number of the product group.
---@param level_id string Number of the production level.
---@param days integer How many days back.
---@param step_filters string Which steps, as XML text.
---@param sequence_filters string Which sequences, as XML text.
---@return StepStatusItem[]
---@overload fun(args: wats.analytics.get_step_status_list_by_product.args): StepStatusItem[]
function wats.analytics.get_step_status_list_by_product(product_group_id, level_id, days, step_filters, sequence_filters) end

---What each step and measurement did: counts, limits, averages, Cp and Cpk.
---
---Request: POST /api/App/TestStepAnalysis
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset.
---@param filter_data WATSFilter Which reports to look at.
---@return StepAnalysisRow[]
---@overload fun(args: wats.analytics.get_test_step_analysis.args): StepAnalysisRow[]
function wats.analytics.get_test_step_analysis(filter_data) end

---What each step and measurement of a product did in one test operation.
---
---Request: POST /api/App/TestStepAnalysis
---
---Compared with pyWATS: The period begins at an instant in UTC; pyWATS sends a local time without its offset.
---@param part_number string Part number of the units.
---@param test_operation string Test operation, by name or code.
---@param revision? string Revision; all when not given.
---@param days? number How many days back. Default 30.
---@param run? RunFilter Which test of a unit counts: first, second, third, last, all, or its number. Default 1.
---@param max_count? integer Look at so many reports at most, the latest ones. Default 10000.
---@return StepAnalysisRow[]
---@overload fun(args: wats.analytics.get_test_step_analysis_for_operation.args): StepAnalysisRow[]
---@overload fun(part_number: string, test_operation: string, options: wats.analytics.get_test_step_analysis_for_operation.options): StepAnalysisRow[]
function wats.analytics.get_test_step_analysis_for_operation(part_number, test_operation, revision, days, run, max_count) end

---The steps that fail units most often: of each failed report the step that caused its failure, others not.
---
---Requests, as needed: POST /api/App/TopFailed, GET /api/App/TopFailed
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Arguments beside a filter join it; pyWATS leaves them out without a word.
---@param filter_data? WATSFilter Which reports to look at.
---@param product_group? string Product groups, as in a filter.
---@param level? string Production levels, as in a filter.
---@param part_number? string Part numbers, as in a filter.
---@param revision? string Revisions, as in a filter.
---@param top_count? integer Give so many steps at most.
---@return TopFailedStep[]
---@overload fun(args: wats.analytics.get_top_failed.args): TopFailedStep[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_top_failed.options): TopFailedStep[]
function wats.analytics.get_top_failed(filter_data, product_group, level, part_number, revision, top_count) end

---The steps that fail most often, by product, operation, group and level.
---
---Request: GET /api/internal/App/TopFailed
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param part_number string Part number of the units.
---@param process_code string Code of the test operation.
---@param product_group_id string Number of the product group.
---@param level_id string Number of the production level.
---@param days integer How many days back.
---@param count? integer Give so many steps at most. Default 10.
---@return TopFailedStep[]
---@overload fun(args: wats.analytics.get_top_failed_by_product.args): TopFailedStep[]
---@overload fun(part_number: string, process_code: string, product_group_id: string, level_id: string, days: integer, options: wats.analytics.get_top_failed_by_product.options): TopFailedStep[]
function wats.analytics.get_top_failed_by_product(part_number, process_code, product_group_id, level_id, days, count) end

---The steps that fail most often, from the internal route.
---
---Request: POST /api/internal/App/TopFailed
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param filter_data WATSFilter Which reports to look at.
---@param top_count? integer Give so many steps at most.
---@return TopFailedStep[]
---@overload fun(args: wats.analytics.get_top_failed_internal.args): TopFailedStep[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_top_failed_internal.options): TopFailedStep[]
function wats.analytics.get_top_failed_internal(filter_data, top_count) end

---The flow of units: operations and the ways between them. A unit counts at an operation by its last result there.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.get_unit_flow.args): UnitFlowResult
function wats.analytics.get_unit_flow(filter_data) end

---The headers of repair reports.
---
---Request: POST /api/App/UurReport
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset.
---@param filter_data WATSFilter Which reports to look at.
---@return ReportHeader[]
---@overload fun(args: wats.analytics.get_uur_reports.args): ReportHeader[]
function wats.analytics.get_uur_reports(filter_data) end

---The headers of test reports.
---
---Requests, as needed: POST /api/App/UutReport, GET /api/App/UutReport
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Arguments beside a filter join it; pyWATS leaves them out without a word.
---@param filter_data? WATSFilter Which reports to list.
---@param product_group? string Product groups, as in a filter.
---@param level? string Production levels, as in a filter.
---@param part_number? string Part numbers, as in a filter.
---@param revision? string Revisions, as in a filter.
---@param serial_number? string Serial numbers, as in a filter.
---@param status? string Statuses, as in a filter.
---@param top_count? integer Give so many reports at most.
---@return ReportHeader[]
---@overload fun(args: wats.analytics.get_uut_reports.args): ReportHeader[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_uut_reports.options): ReportHeader[]
function wats.analytics.get_uut_reports(filter_data, product_group, level, part_number, revision, serial_number, status, top_count) end

---The server's version.
---
---Request: GET /api/App/Version
---@return string?
function wats.analytics.get_version() end

---Volume and yield, period by period.
---
---Requests, as needed: POST /api/App/VolumeYield, GET /api/App/VolumeYield
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Arguments beside a filter join it; pyWATS leaves them out without a word.
---@param filter_data? WATSFilter Which reports to look at.
---@param product_group? string Product groups, as in a filter.
---@param level? string Production levels, as in a filter.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_volume_yield.args): YieldData[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_volume_yield.options): YieldData[]
function wats.analytics.get_volume_yield(filter_data, product_group, level) end

---The products with the lowest yields.
---
---Requests, as needed: POST /api/App/WorstYield, GET /api/App/WorstYield
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset. Arguments beside a filter join it; pyWATS leaves them out without a word.
---@param filter_data? WATSFilter Which reports to look at.
---@param product_group? string Product groups, as in a filter.
---@param level? string Production levels, as in a filter.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_worst_yield.args): YieldData[]
---@overload fun(filter_data: WATSFilter, options: wats.analytics.get_worst_yield.options): YieldData[]
function wats.analytics.get_worst_yield(filter_data, product_group, level) end

---The product groups with the lowest yields.
---
---Request: POST /api/App/WorstYieldByProductGroup
---
---Compared with pyWATS: Names in the filter are checked, and its dates are sent in UTC; pyWATS sends names that nobody knows, and local times without their offset.
---@param filter_data WATSFilter Which reports to look at.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_worst_yield_by_product_group.args): YieldData[]
function wats.analytics.get_worst_yield_by_product_group(filter_data) end

---The yield of a product, day by day.
---
---Request: POST /api/App/DynamicYield
---
---Compared with pyWATS: The periods are asked to be days; pyWATS leaves their length to the server.
---@param part_number string Part number of the product.
---@param revision? string Revision; all when not given.
---@param days? integer How many days back, today included. Default 30.
---@return YieldData[]
---@overload fun(args: wats.analytics.get_yield_summary.args): YieldData[]
---@overload fun(part_number: string, options: wats.analytics.get_yield_summary.options): YieldData[]
function wats.analytics.get_yield_summary(part_number, revision, days) end

---Hide operations of the flow.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param operation_ids string[] Ids of operations.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.hide_operations.args): UnitFlowResult
---@overload fun(operation_ids: string[], options: wats.analytics.hide_operations.options): UnitFlowResult
function wats.analytics.hide_operations(operation_ids, filter_data) end

---Show some operations of the flow, and hide others.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param show_operations? string[] Ids of operations to show.
---@param hide_operations? string[] Ids of operations to hide.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.set_unit_flow_visibility.args): UnitFlowResult
function wats.analytics.set_unit_flow_visibility(show_operations, hide_operations, filter_data) end

---Order the units of the flow.
---
---Request: POST /api/internal/UnitFlow/UnitOrder
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param order_by string startTime, endTime, serialNumber or status.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.set_unit_order.args): UnitFlowResult
---@overload fun(order_by: string, options: wats.analytics.set_unit_order.options): UnitFlowResult
function wats.analytics.set_unit_order(order_by, filter_data) end

---Show operations of the flow.
---
---Request: POST /api/internal/UnitFlow
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param operation_ids string[] Ids of operations.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.show_operations.args): UnitFlowResult
---@overload fun(operation_ids: string[], options: wats.analytics.show_operations.options): UnitFlowResult
function wats.analytics.show_operations(operation_ids, filter_data) end

---Split the operations of the flow by a dimension.
---
---Request: POST /api/internal/UnitFlow/SplitBy
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param dimension string stationName, location, purpose or processCode.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@return UnitFlowResult
---@overload fun(args: wats.analytics.split_flow_by.args): UnitFlowResult
---@overload fun(dimension: string, options: wats.analytics.split_flow_by.options): UnitFlowResult
function wats.analytics.split_flow_by(dimension, filter_data) end

---The flow of some units.
---
---Request: POST /api/internal/UnitFlow/SN
---
---Compared with pyWATS: What the server refuses or fails at raises; pyWATS gives an empty result for it, which looks like no data.
---@param serial_numbers string[] Serial numbers of the units.
---@param filter_data? UnitFlowFilter Which units, and how they are shown.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitFlowResult?
---@overload fun(args: wats.analytics.trace_serial_numbers.args): UnitFlowResult?
---@overload fun(serial_numbers: string[], options: wats.analytics.trace_serial_numbers.options): UnitFlowResult?
function wats.analytics.trace_serial_numbers(serial_numbers, filter_data, strict) end

---@class DimensionBuilder.add.options
---@field direction? string asc or desc, to order the rows by it.
---@field asc? boolean The same as direction = asc.
---@field desc? boolean The same as direction = desc.

---@class DimensionBuilder.add.args: DimensionBuilder.add.options
---@field dimension string A dimension such as partNumber or part_number, or a figure such as unitCount to order by.

---@class DimensionBuilder.yield_by_product.args
---@field include_period? boolean Whether each period has rows of its own. Default true.

---@class DimensionBuilder.yield_by_station.args
---@field include_period? boolean Whether each period has rows of its own. Default true.

do
---What an analysis is grouped by and how its rows are ordered.
---@class DimensionBuilder
local DimensionBuilder = {}

---Add a dimension, or a figure to order the rows by.
---@param dimension string A dimension such as partNumber or part_number, or a figure such as unitCount to order by.
---@param direction? string asc or desc, to order the rows by it.
---@param asc? boolean The same as direction = asc.
---@param desc? boolean The same as direction = desc.
---@return DimensionBuilder
---@overload fun(self: DimensionBuilder, args: DimensionBuilder.add.args): DimensionBuilder
---@overload fun(self: DimensionBuilder, dimension: string, options: DimensionBuilder.add.options): DimensionBuilder
function DimensionBuilder:add(dimension, direction, asc, desc) end

---Add several dimensions.
---@param ... any Names of dimensions.
---@return DimensionBuilder
function DimensionBuilder:add_all(...) end

---The dimensions as filters take them.
---@return string
function DimensionBuilder:build() end

---Drop all dimensions.
---@return DimensionBuilder
function DimensionBuilder:clear() end

---Start over with the part number, the lowest first-pass yield first.
---@return DimensionBuilder
function DimensionBuilder:top_failing_products() end

---Start over with the part number, and the period unless told otherwise.
---
---Compared with pyWATS: A class method in pyWATS; here it starts a builder over.
---@param include_period? boolean Whether each period has rows of its own. Default true.
---@return DimensionBuilder
---@overload fun(self: DimensionBuilder, args: DimensionBuilder.yield_by_product.args): DimensionBuilder
function DimensionBuilder:yield_by_product(include_period) end

---Start over with the station, and the period unless told otherwise.
---
---Compared with pyWATS: A class method in pyWATS; here it starts a builder over.
---@param include_period? boolean Whether each period has rows of its own. Default true.
---@return DimensionBuilder
---@overload fun(self: DimensionBuilder, args: DimensionBuilder.yield_by_station.args): DimensionBuilder
function DimensionBuilder:yield_by_station(include_period) end

end

wats.app = wats.analytics

---@class wats.asset.add_child_asset.args
---@field parent_id string Id of the asset that it is to belong to, or its serial number.
---@field child_id string Id of the asset that is to belong to it, or its serial number.

---@class wats.asset.add_log_message.options
---@field user? string Who says it.

---@class wats.asset.add_log_message.args: wats.asset.add_log_message.options
---@field asset_id string Id of the asset, or its serial number.
---@field message string What to say.

---@class wats.asset.create_asset.options
---@field asset_name? string Display name.
---@field description? string Free text.
---@field location? string Where it is.
---@field parent_asset_id? string Id of the asset that it belongs to.
---@field parent_serial_number? string Serial number of the asset that it belongs to.
---@field part_number? string Part number of the asset itself.
---@field revision? string Revision of the asset itself.
---@field state? AssetState Where in its life it is. Default IN_OPERATION.
---@field client_id? integer Number of the client that it is on.
---@field first_seen_date? string First use, ISO 8601; local time unless it has an offset.
---@field last_seen_date? string Last use.
---@field last_maintenance_date? string Last maintenance.
---@field next_maintenance_date? string When the next maintenance is due.
---@field last_calibration_date? string Last calibration.
---@field next_calibration_date? string When the next calibration is due.
---@field total_count? integer Uses in all.
---@field running_count? integer Uses since the last reset.
---@field tags? Setting[] Tags to create with it.

---@class wats.asset.create_asset.args: wats.asset.create_asset.options
---@field serial_number string Serial number, by which reports name the asset.
---@field type_id string GUID of its type, as get_asset_types or create_asset_type gives it.

---@class wats.asset.create_asset_type.options
---@field running_count_limit? integer Uses between two resets.
---@field total_count_limit? integer Uses in a lifetime.
---@field calibration_interval? number Days between calibrations; -1 unlimited, -2 decided outside.
---@field maintenance_interval? number Days between maintenances; -1 unlimited, -2 decided outside.
---@field warning_threshold? number Percent of a limit or interval from which there is a warning.
---@field alarm_threshold? number Percent of a limit or interval from which there is an alarm.
---@field icon? string Name of its picture.
---@field is_readonly? boolean Whether people may not change it. Default false.

---@class wats.asset.create_asset_type.args: wats.asset.create_asset_type.options
---@field type_name string Name of the type, such as Fixture.

---@class wats.asset.delete_asset.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.

---@class wats.asset.delete_files.args
---@field asset_id string Id of the asset, or its serial number.
---@field filenames string[] Names of the files.

---@class wats.asset.download_file.options
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.download_file.args: wats.asset.download_file.options
---@field asset_id string Id of the asset, or its serial number.
---@field filename string Name of the file.

---@class wats.asset.each_asset.args
---@field filter? string OData filter, such as state eq 1.
---@field orderby? string Field to order by, with asc or desc. Default serialNumber asc.
---@field page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.

---@class wats.asset.each_asset_log.args
---@field filter? string OData filter, such as serialNumber eq 'FX-1'.
---@field orderby? string Field to order by, with asc or desc. Default date asc.
---@field page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.

---@class wats.asset.get_asset.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.get_asset_by_serial.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.get_asset_by_serial.args: wats.asset.get_asset_by_serial.options
---@field serial_number string Serial number of the asset.

---@class wats.asset.get_asset_log.args
---@field filter_str? string OData filter, such as serialNumber eq 'FX-1' and type eq 4.
---@field orderby? string Field to order by, with asc or desc.
---@field top? integer The most rows to return.
---@field skip? integer Rows to leave out first.

---@class wats.asset.get_asset_state.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.get_asset_state.args: wats.asset.get_asset_state.options
---@field asset_id string Id of the asset, or its serial number.

---@class wats.asset.get_assets.args
---@field filter_str? string OData filter, such as state eq 1 and totalCount gt 1000.
---@field orderby? string Field to order by, with asc or desc.
---@field top? integer The most rows to return.
---@field skip? integer Rows to leave out first.

---@class wats.asset.get_assets_by_alarm_state.options
---@field top? integer The most assets to return.

---@class wats.asset.get_assets_by_alarm_state.args: wats.asset.get_assets_by_alarm_state.options
---@field state AssetState The state, such as IN_STORAGE.

---@class wats.asset.get_assets_in_alarm.args
---@field top? integer The most assets to return.

---@class wats.asset.get_assets_in_warning.args
---@field top? integer The most assets to return.

---@class wats.asset.get_child_assets.args
---@field parent_id? string Id of the asset; it counts when the serial number is given too.
---@field parent_serial? string Serial number of the asset.
---@field level? integer How deep to look: 1 for what belongs to it directly, 0 for everything below it.

---@class wats.asset.get_status.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.increment_count.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field amount? integer How many uses to add. Default 1.
---@field increment_children? boolean Whether to add them to all that belongs to it too. Default false.

---@class wats.asset.is_in_alarm.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.is_in_alarm.args: wats.asset.is_in_alarm.options
---@field asset Asset The asset, as get_asset gives it.

---@class wats.asset.is_in_warning.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.is_in_warning.args: wats.asset.is_in_warning.options
---@field asset Asset The asset, as get_asset gives it.

---@class wats.asset.list_files.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.asset.list_files.args: wats.asset.list_files.options
---@field asset_id string Id of the asset, or its serial number.

---@class wats.asset.record_calibration.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field date_time? string When it was done, ISO 8601; now when not given.
---@field comment? string What to say of it in the log.

---@class wats.asset.record_calibration_external.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field from_date? string When it was done, ISO 8601; now when not given.
---@field to_date? string Until when it holds.
---@field comment? string What to say of it in the log.

---@class wats.asset.record_maintenance.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field date_time? string When it was done, ISO 8601; now when not given.
---@field comment? string What to say of it in the log.

---@class wats.asset.record_maintenance_external.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field from_date? string When it was done, ISO 8601; now when not given.
---@field to_date? string Until when it holds.
---@field comment? string What to say of it in the log.

---@class wats.asset.reset_running_count.args
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.
---@field comment? string Why, for the log.

---@class wats.asset.set_asset_state.options
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.

---@class wats.asset.set_asset_state.args: wats.asset.set_asset_state.options
---@field state AssetState The state, such as IN_STORAGE.

---@class wats.asset.set_running_count.options
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.

---@class wats.asset.set_running_count.args: wats.asset.set_running_count.options
---@field value integer The count from now on.

---@class wats.asset.set_total_count.options
---@field asset_id? string Id of the asset; it counts when the serial number is given too.
---@field serial_number? string Serial number of the asset.

---@class wats.asset.set_total_count.args: wats.asset.set_total_count.options
---@field value integer The count from now on.

---@class wats.asset.update_asset.args
---@field asset Asset The asset, as get_asset gives it, with what is to change.

---@class wats.asset.upload_file.options
---@field filename? string Name of the file; that of the file on disk when not given.
---@field content? string The content itself; bytes of any kind.
---@field file? string File to send, instead of the content itself.

---@class wats.asset.upload_file.args: wats.asset.upload_file.options
---@field asset_id string Id of the asset, or its serial number.

---Equipment: fixtures, instruments and whatever else wears out or is calibrated.
---@class wats.asset
wats.asset = {}

---Have an asset belong to another one.
---
---Requests, as needed: GET /api/Asset/{child_id}, PUT /api/Asset
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. The serial number of the parent before is not sent along: it would contradict the new id.
---@param parent_id string Id of the asset that it is to belong to, or its serial number.
---@param child_id string Id of the asset that is to belong to it, or its serial number.
---@return boolean
---@overload fun(args: wats.asset.add_child_asset.args): boolean
function wats.asset.add_child_asset(parent_id, child_id) end

---Add a message to the log of an asset.
---
---Request: POST /api/Asset/Message
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param asset_id string Id of the asset, or its serial number.
---@param message string What to say.
---@param user? string Who says it.
---@return boolean
---@overload fun(args: wats.asset.add_log_message.args): boolean
---@overload fun(asset_id: string, message: string, options: wats.asset.add_log_message.options): boolean
function wats.asset.add_log_message(asset_id, message, user) end

---Create an asset, or overwrite the one with the same serial number.
---
---Request: PUT /api/Asset
---
---Compared with pyWATS: Tags can come with it; lists that servers do not read are not sent.
---@param serial_number string Serial number, by which reports name the asset.
---@param type_id string GUID of its type, as get_asset_types or create_asset_type gives it.
---@param asset_name? string Display name.
---@param description? string Free text.
---@param location? string Where it is.
---@param parent_asset_id? string Id of the asset that it belongs to.
---@param parent_serial_number? string Serial number of the asset that it belongs to.
---@param part_number? string Part number of the asset itself.
---@param revision? string Revision of the asset itself.
---@param state? AssetState Where in its life it is. Default IN_OPERATION.
---@param client_id? integer Number of the client that it is on.
---@param first_seen_date? string First use, ISO 8601; local time unless it has an offset.
---@param last_seen_date? string Last use.
---@param last_maintenance_date? string Last maintenance.
---@param next_maintenance_date? string When the next maintenance is due.
---@param last_calibration_date? string Last calibration.
---@param next_calibration_date? string When the next calibration is due.
---@param total_count? integer Uses in all.
---@param running_count? integer Uses since the last reset.
---@param tags? Setting[] Tags to create with it.
---@return Asset
---@overload fun(args: wats.asset.create_asset.args): Asset
---@overload fun(serial_number: string, type_id: string, options: wats.asset.create_asset.options): Asset
function wats.asset.create_asset(serial_number, type_id, asset_name, description, location, parent_asset_id, parent_serial_number, part_number, revision, state, client_id, first_seen_date, last_seen_date, last_maintenance_date, next_maintenance_date, last_calibration_date, next_calibration_date, total_count, running_count, tags) end

---Create a type of assets, or overwrite the one with the same name.
---
---Request: PUT /api/Asset/Types
---@param type_name string Name of the type, such as Fixture.
---@param running_count_limit? integer Uses between two resets.
---@param total_count_limit? integer Uses in a lifetime.
---@param calibration_interval? number Days between calibrations; -1 unlimited, -2 decided outside.
---@param maintenance_interval? number Days between maintenances; -1 unlimited, -2 decided outside.
---@param warning_threshold? number Percent of a limit or interval from which there is a warning.
---@param alarm_threshold? number Percent of a limit or interval from which there is an alarm.
---@param icon? string Name of its picture.
---@param is_readonly? boolean Whether people may not change it. Default false.
---@return AssetType
---@overload fun(args: wats.asset.create_asset_type.args): AssetType
---@overload fun(type_name: string, options: wats.asset.create_asset_type.options): AssetType
function wats.asset.create_asset_type(type_name, running_count_limit, total_count_limit, calibration_interval, maintenance_interval, warning_threshold, alarm_threshold, icon, is_readonly) end

---Delete an asset with its log and files.
---
---Request: DELETE /api/Asset
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@return boolean
---@overload fun(args: wats.asset.delete_asset.args): boolean
function wats.asset.delete_asset(asset_id, serial_number) end

---Delete files of an asset: all that are named, or none when one is not there.
---
---Request: DELETE /api/internal/Blob/Assets
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. The names are sent; pyWATS forgets them.
---@param asset_id string Id of the asset, or its serial number.
---@param filenames string[] Names of the files.
---@return boolean
---@overload fun(args: wats.asset.delete_files.args): boolean
function wats.asset.delete_files(asset_id, filenames) end

---Fetch a file of an asset.
---
---Request: GET /api/internal/Blob/Asset
---
---Compared with pyWATS: Gives the bytes of the file, or writes them to one; pyWATS gives None.
---@param asset_id string Id of the asset, or its serial number.
---@param filename string Name of the file.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.asset.download_file.args): string?
---@overload fun(asset_id: string, filename: string, options: wats.asset.download_file.options): string?
function wats.asset.download_file(asset_id, filename, to, strict) end

---Loop over all assets that a filter lets through.
---
---Request: GET /api/Asset
---
---Compared with pyWATS: it has nothing of the kind.
---@param filter? string OData filter, such as state eq 1.
---@param orderby? string Field to order by, with asc or desc. Default serialNumber asc.
---@param page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@return fun(): Asset?
---@overload fun(args: wats.asset.each_asset.args): fun(): Asset?
function wats.asset.each_asset(filter, orderby, page_size) end

---Loop over all log rows that a filter lets through.
---
---Request: GET /api/Asset/Log
---
---Compared with pyWATS: it has nothing of the kind.
---@param filter? string OData filter, such as serialNumber eq 'FX-1'.
---@param orderby? string Field to order by, with asc or desc. Default date asc.
---@param page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@return fun(): AssetLog?
---@overload fun(args: wats.asset.each_asset_log.args): fun(): AssetLog?
function wats.asset.each_asset_log(filter, orderby, page_size) end

---Fetch one asset by its id or serial number.
---
---Request: GET /api/Asset/{asset_id}
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Asset?
---@overload fun(args: wats.asset.get_asset.args): Asset?
function wats.asset.get_asset(asset_id, serial_number, strict) end

---Fetch one asset by its serial number.
---
---Request: GET /api/Asset/{serial_number}
---
---Compared with pyWATS: The serial number is percent-encoded, so that it may hold a slash.
---@param serial_number string Serial number of the asset.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Asset?
---@overload fun(args: wats.asset.get_asset_by_serial.args): Asset?
---@overload fun(serial_number: string, options: wats.asset.get_asset_by_serial.options): Asset?
function wats.asset.get_asset_by_serial(serial_number, strict) end

---Query the log of assets.
---
---Request: GET /api/Asset/Log
---
---Compared with pyWATS: Takes skip too, which pyWATS leaves out.
---@param filter_str? string OData filter, such as serialNumber eq 'FX-1' and type eq 4.
---@param orderby? string Field to order by, with asc or desc.
---@param top? integer The most rows to return.
---@param skip? integer Rows to leave out first.
---@return AssetLog[]
---@overload fun(args: wats.asset.get_asset_log.args): AssetLog[]
function wats.asset.get_asset_log(filter_str, orderby, top, skip) end

---Where in its life an asset is.
---
---Request: GET /api/Asset/{asset_id}
---@param asset_id string Id of the asset, or its serial number.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return AssetState?
---@overload fun(args: wats.asset.get_asset_state.args): AssetState?
---@overload fun(asset_id: string, options: wats.asset.get_asset_state.options): AssetState?
function wats.asset.get_asset_state(asset_id, strict) end

---List the types of assets.
---
---Request: GET /api/Asset/Types
---@return AssetType[]
function wats.asset.get_asset_types() end

---Query assets.
---
---Request: GET /api/Asset
---
---Compared with pyWATS: A top or skip of 0 is sent; pyWATS leaves it out and gets all rows.
---@param filter_str? string OData filter, such as state eq 1 and totalCount gt 1000.
---@param orderby? string Field to order by, with asc or desc.
---@param top? integer The most rows to return.
---@param skip? integer Rows to leave out first.
---@return Asset[]
---@overload fun(args: wats.asset.get_assets.args): Asset[]
function wats.asset.get_assets(filter_str, orderby, top, skip) end

---List the assets that are in a state of their life.
---
---Request: GET /api/Asset
---
---Compared with pyWATS: As in pyWATS this asks for the state of an asset's life, in spite of the name; for alarms see get_assets_in_alarm.
---@param state AssetState The state, such as IN_STORAGE.
---@param top? integer The most assets to return.
---@return Asset[]
---@overload fun(args: wats.asset.get_assets_by_alarm_state.args): Asset[]
---@overload fun(state: AssetState, options: wats.asset.get_assets_by_alarm_state.options): Asset[]
function wats.asset.get_assets_by_alarm_state(state, top) end

---List the assets that are in alarm.
---
---Requests, as needed: GET /api/Asset, GET /api/Asset/Status
---
---Compared with pyWATS: Goes by the alarm state that the server computes, with a request an asset; pyWATS raises AttributeError.
---@param top? integer The most assets to return.
---@return Asset[]
---@overload fun(args: wats.asset.get_assets_in_alarm.args): Asset[]
function wats.asset.get_assets_in_alarm(top) end

---List the assets for which there is a warning.
---
---Requests, as needed: GET /api/Asset, GET /api/Asset/Status
---
---Compared with pyWATS: Goes by the alarm state that the server computes, with a request an asset; pyWATS raises AttributeError.
---@param top? integer The most assets to return.
---@return Asset[]
---@overload fun(args: wats.asset.get_assets_in_warning.args): Asset[]
function wats.asset.get_assets_in_warning(top) end

---List what belongs to an asset.
---
---Request: GET /api/Asset/SubAssets
---@param parent_id? string Id of the asset; it counts when the serial number is given too.
---@param parent_serial? string Serial number of the asset.
---@param level? integer How deep to look: 1 for what belongs to it directly, 0 for everything below it.
---@return Asset[]
---@overload fun(args: wats.asset.get_child_assets.args): Asset[]
function wats.asset.get_child_assets(parent_id, parent_serial, level) end

---How an asset stands: alarm state, counts and dates.
---
---Request: GET /api/Asset/Status
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return AssetStatus?
---@overload fun(args: wats.asset.get_status.args): AssetStatus?
function wats.asset.get_status(asset_id, serial_number, strict) end

---Add uses to the counts of an asset.
---
---Request: PUT /api/Asset/Count
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. Never sent twice, though it is a PUT: that would count twice.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param amount? integer How many uses to add. Default 1.
---@param increment_children? boolean Whether to add them to all that belongs to it too. Default false.
---@return boolean
---@overload fun(args: wats.asset.increment_count.args): boolean
function wats.asset.increment_count(asset_id, serial_number, amount, increment_children) end

---Whether an asset is in alarm: a count or a date is at its limit.
---
---Request: GET /api/Asset/Status
---
---Compared with pyWATS: Asks the server for the status; pyWATS raises AttributeError. Nil for an asset that is not there.
---@param asset Asset The asset, as get_asset gives it.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return boolean?
---@overload fun(args: wats.asset.is_in_alarm.args): boolean?
---@overload fun(asset: Asset, options: wats.asset.is_in_alarm.options): boolean?
function wats.asset.is_in_alarm(asset, strict) end

---Whether there is a warning for an asset: a count or a date is near its limit.
---
---Request: GET /api/Asset/Status
---
---Compared with pyWATS: Asks the server for the status; pyWATS raises AttributeError. Nil for an asset that is not there.
---@param asset Asset The asset, as get_asset gives it.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return boolean?
---@overload fun(args: wats.asset.is_in_warning.args): boolean?
---@overload fun(asset: Asset, options: wats.asset.is_in_warning.options): boolean?
function wats.asset.is_in_warning(asset, strict) end

---List the names of an asset's files.
---
---Request: GET /api/internal/Blob/Asset/List/{asset_id}
---@param asset_id string Id of the asset, or its serial number.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string[]
---@overload fun(args: wats.asset.list_files.args): string[]
---@overload fun(asset_id: string, options: wats.asset.list_files.options): string[]
function wats.asset.list_files(asset_id, strict) end

---Record that an asset was calibrated; the interval of its type says when it is due again.
---
---Request: POST /api/Asset/Calibration
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. Dates are turned to UTC; pyWATS sends a local time without saying so.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param date_time? string When it was done, ISO 8601; now when not given.
---@param comment? string What to say of it in the log.
---@return boolean
---@overload fun(args: wats.asset.record_calibration.args): boolean
function wats.asset.record_calibration(asset_id, serial_number, date_time, comment) end

---Record a calibration that was done elsewhere, with the dates of its certificate.
---
---Request: POST /api/Asset/Calibration/External
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. Dates are turned to UTC; pyWATS sends a local time without saying so.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param from_date? string When it was done, ISO 8601; now when not given.
---@param to_date? string Until when it holds.
---@param comment? string What to say of it in the log.
---@return boolean
---@overload fun(args: wats.asset.record_calibration_external.args): boolean
function wats.asset.record_calibration_external(asset_id, serial_number, from_date, to_date, comment) end

---Record that an asset was maintained; the interval of its type says when it is due again.
---
---Request: POST /api/Asset/Maintenance
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. Dates are turned to UTC; pyWATS sends a local time without saying so.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param date_time? string When it was done, ISO 8601; now when not given.
---@param comment? string What to say of it in the log.
---@return boolean
---@overload fun(args: wats.asset.record_maintenance.args): boolean
function wats.asset.record_maintenance(asset_id, serial_number, date_time, comment) end

---Record a maintenance that was done elsewhere, with the date of the next one.
---
---Request: POST /api/Asset/Maintenance/External
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. Dates are turned to UTC; pyWATS sends a local time without saying so.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param from_date? string When it was done, ISO 8601; now when not given.
---@param to_date? string Until when it holds.
---@param comment? string What to say of it in the log.
---@return boolean
---@overload fun(args: wats.asset.record_maintenance_external.args): boolean
function wats.asset.record_maintenance_external(asset_id, serial_number, from_date, to_date, comment) end

---Start the running count of an asset anew.
---
---Request: POST /api/Asset/ResetRunningCount
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@param comment? string Why, for the log.
---@return boolean
---@overload fun(args: wats.asset.reset_running_count.args): boolean
function wats.asset.reset_running_count(asset_id, serial_number, comment) end

---Set where in its life an asset is.
---
---Request: PUT /api/Asset/State
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param state AssetState The state, such as IN_STORAGE.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@return boolean
---@overload fun(args: wats.asset.set_asset_state.args): boolean
---@overload fun(state: AssetState, options: wats.asset.set_asset_state.options): boolean
function wats.asset.set_asset_state(state, asset_id, serial_number) end

---Set the running count of an asset.
---
---Request: PUT /api/Asset/SetRunningCount
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param value integer The count from now on.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@return boolean
---@overload fun(args: wats.asset.set_running_count.args): boolean
---@overload fun(value: integer, options: wats.asset.set_running_count.options): boolean
function wats.asset.set_running_count(value, asset_id, serial_number) end

---Set the total count of an asset.
---
---Request: PUT /api/Asset/SetTotalCount
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param value integer The count from now on.
---@param asset_id? string Id of the asset; it counts when the serial number is given too.
---@param serial_number? string Serial number of the asset.
---@return boolean
---@overload fun(args: wats.asset.set_total_count.args): boolean
---@overload fun(value: integer, options: wats.asset.set_total_count.options): boolean
function wats.asset.set_total_count(value, asset_id, serial_number) end

---Write an asset back.
---
---Request: PUT /api/Asset
---
---Compared with pyWATS: A tag that was put into the table is added; pyWATS sends it without a change code, which leaves it out.
---@param asset Asset The asset, as get_asset gives it, with what is to change.
---@return Asset
---@overload fun(args: wats.asset.update_asset.args): Asset
function wats.asset.update_asset(asset) end

---Keep a file with an asset, in place of one of the same name.
---
---Request: POST /api/internal/Blob/Asset
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. Takes a file on disk too.
---@param asset_id string Id of the asset, or its serial number.
---@param filename? string Name of the file; that of the file on disk when not given.
---@param content? string The content itself; bytes of any kind.
---@param file? string File to send, instead of the content itself.
---@return boolean
---@overload fun(args: wats.asset.upload_file.args): boolean
---@overload fun(asset_id: string, options: wats.asset.upload_file.options): boolean
function wats.asset.upload_file(asset_id, filename, content, file) end

---@class wats.comp_op.evaluate.options
---@field low_limit? any The low limit, or the limit of an operator that has only one; a text for a text.
---@field high_limit? any The high limit.

---@class wats.comp_op.evaluate.args: wats.comp_op.evaluate.options
---@field comp_op CompOp The operator, such as GELE.
---@field value any A number or a text.

---@class wats.comp_op.get_limits_requirement.args
---@field comp_op CompOp The operator, such as GELE.

---@class wats.comp_op.validate_limits.options
---@field low_limit? any The low limit, or the limit of an operator that has only one.
---@field high_limit? any The high limit.

---@class wats.comp_op.validate_limits.args: wats.comp_op.validate_limits.options
---@field comp_op CompOp The operator, such as GELE.

---Comparison operators: which limits they need, and what they say of a value.
---@class wats.comp_op
wats.comp_op = {}

---Whether a value passes.
---
---Compared with pyWATS: A method in pyWATS, where a value passes when a limit is missing; here that is an error, since nothing was compared.
---@param comp_op CompOp The operator, such as GELE.
---@param value any A number or a text.
---@param low_limit? any The low limit, or the limit of an operator that has only one; a text for a text.
---@param high_limit? any The high limit.
---@return boolean
---@overload fun(args: wats.comp_op.evaluate.args): boolean
---@overload fun(comp_op: CompOp, value: any, options: wats.comp_op.evaluate.options): boolean
function wats.comp_op.evaluate(comp_op, value, low_limit, high_limit) end

---Which limits an operator needs: two booleans, for the low and the high one.
---
---Compared with pyWATS: A method in pyWATS.
---@param comp_op CompOp The operator, such as GELE.
---@return boolean low Whether it needs low_limit.
---@return boolean high Whether it needs high_limit.
---@overload fun(args: wats.comp_op.get_limits_requirement.args): boolean, boolean
function wats.comp_op.get_limits_requirement(comp_op) end

---Whether an operator can judge by these limits: true, or false with the reason.
---
---Compared with pyWATS: A method in pyWATS. A low limit above the high one is refused.
---@param comp_op CompOp The operator, such as GELE.
---@param low_limit? any The low limit, or the limit of an operator that has only one.
---@param high_limit? any The high limit.
---@return boolean ok The verdict.
---@return string? reason What is wrong; nil when nothing is.
---@overload fun(args: wats.comp_op.validate_limits.args): boolean, string?
---@overload fun(comp_op: CompOp, options: wats.comp_op.validate_limits.options): boolean, string?
function wats.comp_op.validate_limits(comp_op, low_limit, high_limit) end

---The enumerations, for those who rather write wats.enums.AssetState.SCRAPPED than "SCRAPPED".
---@class wats.enums
wats.enums = {}

---The names of AlarmType, with the values that results show.
---@class wats.enums.AlarmType
---@field REPORT AlarmType Shown as REPORT. Required.
---@field YIELD_VOLUME AlarmType Shown as YIELD_VOLUME. Required.
---@field SERIAL_NUMBER AlarmType Shown as SERIAL_NUMBER. Required.
---@field MEASUREMENT AlarmType Shown as MEASUREMENT. Required.
---@field ASSET AlarmType Shown as ASSET. Required.
wats.enums.AlarmType = {}

---The names of AssetAlarmState, with the values that results show.
---@class wats.enums.AssetAlarmState
---@field OK AssetAlarmState Shown as OK. Required.
---@field WARNING AssetAlarmState Shown as WARNING. Required.
---@field ALARM AssetAlarmState Shown as ALARM. Required.
wats.enums.AssetAlarmState = {}

---The names of AssetLogType, with the values that results show.
---@class wats.enums.AssetLogType
---@field MESSAGE AssetLogType Shown as MESSAGE. Required.
---@field REGISTER AssetLogType Shown as REGISTER. Required.
---@field UPDATE AssetLogType Shown as UPDATE. Required.
---@field RESET_COUNT AssetLogType Shown as RESET_COUNT. Required.
---@field CALIBRATION AssetLogType Shown as CALIBRATION. Required.
---@field MAINTENANCE AssetLogType Shown as MAINTENANCE. Required.
---@field STATE_CHANGE AssetLogType Shown as STATE_CHANGE. Required.
---@field UNKNOWN AssetLogType Shown as MESSAGE. Required.
---@field CREATED AssetLogType Shown as REGISTER. Required.
---@field COUNT_RESET AssetLogType Shown as RESET_COUNT. Required.
---@field COMMENT AssetLogType Shown as MESSAGE. Required.
wats.enums.AssetLogType = {}

---The names of AssetState, with the values that results show.
---@class wats.enums.AssetState
---@field UNKNOWN AssetState Shown as UNKNOWN. Required.
---@field IN_OPERATION AssetState Shown as IN_OPERATION. Required.
---@field IN_TRANSIT AssetState Shown as IN_TRANSIT. Required.
---@field IN_MAINTENANCE AssetState Shown as IN_MAINTENANCE. Required.
---@field IN_CALIBRATION AssetState Shown as IN_CALIBRATION. Required.
---@field IN_STORAGE AssetState Shown as IN_STORAGE. Required.
---@field SCRAPPED AssetState Shown as SCRAPPED. Required.
---@field OK AssetState Shown as IN_OPERATION. Required.
wats.enums.AssetState = {}

---The names of ChangeType, with the values that results show.
---@class wats.enums.ChangeType
---@field NONE ChangeType Shown as NONE. Required.
---@field ADD ChangeType Shown as ADD. Required.
---@field UPDATE ChangeType Shown as UPDATE. Required.
---@field DELETE ChangeType Shown as DELETE. Required.
wats.enums.ChangeType = {}

---The names of DateGrouping, with the values that results show.
---@class wats.enums.DateGrouping
---@field NONE DateGrouping Shown as NONE. Required.
---@field YEAR DateGrouping Shown as YEAR. Required.
---@field QUARTER DateGrouping Shown as QUARTER. Required.
---@field MONTH DateGrouping Shown as MONTH. Required.
---@field WEEK DateGrouping Shown as WEEK. Required.
---@field DAY DateGrouping Shown as DAY. Required.
---@field HOUR DateGrouping Shown as HOUR. Required.
wats.enums.DateGrouping = {}

---The names of DefinitionStatus, with the values that results show.
---@class wats.enums.DefinitionStatus
---@field DRAFT DefinitionStatus Shown as DRAFT. Required.
---@field PENDING DefinitionStatus Shown as PENDING. Required.
---@field RELEASED DefinitionStatus Shown as RELEASED. Required.
---@field REVOKED DefinitionStatus Shown as REVOKED. Required.
wats.enums.DefinitionStatus = {}

---The names of Dimension, with the values that results show.
---@class wats.enums.Dimension
---@field PART_NUMBER Dimension Shown as partNumber. Required.
---@field PRODUCT_NAME Dimension Shown as productName. Required.
---@field PRODUCT_GROUP Dimension Shown as productGroup. Required.
---@field REVISION Dimension Shown as revision. Required.
---@field STATION_NAME Dimension Shown as stationName. Required.
---@field LOCATION Dimension Shown as location. Required.
---@field PURPOSE Dimension Shown as purpose. Required.
---@field TEST_OPERATION Dimension Shown as testOperation. Required.
---@field PROCESS_CODE Dimension Shown as processCode. Required.
---@field PERIOD Dimension Shown as period. Required.
---@field SW_FILENAME Dimension Shown as swFilename. Required.
---@field SW_VERSION Dimension Shown as swVersion. Required.
---@field LEVEL Dimension Shown as level. Required.
---@field BATCH_NUMBER Dimension Shown as batchNumber. Required.
---@field OPERATOR Dimension Shown as operator. Required.
---@field FIXTURE_ID Dimension Shown as fixtureId. Required.
---@field SOCKET_INDEX Dimension Shown as socketIndex. Required.
---@field ERROR_CODE Dimension Shown as errorCode. Required.
---@field STEP_CAUSED_UUT_FAILURE Dimension Shown as stepCausedUutFailure. Required.
---@field STEP_PATH_CAUSED_UUT_FAILURE Dimension Shown as stepPathCausedUutFailure. Required.
---@field MISC_INFO_DESCRIPTION Dimension Shown as miscInfoDescription. Required.
---@field MISC_INFO_STRING Dimension Shown as miscInfoString. Required.
---@field ASSET_SERIAL_NUMBER Dimension Shown as assetSerialNumber. Required.
---@field ASSET_NAME Dimension Shown as assetName. Required.
---@field UNIT_TYPE Dimension Shown as unitType. Required.
wats.enums.Dimension = {}

---The names of KPI, with the values that results show.
---@class wats.enums.KPI
---@field UNIT_COUNT KPI Shown as unitCount. Required.
---@field FP_COUNT KPI Shown as fpCount. Required.
---@field SP_COUNT KPI Shown as spCount. Required.
---@field TP_COUNT KPI Shown as tpCount. Required.
---@field LP_COUNT KPI Shown as lpCount. Required.
---@field FP_FAIL_COUNT KPI Shown as fpFailCount. Required.
---@field SP_FAIL_COUNT KPI Shown as spFailCount. Required.
---@field TP_FAIL_COUNT KPI Shown as tpFailCount. Required.
---@field LP_FAIL_COUNT KPI Shown as lpFailCount. Required.
---@field FPY KPI Shown as fpy. Required.
---@field SPY KPI Shown as spy. Required.
---@field TPY KPI Shown as tpy. Required.
---@field LPY KPI Shown as lpy. Required.
---@field PPM_FPY KPI Shown as ppmFpy. Required.
---@field PPM_SPY KPI Shown as ppmSpy. Required.
---@field PPM_TPY KPI Shown as ppmTpy. Required.
---@field PPM_LPY KPI Shown as ppmLpy. Required.
---@field PPM_TEST_YIELD KPI Shown as ppmTestYield. Required.
---@field TEST_YIELD_COUNT KPI Shown as testYieldCount. Required.
---@field TEST_REPORT_COUNT KPI Shown as testReportCount. Required.
---@field TEST_YIELD KPI Shown as testYield. Required.
---@field RETEST_COUNT KPI Shown as retestCount. Required.
---@field FIRST_UTC KPI Shown as firstUtc. Required.
---@field LAST_UTC KPI Shown as lastUtc. Required.
wats.enums.KPI = {}

---The names of PackageStatus, with the values that results show.
---@class wats.enums.PackageStatus
---@field DRAFT PackageStatus Shown as Draft. Required.
---@field PENDING PackageStatus Shown as Pending. Required.
---@field RELEASED PackageStatus Shown as Released. Required.
---@field REVOKED PackageStatus Shown as Revoked. Required.
wats.enums.PackageStatus = {}

---The names of ProcessType, with the values that results show.
---@class wats.enums.ProcessType
---@field TEST ProcessType Shown as TEST. Required.
---@field REPAIR ProcessType Shown as REPAIR. Required.
---@field CALIBRATION ProcessType Shown as CALIBRATION. Required.
wats.enums.ProcessType = {}

---The names of ProductState, with the values that results show.
---@class wats.enums.ProductState
---@field INACTIVE ProductState Shown as INACTIVE. Required.
---@field ACTIVE ProductState Shown as ACTIVE. Required.
wats.enums.ProductState = {}

---The names of RepairDimension, with the values that results show.
---@class wats.enums.RepairDimension
---@field REPAIR_OPERATION RepairDimension Shown as repairOperation. Required.
---@field REPAIR_CODE RepairDimension Shown as repairCode. Required.
---@field REPAIR_CATEGORY RepairDimension Shown as repairCategory. Required.
---@field REPAIR_TYPE RepairDimension Shown as repairType. Required.
---@field COMPONENT_REF RepairDimension Shown as componentRef. Required.
---@field COMPONENT_NUMBER RepairDimension Shown as componentNumber. Required.
---@field COMPONENT_REVISION RepairDimension Shown as componentRevision. Required.
---@field COMPONENT_VENDOR RepairDimension Shown as componentVendor. Required.
---@field COMPONENT_DESCRIPTION RepairDimension Shown as componentDescription. Required.
---@field FUNCTION_BLOCK RepairDimension Shown as functionBlock. Required.
---@field REFERENCED_STEP RepairDimension Shown as referencedStep. Required.
---@field REFERENCED_STEP_PATH RepairDimension Shown as referencedStepPath. Required.
---@field TEST_PERIOD RepairDimension Shown as testPeriod. Required.
---@field TEST_LEVEL RepairDimension Shown as testLevel. Required.
---@field TEST_STATION_NAME RepairDimension Shown as testStationName. Required.
---@field TEST_LOCATION RepairDimension Shown as testLocation. Required.
---@field TEST_PURPOSE RepairDimension Shown as testPurpose. Required.
---@field TEST_OPERATOR RepairDimension Shown as testOperator. Required.
wats.enums.RepairDimension = {}

---The names of RepairKPI, with the values that results show.
---@class wats.enums.RepairKPI
---@field REPAIR_REPORT_COUNT RepairKPI Shown as repairReportCount. Required.
---@field REPAIR_COUNT RepairKPI Shown as repairCount. Required.
wats.enums.RepairKPI = {}

---The names of RepairOnFailed, with the values that results show.
---@class wats.enums.RepairOnFailed
---@field DISABLED RepairOnFailed Shown as DISABLED. Required.
---@field OPTIONAL RepairOnFailed Shown as OPTIONAL. Required.
---@field REQUIRED RepairOnFailed Shown as REQUIRED. Required.
wats.enums.RepairOnFailed = {}

---The names of RunFilter, with the values that results show.
---@class wats.enums.RunFilter
---@field FIRST RunFilter Shown as FIRST. Required.
---@field SECOND RunFilter Shown as SECOND. Required.
---@field THIRD RunFilter Shown as THIRD. Required.
---@field LAST RunFilter Shown as LAST. Required.
---@field ALL RunFilter Shown as ALL. Required.
wats.enums.RunFilter = {}

---The names of SerialNumberIdentifier, with the values that results show.
---@class wats.enums.SerialNumberIdentifier
---@field SERIAL_NUMBER SerialNumberIdentifier Shown as SERIAL_NUMBER. Required.
---@field MAC_ADDRESS SerialNumberIdentifier Shown as MAC_ADDRESS. Required.
---@field IMEI SerialNumberIdentifier Shown as IMEI. Required.
wats.enums.SerialNumberIdentifier = {}

---The names of SortDirection, with the values that results show.
---@class wats.enums.SortDirection
---@field ASC SortDirection Shown as asc. Required.
---@field DESC SortDirection Shown as desc. Required.
wats.enums.SortDirection = {}

---The names of StatusFilter, with the values that results show.
---@class wats.enums.StatusFilter
---@field PASSED StatusFilter Shown as Passed. Required.
---@field FAILED StatusFilter Shown as Failed. Required.
---@field ERROR StatusFilter Shown as Error. Required.
---@field TERMINATED StatusFilter Shown as Terminated. Required.
---@field DONE StatusFilter Shown as Done. Required.
---@field SKIPPED StatusFilter Shown as Skipped. Required.
wats.enums.StatusFilter = {}

---The names of TicketPriority, with the values that results show.
---@class wats.enums.TicketPriority
---@field LOW TicketPriority Shown as LOW. Required.
---@field MEDIUM TicketPriority Shown as MEDIUM. Required.
---@field HIGH TicketPriority Shown as HIGH. Required.
wats.enums.TicketPriority = {}

---The names of TicketStatus, with the values that results show.
---@class wats.enums.TicketStatus
---@field OPEN TicketStatus Shown as OPEN. Required.
---@field IN_PROGRESS TicketStatus Shown as IN_PROGRESS. Required.
---@field ON_HOLD TicketStatus Shown as ON_HOLD. Required.
---@field SOLVED TicketStatus Shown as SOLVED. Required.
---@field CLOSED TicketStatus Shown as CLOSED. Required.
---@field ARCHIVED TicketStatus Shown as ARCHIVED. Required.
wats.enums.TicketStatus = {}

---The names of TicketUpdateType, with the values that results show.
---@class wats.enums.TicketUpdateType
---@field CONTENT TicketUpdateType Shown as CONTENT. Required.
---@field PROGRESS TicketUpdateType Shown as PROGRESS. Required.
---@field PROPERTIES TicketUpdateType Shown as PROPERTIES. Required.
---@field NOTIFICATION TicketUpdateType Shown as NOTIFICATION. Required.
wats.enums.TicketUpdateType = {}

---The names of TicketView, with the values that results show.
---@class wats.enums.TicketView
---@field ASSIGNED TicketView Shown as ASSIGNED. Required.
---@field FOLLOWING TicketView Shown as FOLLOWING. Required.
---@field ALL TicketView Shown as ALL. Required.
wats.enums.TicketView = {}

---The names of UnitPhaseFlag, with the values that results show.
---@class wats.enums.UnitPhaseFlag
---@field UNKNOWN UnitPhaseFlag Shown as UNKNOWN. Required.
---@field UNDER_PRODUCTION UnitPhaseFlag Shown as UNDER_PRODUCTION. Required.
---@field PRODUCTION_REPAIR UnitPhaseFlag Shown as PRODUCTION_REPAIR. Required.
---@field SERVICE_REPAIR UnitPhaseFlag Shown as SERVICE_REPAIR. Required.
---@field FINALIZED UnitPhaseFlag Shown as FINALIZED. Required.
---@field SCRAPPED UnitPhaseFlag Shown as SCRAPPED. Required.
---@field EXTENDED_TEST UnitPhaseFlag Shown as EXTENDED_TEST. Required.
---@field CUSTOMIZATION UnitPhaseFlag Shown as CUSTOMIZATION. Required.
---@field REPAIRED UnitPhaseFlag Shown as REPAIRED. Required.
---@field MISSING UnitPhaseFlag Shown as MISSING. Required.
---@field IN_STORAGE UnitPhaseFlag Shown as IN_STORAGE. Required.
---@field SHIPPED UnitPhaseFlag Shown as SHIPPED. Required.
wats.enums.UnitPhaseFlag = {}

---The names of YieldDataType, with the values that results show.
---@class wats.enums.YieldDataType
---@field FIRST_PASS YieldDataType Shown as FIRST_PASS. Required.
---@field FINAL YieldDataType Shown as FINAL. Required.
---@field ROLLED YieldDataType Shown as ROLLED. Required.
wats.enums.YieldDataType = {}

---@class wats.filter.build_date_range_filter.args
---@field start_date? datetime First instant, ISO 8601; open when not given.
---@field end_date? datetime Last instant, ISO 8601; open when not given.
---@field field_name? string The field that holds the time. Default start.

---@class wats.filter.build_expand_clause.args
---@field expand? string[] What to add to each row.

---@class wats.filter.build_filter.options
---@field operator? Operator and or or. Default and.

---@class wats.filter.build_filter.args: wats.filter.build_filter.options
---@field conditions string[] The conditions; empty ones are left out.

---@class wats.filter.build_header_filter.args
---@field part_number? string Part number of the units.
---@field serial_number? string Serial number of the unit.
---@field start_date? datetime First instant, ISO 8601.
---@field end_date? datetime Last instant, ISO 8601.

---@class wats.filter.build_orderby_clause.args
---@field orderby? string A field with asc or desc; several with commas between them.
---@field default? string What counts when orderby is not given. Default start desc.

---@class wats.filter.build_part_number_filter.args
---@field part_number string Part number of the units.

---@class wats.filter.build_query_params.args
---@field odata_filter? string The filter.
---@field top? integer At most so many rows.
---@field skip? integer How many rows to leave out at the beginning.
---@field orderby? string A field with asc or desc.
---@field expand? string[] What to add to each row.
---@field select? string[] Only these fields.
---@field count? boolean Whether the answer is to tell how many rows there are. Default false.

---@class wats.filter.build_recent_filter.args
---@field days? number How many days back. Default 7.
---@field field_name? string The field that holds the time. Default start.

---@class wats.filter.build_serial_filter.args
---@field serial_number string Serial number of the unit.

---@class wats.filter.build_subunit_part_filter.options
---@field is_uut? boolean true for test reports, false for repair reports. Default true.

---@class wats.filter.build_subunit_part_filter.args: wats.filter.build_subunit_part_filter.options
---@field subunit_part_number string Part number of the sub-unit.

---@class wats.filter.build_subunit_serial_filter.options
---@field is_uut? boolean true for test reports, false for repair reports. Default true.

---@class wats.filter.build_subunit_serial_filter.args: wats.filter.build_subunit_serial_filter.options
---@field subunit_serial_number string Serial number of the sub-unit.

---@class wats.filter.build_today_filter.args
---@field field_name? string The field that holds the time. Default start.

---@class wats.filter.combine_filters.options
---@field operator? Operator and or or. Default and.

---@class wats.filter.combine_filters.args: wats.filter.combine_filters.options
---@field filters string[] The filters; empty ones are left out.

---@class wats.filter.escape_guid.args
---@field value string The text.

---@class wats.filter.escape_string.args
---@field value string The text.

---@class wats.filter.format_datetime_for_odata.args
---@field dt datetime ISO 8601; local time unless it has an offset.

---@class wats.filter.format_value.args
---@field value? any A text, number or boolean; nil is null.

---@class wats.filter.get_default_query_params.args
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field include_subunits? boolean Whether to add the sub-units to each row. Default false.
---@field top? integer At most so many rows. Default 100.
---@field orderby? string A field with asc or desc. Default start desc.

---@class wats.filter.get_expand_fields.options
---@field include_subunits? boolean Sub-units. Default false.
---@field include_misc_info? boolean Misc infos. Default false.
---@field include_assets? boolean Assets. Default false.
---@field include_attachments? boolean Attachments. Default false.

---@class wats.filter.get_expand_fields.args: wats.filter.get_expand_fields.options
---@field is_uut boolean true for test reports, false for repair reports.

---@class wats.filter.is_uut_report_type.args
---@field report_type ReportKind uut, U or T for test reports, uur or R for repair reports.

---OData filters and query parameters for report headers, put together so that no value can break them.
---@class wats.filter
wats.filter = {}

---A filter for the time between two instants, both included.
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param start_date? datetime First instant, ISO 8601; open when not given.
---@param end_date? datetime Last instant, ISO 8601; open when not given.
---@param field_name? string The field that holds the time. Default start.
---@return string
---@overload fun(args: wats.filter.build_date_range_filter.args): string
function wats.filter.build_date_range_filter(start_date, end_date, field_name) end

---Names as $expand takes them; nil for none.
---@param expand? string[] What to add to each row.
---@return string?
---@overload fun(args: wats.filter.build_expand_clause.args): string?
function wats.filter.build_expand_clause(expand) end

---Join conditions.
---
---Compared with pyWATS: Takes one list of conditions, and puts each into parentheses, so that an or in one of them stays in it.
---@param conditions string[] The conditions; empty ones are left out.
---@param operator? Operator and or or. Default and.
---@return string
---@overload fun(args: wats.filter.build_filter.args): string
---@overload fun(conditions: string[], options: wats.filter.build_filter.options): string
function wats.filter.build_filter(conditions, operator) end

---A filter for all that is given.
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param part_number? string Part number of the units.
---@param serial_number? string Serial number of the unit.
---@param start_date? datetime First instant, ISO 8601.
---@param end_date? datetime Last instant, ISO 8601.
---@return string
---@overload fun(args: wats.filter.build_header_filter.args): string
function wats.filter.build_header_filter(part_number, serial_number, start_date, end_date) end

---What $orderby takes.
---@param orderby? string A field with asc or desc; several with commas between them.
---@param default? string What counts when orderby is not given. Default start desc.
---@return string
---@overload fun(args: wats.filter.build_orderby_clause.args): string
function wats.filter.build_orderby_clause(orderby, default) end

---A filter for a part number.
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param part_number string Part number of the units.
---@return string
---@overload fun(args: wats.filter.build_part_number_filter.args): string
function wats.filter.build_part_number_filter(part_number) end

---The parameters of a query by their names on the wire.
---@param odata_filter? string The filter.
---@param top? integer At most so many rows.
---@param skip? integer How many rows to leave out at the beginning.
---@param orderby? string A field with asc or desc.
---@param expand? string[] What to add to each row.
---@param select? string[] Only these fields.
---@param count? boolean Whether the answer is to tell how many rows there are. Default false.
---@return table<string, any>
---@overload fun(args: wats.filter.build_query_params.args): table<string, any>
function wats.filter.build_query_params(odata_filter, top, skip, orderby, expand, select, count) end

---A filter for the last days.
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param days? number How many days back. Default 7.
---@param field_name? string The field that holds the time. Default start.
---@return string
---@overload fun(args: wats.filter.build_recent_filter.args): string
function wats.filter.build_recent_filter(days, field_name) end

---A filter for a serial number.
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param serial_number string Serial number of the unit.
---@return string
---@overload fun(args: wats.filter.build_serial_filter.args): string
function wats.filter.build_serial_filter(serial_number) end

---A filter for reports that contain a sub-unit's part number.
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param subunit_part_number string Part number of the sub-unit.
---@param is_uut? boolean true for test reports, false for repair reports. Default true.
---@return string
---@overload fun(args: wats.filter.build_subunit_part_filter.args): string
---@overload fun(subunit_part_number: string, options: wats.filter.build_subunit_part_filter.options): string
function wats.filter.build_subunit_part_filter(subunit_part_number, is_uut) end

---A filter for reports that contain a sub-unit's serial number.
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param subunit_serial_number string Serial number of the sub-unit.
---@param is_uut? boolean true for test reports, false for repair reports. Default true.
---@return string
---@overload fun(args: wats.filter.build_subunit_serial_filter.args): string
---@overload fun(subunit_serial_number: string, options: wats.filter.build_subunit_serial_filter.options): string
function wats.filter.build_subunit_serial_filter(subunit_serial_number, is_uut) end

---A filter for the time since local midnight.
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param field_name? string The field that holds the time. Default start.
---@return string
---@overload fun(args: wats.filter.build_today_filter.args): string
function wats.filter.build_today_filter(field_name) end

---Join filters.
---@param filters string[] The filters; empty ones are left out.
---@param operator? Operator and or or. Default and.
---@return string
---@overload fun(args: wats.filter.combine_filters.args): string
---@overload fun(filters: string[], options: wats.filter.combine_filters.options): string
function wats.filter.combine_filters(filters, operator) end

---A GUID as filters have it: lower case with dashes, without quotes.
---@param value string The text.
---@return string
---@overload fun(args: wats.filter.escape_guid.args): string
function wats.filter.escape_guid(value) end

---A text as it stands between the quotes of a filter: quotes are doubled.
---@param value string The text.
---@return string
---@overload fun(args: wats.filter.escape_string.args): string
function wats.filter.escape_string(value) end

---A date as filters have it: UTC, without quotes.
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param dt datetime ISO 8601; local time unless it has an offset.
---@return string
---@overload fun(args: wats.filter.format_datetime_for_odata.args): string
function wats.filter.format_datetime_for_odata(dt) end

---A value as filters have it: texts in quotes.
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param value? any A text, number or boolean; nil is null.
---@return string
---@overload fun(args: wats.filter.format_value.args): string
function wats.filter.format_value(value) end

---The parameters of a usual query of report headers.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param include_subunits? boolean Whether to add the sub-units to each row. Default false.
---@param top? integer At most so many rows. Default 100.
---@param orderby? string A field with asc or desc. Default start desc.
---@return table<string, any>
---@overload fun(args: wats.filter.get_default_query_params.args): table<string, any>
function wats.filter.get_default_query_params(report_type, include_subunits, top, orderby) end

---The names by which rows are expanded, which differ between tests and repairs.
---@param is_uut boolean true for test reports, false for repair reports.
---@param include_subunits? boolean Sub-units. Default false.
---@param include_misc_info? boolean Misc infos. Default false.
---@param include_assets? boolean Assets. Default false.
---@param include_attachments? boolean Attachments. Default false.
---@return string[]
---@overload fun(args: wats.filter.get_expand_fields.args): string[]
---@overload fun(is_uut: boolean, options: wats.filter.get_expand_fields.options): string[]
function wats.filter.get_expand_fields(is_uut, include_subunits, include_misc_info, include_assets, include_attachments) end

---Whether a word means test reports.
---
---Compared with pyWATS: A word that means neither kind is refused.
---@param report_type ReportKind uut, U or T for test reports, uur or R for repair reports.
---@return boolean
---@overload fun(args: wats.filter.is_uut_report_type.args): boolean
function wats.filter.is_uut_report_type(report_type) end

---Make a filter builder.
---
---Compared with pyWATS: The class itself in pyWATS.
---@return ODataFilterBuilder
function wats.filter.new() end

---@class ODataFilterBuilder.field.args
---@field name string Name of the field, such as serialNumber or serial_number.

---@class ODataFilterBuilder.eq.args
---@field value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.

---@class ODataFilterBuilder.ne.args
---@field value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.

---@class ODataFilterBuilder.gt.args
---@field value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.

---@class ODataFilterBuilder.ge.args
---@field value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.

---@class ODataFilterBuilder.lt.args
---@field value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.

---@class ODataFilterBuilder.le.args
---@field value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.

---@class ODataFilterBuilder.contains.args
---@field value string The text.

---@class ODataFilterBuilder.startswith.args
---@field value string The text.

---@class ODataFilterBuilder.endswith.args
---@field value string The text.

---@class ODataFilterBuilder.in_list.args
---@field values any[] The values; none of them means that nothing fits.

---@class ODataFilterBuilder.or_group.args
---@field builder ODataFilterBuilder The builder whose conditions become alternatives.

---@class ODataFilterBuilder.raw.args
---@field expression string A condition as it is.

do
---A filter that is put together condition by condition.
---@class ODataFilterBuilder
local ODataFilterBuilder = {}

---The filter, as odata_filter takes it; empty without conditions.
---@return string
function ODataFilterBuilder:build() end

---The field contains the text.
---@param value string The text.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.contains.args): ODataFilterBuilder
function ODataFilterBuilder:contains(value) end

---The field ends with the text.
---@param value string The text.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.endswith.args): ODataFilterBuilder
function ODataFilterBuilder:endswith(value) end

---The field is equal to the value.
---
---Compared with pyWATS: nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire.
---@param value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.eq.args): ODataFilterBuilder
function ODataFilterBuilder:eq(value) end

---Name the field that the next comparison is about.
---@param name string Name of the field, such as serialNumber or serial_number.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.field.args): ODataFilterBuilder
function ODataFilterBuilder:field(name) end

---The field is the value or greater.
---
---Compared with pyWATS: nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire.
---@param value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.ge.args): ODataFilterBuilder
function ODataFilterBuilder:ge(value) end

---The field is greater than the value.
---
---Compared with pyWATS: nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire.
---@param value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.gt.args): ODataFilterBuilder
function ODataFilterBuilder:gt(value) end

---The field is equal to one of the values.
---@param values any[] The values; none of them means that nothing fits.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.in_list.args): ODataFilterBuilder
function ODataFilterBuilder:in_list(values) end

---The field has a value.
---@return ODataFilterBuilder
function ODataFilterBuilder:is_not_null() end

---The field has no value.
---@return ODataFilterBuilder
function ODataFilterBuilder:is_null() end

---The field is the value or less.
---
---Compared with pyWATS: nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire.
---@param value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.le.args): ODataFilterBuilder
function ODataFilterBuilder:le(value) end

---The field is less than the value.
---
---Compared with pyWATS: nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire.
---@param value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.lt.args): ODataFilterBuilder
function ODataFilterBuilder:lt(value) end

---The field differs from the value.
---
---Compared with pyWATS: nil is refused, since it is a forgotten value more often than null: is_null and is_not_null say it. Fields of time take instants, in UTC on the wire.
---@param value? any A text, number or boolean. Fields of time take ISO 8601, which is local time unless it has an offset, or seconds since 1970.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.ne.args): ODataFilterBuilder
function ODataFilterBuilder:ne(value) end

---Add another builder's conditions, one of which is enough.
---@param builder ODataFilterBuilder The builder whose conditions become alternatives.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.or_group.args): ODataFilterBuilder
function ODataFilterBuilder:or_group(builder) end

---Add a condition as it is.
---@param expression string A condition as it is.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.raw.args): ODataFilterBuilder
function ODataFilterBuilder:raw(expression) end

---The field begins with the text.
---@param value string The text.
---@return ODataFilterBuilder
---@overload fun(self: ODataFilterBuilder, args: ODataFilterBuilder.startswith.args): ODataFilterBuilder
function ODataFilterBuilder:startswith(value) end

---All of the conditions are wanted, as they are from the start.
---@return ODataFilterBuilder
function ODataFilterBuilder:use_and() end

---One of the conditions is enough.
---@return ODataFilterBuilder
function ODataFilterBuilder:use_or() end

end

---@class wats.manual_inspection.copy_definition.args
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.copy_inspection.args
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.create_definition.options
---@field description? string Free text.
---@field is_global? boolean Whether it is for all sites. Default false.
---@field on_fail_goto_cleanup? boolean Whether a failed step leads to the cleanup. Default false.
---@field on_fail_require_submit? boolean Whether the report of a failed unit must be submitted. Default false.
---@field on_fail_require_repair? RepairOnFailed Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED, or 0, 1 or 2. Default 0.
---@field add_child_units? boolean Whether child units may be added. Default false.
---@field extra_fields? TestSequenceDefinition Further fields of the definition.

---@class wats.manual_inspection.create_definition.args: wats.manual_inspection.create_definition.options
---@field name string Name of the definition.

---@class wats.manual_inspection.create_inspection.options
---@field description? string Free text.
---@field is_global? boolean Whether it is for all sites. Default false.
---@field on_fail_goto_cleanup? boolean Whether a failed step leads to the cleanup. Default false.
---@field on_fail_require_submit? boolean Whether the report of a failed unit must be submitted. Default false.
---@field on_fail_require_repair? RepairOnFailed Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED, or 0, 1 or 2. Default 0.
---@field add_child_units? boolean Whether child units may be added. Default false.
---@field extra_fields? TestSequenceDefinition Further fields of the definition.

---@class wats.manual_inspection.create_inspection.args: wats.manual_inspection.create_inspection.options
---@field name string Name of the definition.

---@class wats.manual_inspection.create_relation.options
---@field entity_key? string Its key, where it has one beside the value.
---@field entity_value? string Which entity, such as a part number.
---@field extra_fields? TestSequenceRelation Further fields of the relation.

---@class wats.manual_inspection.create_relation.args: wats.manual_inspection.create_relation.options
---@field definition_id string GUID of the definition.
---@field entity_schema string Kind of the entity, such as Product.
---@field entity_name string What names the entity, such as PartNumber.

---@class wats.manual_inspection.delete_relation.args
---@field payload relationKey The relation, as list_relations gives it, or its test_sequence_relation_id with what is to change.

---@class wats.manual_inspection.delete_sequence.args
---@field sequence_id string GUID of the definition.

---@class wats.manual_inspection.get_definition.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_definition.args: wats.manual_inspection.get_definition.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.get_inspection.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_inspection.args: wats.manual_inspection.get_inspection.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.get_instances_count.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_instances_count.args: wats.manual_inspection.get_instances_count.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.get_mi_details.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_mi_details.args: wats.manual_inspection.get_mi_details.options
---@field unit_id string Id of the unit; the embedded server takes its serial number too.

---@class wats.manual_inspection.get_relation_conflicts.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_relation_conflicts.args: wats.manual_inspection.get_relation_conflicts.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.get_wwf_content.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_wwf_content.args: wats.manual_inspection.get_wwf_content.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.get_xaml.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.get_xaml.args: wats.manual_inspection.get_xaml.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.list_definitions.args
---@field is_global? boolean true for the definitions of all sites, false for those of this one. Default false.

---@class wats.manual_inspection.list_relations.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.manual_inspection.list_relations.args: wats.manual_inspection.list_relations.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.move_to_draft.args
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.move_to_pending.args
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.put_string_test.args
---@field payload StringTest The entry; the server keeps all that is in it.

---@class wats.manual_inspection.put_xaml.args
---@field payload DefinitionXAML The XAML with test_sequence_definition_id; what else is in it is kept too.

---@class wats.manual_inspection.release_inspection.args
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.revoke_inspection.args
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.update_definition.options
---@field fields? TestSequenceDefinition What is to change; the rest stays.

---@class wats.manual_inspection.update_definition.args: wats.manual_inspection.update_definition.options
---@field definition_id string GUID of the definition.

---@class wats.manual_inspection.update_relation.args
---@field payload relationKey The relation, as list_relations gives it, or its test_sequence_relation_id with what is to change.

---@class wats.manual_inspection.update_sequence.args
---@field payload MiSequence The sequence, as list_sequences gives it, with what is to change.

---@class wats.manual_inspection.validate_misc_info.args
---@field payload MiscInfoInputs The fields with what was put in.

---Manual inspection: definitions of sequences that people carry out, their states, and what they are for.
---@class wats.manual_inspection
wats.manual_inspection = {}

---Make the next version of a definition, a draft with its relations and steps.
---
---Request: GET /api/internal/ManualInspection/GetDefinitionCopy/{definition_id}
---
---Compared with pyWATS: Raises for a missing definition, and its answer is never kept for the next call: its GET changes the server.
---@param definition_id string GUID of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.copy_definition.args): TestSequenceDefinition
function wats.manual_inspection.copy_definition(definition_id) end

---Make the next version of a definition.
---
---Request: GET /api/internal/ManualInspection/GetDefinitionCopy/{definition_id}
---
---Compared with pyWATS: Another name of copy_definition. Raises for a missing definition, and its answer is never kept for the next call: its GET changes the server.
---@param definition_id string GUID of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.copy_inspection.args): TestSequenceDefinition
function wats.manual_inspection.copy_inspection(definition_id) end

---Create a definition, a draft. One of a name that exists becomes its next version.
---
---Request: POST /api/internal/ManualInspection/PostDefinition
---
---Compared with pyWATS: Fields are given in snake_case and checked; pyWATS sends them as they are, so that description for Description changes nothing.
---@param name string Name of the definition.
---@param description? string Free text.
---@param is_global? boolean Whether it is for all sites. Default false.
---@param on_fail_goto_cleanup? boolean Whether a failed step leads to the cleanup. Default false.
---@param on_fail_require_submit? boolean Whether the report of a failed unit must be submitted. Default false.
---@param on_fail_require_repair? RepairOnFailed Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED, or 0, 1 or 2. Default 0.
---@param add_child_units? boolean Whether child units may be added. Default false.
---@param extra_fields? TestSequenceDefinition Further fields of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.create_definition.args): TestSequenceDefinition
---@overload fun(name: string, options: wats.manual_inspection.create_definition.options): TestSequenceDefinition
function wats.manual_inspection.create_definition(name, description, is_global, on_fail_goto_cleanup, on_fail_require_submit, on_fail_require_repair, add_child_units, extra_fields) end

---Create a definition, a draft.
---
---Request: POST /api/internal/ManualInspection/PostDefinition
---
---Compared with pyWATS: Another name of create_definition.
---@param name string Name of the definition.
---@param description? string Free text.
---@param is_global? boolean Whether it is for all sites. Default false.
---@param on_fail_goto_cleanup? boolean Whether a failed step leads to the cleanup. Default false.
---@param on_fail_require_submit? boolean Whether the report of a failed unit must be submitted. Default false.
---@param on_fail_require_repair? RepairOnFailed Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED, or 0, 1 or 2. Default 0.
---@param add_child_units? boolean Whether child units may be added. Default false.
---@param extra_fields? TestSequenceDefinition Further fields of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.create_inspection.args): TestSequenceDefinition
---@overload fun(name: string, options: wats.manual_inspection.create_inspection.options): TestSequenceDefinition
function wats.manual_inspection.create_inspection(name, description, is_global, on_fail_goto_cleanup, on_fail_require_submit, on_fail_require_repair, add_child_units, extra_fields) end

---Relate a definition to an entity, such as a part number.
---
---Request: POST /api/internal/ManualInspection/PostRelation
---
---Compared with pyWATS: Fields are given in snake_case and checked; pyWATS sends them as they are, so that description for Description changes nothing.
---@param definition_id string GUID of the definition.
---@param entity_schema string Kind of the entity, such as Product.
---@param entity_name string What names the entity, such as PartNumber.
---@param entity_key? string Its key, where it has one beside the value.
---@param entity_value? string Which entity, such as a part number.
---@param extra_fields? TestSequenceRelation Further fields of the relation.
---@return TestSequenceRelation
---@overload fun(args: wats.manual_inspection.create_relation.args): TestSequenceRelation
---@overload fun(definition_id: string, entity_schema: string, entity_name: string, options: wats.manual_inspection.create_relation.options): TestSequenceRelation
function wats.manual_inspection.create_relation(definition_id, entity_schema, entity_name, entity_key, entity_value, extra_fields) end

---Remove a relation.
---
---Request: PUT /api/internal/ManualInspection/DeleteRelationNew
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param payload relationKey The relation, as list_relations gives it, or its test_sequence_relation_id with what is to change.
---@return boolean
---@overload fun(args: wats.manual_inspection.delete_relation.args): boolean
function wats.manual_inspection.delete_relation(payload) end

---Delete a definition with its relations.
---
---Request: DELETE /api/internal/ManualInspection/DeleteSequence/{sequence_id}
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param sequence_id string GUID of the definition.
---@return boolean
---@overload fun(args: wats.manual_inspection.delete_sequence.args): boolean
function wats.manual_inspection.delete_sequence(sequence_id) end

---Fetch one definition.
---
---Request: GET /api/internal/ManualInspection/GetTestSequenceDefinition
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return TestSequenceDefinition?
---@overload fun(args: wats.manual_inspection.get_definition.args): TestSequenceDefinition?
---@overload fun(definition_id: string, options: wats.manual_inspection.get_definition.options): TestSequenceDefinition?
function wats.manual_inspection.get_definition(definition_id, strict) end

---Fetch one definition.
---
---Request: GET /api/internal/ManualInspection/GetTestSequenceDefinition
---
---Compared with pyWATS: Another name of get_definition.
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return TestSequenceDefinition?
---@overload fun(args: wats.manual_inspection.get_inspection.args): TestSequenceDefinition?
---@overload fun(definition_id: string, options: wats.manual_inspection.get_inspection.options): TestSequenceDefinition?
function wats.manual_inspection.get_inspection(definition_id, strict) end

---How often a definition was carried out.
---
---Request: GET /api/internal/ManualInspection/GetInstancesCount/{definition_id}
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return integer
---@overload fun(args: wats.manual_inspection.get_instances_count.args): integer
---@overload fun(definition_id: string, options: wats.manual_inspection.get_instances_count.options): integer
function wats.manual_inspection.get_instances_count(definition_id, strict) end

---The latest manual inspection of a unit.
---
---Request: GET /api/internal/ManualInspection/GetMiDetailsNew/{unit_id}
---@param unit_id string Id of the unit; the embedded server takes its serial number too.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return TestSequenceInstance?
---@overload fun(args: wats.manual_inspection.get_mi_details.args): TestSequenceInstance?
---@overload fun(unit_id: string, options: wats.manual_inspection.get_mi_details.options): TestSequenceInstance?
function wats.manual_inspection.get_mi_details(unit_id, strict) end

---The relations of other definitions to the same entities, processes and sites.
---
---Request: GET /api/internal/ManualInspection/GetRelationConflictsNew/{definition_id}
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return RelationConflict[]
---@overload fun(args: wats.manual_inspection.get_relation_conflicts.args): RelationConflict[]
---@overload fun(definition_id: string, options: wats.manual_inspection.get_relation_conflicts.options): RelationConflict[]
function wats.manual_inspection.get_relation_conflicts(definition_id, strict) end

---The workflow of a definition.
---
---Request: GET /api/internal/ManualInspection/GetWatswwfContent/{definition_id}
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return any
---@overload fun(args: wats.manual_inspection.get_wwf_content.args): any
---@overload fun(definition_id: string, options: wats.manual_inspection.get_wwf_content.options): any
function wats.manual_inspection.get_wwf_content(definition_id, strict) end

---The XAML of a definition, with what was stored with it.
---
---Request: GET /api/internal/ManualInspection/GetTestSequenceDefinitionXaml
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return any
---@overload fun(args: wats.manual_inspection.get_xaml.args): any
---@overload fun(definition_id: string, options: wats.manual_inspection.get_xaml.options): any
function wats.manual_inspection.get_xaml(definition_id, strict) end

---List the definitions of this site, or those of all sites.
---
---Request: GET /api/internal/ManualInspection/GetTestSequenceDefinitions
---@param is_global? boolean true for the definitions of all sites, false for those of this one. Default false.
---@return TestSequenceDefinition[]
---@overload fun(args: wats.manual_inspection.list_definitions.args): TestSequenceDefinition[]
function wats.manual_inspection.list_definitions(is_global) end

---What a definition is for.
---
---Request: GET /api/internal/ManualInspection/GetRelations/{definition_id}
---@param definition_id string GUID of the definition.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return TestSequenceRelation[]
---@overload fun(args: wats.manual_inspection.list_relations.args): TestSequenceRelation[]
---@overload fun(definition_id: string, options: wats.manual_inspection.list_relations.options): TestSequenceRelation[]
function wats.manual_inspection.list_relations(definition_id, strict) end

---List all definitions in short.
---
---Request: GET /api/internal/ManualInspection/GetSequences
---@return MiSequence[]
function wats.manual_inspection.list_sequences() end

---Make a definition a draft again.
---
---Request: PUT /api/internal/ManualInspection/PutDefinitionNew
---@param definition_id string GUID of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.move_to_draft.args): TestSequenceDefinition
function wats.manual_inspection.move_to_draft(definition_id) end

---Have a definition wait for its release.
---
---Request: PUT /api/internal/ManualInspection/PutDefinitionNew
---@param definition_id string GUID of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.move_to_pending.args): TestSequenceDefinition
function wats.manual_inspection.move_to_pending(definition_id) end

---Store a string test entry.
---
---Request: PUT /api/internal/ManualInspection/PutStringTest
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param payload StringTest The entry; the server keeps all that is in it.
---@return boolean
---@overload fun(args: wats.manual_inspection.put_string_test.args): boolean
function wats.manual_inspection.put_string_test(payload) end

---Store the XAML of a definition.
---
---Request: PUT /api/internal/ManualInspection/PutTestSequenceDefinitionXaml
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param payload DefinitionXAML The XAML with test_sequence_definition_id; what else is in it is kept too.
---@return boolean
---@overload fun(args: wats.manual_inspection.put_xaml.args): boolean
function wats.manual_inspection.put_xaml(payload) end

---Release a definition. The release before it of the same name is revoked.
---
---Request: PUT /api/internal/ManualInspection/PutDefinitionNew
---@param definition_id string GUID of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.release_inspection.args): TestSequenceDefinition
function wats.manual_inspection.release_inspection(definition_id) end

---Take a definition out of use.
---
---Request: PUT /api/internal/ManualInspection/PutDefinitionNew
---@param definition_id string GUID of the definition.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.revoke_inspection.args): TestSequenceDefinition
function wats.manual_inspection.revoke_inspection(definition_id) end

---Change fields of a definition.
---
---Request: PUT /api/internal/ManualInspection/PutDefinitionNew
---
---Compared with pyWATS: Fields are given in snake_case and checked; pyWATS sends them as they are, so that description for Description changes nothing.
---@param definition_id string GUID of the definition.
---@param fields? TestSequenceDefinition What is to change; the rest stays.
---@return TestSequenceDefinition
---@overload fun(args: wats.manual_inspection.update_definition.args): TestSequenceDefinition
---@overload fun(definition_id: string, options: wats.manual_inspection.update_definition.options): TestSequenceDefinition
function wats.manual_inspection.update_definition(definition_id, fields) end

---Change a relation.
---
---Request: PUT /api/internal/ManualInspection/PutRelation
---
---Compared with pyWATS: Fields are given in snake_case and checked; pyWATS sends them as they are, so that description for Description changes nothing.
---@param payload relationKey The relation, as list_relations gives it, or its test_sequence_relation_id with what is to change.
---@return TestSequenceRelation
---@overload fun(args: wats.manual_inspection.update_relation.args): TestSequenceRelation
function wats.manual_inspection.update_relation(payload) end

---Change a definition by its short form.
---
---Request: PUT /api/internal/ManualInspection/PutSequence
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param payload MiSequence The sequence, as list_sequences gives it, with what is to change.
---@return boolean
---@overload fun(args: wats.manual_inspection.update_sequence.args): boolean
function wats.manual_inspection.update_sequence(payload) end

---Whether what an operator has put in may be reported.
---
---Request: PUT /api/internal/ManualInspection/ValidateMiscInfo
---
---Compared with pyWATS: The embedded server answers MiscInfoVerdicts; what other servers answer is given as it is.
---@param payload MiscInfoInputs The fields with what was put in.
---@return any
---@overload fun(args: wats.manual_inspection.validate_misc_info.args): any
function wats.manual_inspection.validate_misc_info(payload) end

---@class wats.path.display_path.args
---@field path string The path, with / or ¶ between the names.

---@class wats.path.measurement.args
---@field path string The path, with :: or ¶¶ before the name of the measurement.

---@class wats.path.normalize_path.args
---@field path string The path, with / or ¶ between the names.

---@class wats.path.normalize_paths.args
---@field paths string[] The paths; each may be several with ; between them.

---@class wats.path.step.args
---@field path string The path, with / or ¶ between the names.

---Paths of steps and measurements, as people write them and as the analyses of a server want them.
---@class wats.path
wats.path = {}

---A path as people read it: A¶B¶¶M becomes A/B::M.
---@param path string The path, with / or ¶ between the names.
---@return string
---@overload fun(args: wats.path.display_path.args): string
function wats.path.display_path(path) end

---The path of a step by the names from the root down.
---
---Compared with pyWATS: A class method in pyWATS. Names may hold slashes.
---@param ... any The names from the root down; a name may hold a slash.
---@return StepPath
function wats.path.from_parts(...) end

---The path of a measurement.
---
---Compared with pyWATS: The class itself in pyWATS.
---@param path string The path, with :: or ¶¶ before the name of the measurement.
---@return MeasurementPath
---@overload fun(args: wats.path.measurement.args): MeasurementPath
function wats.path.measurement(path) end

---A path as servers want it: A/B::M becomes A¶B¶¶M.
---@param path string The path, with / or ¶ between the names.
---@return string
---@overload fun(args: wats.path.normalize_path.args): string
function wats.path.normalize_path(path) end

---Several paths as one parameter of a server.
---@param paths string[] The paths; each may be several with ; between them.
---@return string
---@overload fun(args: wats.path.normalize_paths.args): string
function wats.path.normalize_paths(paths) end

---The path of a step.
---
---Compared with pyWATS: The class itself in pyWATS.
---@param path string The path, with / or ¶ between the names.
---@return StepPath
---@overload fun(args: wats.path.step.args): StepPath
function wats.path.step(path) end

do
---Where a measurement is.
---@class MeasurementPath
---@field api_format string As servers want it, with ¶¶ before its name. Read-only.
---@field display string As people read it, with :: before its name. Read-only.
---@field parts string[] The names from the root down, its own last. Read-only.
---@field name string Its name. Read-only.
---@field measurement_name string Its name. Read-only.
---@field step_path StepPath The path of its step. Read-only.
local MeasurementPath = {}

end

do
---Where a step is.
---@class StepPath
---@field api_format string As servers want it, with ¶ between the names. Read-only.
---@field display string As people read it, with / between the names. Read-only.
---@field parts string[] The names from the root down. Read-only.
---@field name string Name of the step. Read-only.
---@field parent StepPath The path of the step above; nil at the top. Read-only.
local StepPath = {}

end

---@class wats.process.failure_codes.args
---@field config RepairOperationConfig A configuration, as get_repair_operation_config gives it.

---@class wats.process.get_fail_code_by_name.args
---@field config RepairOperationConfig A configuration, as get_repair_operation_config gives it.
---@field category string Category, in any case.
---@field code string Code, in any case.

---@class wats.process.get_fail_codes.args
---@field repair_code? integer Code of the repair operation. Default 500.

---@class wats.process.get_process.args
---@field identifier string Process code, or name in any case.

---@class wats.process.get_process_by_code.args
---@field code integer Process code.

---@class wats.process.get_process_by_name.args
---@field name string Process name, in any case.

---@class wats.process.get_process_detailed.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.process.get_process_detailed.args: wats.process.get_process_detailed.options
---@field process_id string GUID of the process.

---@class wats.process.get_repair_categories.args
---@field process_code? integer Code of the repair operation; 0 is 500 too. Default 500.

---@class wats.process.get_repair_codes.args
---@field process_code? integer Code of the repair operation; 0 is 500 too. Default 500.
---@field category? string Only codes of this category, in any case.

---@class wats.process.get_repair_operation.args
---@field identifier string Process code, or name in any case.

---@class wats.process.get_repair_operation_config.options
---@field process_code? integer Its code.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.process.get_repair_operation_config.args: wats.process.get_repair_operation_config.options
---@field process_id string GUID of the repair process.

---@class wats.process.get_test_operation.args
---@field identifier string Process code, or name in any case.

---@class wats.process.get_wip_operation.args
---@field identifier string Process code, or name in any case.

---@class wats.process.is_valid_repair_operation.args
---@field code integer Process code.

---@class wats.process.is_valid_test_operation.args
---@field code integer Process code.

---@class wats.process.is_valid_wip_operation.args
---@field code integer Process code.

---@class wats.process.process_exists.args
---@field code integer Process code.

---@class wats.process.refresh_interval.args
---@field value? number Seconds from now on, in this run; 0 asks the server each time.

---@class wats.process.validate_fail_code.args
---@field config RepairOperationConfig A configuration, as get_repair_operation_config gives it.
---@field category string Category, in any case.
---@field code string Code, in any case.

---Processes (operations): which tests and repairs the server knows, by code and name.
---@class wats.process
wats.process = {}

---What keeping the answers of this service has saved.
---
---Compared with pyWATS: A property in pyWATS; here a function, since its value changes while the script runs.
---@return CacheStats
function wats.process.cache_stats() end

---How many seconds the processes are kept, 0 where they are not.
---
---Compared with pyWATS: A property in pyWATS; here a function, since its value changes while the script runs.
---@return number
function wats.process.cache_ttl() end

---Forget what is kept of the server's processes.
function wats.process.clear_cache() end

---The failure codes that a configuration lets choose.
---
---Compared with pyWATS: A method in pyWATS; here a function that takes the configuration, which is a plain table.
---@param config RepairOperationConfig A configuration, as get_repair_operation_config gives it.
---@return FailCode[]
---@overload fun(args: wats.process.failure_codes.args): FailCode[]
function wats.process.failure_codes(config) end

---500 if it is a repair operation, else the first repair operation's code.
---
---Request: GET /api/App/Processes
---@return integer
function wats.process.get_default_repair_code() end

---The repair operation with code 500.
---
---Request: GET /api/App/Processes
---@return ProcessInfo?
function wats.process.get_default_repair_operation() end

---100 if it is a test operation, else the first test operation's code.
---
---Request: GET /api/App/Processes
---@return integer
function wats.process.get_default_test_code() end

---The test operation with code 100.
---
---Request: GET /api/App/Processes
---@return ProcessInfo?
function wats.process.get_default_test_operation() end

---Find a failure code of a configuration by category and code.
---
---Compared with pyWATS: A method in pyWATS; here a function that takes the configuration, which is a plain table.
---@param config RepairOperationConfig A configuration, as get_repair_operation_config gives it.
---@param category string Category, in any case.
---@param code string Code, in any case.
---@return FailCode?
---@overload fun(args: wats.process.get_fail_code_by_name.args): FailCode?
function wats.process.get_fail_code_by_name(config, category, code) end

---The failure codes that a repair operation lets choose.
---
---Request: GET /api/internal/Process/GetRepairOperations
---@param repair_code? integer Code of the repair operation. Default 500.
---@return FailCode[]
---@overload fun(args: wats.process.get_fail_codes.args): FailCode[]
function wats.process.get_fail_codes(repair_code) end

---Find a process by code or name.
---
---Request: GET /api/App/Processes
---@param identifier string Process code, or name in any case.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_process.args): ProcessInfo?
function wats.process.get_process(identifier) end

---Find a process by its code.
---
---Request: GET /api/App/Processes
---@param code integer Process code.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_process_by_code.args): ProcessInfo?
function wats.process.get_process_by_code(code) end

---Find a process by its name.
---
---Request: GET /api/App/Processes
---@param name string Process name, in any case.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_process_by_name.args): ProcessInfo?
function wats.process.get_process_by_name(name) end

---Fetch one process with GUID, index and state.
---
---Request: GET /api/internal/Process/GetProcess/{process_id}
---@param process_id string GUID of the process.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_process_detailed.args): ProcessInfo?
---@overload fun(process_id: string, options: wats.process.get_process_detailed.options): ProcessInfo?
function wats.process.get_process_detailed(process_id, strict) end

---List all processes.
---
---Request: GET /api/App/Processes
---
---Compared with pyWATS: Asked of the server each time unless cache.services names process; pyWATS keeps the list for 300 seconds.
---@return ProcessInfo[]
function wats.process.get_processes() end

---List all processes with GUID, index and state.
---
---Request: GET /api/internal/Process/GetProcesses
---@return ProcessInfo[]
function wats.process.get_processes_detailed() end

---The failure categories of a repair operation, with their codes.
---
---Request: GET /api/internal/Process/GetRepairOperations
---@param process_code? integer Code of the repair operation; 0 is 500 too. Default 500.
---@return RepairCategory[]
---@overload fun(args: wats.process.get_repair_categories.args): RepairCategory[]
function wats.process.get_repair_categories(process_code) end

---The texts of all failure codes of a repair operation, also of those that cannot be chosen.
---
---Request: GET /api/internal/Process/GetRepairOperations
---@param process_code? integer Code of the repair operation; 0 is 500 too. Default 500.
---@param category? string Only codes of this category, in any case.
---@return string[]
---@overload fun(args: wats.process.get_repair_codes.args): string[]
function wats.process.get_repair_codes(process_code, category) end

---Find a repair operation by code or name.
---
---Request: GET /api/App/Processes
---@param identifier string Process code, or name in any case.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_repair_operation.args): ProcessInfo?
function wats.process.get_repair_operation(identifier) end

---What one repair operation demands and offers.
---
---Request: GET /api/internal/Process/GetRepairOperation/{process_id}
---@param process_id string GUID of the repair process.
---@param process_code? integer Its code.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return RepairOperationConfig?
---@overload fun(args: wats.process.get_repair_operation_config.args): RepairOperationConfig?
---@overload fun(process_id: string, options: wats.process.get_repair_operation_config.options): RepairOperationConfig?
function wats.process.get_repair_operation_config(process_id, process_code, strict) end

---What each repair operation demands and offers, by code.
---
---Request: GET /api/internal/Process/GetRepairOperations
---@return table<string, RepairOperationConfig>
function wats.process.get_repair_operation_configs() end

---List the repair operations.
---
---Request: GET /api/App/Processes
---@return ProcessInfo[]
function wats.process.get_repair_operations() end

---Find a test operation by code or name.
---
---Request: GET /api/App/Processes
---@param identifier string Process code, or name in any case.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_test_operation.args): ProcessInfo?
function wats.process.get_test_operation(identifier) end

---List the test operations.
---
---Request: GET /api/App/Processes
---@return ProcessInfo[]
function wats.process.get_test_operations() end

---Find a WIP operation by code or name.
---
---Request: GET /api/App/Processes
---@param identifier string Process code, or name in any case.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_wip_operation.args): ProcessInfo?
function wats.process.get_wip_operation(identifier) end

---List the WIP operations.
---
---Request: GET /api/App/Processes
---@return ProcessInfo[]
function wats.process.get_wip_operations() end

---Whether a code is a repair operation.
---
---Request: GET /api/App/Processes
---@param code integer Process code.
---@return boolean
---@overload fun(args: wats.process.is_valid_repair_operation.args): boolean
function wats.process.is_valid_repair_operation(code) end

---Whether a code is a test operation.
---
---Request: GET /api/App/Processes
---@param code integer Process code.
---@return boolean
---@overload fun(args: wats.process.is_valid_test_operation.args): boolean
function wats.process.is_valid_test_operation(code) end

---Whether a code is a WIP operation.
---
---Request: GET /api/App/Processes
---@param code integer Process code.
---@return boolean
---@overload fun(args: wats.process.is_valid_wip_operation.args): boolean
function wats.process.is_valid_wip_operation(code) end

---When the processes were kept last, ISO 8601; nil when they are not.
---
---Compared with pyWATS: A property in pyWATS; here a function, since its value changes while the script runs.
---@return datetime?
function wats.process.last_refresh() end

---The codes of all processes.
---
---Request: GET /api/App/Processes
---@return integer[]
function wats.process.list_process_codes() end

---The names of all processes.
---
---Request: GET /api/App/Processes
---@return string[]
function wats.process.list_process_names() end

---Whether a code exists.
---
---Request: GET /api/App/Processes
---@param code integer Process code.
---@return boolean
---@overload fun(args: wats.process.process_exists.args): boolean
function wats.process.process_exists(code) end

---Ask the server for its processes now, and forget what was kept of them.
---
---Request: GET /api/App/Processes
---
---Compared with pyWATS: pyWATS keeps the processes for 300 seconds; here they are kept only where cache.services names process.
function wats.process.refresh() end

---How many seconds the processes are kept; with a value, for how long from now on, in this run.
---
---Compared with pyWATS: A property in pyWATS; here a function, since its value changes while the script runs. A new value is for this run only.
---@param value? number Seconds from now on, in this run; 0 asks the server each time.
---@return number
---@overload fun(args: wats.process.refresh_interval.args): number
function wats.process.refresh_interval(value) end

---Whether a repair may name a category and code: true, or false with the reason.
---
---Compared with pyWATS: A method in pyWATS; here a function that takes the configuration, which is a plain table. The reason names what there is.
---@param config RepairOperationConfig A configuration, as get_repair_operation_config gives it.
---@param category string Category, in any case.
---@param code string Code, in any case.
---@return boolean ok The verdict.
---@return string? reason What is wrong; nil when nothing is.
---@overload fun(args: wats.process.validate_fail_code.args): boolean, string?
function wats.process.validate_fail_code(config, category, code) end

---@class wats.product.add_product_tag.args
---@field part_number string Part number of the product.
---@field name string Name of the tag.
---@field value string Its value.

---@class wats.product.add_revision_tag.args
---@field part_number string Part number of the product.
---@field revision string The revision, exactly as it is written.
---@field name string Name of the tag.
---@field value string Its value.

---@class wats.product.add_subunit.options
---@field quantity? integer How many units, 1 or more. Default 1.
---@field revision_mask? string Revisions of the child that fit, such as A%,B.

---@class wats.product.add_subunit.args: wats.product.add_subunit.options
---@field parent_part_number string Part number of the unit that contains the other.
---@field parent_revision string Its revision.
---@field child_part_number string Part number of the unit inside.
---@field child_revision string Its revision.

---@class wats.product.bulk_save_products.args
---@field products Product[] The products, as get_product gives them.

---@class wats.product.bulk_save_revisions.args
---@field revisions ProductRevision[] The revisions, each with its part_number.

---@class wats.product.create_group.options
---@field description? string Not sent: groups have no description.

---@class wats.product.create_group.args: wats.product.create_group.options
---@field name string Name of the group.

---@class wats.product.create_product.options
---@field name? string Display name.
---@field description? string Free text.
---@field non_serial? boolean Whether units of it carry no serial number. Default false.
---@field state? ProductState Whether the product is in use. Default ACTIVE.
---@field xml_data? string Tags in their XML form.
---@field product_category_id? string GUID of the category.
---@field revisions? ProductRevision[] Revisions to create with it.
---@field tags? Setting[] Tags to create with it.

---@class wats.product.create_product.args: wats.product.create_product.options
---@field part_number string Part number, the key of the product.

---@class wats.product.create_revision.options
---@field name? string Display name.
---@field description? string Free text.
---@field state? ProductState Whether the revision is in use. Default ACTIVE.

---@class wats.product.create_revision.args: wats.product.create_revision.options
---@field part_number string Part number of the product, which must be there.
---@field revision string The revision, such as B.

---@class wats.product.delete_vendor.args
---@field vendor_id string Id of the vendor.

---@class wats.product.edit_box_build.args
---@field part_number string Part number of the product.
---@field revision string Its revision.
---@field fn function What to do with the template, which it gets as its argument.

---@class wats.product.get_bom.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_bom.args: wats.product.get_bom.options
---@field part_number string Part number of the product.
---@field revision string Its revision.

---@class wats.product.get_bom_items.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_bom_items.args: wats.product.get_bom_items.options
---@field part_number string Part number of the product.
---@field revision string Its revision.

---@class wats.product.get_box_build_subunits.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_box_build_subunits.args: wats.product.get_box_build_subunits.options
---@field part_number string Part number of the product.
---@field revision string Its revision.

---@class wats.product.get_box_build_template.args
---@field part_number string Part number of the product.
---@field revision string Its revision.

---@class wats.product.get_groups_for_product.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_groups_for_product.args: wats.product.get_groups_for_product.options
---@field part_number string Part number of the product.

---@class wats.product.get_product.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_product.args: wats.product.get_product.options
---@field part_number string Part number of the product.

---@class wats.product.get_product_hierarchy.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_product_hierarchy.args: wats.product.get_product_hierarchy.options
---@field part_number string Part number of the product.
---@field revision string Its revision.

---@class wats.product.get_product_tags.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_product_tags.args: wats.product.get_product_tags.options
---@field part_number string Part number of the product.

---@class wats.product.get_revision.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_revision.args: wats.product.get_revision.options
---@field part_number string Part number of the product.
---@field revision string The revision, exactly as it is written.

---@class wats.product.get_revision_tags.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_revision_tags.args: wats.product.get_revision_tags.options
---@field part_number string Part number of the product.
---@field revision string The revision, exactly as it is written.

---@class wats.product.get_revisions.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.product.get_revisions.args: wats.product.get_revisions.options
---@field part_number string Part number of the product.

---@class wats.product.is_active.args
---@field product Product The product, as get_product or get_products gives it.

---@class wats.product.matches_revision.args
---@field relation ProductRevisionRelation The relation, as get_box_build_subunits gives it.
---@field revision string The revision of a unit.

---@class wats.product.remove_subunit.args
---@field relation_id string GUID of the relation.

---@class wats.product.save_product_categories.args
---@field categories ProductCategory[] The full list: a category that is not in it is deleted.

---@class wats.product.save_vendor.options
---@field vendor_id? string Id of the vendor that is to be overwritten.
---@field extra? table<string, any> Further members of the vendor, with the keys that the server wants.

---@class wats.product.save_vendor.args: wats.product.save_vendor.options
---@field name string Name of the vendor.

---@class wats.product.set_product_tags.args
---@field part_number string Part number of the product.
---@field tags Setting[] All tags that it is to have: a list of {key = ..., value = ...}.

---@class wats.product.set_revision_tags.args
---@field part_number string Part number of the product.
---@field revision string The revision, exactly as it is written.
---@field tags Setting[] All tags that it is to have: a list of {key = ..., value = ...}.

---@class wats.product.update_bom.options
---@field description? string Free text about the bill.

---@class wats.product.update_bom.args: wats.product.update_bom.options
---@field part_number string Part number of the product.
---@field revision string Its revision.
---@field bom_items BomItem[] All rows, each with a part_number; WATS wants revision and component_ref too.

---@class wats.product.update_product.args
---@field product Product The product, as get_product gives it, with what is to change.

---@class wats.product.update_revision.args
---@field revision ProductRevision The revision, as get_revision gives it, with what is to change.

---@class wats.product.upload_bom.options
---@field format? string json, which is what is sent. Default json.

---@class wats.product.upload_bom.args: wats.product.upload_bom.options
---@field part_number string Part number of the product.
---@field revision string Its revision.
---@field bom_items BomItem[] All rows; an empty list clears the bill.

---Products, their revisions and tags, parts lists, box builds, groups, categories and vendors.
---@class wats.product
wats.product = {}

---Add a tag to a product, or change its value.
---
---Requests, as needed: GET /api/Product/{part_number}, PUT /api/Product
---@param part_number string Part number of the product.
---@param name string Name of the tag.
---@param value string Its value.
---@return Product
---@overload fun(args: wats.product.add_product_tag.args): Product
function wats.product.add_product_tag(part_number, name, value) end

---Add a tag to a revision, or change its value.
---
---Requests, as needed: GET /api/Product/{part_number}, PUT /api/Product/Revision
---
---Compared with pyWATS: A revision that is not there raises; pyWATS returns None.
---@param part_number string Part number of the product.
---@param revision string The revision, exactly as it is written.
---@param name string Name of the tag.
---@param value string Its value.
---@return ProductRevision
---@overload fun(args: wats.product.add_revision_tag.args): ProductRevision
function wats.product.add_revision_tag(part_number, revision, name, value) end

---Say that units of one revision contain units of another.
---
---Requests, as needed: GET /api/Product/{part_number}, POST /api/internal/Product/PostProductRevisionRelation
---@param parent_part_number string Part number of the unit that contains the other.
---@param parent_revision string Its revision.
---@param child_part_number string Part number of the unit inside.
---@param child_revision string Its revision.
---@param quantity? integer How many units, 1 or more. Default 1.
---@param revision_mask? string Revisions of the child that fit, such as A%,B.
---@return ProductRevisionRelation
---@overload fun(args: wats.product.add_subunit.args): ProductRevisionRelation
---@overload fun(parent_part_number: string, parent_revision: string, child_part_number: string, child_revision: string, options: wats.product.add_subunit.options): ProductRevisionRelation
function wats.product.add_subunit(parent_part_number, parent_revision, child_part_number, child_revision, quantity, revision_mask) end

---Create or overwrite many products in one request.
---
---Request: PUT /api/Product/Products
---@param products Product[] The products, as get_product gives them.
---@return Product[]
---@overload fun(args: wats.product.bulk_save_products.args): Product[]
function wats.product.bulk_save_products(products) end

---Create or overwrite many revisions: all of them or none.
---
---Request: PUT /api/Product/Revisions
---
---Compared with pyWATS: One request for all; pyWATS sends one for each, so that a failure leaves the rest unsaved.
---@param revisions ProductRevision[] The revisions, each with its part_number.
---@return ProductRevision[]
---@overload fun(args: wats.product.bulk_save_revisions.args): ProductRevision[]
function wats.product.bulk_save_revisions(revisions) end

---Create a product group, or find the one of that name.
---
---Request: PUT /api/Product/Group
---
---Compared with pyWATS: A description is logged as not sent; pyWATS drops it silently.
---@param name string Name of the group.
---@param description? string Not sent: groups have no description.
---@return ProductGroup
---@overload fun(args: wats.product.create_group.args): ProductGroup
---@overload fun(name: string, options: wats.product.create_group.options): ProductGroup
function wats.product.create_group(name, description) end

---Create a product, or overwrite the one with the same part number.
---
---Request: PUT /api/Product
---
---Compared with pyWATS: Revisions and tags can come with it, in one request.
---@param part_number string Part number, the key of the product.
---@param name? string Display name.
---@param description? string Free text.
---@param non_serial? boolean Whether units of it carry no serial number. Default false.
---@param state? ProductState Whether the product is in use. Default ACTIVE.
---@param xml_data? string Tags in their XML form.
---@param product_category_id? string GUID of the category.
---@param revisions? ProductRevision[] Revisions to create with it.
---@param tags? Setting[] Tags to create with it.
---@return Product
---@overload fun(args: wats.product.create_product.args): Product
---@overload fun(part_number: string, options: wats.product.create_product.options): Product
function wats.product.create_product(part_number, name, description, non_serial, state, xml_data, product_category_id, revisions, tags) end

---Create a revision of a product, or overwrite the one of the same name.
---
---Requests, as needed: GET /api/Product/{part_number}, PUT /api/Product/Revision
---
---Compared with pyWATS: The product must be there, whether the run is strict or not.
---@param part_number string Part number of the product, which must be there.
---@param revision string The revision, such as B.
---@param name? string Display name.
---@param description? string Free text.
---@param state? ProductState Whether the revision is in use. Default ACTIVE.
---@return ProductRevision
---@overload fun(args: wats.product.create_revision.args): ProductRevision
---@overload fun(part_number: string, revision: string, options: wats.product.create_revision.options): ProductRevision
function wats.product.create_revision(part_number, revision, name, description, state) end

---Delete a vendor.
---
---Request: DELETE /api/Product/Vendors/{vendor_id}
---@param vendor_id string Id of the vendor.
---@return boolean
---@overload fun(args: wats.product.delete_vendor.args): boolean
function wats.product.delete_vendor(vendor_id) end

---Open what units of a revision contain, have a function edit it, and save it unless the function raises.
---
---Requests, as needed: GET /api/Product/{part_number}, GET /api/internal/Product/GetProductInfo, POST /api/internal/Product/PostProductRevisionRelation, PUT /api/internal/Product/PutProductRevisionRelation, DELETE /api/internal/Product/DeleteProductRevisionRelation
---
---Compared with pyWATS: What pyWATS's with statement does.
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param fn function What to do with the template, which it gets as its argument.
---@return BoxBuildTemplate
---@overload fun(args: wats.product.edit_box_build.args): BoxBuildTemplate
function wats.product.edit_box_build(part_number, revision, fn) end

---List the products that are in use, as short records.
---
---Request: GET /api/Product/Query
---@return ProductView[]
function wats.product.get_active_products() end

---Read the bill of materials of a revision.
---
---Request: GET /api/internal/Product/Bom
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return BomItem[]
---@overload fun(args: wats.product.get_bom.args): BomItem[]
---@overload fun(part_number: string, revision: string, options: wats.product.get_bom.options): BomItem[]
function wats.product.get_bom(part_number, revision, strict) end

---Read the bill of materials of a revision; the same as get_bom.
---
---Request: GET /api/internal/Product/Bom
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return BomItem[]
---@overload fun(args: wats.product.get_bom_items.args): BomItem[]
---@overload fun(part_number: string, revision: string, options: wats.product.get_bom_items.options): BomItem[]
function wats.product.get_bom_items(part_number, revision, strict) end

---List what units of a revision contain.
---
---Request: GET /api/internal/Product/GetProductInfo
---
---Compared with pyWATS: The direct subunits only; pyWATS gives those inside them too, as if they were beside them.
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ProductRevisionRelation[]
---@overload fun(args: wats.product.get_box_build_subunits.args): ProductRevisionRelation[]
---@overload fun(part_number: string, revision: string, options: wats.product.get_box_build_subunits.options): ProductRevisionRelation[]
function wats.product.get_box_build_subunits(part_number, revision, strict) end

---Open what units of a revision contain for editing.
---
---Requests, as needed: GET /api/Product/{part_number}, GET /api/internal/Product/GetProductInfo
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@return BoxBuildTemplate
---@overload fun(args: wats.product.get_box_build_template.args): BoxBuildTemplate
function wats.product.get_box_build_template(part_number, revision) end

---List the product groups.
---
---Request: GET /api/Product/Groups
---@return ProductGroup[]
function wats.product.get_groups() end

---List the groups that a product is in.
---
---Requests, as needed: GET /api/Product/{part_number}, GET /api/internal/Product/GetGroupsForProduct
---@param part_number string Part number of the product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ProductGroup[]
---@overload fun(args: wats.product.get_groups_for_product.args): ProductGroup[]
---@overload fun(part_number: string, options: wats.product.get_groups_for_product.options): ProductGroup[]
function wats.product.get_groups_for_product(part_number, strict) end

---Fetch one product with its revisions and tags.
---
---Request: GET /api/Product/{part_number}
---
---Compared with pyWATS: The part number is percent-encoded, so that it may hold a slash; a missing product is nil unless strict is set.
---@param part_number string Part number of the product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Product?
---@overload fun(args: wats.product.get_product.args): Product?
---@overload fun(part_number: string, options: wats.product.get_product.options): Product?
function wats.product.get_product(part_number, strict) end

---List the product categories.
---
---Request: GET /api/internal/Product/GetProductCategories
---@return ProductCategory[]
function wats.product.get_product_categories() end

---List a revision and all that it contains, each before what is in it.
---
---Request: GET /api/internal/Product/GetProductInfo
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return HierarchyRow[]
---@overload fun(args: wats.product.get_product_hierarchy.args): HierarchyRow[]
---@overload fun(part_number: string, revision: string, options: wats.product.get_product_hierarchy.options): HierarchyRow[]
function wats.product.get_product_hierarchy(part_number, revision, strict) end

---The tags of a product, as keys and values.
---
---Request: GET /api/Product/{part_number}
---@param part_number string Part number of the product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Tag[]
---@overload fun(args: wats.product.get_product_tags.args): Tag[]
---@overload fun(part_number: string, options: wats.product.get_product_tags.options): Tag[]
function wats.product.get_product_tags(part_number, strict) end

---List all products as short records.
---
---Request: GET /api/Product/Query
---@return ProductView[]
function wats.product.get_products() end

---List all products as short records; the same as get_products.
---
---Request: GET /api/Product/Query
---
---Compared with pyWATS: The records are short in pyWATS too, in spite of the name; get_product gives a whole one.
---@return ProductView[]
function wats.product.get_products_full() end

---Fetch one revision of a product.
---
---Request: GET /api/Product/{part_number}
---
---Compared with pyWATS: With strict set, a revision that is not listed raises not_found as a missing product does.
---@param part_number string Part number of the product.
---@param revision string The revision, exactly as it is written.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ProductRevision?
---@overload fun(args: wats.product.get_revision.args): ProductRevision?
---@overload fun(part_number: string, revision: string, options: wats.product.get_revision.options): ProductRevision?
function wats.product.get_revision(part_number, revision, strict) end

---The tags of a revision, as keys and values.
---
---Request: GET /api/Product/{part_number}
---@param part_number string Part number of the product.
---@param revision string The revision, exactly as it is written.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Tag[]
---@overload fun(args: wats.product.get_revision_tags.args): Tag[]
---@overload fun(part_number: string, revision: string, options: wats.product.get_revision_tags.options): Tag[]
function wats.product.get_revision_tags(part_number, revision, strict) end

---List the revisions of a product.
---
---Request: GET /api/Product/{part_number}
---@param part_number string Part number of the product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ProductRevision[]
---@overload fun(args: wats.product.get_revisions.args): ProductRevision[]
---@overload fun(part_number: string, options: wats.product.get_revisions.options): ProductRevision[]
function wats.product.get_revisions(part_number, strict) end

---List the vendors.
---
---Request: GET /api/Product/Vendors
---@return Vendor[]
function wats.product.get_vendors() end

---Whether a product is in use.
---@param product Product The product, as get_product or get_products gives it.
---@return boolean
---@overload fun(args: wats.product.is_active.args): boolean
function wats.product.is_active(product) end

---Whether a unit of a revision fits a relation: by its mask, else in the child's own revision.
---
---Compared with pyWATS: % stands for any characters wherever it is; pyWATS knows it at the end of a mask only. A function here, since relations are plain tables.
---@param relation ProductRevisionRelation The relation, as get_box_build_subunits gives it.
---@param revision string The revision of a unit.
---@return boolean
---@overload fun(args: wats.product.matches_revision.args): boolean
function wats.product.matches_revision(relation, revision) end

---Delete a relation of a box build.
---
---Request: DELETE /api/internal/Product/DeleteProductRevisionRelation
---@param relation_id string GUID of the relation.
---@return boolean
---@overload fun(args: wats.product.remove_subunit.args): boolean
function wats.product.remove_subunit(relation_id) end

---Store the full list of categories.
---
---Request: PUT /api/internal/Product/PutProductCategories
---
---Compared with pyWATS: True for every success; pyWATS takes an answer with nothing in it for a failure.
---@param categories ProductCategory[] The full list: a category that is not in it is deleted.
---@return boolean
---@overload fun(args: wats.product.save_product_categories.args): boolean
function wats.product.save_product_categories(categories) end

---Create a vendor or change one.
---
---Request: PUT /api/Product/Vendors
---
---Compared with pyWATS: Further members go into the table extra; pyWATS takes them as further keyword arguments.
---@param name string Name of the vendor.
---@param vendor_id? string Id of the vendor that is to be overwritten.
---@param extra? table<string, any> Further members of the vendor, with the keys that the server wants.
---@return Vendor
---@overload fun(args: wats.product.save_vendor.args): Vendor
---@overload fun(name: string, options: wats.product.save_vendor.options): Vendor
function wats.product.save_vendor(name, vendor_id, extra) end

---Replace the tags of a product.
---
---Requests, as needed: GET /api/Product/{part_number}, PUT /api/Product
---
---Compared with pyWATS: Replaces: tags that are not listed are deleted. pyWATS leaves them where they are.
---@param part_number string Part number of the product.
---@param tags Setting[] All tags that it is to have: a list of {key = ..., value = ...}.
---@return Product
---@overload fun(args: wats.product.set_product_tags.args): Product
function wats.product.set_product_tags(part_number, tags) end

---Replace the tags of a revision.
---
---Requests, as needed: GET /api/Product/{part_number}, PUT /api/Product/Revision
---
---Compared with pyWATS: Replaces: tags that are not listed are deleted. A revision that is not there raises; pyWATS returns None.
---@param part_number string Part number of the product.
---@param revision string The revision, exactly as it is written.
---@param tags Setting[] All tags that it is to have: a list of {key = ..., value = ...}.
---@return ProductRevision
---@overload fun(args: wats.product.set_revision_tags.args): ProductRevision
function wats.product.set_revision_tags(part_number, revision, tags) end

---Replace the bill of materials of a revision by a WSBF document.
---
---Request: PUT /api/Product/BOM
---
---Compared with pyWATS: Rev is the part's revision and FunctionBlock is sent; pyWATS writes the maker's part number into Rev. What WSBF has no place for is logged; upload_bom keeps it. No rows are refused, as WATS does.
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param bom_items BomItem[] All rows, each with a part_number; WATS wants revision and component_ref too.
---@param description? string Free text about the bill.
---@return boolean
---@overload fun(args: wats.product.update_bom.args): boolean
---@overload fun(part_number: string, revision: string, bom_items: BomItem[], options: wats.product.update_bom.options): boolean
function wats.product.update_bom(part_number, revision, bom_items, description) end

---Write a product back.
---
---Request: PUT /api/Product
---
---Compared with pyWATS: Tags are written as they are in the table; pyWATS sends those that were added or changed in it with the change code of tags that are to stay as they are.
---@param product Product The product, as get_product gives it, with what is to change.
---@return Product
---@overload fun(args: wats.product.update_product.args): Product
function wats.product.update_product(product) end

---Write a revision back.
---
---Request: PUT /api/Product/Revision
---
---Compared with pyWATS: Tags are written as they are in the table; pyWATS sends those that were added or changed in it with the change code of tags that are to stay as they are.
---@param revision ProductRevision The revision, as get_revision gives it, with what is to change.
---@return ProductRevision
---@overload fun(args: wats.product.update_revision.args): ProductRevision
function wats.product.update_revision(revision) end

---Replace the bill of materials of a revision.
---
---Request: PUT /api/internal/Product/BOM
---
---Compared with pyWATS: True for every success; pyWATS takes an answer with nothing in it for a failure.
---@param part_number string Part number of the product.
---@param revision string Its revision.
---@param bom_items BomItem[] All rows; an empty list clears the bill.
---@param format? string json, which is what is sent. Default json.
---@return boolean
---@overload fun(args: wats.product.upload_bom.args): boolean
---@overload fun(part_number: string, revision: string, bom_items: BomItem[], options: wats.product.upload_bom.options): boolean
function wats.product.upload_bom(part_number, revision, bom_items, format) end

---@class BoxBuildTemplate.add_subunit.options
---@field quantity? integer How many units, 1 or more. Default 1.
---@field item_number? string Position in the drawing.
---@field revision_mask? string Revisions of the subunit that fit, such as A%,B.

---@class BoxBuildTemplate.add_subunit.args: BoxBuildTemplate.add_subunit.options
---@field part_number string Part number of the subunit.
---@field revision string Its revision.

---@class BoxBuildTemplate.update_subunit.options
---@field quantity? integer How many units, 1 or more.
---@field item_number? string Position in the drawing; empty for none.
---@field revision_mask? string Revisions of the subunit that fit; empty for its own only.

---@class BoxBuildTemplate.update_subunit.args: BoxBuildTemplate.update_subunit.options
---@field part_number string Part number of the subunit.
---@field revision string Its revision.

---@class BoxBuildTemplate.remove_subunit.args
---@field part_number string Part number of the subunit.
---@field revision string Its revision.

---@class BoxBuildTemplate.set_quantity.args
---@field part_number string Part number of the subunit.
---@field revision string Its revision.
---@field quantity integer How many units, 1 or more.

---@class BoxBuildTemplate.validate_subunit.args
---@field part_number string Part number of the subunit.
---@field revision string Its revision.

---@class BoxBuildTemplate.get_matching_subunits.args
---@field part_number string Part number of the subunits.

do
---What a unit of a product revision contains. Edits are kept until save sends them.
---@class BoxBuildTemplate
---@field parent_part_number string Part number of the unit. Read-only.
---@field parent_revision string Its revision. Read-only.
---@field parent_revision_id string GUID of its revision. Read-only.
---@field subunits ProductRevisionRelation[] What it contains, edits included: what is stored, then what is new. Read-only.
---@field has_pending_changes boolean Whether there are edits that are not saved. Read-only.
local BoxBuildTemplate = {}

---Add a subunit; one that is there already is changed.
---@param part_number string Part number of the subunit.
---@param revision string Its revision.
---@param quantity? integer How many units, 1 or more. Default 1.
---@param item_number? string Position in the drawing.
---@param revision_mask? string Revisions of the subunit that fit, such as A%,B.
---@return BoxBuildTemplate
---@overload fun(self: BoxBuildTemplate, args: BoxBuildTemplate.add_subunit.args): BoxBuildTemplate
---@overload fun(self: BoxBuildTemplate, part_number: string, revision: string, options: BoxBuildTemplate.add_subunit.options): BoxBuildTemplate
function BoxBuildTemplate:add_subunit(part_number, revision, quantity, item_number, revision_mask) end

---Remove every subunit.
---@return BoxBuildTemplate
function BoxBuildTemplate:clear_all() end

---Forget the edits that are not saved.
---
---Compared with pyWATS: Changes of stored subunits are rolled back too, which pyWATS leaves in place.
---@return BoxBuildTemplate
function BoxBuildTemplate:discard() end

---The subunits with a part number.
---@param part_number string Part number of the subunits.
---@return ProductRevisionRelation[]
---@overload fun(self: BoxBuildTemplate, args: BoxBuildTemplate.get_matching_subunits.args): ProductRevisionRelation[]
function BoxBuildTemplate:get_matching_subunits(part_number) end

---What a unit must contain, a row a subunit.
---@return RequiredPart[]
function BoxBuildTemplate:get_required_parts() end

---Forget the edits and read the subunits again.
---@return BoxBuildTemplate
function BoxBuildTemplate:reload() end

---Remove a subunit.
---@param part_number string Part number of the subunit.
---@param revision string Its revision.
---@return BoxBuildTemplate
---@overload fun(self: BoxBuildTemplate, args: BoxBuildTemplate.remove_subunit.args): BoxBuildTemplate
function BoxBuildTemplate:remove_subunit(part_number, revision) end

---Send the edits: removals, then changes, then additions.
---
---Raises: When one edit fails, those before it are saved and the others stay pending: save again sends only these.
---
---Compared with pyWATS: An addition whose answer did not arrive is looked for before it is sent again; pyWATS forgets or repeats edits.
---@return BoxBuildTemplate
function BoxBuildTemplate:save() end

---Change how many units of a subunit there are.
---@param part_number string Part number of the subunit.
---@param revision string Its revision.
---@param quantity integer How many units, 1 or more.
---@return BoxBuildTemplate
---@overload fun(self: BoxBuildTemplate, args: BoxBuildTemplate.set_quantity.args): BoxBuildTemplate
function BoxBuildTemplate:set_quantity(part_number, revision, quantity) end

---Change a subunit.
---@param part_number string Part number of the subunit.
---@param revision string Its revision.
---@param quantity? integer How many units, 1 or more.
---@param item_number? string Position in the drawing; empty for none.
---@param revision_mask? string Revisions of the subunit that fit; empty for its own only.
---@return BoxBuildTemplate
---@overload fun(self: BoxBuildTemplate, args: BoxBuildTemplate.update_subunit.args): BoxBuildTemplate
---@overload fun(self: BoxBuildTemplate, part_number: string, revision: string, options: BoxBuildTemplate.update_subunit.options): BoxBuildTemplate
function BoxBuildTemplate:update_subunit(part_number, revision, quantity, item_number, revision_mask) end

---Whether a unit fits one of the subunits with its part number.
---
---Compared with pyWATS: Any of the subunits with the part number decides; in pyWATS only the first one, so that a unit that fits the second does not fit.
---@param part_number string Part number of the subunit.
---@param revision string Its revision.
---@return boolean
---@overload fun(self: BoxBuildTemplate, args: BoxBuildTemplate.validate_subunit.args): boolean
function BoxBuildTemplate:validate_subunit(part_number, revision) end

end

---@class wats.production.acknowledge_unit_change.args
---@field change_id integer Number of the change.

---@class wats.production.add_child_to_assembly.args
---@field parent_serial string Serial number of the unit that it is built into.
---@field parent_part string Part number of that unit.
---@field child_serial string Serial number of the child.
---@field child_part string Part number of the child.

---@class wats.production.add_child_unit_validated.options
---@field culture_code? string Language of the server's messages. Default en-US.
---@field check_phase? boolean Whether the child must be finalized.

---@class wats.production.add_child_unit_validated.args: wats.production.add_child_unit_validated.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.
---@field child_serial_number string Serial number of the child.
---@field child_part_number string Part number of the child.
---@field check_part_number string Part numbers that the child may have: a list with commas, A% for all that begin with A.
---@field check_revision string Revisions that the child may have, written likewise; % for any.

---@class wats.production.allocate_serial_numbers.options
---@field count? integer How many to take. Default 1.
---@field reference_sn? string Serial number of the unit that they are for.
---@field reference_pn? string Part number of the unit that they are for.
---@field station_name? string Station that takes them.

---@class wats.production.allocate_serial_numbers.args: wats.production.allocate_serial_numbers.options
---@field type_name string Type of the numbers.

---@class wats.production.create_batch.args
---@field batch ProductionBatch The batch.

---@class wats.production.create_unit.options
---@field batch_number? string Batch that it is made in.
---@field unit_phase? UnitPhaseFlag Its phase, under production when not given.

---@class wats.production.create_unit.args: wats.production.create_unit.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.
---@field revision string Its revision.

---@class wats.production.create_units.args
---@field units Unit[] The units.

---@class wats.production.delete_unit_change.args
---@field change_id integer Number of the change.

---@class wats.production.each_unit_change.args
---@field serial_number? string Serial number of the unit; all units when not given.
---@field part_number? string Part number of the units; all products when not given.
---@field page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.

---@class wats.production.export_serial_numbers.options
---@field state? string Free or Taken; both when not given.
---@field format? string csv or xml. Default csv.
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.export_serial_numbers.args: wats.production.export_serial_numbers.options
---@field type_name string Type of the numbers.

---@class wats.production.find_serial_numbers.options
---@field start_date? string Only what was taken, or else uploaded, from then on.
---@field end_date? string Only what was taken, or else uploaded, until then.

---@class wats.production.find_serial_numbers.args: wats.production.find_serial_numbers.options
---@field serial_number_type string Type of the numbers.
---@field start_address string The first number.
---@field end_address string The last number.

---@class wats.production.find_serial_numbers_by_reference.options
---@field reference_serial? string Serial number of the unit that they are for.
---@field reference_part? string Part number of the unit that they are for.

---@class wats.production.find_serial_numbers_by_reference.args: wats.production.find_serial_numbers_by_reference.options
---@field type_name string Type of the numbers.

---@class wats.production.find_serial_numbers_in_range.args
---@field type_name string Type of the numbers.
---@field from_serial string The first number.
---@field to_serial string The last number.

---@class wats.production.free_serial_numbers.args
---@field ranges SerialNumberRange[] The ranges, as get_serial_number_ranges gives them.

---@class wats.production.get_batches.args
---@field part_number? string Only the batches with units of this product.
---@field batch_id? string Only the batch with this number.

---@class wats.production.get_phase.args
---@field phase_id? integer Number of the phase.
---@field code? string Its short name in any case; looked at without a phase_id.
---@field name? string Its name in any case; looked at without the others.

---@class wats.production.get_phase_by_name.args
---@field name string Name of the phase, in any case.

---@class wats.production.get_phase_id.args
---@field phase string Number, name or code of the phase, in any case.

---@class wats.production.get_phases.args
---@field force_refresh? boolean Whether to ask the server even if this run knows its phases. Default false.

---@class wats.production.get_serial_number_count.options
---@field start_address? string The first number.
---@field end_address? string The last number.
---@field from_date? string Only what was taken, or else uploaded, from then on.
---@field to_date? string Only what was taken, or else uploaded, until then.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_serial_number_count.args: wats.production.get_serial_number_count.options
---@field serial_number_type string Type of the numbers.

---@class wats.production.get_serial_number_ranges.args
---@field serial_number_type? string Type of the numbers; all types when not given.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_serial_number_statistics.args
---@field serial_number_type? string Type of the numbers; all types when not given.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit.args: wats.production.get_unit.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.get_unit_changes.args
---@field serial_number? string Serial number of the unit; all units when not given.
---@field part_number? string Part number of the units; all products when not given.
---@field top? integer The most rows to return.
---@field skip? integer Rows to leave out first.

---@class wats.production.get_unit_contents.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit_contents.args: wats.production.get_unit_contents.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.
---@field revision string Revision of the unit.

---@class wats.production.get_unit_grade.options
---@field revision? string Revision of which the tests count; those of all when not given.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit_grade.args: wats.production.get_unit_grade.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.get_unit_hierarchy.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit_hierarchy.args: wats.production.get_unit_hierarchy.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.get_unit_history.args
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.get_unit_info.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit_info.args: wats.production.get_unit_info.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.get_unit_state_history.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.get_unit_state_history.args: wats.production.get_unit_state_history.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.import_serial_numbers.args
---@field file_content? string The content itself: CSV with the columns SerialNumber and Type, or XML.
---@field content_type? string text/csv, or application/xml. Default text/csv.
---@field file? string File to send, instead of the content itself.

---@class wats.production.is_unit_passing.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.is_unit_passing.args: wats.production.is_unit_passing.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.remove_all_child_units.options
---@field culture_code? string Language of the server's messages.

---@class wats.production.remove_all_child_units.args: wats.production.remove_all_child_units.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.remove_all_children_from_assembly.args
---@field parent_serial string Serial number of the unit.
---@field parent_part string Part number of the unit.

---@class wats.production.remove_child_from_assembly.args
---@field parent_serial string Serial number of the unit that it is built into.
---@field parent_part string Part number of that unit.
---@field child_serial string Serial number of the child.
---@field child_part string Part number of the child.

---@class wats.production.remove_child_unit_localized.options
---@field culture_code? string Language of the server's messages.

---@class wats.production.remove_child_unit_localized.args: wats.production.remove_child_unit_localized.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.
---@field child_serial_number string Serial number of the child.
---@field child_part_number string Part number of the child.

---@class wats.production.save_batches.args
---@field batches ProductionBatch[] The batches.

---@class wats.production.set_unit_phase.options
---@field comment? string Why, for the unit's history.

---@class wats.production.set_unit_phase.args: wats.production.set_unit_phase.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.
---@field phase string Number, name or code of the phase, in any case.

---@class wats.production.set_unit_process.options
---@field process_code? integer Code of the process; in none when not given.
---@field comment? string Why, for the unit's history.

---@class wats.production.set_unit_process.args: wats.production.set_unit_process.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---@class wats.production.update_batch.args
---@field batch ProductionBatch The batch.

---@class wats.production.update_unit.args
---@field unit Unit The unit, as get_unit gives it, with what is to change.

---@class wats.production.validate_child_units.options
---@field culture_code? string Language of the server's messages. Default en-US.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.validate_child_units.args: wats.production.validate_child_units.options
---@field parent_serial_number string Serial number of the unit.
---@field parent_part_number string Part number of the unit.

---@class wats.production.verify_assembly.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.verify_assembly.args: wats.production.verify_assembly.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.
---@field revision string Revision of the unit.

---@class wats.production.verify_unit.options
---@field revision? string Revision of which the tests count; those of all when not given.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.production.verify_unit.args: wats.production.verify_unit.options
---@field serial_number string Serial number of the unit.
---@field part_number string Part number of its product.

---Units with their phases, assemblies, changes and batches, and pools of serial numbers.
---@class wats.production
wats.production = {}

---Acknowledge a change; the same as delete_unit_change.
---
---Request: DELETE /api/Production/Units/Changes/{change_id}
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param change_id integer Number of the change.
---@return boolean
---@overload fun(args: wats.production.acknowledge_unit_change.args): boolean
function wats.production.acknowledge_unit_change(change_id) end

---Build a unit into another.
---
---Request: POST /api/Production/AddChildUnit
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param parent_serial string Serial number of the unit that it is built into.
---@param parent_part string Part number of that unit.
---@param child_serial string Serial number of the child.
---@param child_part string Part number of the child.
---@return boolean
---@overload fun(args: wats.production.add_child_to_assembly.args): boolean
function wats.production.add_child_to_assembly(parent_serial, parent_part, child_serial, child_part) end

---Build a unit into another, if its part number and revision are right.
---
---Request: POST /api/internal/Production/AddChildUnit
---
---Compared with pyWATS: Gives what the server answers, and raises for what is not there; the embedded server answers the child.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param child_serial_number string Serial number of the child.
---@param child_part_number string Part number of the child.
---@param check_part_number string Part numbers that the child may have: a list with commas, A% for all that begin with A.
---@param check_revision string Revisions that the child may have, written likewise; % for any.
---@param culture_code? string Language of the server's messages. Default en-US.
---@param check_phase? boolean Whether the child must be finalized.
---@return any
---@overload fun(args: wats.production.add_child_unit_validated.args): any
---@overload fun(serial_number: string, part_number: string, child_serial_number: string, child_part_number: string, check_part_number: string, check_revision: string, options: wats.production.add_child_unit_validated.options): any
function wats.production.add_child_unit_validated(serial_number, part_number, child_serial_number, child_part_number, check_part_number, check_revision, culture_code, check_phase) end

---Take free serial numbers out of a pool. None is handed out twice.
---
---Request: POST /api/Production/SerialNumbers/Take
---
---Compared with pyWATS: Raises when there are none: nobody looks at a list that is empty. The request is never sent twice by itself.
---@param type_name string Type of the numbers.
---@param count? integer How many to take. Default 1.
---@param reference_sn? string Serial number of the unit that they are for.
---@param reference_pn? string Part number of the unit that they are for.
---@param station_name? string Station that takes them.
---@return string[]
---@overload fun(args: wats.production.allocate_serial_numbers.args): string[]
---@overload fun(type_name: string, options: wats.production.allocate_serial_numbers.options): string[]
function wats.production.allocate_serial_numbers(type_name, count, reference_sn, reference_pn, station_name) end

---Create a batch, or change the one with its number.
---
---Request: PUT /api/Production/Batch
---@param batch ProductionBatch The batch.
---@return ProductionBatch
---@overload fun(args: wats.production.create_batch.args): ProductionBatch
function wats.production.create_batch(batch) end

---Create one unit, which nobody has created before.
---
---Request: POST /api/internal/Production/CreateUnit
---
---Compared with pyWATS: unit_phase may be a name too.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param revision string Its revision.
---@param batch_number? string Batch that it is made in.
---@param unit_phase? UnitPhaseFlag Its phase, under production when not given.
---@return Unit
---@overload fun(args: wats.production.create_unit.args): Unit
---@overload fun(serial_number: string, part_number: string, revision: string, options: wats.production.create_unit.options): Unit
function wats.production.create_unit(serial_number, part_number, revision, batch_number, unit_phase) end

---Create units, or change those that are there: all of them or none.
---
---Request: PUT /api/Production/Units
---
---Compared with pyWATS: serial_date works, and is sent in UTC; in pyWATS it makes the call fail. What a unit leaves out stays as it is.
---@param units Unit[] The units.
---@return Unit[]
---@overload fun(args: wats.production.create_units.args): Unit[]
function wats.production.create_units(units) end

---Acknowledge a change: it is not listed any more.
---
---Request: DELETE /api/Production/Units/Changes/{change_id}
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param change_id integer Number of the change.
---@return boolean
---@overload fun(args: wats.production.delete_unit_change.args): boolean
function wats.production.delete_unit_change(change_id) end

---Loop over the changes of units that nobody has acknowledged yet. The loop may acknowledge them.
---
---Request: GET /api/Production/Units/Changes
---
---Compared with pyWATS: pyWATS has no loop over all pages. Each change is given once and in its order, however many are acknowledged meanwhile.
---@param serial_number? string Serial number of the unit; all units when not given.
---@param part_number? string Part number of the units; all products when not given.
---@param page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@return fun(): UnitChange?
---@overload fun(args: wats.production.each_unit_change.args): fun(): UnitChange?
function wats.production.each_unit_change(serial_number, part_number, page_size) end

---Fetch the numbers of a pool as a file.
---
---Request: GET /api/Production/SerialNumbers
---@param type_name string Type of the numbers.
---@param state? string Free or Taken; both when not given.
---@param format? string csv or xml. Default csv.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.production.export_serial_numbers.args): string?
---@overload fun(type_name: string, options: wats.production.export_serial_numbers.options): string?
function wats.production.export_serial_numbers(type_name, state, format, to, strict) end

---List the numbers from one to another, of a time.
---
---Request: GET /api/internal/Production/SerialNumbers
---@param serial_number_type string Type of the numbers.
---@param start_address string The first number.
---@param end_address string The last number.
---@param start_date? string Only what was taken, or else uploaded, from then on.
---@param end_date? string Only what was taken, or else uploaded, until then.
---@return SerialNumber[]
---@overload fun(args: wats.production.find_serial_numbers.args): SerialNumber[]
---@overload fun(serial_number_type: string, start_address: string, end_address: string, options: wats.production.find_serial_numbers.options): SerialNumber[]
function wats.production.find_serial_numbers(serial_number_type, start_address, end_address, start_date, end_date) end

---List the numbers that were taken for a unit or for the units of a product.
---
---Request: GET /api/Production/SerialNumbers/ByReference
---@param type_name string Type of the numbers.
---@param reference_serial? string Serial number of the unit that they are for.
---@param reference_part? string Part number of the unit that they are for.
---@return SerialNumber[]
---@overload fun(args: wats.production.find_serial_numbers_by_reference.args): SerialNumber[]
---@overload fun(type_name: string, options: wats.production.find_serial_numbers_by_reference.options): SerialNumber[]
function wats.production.find_serial_numbers_by_reference(type_name, reference_serial, reference_part) end

---List the numbers from one to another.
---
---Request: GET /api/Production/SerialNumbers/ByRange
---@param type_name string Type of the numbers.
---@param from_serial string The first number.
---@param to_serial string The last number.
---@return SerialNumber[]
---@overload fun(args: wats.production.find_serial_numbers_in_range.args): SerialNumber[]
function wats.production.find_serial_numbers_in_range(type_name, from_serial, to_serial) end

---Give taken numbers back to their pools.
---
---Request: PUT /api/internal/Production/SerialNumbers/Free
---
---Compared with pyWATS: The ranges are sent, and must be complete. Gives what the server answers, and raises for what is not there; the embedded server answers how many were freed, and refuses numbers that units carry.
---@param ranges SerialNumberRange[] The ranges, as get_serial_number_ranges gives them.
---@return any
---@overload fun(args: wats.production.free_serial_numbers.args): any
function wats.production.free_serial_numbers(ranges) end

---List the phases that units may be in; the same as get_phases.
---
---Request: GET /api/internal/Mes/GetUnitPhases
---
---Compared with pyWATS: The server is asked once in a run.
---@return UnitPhase[]
function wats.production.get_all_unit_phases() end

---List the production batches.
---
---Request: GET /api/Production/Batches
---@param part_number? string Only the batches with units of this product.
---@param batch_id? string Only the batch with this number.
---@return ProductionBatch[]
---@overload fun(args: wats.production.get_batches.args): ProductionBatch[]
function wats.production.get_batches(part_number, batch_id) end

---Find a phase by its number, its code or its name.
---
---Request: GET /api/internal/Mes/GetUnitPhases
---
---Compared with pyWATS: Case, spaces and underscores do not matter: pyWATS finds finalized, and not Finalized.
---@param phase_id? integer Number of the phase.
---@param code? string Its short name in any case; looked at without a phase_id.
---@param name? string Its name in any case; looked at without the others.
---@return UnitPhase?
---@overload fun(args: wats.production.get_phase.args): UnitPhase?
function wats.production.get_phase(phase_id, code, name) end

---Find a phase by its name.
---
---Request: GET /api/internal/Mes/GetUnitPhases
---
---Compared with pyWATS: Case, spaces and underscores do not matter: pyWATS finds finalized, and not Finalized.
---@param name string Name of the phase, in any case.
---@return UnitPhase?
---@overload fun(args: wats.production.get_phase_by_name.args): UnitPhase?
function wats.production.get_phase_by_name(name) end

---The number of a phase, however it is named.
---
---Request: GET /api/internal/Mes/GetUnitPhases
---
---Compared with pyWATS: Case, spaces and underscores do not matter: pyWATS finds finalized, and not Finalized. A number, or a name as wats.enums.UnitPhaseFlag writes it, needs no request.
---@param phase string Number, name or code of the phase, in any case.
---@return integer?
---@overload fun(args: wats.production.get_phase_id.args): integer?
function wats.production.get_phase_id(phase) end

---List the phases that units may be in.
---
---Request: GET /api/internal/Mes/GetUnitPhases
---
---Compared with pyWATS: The server is asked once in a run.
---@param force_refresh? boolean Whether to ask the server even if this run knows its phases. Default false.
---@return UnitPhase[]
---@overload fun(args: wats.production.get_phases.args): UnitPhase[]
function wats.production.get_phases(force_refresh) end

---Count the numbers of a pool, or of a part of it.
---
---Request: GET /api/internal/Production/SerialNumbers/Count
---@param serial_number_type string Type of the numbers.
---@param start_address? string The first number.
---@param end_address? string The last number.
---@param from_date? string Only what was taken, or else uploaded, from then on.
---@param to_date? string Only what was taken, or else uploaded, until then.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return integer?
---@overload fun(args: wats.production.get_serial_number_count.args): integer?
---@overload fun(serial_number_type: string, options: wats.production.get_serial_number_count.options): integer?
function wats.production.get_serial_number_count(serial_number_type, start_address, end_address, from_date, to_date, strict) end

---List the ranges of numbers that follow one another and are in the same state.
---
---Request: GET /api/internal/Production/SerialNumbers/Ranges
---@param serial_number_type? string Type of the numbers; all types when not given.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return SerialNumberRange[]
---@overload fun(args: wats.production.get_serial_number_ranges.args): SerialNumberRange[]
function wats.production.get_serial_number_ranges(serial_number_type, strict) end

---How full a pool is, or all pools are.
---
---Request: GET /api/internal/Production/SerialNumbers/Statistics
---@param serial_number_type? string Type of the numbers; all types when not given.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return PoolStatistics?
---@overload fun(args: wats.production.get_serial_number_statistics.args): PoolStatistics?
function wats.production.get_serial_number_statistics(serial_number_type, strict) end

---List the types of serial numbers.
---
---Request: GET /api/Production/SerialNumbers/Types
---@return SerialNumberType[]
function wats.production.get_serial_number_types() end

---List the places where units are tested or kept.
---
---Request: GET /api/internal/Production/GetSites
---@return Site[]
function wats.production.get_sites() end

---Fetch one unit, also one that only its reports have made known.
---
---Request: GET /api/Production/Unit/{serial_number}/{part_number}
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Unit?
---@overload fun(args: wats.production.get_unit.args): Unit?
---@overload fun(serial_number: string, part_number: string, options: wats.production.get_unit.options): Unit?
function wats.production.get_unit(serial_number, part_number, strict) end

---List the changes of units that nobody has acknowledged yet, oldest first.
---
---Request: GET /api/Production/Units/Changes
---
---Compared with pyWATS: A top of 0 is sent and gives no rows; pyWATS leaves it out, which gives all.
---@param serial_number? string Serial number of the unit; all units when not given.
---@param part_number? string Part number of the units; all products when not given.
---@param top? integer The most rows to return.
---@param skip? integer Rows to leave out first.
---@return UnitChange[]
---@overload fun(args: wats.production.get_unit_changes.args): UnitChange[]
function wats.production.get_unit_changes(serial_number, part_number, top, skip) end

---The components of a unit.
---
---Request: GET /api/internal/Production/GetUnitContents
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param revision string Revision of the unit.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitContents?
---@overload fun(args: wats.production.get_unit_contents.args): UnitContents?
---@overload fun(serial_number: string, part_number: string, revision: string, options: wats.production.get_unit_contents.options): UnitContents?
function wats.production.get_unit_contents(serial_number, part_number, revision, strict) end

---Grade a unit by its tests.
---
---Request: GET /api/Production/UnitVerification
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param revision? string Revision of which the tests count; those of all when not given.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitVerificationGrade?
---@overload fun(args: wats.production.get_unit_grade.args): UnitVerificationGrade?
---@overload fun(serial_number: string, part_number: string, options: wats.production.get_unit_grade.options): UnitVerificationGrade?
function wats.production.get_unit_grade(serial_number, part_number, revision, strict) end

---The whole tree that a unit is part of, from the unit at its top.
---
---Request: GET /api/internal/Production/GetUnitHierarchy
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitNode?
---@overload fun(args: wats.production.get_unit_hierarchy.args): UnitNode?
---@overload fun(serial_number: string, part_number: string, options: wats.production.get_unit_hierarchy.options): UnitNode?
function wats.production.get_unit_hierarchy(serial_number, part_number, strict) end

---List the changes of one unit that nobody has acknowledged yet.
---
---Request: GET /api/Production/Units/Changes
---
---Compared with pyWATS: get_unit_state_history has all of them.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@return UnitChange[]
---@overload fun(args: wats.production.get_unit_history.args): UnitChange[]
function wats.production.get_unit_history(serial_number, part_number) end

---Fetch a unit with what its reports say about it.
---
---Request: GET /api/internal/Production/GetUnitInfo
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitInfo?
---@overload fun(args: wats.production.get_unit_info.args): UnitInfo?
---@overload fun(serial_number: string, part_number: string, options: wats.production.get_unit_info.options): UnitInfo?
function wats.production.get_unit_info(serial_number, part_number, strict) end

---List all that was noted of a unit, oldest first.
---
---Request: GET /api/internal/Production/GetUnitStateHistory
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitState[]
---@overload fun(args: wats.production.get_unit_state_history.args): UnitState[]
---@overload fun(serial_number: string, part_number: string, options: wats.production.get_unit_state_history.options): UnitState[]
function wats.production.get_unit_state_history(serial_number, part_number, strict) end

---Put the numbers of a file into their pools. Those that are there stay as they are.
---
---Request: PUT /api/Production/SerialNumbers
---
---Compared with pyWATS: Takes a file on disk too. What the server refuses raises.
---@param file_content? string The content itself: CSV with the columns SerialNumber and Type, or XML.
---@param content_type? string text/csv, or application/xml. Default text/csv.
---@param file? string File to send, instead of the content itself.
---@return boolean
---@overload fun(args: wats.production.import_serial_numbers.args): boolean
function wats.production.import_serial_numbers(file_content, content_type, file) end

---Whether the production module answers, and says that it is connected.
---
---Request: GET /api/internal/Production/isConnected
---
---Compared with pyWATS: By what the server says; in pyWATS any answer is true, also false.
---@return boolean
function wats.production.is_connected() end

---Whether the last run of every process in which a unit was tested passed.
---
---Request: GET /api/Production/UnitVerification
---
---Compared with pyWATS: False also for a unit that has no tests, whatever the server makes of that.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return boolean
---@overload fun(args: wats.production.is_unit_passing.args): boolean
---@overload fun(serial_number: string, part_number: string, options: wats.production.is_unit_passing.options): boolean
function wats.production.is_unit_passing(serial_number, part_number, strict) end

---Take all units out of another.
---
---Request: POST /api/internal/Production/RemoveAllChildUnits
---
---Compared with pyWATS: Gives what the server answers, and raises for what is not there; the embedded server answers how many they were.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param culture_code? string Language of the server's messages.
---@return any
---@overload fun(args: wats.production.remove_all_child_units.args): any
---@overload fun(serial_number: string, part_number: string, options: wats.production.remove_all_child_units.options): any
function wats.production.remove_all_child_units(serial_number, part_number, culture_code) end

---Take all units out of another.
---
---Request: POST /api/internal/Production/RemoveAllChildUnits
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode. An answer with nothing in it is a success too; pyWATS takes it for a failure.
---@param parent_serial string Serial number of the unit.
---@param parent_part string Part number of the unit.
---@return boolean
---@overload fun(args: wats.production.remove_all_children_from_assembly.args): boolean
function wats.production.remove_all_children_from_assembly(parent_serial, parent_part) end

---Take a unit out of another.
---
---Request: POST /api/Production/RemoveChildUnit
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param parent_serial string Serial number of the unit that it is built into.
---@param parent_part string Part number of that unit.
---@param child_serial string Serial number of the child.
---@param child_part string Part number of the child.
---@return boolean
---@overload fun(args: wats.production.remove_child_from_assembly.args): boolean
function wats.production.remove_child_from_assembly(parent_serial, parent_part, child_serial, child_part) end

---Take a unit out of another.
---
---Request: POST /api/internal/Production/RemoveChildUnit
---
---Compared with pyWATS: Gives what the server answers, and raises for what is not there; the embedded server answers the child.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param child_serial_number string Serial number of the child.
---@param child_part_number string Part number of the child.
---@param culture_code? string Language of the server's messages.
---@return any
---@overload fun(args: wats.production.remove_child_unit_localized.args): any
---@overload fun(serial_number: string, part_number: string, child_serial_number: string, child_part_number: string, options: wats.production.remove_child_unit_localized.options): any
function wats.production.remove_child_unit_localized(serial_number, part_number, child_serial_number, child_part_number, culture_code) end

---Create or change many batches: all of them or none.
---
---Request: PUT /api/Production/Batches
---@param batches ProductionBatch[] The batches.
---@return ProductionBatch[]
---@overload fun(args: wats.production.save_batches.args): ProductionBatch[]
function wats.production.save_batches(batches) end

---Move a unit to a phase.
---
---Requests, as needed: PUT /api/Production/SetUnitPhase, GET /api/internal/Mes/GetUnitPhases
---
---Compared with pyWATS: Case, spaces and underscores do not matter: pyWATS finds finalized, and not Finalized. A phase that does not exist, and a unit that does not, raise.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param phase string Number, name or code of the phase, in any case.
---@param comment? string Why, for the unit's history.
---@return boolean
---@overload fun(args: wats.production.set_unit_phase.args): boolean
---@overload fun(serial_number: string, part_number: string, phase: string, options: wats.production.set_unit_phase.options): boolean
function wats.production.set_unit_phase(serial_number, part_number, phase, comment) end

---Say in which process a unit is.
---
---Request: PUT /api/Production/SetUnitProcess
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns False in lenient mode.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param process_code? integer Code of the process; in none when not given.
---@param comment? string Why, for the unit's history.
---@return boolean
---@overload fun(args: wats.production.set_unit_process.args): boolean
---@overload fun(serial_number: string, part_number: string, options: wats.production.set_unit_process.options): boolean
function wats.production.set_unit_process(serial_number, part_number, process_code, comment) end

---Write a batch back.
---
---Request: PUT /api/Production/Batch
---@param batch ProductionBatch The batch.
---@return ProductionBatch
---@overload fun(args: wats.production.update_batch.args): ProductionBatch
function wats.production.update_batch(batch) end

---Write a unit back.
---
---Request: PUT /api/Production/Units
---
---Compared with pyWATS: serial_date works, and is sent in UTC; in pyWATS it makes the call fail.
---@param unit Unit The unit, as get_unit gives it, with what is to change.
---@return Unit
---@overload fun(args: wats.production.update_unit.args): Unit
function wats.production.update_unit(unit) end

---Compare what a unit is built of with the box build of its revision.
---
---Request: GET /api/internal/Production/CheckChildUnits
---@param parent_serial_number string Serial number of the unit.
---@param parent_part_number string Part number of the unit.
---@param culture_code? string Language of the server's messages. Default en-US.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return AssemblyCheck?
---@overload fun(args: wats.production.validate_child_units.args): AssemblyCheck?
---@overload fun(parent_serial_number: string, parent_part_number: string, options: wats.production.validate_child_units.options): AssemblyCheck?
function wats.production.validate_child_units(parent_serial_number, parent_part_number, culture_code, strict) end

---Compare what a unit is built of with the box build of its revision.
---
---Request: GET /api/Production/CheckChildUnits
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param revision string Revision of the unit.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return AssemblyCheck?
---@overload fun(args: wats.production.verify_assembly.args): AssemblyCheck?
---@overload fun(serial_number: string, part_number: string, revision: string, options: wats.production.verify_assembly.options): AssemblyCheck?
function wats.production.verify_assembly(serial_number, part_number, revision, strict) end

---Grade a unit by its tests; the same as get_unit_grade.
---
---Request: GET /api/Production/UnitVerification
---
---Compared with pyWATS: Gives the whole grade, whose results are the rows a process. pyWATS reads the grade as if it were such a row, so that all but status is None.
---@param serial_number string Serial number of the unit.
---@param part_number string Part number of its product.
---@param revision? string Revision of which the tests count; those of all when not given.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return UnitVerificationGrade?
---@overload fun(args: wats.production.verify_unit.args): UnitVerificationGrade?
---@overload fun(serial_number: string, part_number: string, options: wats.production.verify_unit.options): UnitVerificationGrade?
function wats.production.verify_unit(serial_number, part_number, revision, strict) end

---@class wats.report.create_uur_from_uut.options
---@field operator? string Operator who repairs the unit; the run's operator when not given.
---@field comment? string Free text, at most 5000 characters.
---@field repair_process_code? integer Code of the repair operation. Default 500.
---@field station? StationFields A station, such as station.get gives it: its name, location and purpose.
---@field station_name? string Name of the station; the run's station when not given.
---@field location? string Location of the station; the run's when not given.
---@field purpose? string Purpose of the station; the run's when not given, else Repair.
---@field start_time? datetime Start of the repair, ISO 8601; now when not given. See create_uut_report for two reports of a unit in quick succession.
---@field id? string GUID of the report; a new one when not given.

---@class wats.report.create_uur_from_uut.args: wats.report.create_uur_from_uut.options
---@field uut_report Report The failed test report.

---@class wats.report.create_uur_report.args
---@field uut_or_guid_or_pn? any The failed test report, or its GUID, or the part number.
---@field test_operation_code_pos? integer Another name of test_operation_code.
---@field operator? string Operator who repairs the unit; the run's operator when not given.
---@field part_number? string Part number of the unit; required unless the first argument tells it.
---@field serial_number? string Serial number of the unit; required unless the first argument is a report.
---@field revision? string Revision of the part number. Default A.
---@field repair_process_code? integer Code of the repair operation. Default 500.
---@field test_operation_code? integer Code of the test operation that failed; required unless the first argument is a report.
---@field station? StationFields A station, such as station.get gives it: its name, location and purpose.
---@field station_name? string Name of the station; the run's station when not given.
---@field location? string Location of the station; the run's when not given.
---@field purpose? string Purpose of the station; the run's when not given, else Repair.
---@field start_time? datetime Start of the repair, ISO 8601; now when not given. See create_uut_report for two reports of a unit in quick succession.
---@field id? string GUID of the report; a new one when not given.
---@field comment? string Free text, at most 5000 characters.
---@field process_code? integer Another name of test_operation_code.
---@field operation_type? integer Another name of test_operation_code.
---@field ref_uut? string GUID of the failed test report.

---@class wats.report.create_uut_report.options
---@field station_name? string Name of the station; the run's station when not given.
---@field location? string Location of the station; the run's when not given.
---@field purpose? string Purpose of the station; the run's when not given.
---@field start_time? datetime Start of the test, ISO 8601; now when not given. Two reports of a unit in one process need starts more than half a second apart, else the server replaces the first by the second; submit sees to that unless start_time is given.
---@field id? string GUID of the report; a new one when not given.
---@field mode? Mode active judges measurements against their limits, import takes statuses as given. Default active.
---@field sequence_name? string Name of the test program. Default TestSequence.
---@field sequence_version? string Version of the test program. Default 1.0.0.
---@field sequence_path? string Path of the test program; its name when not given.
---@field comment? string Free text.
---@field fixture_id? string Fixture that holds the unit.
---@field socket_index? integer Index of the test socket.
---@field batch_number? string Serial number of the batch.
---@field exec_time? number Duration of the test in seconds.
---@field allow_problematic_characters? boolean Allow wildcards of WATS searches (* % ? [ ] ^ ! / \) in serial and part number.

---@class wats.report.create_uut_report.args: wats.report.create_uut_report.options
---@field operator? string Operator who runs the test; the run's operator when not given.
---@field part_number string Part number of the unit, at most 100 characters.
---@field revision string Revision of the part number.
---@field serial_number string Serial number of the unit, at most 100 characters.
---@field operation_type integer Code of the test operation, such as 10.

---@class wats.report.each_uur_header.args
---@field filter? string OData filter, such as partNumber eq 'PCBA-7'.
---@field orderby? string start, uuid, serialNumber or timestamp, with asc or desc. Default start desc.
---@field page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@field expand? string[] What to add to each row, as query_headers takes it.

---@class wats.report.each_uut_header.args
---@field filter? string OData filter, such as partNumber eq 'PCBA-7'.
---@field orderby? string start, uuid, serialNumber or timestamp, with asc or desc. Default start desc.
---@field page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@field expand? string[] What to add to each row, as query_headers takes it.

---@class wats.report.get_all_attachments.options
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.report.get_all_attachments.args: wats.report.get_all_attachments.options
---@field report_id string GUID of the report.

---@class wats.report.get_attachment.options
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.report.get_attachment.args: wats.report.get_attachment.options
---@field attachment_id? string GUID of the attachment, for a repair report.
---@field step_id? string Id of the step that holds it, for a test report.
---@field report_id string GUID of the report.

---@class wats.report.get_certificate.options
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.report.get_certificate.args: wats.report.get_certificate.options
---@field report_id string GUID of the report.

---@class wats.report.get_headers_by_date_range.options
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_headers_by_date_range.args: wats.report.get_headers_by_date_range.options
---@field start_date datetime First instant, ISO 8601; local time unless it has an offset.
---@field end_date datetime Last instant, ISO 8601.

---@class wats.report.get_headers_by_part_number.options
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_headers_by_part_number.args: wats.report.get_headers_by_part_number.options
---@field part_number string Part number of the units.

---@class wats.report.get_headers_by_serial.options
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_headers_by_serial.args: wats.report.get_headers_by_serial.options
---@field serial_number string Serial number of the unit.

---@class wats.report.get_recent_headers.args
---@field days? number How many days back. Default 7.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_report.options
---@field detail_level? integer 0 (ids only) to 7 (all).
---@field include_chartdata? boolean Whether charts carry their points.
---@field include_attachments? boolean Whether attachments carry their content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.report.get_report.args: wats.report.get_report.options
---@field report_id string GUID of the report.

---@class wats.report.get_report_xml.options
---@field include_attachments? boolean Whether attachments carry their content.
---@field include_chartdata? boolean Whether charts carry their points.
---@field include_indexes? boolean Whether steps and measurements carry their indexes.
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.report.get_report_xml.args: wats.report.get_report_xml.options
---@field report_id string GUID of the report.

---@class wats.report.get_todays_headers.args
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.query_headers.args
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field expand? string[] What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs).
---@field odata_filter? string OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@field orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@field skip? integer How many rows to leave out at the beginning.
---@field select? string[] Only these fields, by their wire names.

---@class wats.report.query_headers_by_misc_info.options
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.query_headers_by_misc_info.args: wats.report.query_headers_by_misc_info.options
---@field description string Name of the misc info.
---@field string_value string Its value as text.

---@class wats.report.query_headers_by_subunit_part_number.options
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.query_headers_by_subunit_part_number.args: wats.report.query_headers_by_subunit_part_number.options
---@field subunit_part_number string Part number of the sub-unit.

---@class wats.report.query_headers_by_subunit_serial.options
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.query_headers_by_subunit_serial.args: wats.report.query_headers_by_subunit_serial.options
---@field subunit_serial_number string Serial number of the sub-unit.

---@class wats.report.query_headers_with_subunits.args
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field odata_filter? string OData filter.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@field orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.

---@class wats.report.query_uur_headers.args
---@field expand? string[] What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs).
---@field odata_filter? string OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@field orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@field skip? integer How many rows to leave out at the beginning.
---@field select? string[] Only these fields, by their wire names.

---@class wats.report.query_uut_headers.args
---@field expand? string[] What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs).
---@field odata_filter? string OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@field orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@field skip? integer How many rows to leave out at the beginning.
---@field select? string[] Only these fields, by their wire names.

---@class wats.report.submit.options
---@field priority? integer Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given. It matters while the server cannot be reached.

---@class wats.report.submit.args: wats.report.submit.options
---@field report any A report object; or a table or text in WSJF form.

---@class wats.report.submit_report.options
---@field priority? integer Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given. It matters while the server cannot be reached.

---@class wats.report.submit_report.args: wats.report.submit_report.options
---@field report any A report object; or a table or text in WSJF form.

---@class wats.report.submit_report_xml.options
---@field priority? integer Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given.

---@class wats.report.submit_report_xml.args: wats.report.submit_report_xml.options
---@field xml_content string A report in WSXF form.

---Test and repair reports: build, submit, fetch and query them.
---@class wats.report
wats.report = {}

---Make a repair report of a test report.
---@param uut_report Report The failed test report.
---@param operator? string Operator who repairs the unit; the run's operator when not given.
---@param comment? string Free text, at most 5000 characters.
---@param repair_process_code? integer Code of the repair operation. Default 500.
---@param station? StationFields A station, such as station.get gives it: its name, location and purpose.
---@param station_name? string Name of the station; the run's station when not given.
---@param location? string Location of the station; the run's when not given.
---@param purpose? string Purpose of the station; the run's when not given, else Repair.
---@param start_time? datetime Start of the repair, ISO 8601; now when not given. See create_uut_report for two reports of a unit in quick succession.
---@param id? string GUID of the report; a new one when not given.
---@return Report
---@overload fun(args: wats.report.create_uur_from_uut.args): Report
---@overload fun(uut_report: Report, options: wats.report.create_uur_from_uut.options): Report
function wats.report.create_uur_from_uut(uut_report, operator, comment, repair_process_code, station, station_name, location, purpose, start_time, id) end

---Make a repair report, of a test report, of the id of one, or of a part number.
---@param uut_or_guid_or_pn? any The failed test report, or its GUID, or the part number.
---@param test_operation_code_pos? integer Another name of test_operation_code.
---@param operator? string Operator who repairs the unit; the run's operator when not given.
---@param part_number? string Part number of the unit; required unless the first argument tells it.
---@param serial_number? string Serial number of the unit; required unless the first argument is a report.
---@param revision? string Revision of the part number. Default A.
---@param repair_process_code? integer Code of the repair operation. Default 500.
---@param test_operation_code? integer Code of the test operation that failed; required unless the first argument is a report.
---@param station? StationFields A station, such as station.get gives it: its name, location and purpose.
---@param station_name? string Name of the station; the run's station when not given.
---@param location? string Location of the station; the run's when not given.
---@param purpose? string Purpose of the station; the run's when not given, else Repair.
---@param start_time? datetime Start of the repair, ISO 8601; now when not given. See create_uut_report for two reports of a unit in quick succession.
---@param id? string GUID of the report; a new one when not given.
---@param comment? string Free text, at most 5000 characters.
---@param process_code? integer Another name of test_operation_code.
---@param operation_type? integer Another name of test_operation_code.
---@param ref_uut? string GUID of the failed test report.
---@return Report
---@overload fun(args: wats.report.create_uur_report.args): Report
function wats.report.create_uur_report(uut_or_guid_or_pn, test_operation_code_pos, operator, part_number, serial_number, revision, repair_process_code, test_operation_code, station, station_name, location, purpose, start_time, id, comment, process_code, operation_type, ref_uut) end

---Make a test report; station, location, purpose and start come from the run.
---@param operator? string Operator who runs the test; the run's operator when not given.
---@param part_number string Part number of the unit, at most 100 characters.
---@param revision string Revision of the part number.
---@param serial_number string Serial number of the unit, at most 100 characters.
---@param operation_type integer Code of the test operation, such as 10.
---@param station_name? string Name of the station; the run's station when not given.
---@param location? string Location of the station; the run's when not given.
---@param purpose? string Purpose of the station; the run's when not given.
---@param start_time? datetime Start of the test, ISO 8601; now when not given. Two reports of a unit in one process need starts more than half a second apart, else the server replaces the first by the second; submit sees to that unless start_time is given.
---@param id? string GUID of the report; a new one when not given.
---@param mode? Mode active judges measurements against their limits, import takes statuses as given. Default active.
---@param sequence_name? string Name of the test program. Default TestSequence.
---@param sequence_version? string Version of the test program. Default 1.0.0.
---@param sequence_path? string Path of the test program; its name when not given.
---@param comment? string Free text.
---@param fixture_id? string Fixture that holds the unit.
---@param socket_index? integer Index of the test socket.
---@param batch_number? string Serial number of the batch.
---@param exec_time? number Duration of the test in seconds.
---@param allow_problematic_characters? boolean Allow wildcards of WATS searches (* % ? [ ] ^ ! / \) in serial and part number.
---@return Report
---@overload fun(args: wats.report.create_uut_report.args): Report
---@overload fun(operator: string, part_number: string, revision: string, serial_number: string, operation_type: integer, options: wats.report.create_uut_report.options): Report
function wats.report.create_uut_report(operator, part_number, revision, serial_number, operation_type, station_name, location, purpose, start_time, id, mode, sequence_name, sequence_version, sequence_path, comment, fixture_id, socket_index, batch_number, exec_time, allow_problematic_characters) end

---Loop over the headers of repair reports, page by page.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: pyWATS has no loop over all pages. A row that moves to the next page while the loop runs is given once.
---@param filter? string OData filter, such as partNumber eq 'PCBA-7'.
---@param orderby? string start, uuid, serialNumber or timestamp, with asc or desc. Default start desc.
---@param page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@param expand? string[] What to add to each row, as query_headers takes it.
---@return fun(): ReportHeader?
---@overload fun(args: wats.report.each_uur_header.args): fun(): ReportHeader?
function wats.report.each_uur_header(filter, orderby, page_size, expand) end

---Loop over the headers of test reports, page by page.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: pyWATS has no loop over all pages. A row that moves to the next page while the loop runs is given once.
---@param filter? string OData filter, such as partNumber eq 'PCBA-7'.
---@param orderby? string start, uuid, serialNumber or timestamp, with asc or desc. Default start desc.
---@param page_size? integer Rows a request, 1 to 10 000; the server may give fewer. Default 500.
---@param expand? string[] What to add to each row, as query_headers takes it.
---@return fun(): ReportHeader?
---@overload fun(args: wats.report.each_uut_header.args): fun(): ReportHeader?
function wats.report.each_uut_header(filter, orderby, page_size, expand) end

---Fetch all attachments of a report as a zip file.
---
---Request: GET /api/Report/Attachments/{report_id}
---@param report_id string GUID of the report.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.report.get_all_attachments.args): string?
---@overload fun(report_id: string, options: wats.report.get_all_attachments.options): string?
function wats.report.get_all_attachments(report_id, to, strict) end

---Fetch the content of one attachment.
---
---Request: GET /api/Report/Attachment
---
---Compared with pyWATS: Sends the report's id, without which the server cannot find the attachment; pyWATS forgets it.
---@param attachment_id? string GUID of the attachment, for a repair report.
---@param step_id? string Id of the step that holds it, for a test report.
---@param report_id string GUID of the report.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.report.get_attachment.args): string?
---@overload fun(attachment_id: string, step_id: string, report_id: string, options: wats.report.get_attachment.options): string?
function wats.report.get_attachment(attachment_id, step_id, report_id, to, strict) end

---Fetch a report's certificate, a PDF file.
---
---Request: GET /api/Report/Certificate/{report_id}
---@param report_id string GUID of the report.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.report.get_certificate.args): string?
---@overload fun(report_id: string, options: wats.report.get_certificate.options): string?
function wats.report.get_certificate(report_id, to, strict) end

---The headers of the reports between two instants.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param start_date datetime First instant, ISO 8601; local time unless it has an offset.
---@param end_date datetime Last instant, ISO 8601.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_headers_by_date_range.args): ReportHeader[]
---@overload fun(start_date: datetime, end_date: datetime, options: wats.report.get_headers_by_date_range.options): ReportHeader[]
function wats.report.get_headers_by_date_range(start_date, end_date, report_type, top) end

---The headers of one part number's reports.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param part_number string Part number of the units.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_headers_by_part_number.args): ReportHeader[]
---@overload fun(part_number: string, options: wats.report.get_headers_by_part_number.options): ReportHeader[]
function wats.report.get_headers_by_part_number(part_number, report_type, top) end

---The headers of one serial number's reports.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param serial_number string Serial number of the unit.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_headers_by_serial.args): ReportHeader[]
---@overload fun(serial_number: string, options: wats.report.get_headers_by_serial.options): ReportHeader[]
function wats.report.get_headers_by_serial(serial_number, report_type, top) end

---The headers of the last days' reports.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param days? number How many days back. Default 7.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_recent_headers.args): ReportHeader[]
function wats.report.get_recent_headers(days, report_type, top) end

---Fetch a report as an object.
---
---Request: GET /api/Report/Wsjf/{report_id}
---@param report_id string GUID of the report.
---@param detail_level? integer 0 (ids only) to 7 (all).
---@param include_chartdata? boolean Whether charts carry their points.
---@param include_attachments? boolean Whether attachments carry their content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Report?
---@overload fun(args: wats.report.get_report.args): Report?
---@overload fun(report_id: string, options: wats.report.get_report.options): Report?
function wats.report.get_report(report_id, detail_level, include_chartdata, include_attachments, strict) end

---Fetch a report as WSXF text.
---
---Request: GET /api/Report/Wsxf/{report_id}
---@param report_id string GUID of the report.
---@param include_attachments? boolean Whether attachments carry their content.
---@param include_chartdata? boolean Whether charts carry their points.
---@param include_indexes? boolean Whether steps and measurements carry their indexes.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.report.get_report_xml.args): string?
---@overload fun(report_id: string, options: wats.report.get_report_xml.options): string?
function wats.report.get_report_xml(report_id, include_attachments, include_chartdata, include_indexes, to, strict) end

---The headers of the reports since local midnight.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Instants are turned to UTC; pyWATS calls local times UTC.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_todays_headers.args): ReportHeader[]
function wats.report.get_todays_headers(report_type, top) end

---Query the headers of test or repair reports.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: A kind of report that is not known is refused; pyWATS takes it for repairs.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param expand? string[] What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs).
---@param odata_filter? string OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@param orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@param skip? integer How many rows to leave out at the beginning.
---@param select? string[] Only these fields, by their wire names.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers.args): ReportHeader[]
function wats.report.query_headers(report_type, expand, odata_filter, top, orderby, skip, select) end

---Query the headers of reports that carry a misc info.
---
---Request: GET /api/Report/Query/HeaderByMiscInfo
---@param description string Name of the misc info.
---@param string_value string Its value as text.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers_by_misc_info.args): ReportHeader[]
---@overload fun(description: string, string_value: string, options: wats.report.query_headers_by_misc_info.options): ReportHeader[]
function wats.report.query_headers_by_misc_info(description, string_value, top) end

---Query the headers of reports that contain a sub-unit's part number.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither.
---@param subunit_part_number string Part number of the sub-unit.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers_by_subunit_part_number.args): ReportHeader[]
---@overload fun(subunit_part_number: string, options: wats.report.query_headers_by_subunit_part_number.options): ReportHeader[]
function wats.report.query_headers_by_subunit_part_number(subunit_part_number, report_type, top) end

---Query the headers of reports that contain a sub-unit's serial number.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither.
---@param subunit_serial_number string Serial number of the sub-unit.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers_by_subunit_serial.args): ReportHeader[]
---@overload fun(subunit_serial_number: string, options: wats.report.query_headers_by_subunit_serial.options): ReportHeader[]
function wats.report.query_headers_by_subunit_serial(subunit_serial_number, report_type, top) end

---Query headers with their sub-units.
---
---Request: GET /api/Report/Query/Header
---
---Compared with pyWATS: Test reports expand subUnits and repair reports uurSubUnits; pyWATS mixes the two up.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param odata_filter? string OData filter.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@param orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers_with_subunits.args): ReportHeader[]
function wats.report.query_headers_with_subunits(report_type, odata_filter, top, orderby) end

---Query the headers of repair reports.
---
---Request: GET /api/Report/Query/Header
---@param expand? string[] What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs).
---@param odata_filter? string OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@param orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@param skip? integer How many rows to leave out at the beginning.
---@param select? string[] Only these fields, by their wire names.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_uur_headers.args): ReportHeader[]
function wats.report.query_uur_headers(expand, odata_filter, top, orderby, skip, select) end

---Query the headers of test reports.
---
---Request: GET /api/Report/Query/Header
---@param expand? string[] What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs).
---@param odata_filter? string OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@param orderby? string start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given.
---@param skip? integer How many rows to leave out at the beginning.
---@param select? string[] Only these fields, by their wire names.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_uut_headers.args): ReportHeader[]
function wats.report.query_uut_headers(expand, odata_filter, top, orderby, skip, select) end

---Keep a report safe and send it to the server.
---
---Request: POST /api/Report/WSJF
---
---Raises: validation when the report breaks a rule, with all faults; what the server itself refuses is state rejected.
---
---Compared with pyWATS: Returns a table instead of only the id, and the report is safe on disk before it returns.
---@param report any A report object; or a table or text in WSJF form.
---@param priority? integer Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given. It matters while the server cannot be reached.
---@return Outcome
---@overload fun(args: wats.report.submit.args): Outcome
---@overload fun(report: any, options: wats.report.submit.options): Outcome
function wats.report.submit(report, priority) end

---Keep a report safe and send it to the server; the same as submit.
---
---Request: POST /api/Report/WSJF
---
---Raises: validation when the report breaks a rule, with all faults; what the server itself refuses is state rejected.
---
---Compared with pyWATS: Returns a table instead of only the id, and the report is safe on disk before it returns.
---@param report any A report object; or a table or text in WSJF form.
---@param priority? integer Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given. It matters while the server cannot be reached.
---@return Outcome
---@overload fun(args: wats.report.submit_report.args): Outcome
---@overload fun(report: any, options: wats.report.submit_report.options): Outcome
function wats.report.submit_report(report, priority) end

---Keep a report in WSXF form safe and send it to the server.
---
---Request: POST /api/Report/WSXF
---
---Raises: validation for what is no WSXF; what the server itself refuses is state rejected.
---
---Compared with pyWATS: Returns a table instead of only the id, and the report is safe on disk before it returns.
---@param xml_content string A report in WSXF form.
---@param priority? integer Which of several waiting reports goes first, from 1 (first) to 10 (last); 5 unless given.
---@return Outcome
---@overload fun(args: wats.report.submit_report_xml.args): Outcome
---@overload fun(xml_content: string, options: wats.report.submit_report_xml.options): Outcome
function wats.report.submit_report_xml(xml_content, priority) end

do
---A named tree of properties.
---@class AdditionalData
---@field name string Name of the data.
---@field props Property[] Properties of the data.
local AdditionalData = {}

end

do
---Elements of a property of type Array.
---@class Array
---@field dimension integer? Number of dimensions.
---@field type string Type of the elements.
---@field indexes ArrayIndex[] The elements with their indexes.
local Array = {}

end

do
---One element of an array.
---@class ArrayIndex
---@field text string Indexes as text, such as [0][1].
---@field indexes integer[] Indexes, one a dimension, from 0.
---@field value Property The element.
local ArrayIndex = {}

end

do
---State of an asset after the report.
---@class AssetStats
---@field sn string Serial number of the asset. Read-only.
---@field running_count integer? Uses since the last reset. Read-only.
---@field running_count_exceeded integer? Running count less its limit; negative while below. Read-only.
---@field total_count integer? Uses in total. Read-only.
---@field total_count_exceeded integer? Total count less its limit; negative while below. Read-only.
---@field days_since_calibration number? Days since the last calibration. Read-only.
---@field is_days_since_calibration_unknown boolean? Whether no calibration is known. Read-only.
---@field calibration_days_overdue number? Days by which the calibration is overdue. Read-only.
---@field days_since_maintenance number? Days since the last maintenance. Read-only.
---@field is_days_since_maintenance_unknown boolean? Whether no maintenance is known. Read-only.
---@field maintenance_days_overdue number? Days by which the maintenance is overdue. Read-only.
---@field message string What the server says about the asset. Read-only.
local AssetStats = {}

end

do
---A file on a step.
---@class Attachment
---@field name string File name.
---@field content_type string MIME type of the content.
---@field data string Content in base64. Read-only.
local Attachment = {}

---The content.
---@return string
function Attachment:get_bytes() end

end

do
---A file attached to a repair report or a failure.
---@class BinaryData
---@field content_type string MIME type of the content.
---@field data string Content in base64. Read-only.
---@field name string File name.
---@field id string GUID of the file, filled by the server. Read-only.
local BinaryData = {}

---The content.
---@return string
function BinaryData:get_bytes() end

end

---@class BooleanMeas.validate_against_expected.args
---@field expected? boolean true for passed, false for failed. Default true.

do
---A verdict without a value.
---@class BooleanMeas
---@field name string Name, unique in a step with several measurements; not sent for a single one.
---@field status Status P, F or S.
local BooleanMeas = {}

---Whether the verdict is the expected one.
---@param expected? boolean true for passed, false for failed. Default true.
---@return boolean
---@overload fun(self: BooleanMeas, args: BooleanMeas.validate_against_expected.args): boolean
function BooleanMeas:validate_against_expected(expected) end

end

do
---The result of a program that was called.
---@class CallExe
---@field exit_code number? Exit code of the program.
---@field exit_code_format string printf format that displays the exit code.
local CallExe = {}

end

---@class Chart.add_series.args
---@field name string Name of the plot.
---@field x_data? number[] x values, as many as y values; 0, 1, 2, ... when not given.
---@field y_data number[] y values, at most 10 000.

do
---A diagram of up to 10 series.
---@class Chart
---@field chart_type ChartType Line, LineLogXY, LineLogX or LineLogY.
---@field label string Title of the chart.
---@field x_label string Title of the x axis.
---@field x_unit string Unit of the x axis.
---@field y_label string Title of the y axis.
---@field y_unit string Unit of the y axis.
---@field series Series[] The plots of the chart, at most 10. Read-only.
local Chart = {}

---Add a plot.
---@param name string Name of the plot.
---@param x_data? number[] x values, as many as y values; 0, 1, 2, ... when not given.
---@param y_data number[] y values, at most 10 000.
---@return Series
---@overload fun(self: Chart, args: Chart.add_series.args): Series
function Chart:add_series(name, x_data, y_data) end

end

---@class Failure.add_attachment.args
---@field data? string Content of the file.
---@field name? string File name; that of the file on disk when not given.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@field file? string Path of a file to attach, instead of the content itself.

do
---One fault found by a repair.
---@class Failure
---@field art_number string Article number of the component.
---@field art_rev string Revision of the article.
---@field art_vendor string Vendor of the article.
---@field art_description string Description of the article.
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category.
---@field comment string Free text.
---@field com_ref string Component reference, such as R55.
---@field func_block string Function block of the component.
---@field ref_step_id integer? Id of the test report's step that showed the failure.
---@field ref_step_name string Name of that step, filled by the server.
---@field attachments BinaryData[] Files that show the failure. Read-only.
local Failure = {}

---Attach a file that shows the failure.
---@param data? string Content of the file.
---@param name? string File name; that of the file on disk when not given.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@param file? string Path of a file to attach, instead of the content itself.
---@return BinaryData
---@overload fun(self: Failure, args: Failure.add_attachment.args): BinaryData
function Failure:add_attachment(data, name, content_type, file) end

end

do
---The counters of a loop's summary, or the index of an iteration.
---@class Loop
---@field index integer? Index of an iteration, from 0; absent on the summary.
---@field count integer? Number of iterations, on the summary.
---@field ending_index integer? Highest index, on the summary.
---@field passed integer? Number of passed iterations, on the summary.
---@field failed integer? Number of failed iterations, on the summary.
local Loop = {}

end

---@class LoopRun.add_numeric_step.options
---@field unit? string Unit of value and limits, at most 20 characters.
---@field comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Required with limits; LOG without.
---@field low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@field high_limit? number The upper limit of an operator with two limits.
---@field value_format? string printf format that displays the value, such as %.3f.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

---@class LoopRun.add_numeric_step.args: LoopRun.add_numeric_step.options
---@field value number The measured value.

---@class LoopRun.add_string_step.options
---@field comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Required with a limit; LOG without.
---@field limit? string The text to compare with.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

---@class LoopRun.add_string_step.args: LoopRun.add_string_step.options
---@field value string The measured text, at most 100 characters.

---@class LoopRun.add_boolean_step.args
---@field value? boolean true passes, false fails. Give it, or a status.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

---@class LoopRun.add_pass_fail_step.args
---@field value? boolean true passes, false fails. Give it, or a status.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

---@class LoopRun.add_action_step.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

---@class LoopRun.add_sequence_call.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

do
---A loop under way; each call adds an iteration.
---@class LoopRun
---@field summary Step The step that sums the loop up. Read-only.
---@field iterations Step[] The iterations so far. Read-only.
local LoopRun = {}

---Add an iteration: something that was done.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_action_step.args): Step
function LoopRun:add_action_step(status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a pass/fail verdict.
---@param value? boolean true passes, false fails. Give it, or a status.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_boolean_step.args): Step
function LoopRun:add_boolean_step(value, status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a number, judged against its limits.
---@param value number The measured value.
---@param unit? string Unit of value and limits, at most 20 characters.
---@param comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Required with limits; LOG without.
---@param low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@param high_limit? number The upper limit of an operator with two limits.
---@param value_format? string printf format that displays the value, such as %.3f.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_numeric_step.args): Step
---@overload fun(self: LoopRun, value: number, options: LoopRun.add_numeric_step.options): Step
function LoopRun:add_numeric_step(value, unit, comp_op, low_limit, high_limit, value_format, status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a pass/fail verdict; the same as add_boolean_step.
---@param value? boolean true passes, false fails. Give it, or a status.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_pass_fail_step.args): Step
function LoopRun:add_pass_fail_step(value, status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a group of steps.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_sequence_call.args): Step
function LoopRun:add_sequence_call(status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a text, judged against its limit.
---@param value string The measured text, at most 100 characters.
---@param comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Required with a limit; LOG without.
---@param limit? string The text to compare with.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_string_step.args): Step
---@overload fun(self: LoopRun, value: string, options: LoopRun.add_string_step.options): Step
function LoopRun:add_string_step(value, comp_op, limit, status, error_code, error_message, report_text, start, tot_time) end

end

do
---The answer to a message.
---@class MessagePopup
---@field response string Text that the operator typed.
---@field button integer? Number of the button that was pressed.
---@field button_format string printf format that displays the button.
local MessagePopup = {}

end

do
---A searchable fact about the unit or the run.
---@class MiscInfo
---@field description string Name of the fact; in a repair report one that the repair type defines.
---@field typedef string Type name of the fact.
---@field string_value string? Value as text.
---@field numeric_value number? Value as a number.
---@field numeric_format string printf format that displays the number.
---@field id string GUID of the definition in the repair type.
local MiscInfo = {}

end

do
---A number with its limits.
---@class NumericMeas
---@field comp_op CompOp How the value is compared with the limits. It was judged when it was added. Read-only.
---@field name string Name, unique in a step with several measurements; not sent for a single one.
---@field status Status P, F or S.
---@field unit string Unit of value and limits.
---@field value number? The measured value; may be NaN or infinite. It was judged when it was added. Read-only.
---@field value_format string printf format that displays the value.
---@field high_limit number? The upper limit of a range operator. It was judged when it was added. Read-only.
---@field high_limit_format string printf format that displays the upper limit.
---@field low_limit number? The limit of a single-limit operator (also of LT and LE), else the lower limit. It was judged when it was added. Read-only.
---@field low_limit_format string printf format that displays the lower limit.
local NumericMeas = {}

---P or F, as the limits say, whatever the status is.
---@return Status
function NumericMeas:calculate_status() end

---Whether the value passes its limits, whatever the status is.
---@return boolean
function NumericMeas:validate_against_limits() end

end

do
---A node of additional data.
---@class Property
---@field name string Name of the property.
---@field type string Number, String, Bool, Obj or Array.
---@field flags integer? Flags of the property.
---@field value string? Value as text.
---@field comment string Comment on the property.
---@field num_format string printf format that displays a number.
---@field props Property[] Properties of an Obj.
---@field array Array Elements of an Array.
local Property = {}

end

do
---A repair report that refers to a test.
---@class RefUUR
---@field id string GUID of the repair report.
---@field start datetime Start of the repair.
local RefUUR = {}

end

---@class Report.add_failure.options
---@field comment? string Free text, at most 5000 characters.
---@field component_ref? string Component reference, such as R55.
---@field ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@field sub_unit_idx? integer Index of the unit; 0, the unit itself, when not given.
---@field serial_number? string Serial number of the unit, instead of its index.
---@field idx? integer Another name of sub_unit_idx.
---@field ref_step_name? string Name of the step, where the repair was made from the test report.
---@field com_ref? string Another name of component_ref.
---@field func_block? string Function block of the component.
---@field art_number? string Article number of the component.
---@field art_rev? string Revision of the article.
---@field art_vendor? string Vendor of the article.
---@field art_description? string Description of the article.

---@class Report.add_failure.args: Report.add_failure.options
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.

---@class Report.add_failure_to_sub_unit.options
---@field serial_number? string Serial number of the unit, instead of its index.
---@field idx? integer Index of the unit; 0, the unit itself, when not given.
---@field comment? string Free text, at most 5000 characters.
---@field component_ref? string Component reference, such as R55.
---@field ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@field ref_step_name? string Name of the step, where the repair was made from the test report.
---@field com_ref? string Another name of component_ref.
---@field func_block? string Function block of the component.
---@field art_number? string Article number of the component.
---@field art_rev? string Revision of the article.
---@field art_vendor? string Vendor of the article.
---@field art_description? string Description of the article.

---@class Report.add_failure_to_sub_unit.args: Report.add_failure_to_sub_unit.options
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.

---@class Report.add_failure_to_main_unit.options
---@field comment? string Free text, at most 5000 characters.
---@field component_ref? string Component reference, such as R55.
---@field ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@field ref_step_name? string Name of the step, where the repair was made from the test report.
---@field com_ref? string Another name of component_ref.
---@field func_block? string Function block of the component.
---@field art_number? string Article number of the component.
---@field art_rev? string Revision of the article.
---@field art_vendor? string Vendor of the article.
---@field art_description? string Description of the article.

---@class Report.add_failure_to_main_unit.args: Report.add_failure_to_main_unit.options
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.

---@class Report.add_main_failure.options
---@field comment? string Free text, at most 5000 characters.
---@field component_ref? string Component reference, such as R55.
---@field ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@field ref_step_name? string Name of the step, where the repair was made from the test report.
---@field com_ref? string Another name of component_ref.
---@field func_block? string Function block of the component.
---@field art_number? string Article number of the component.
---@field art_rev? string Revision of the article.
---@field art_vendor? string Vendor of the article.
---@field art_description? string Description of the article.

---@class Report.add_main_failure.args: Report.add_main_failure.options
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.

---@class Report.get_sub_unit.args
---@field idx integer Index of the unit; 0 is the unit itself.

---@class Report.get_sub_unit_by_idx.args
---@field idx integer Index of the unit; 0 is the unit itself.

---@class Report.add_binary_data.args
---@field data? string Content of the file.
---@field name? string File name; that of the file on disk when not given.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@field file? string Path of a file to attach, instead of the content itself.

---@class Report.add_attachment.args
---@field data? string Content of the file.
---@field name? string File name; that of the file on disk when not given.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@field file? string Path of a file to attach, instead of the content itself.

---@class Report.attach_bytes.options
---@field mime_type? string MIME type of the content, such as image/png. Default application/octet-stream.

---@class Report.attach_bytes.args: Report.attach_bytes.options
---@field name string File name.
---@field content string Content of the file.

---@class Report.link_to_uut.args
---@field uut_id string GUID of the test report.

---@class Report.copy_misc_from_uut.args
---@field uut_report Report The test report.

---@class Report.set_repair_process.options
---@field name? string Its name, exactly as the server has it; not needed.

---@class Report.set_repair_process.args: Report.set_repair_process.options
---@field code integer Code of the operation.

---@class Report.set_test_operation.options
---@field name? string Its name, exactly as the server has it; not needed.

---@class Report.set_test_operation.args: Report.set_test_operation.options
---@field code integer Code of the operation.

---@class Report.add_misc_info.options
---@field value? any Value: a text (at most 100 characters), or a number.
---@field text? string Value as text, where both text and number are given.
---@field numeric? number Value as a number, where both text and number are given.
---@field typedef? string Type name of the fact, at most 30 characters.

---@class Report.add_misc_info.args: Report.add_misc_info.options
---@field description string Name of the fact, at most 100 characters.

---@class Report.add_sub_unit.options
---@field rev? string Revision of the sub-unit.
---@field position? integer Position in the parent.
---@field parent_idx? integer In a repair report, the index of the unit that holds this one. Default 0.

---@class Report.add_sub_unit.args: Report.add_sub_unit.options
---@field part_type? string Kind of part, such as PCBA, at most 50 characters. Default Unknown.
---@field sn string Serial number of the sub-unit.
---@field pn string Part number of the sub-unit.

---@class Report.add_asset.options
---@field usage_count? integer How many uses this report adds. Default 1.

---@class Report.add_asset.args: Report.add_asset.options
---@field sn string Serial number of the asset, known to the server.

---@class Report.add_additional_data.args
---@field name string Name of the data, at most 200 characters.
---@field props table<string, any> Properties: texts, numbers, booleans, lists and tables of these.

do
---A test report (UUT) or a repair report (UUR), in memory until it is submitted.
---@class Report
---@field type string T for a test report (UUT), R for a repair report (UUR). Read-only.
---@field id string GUID of the report; sending the same id again replaces the report.
---@field pn string Part number of the unit.
---@field sn string Serial number of the unit.
---@field rev string Revision of the part number.
---@field product_name string Name of the product, filled by the server. Read-only.
---@field process_code integer? Code of the test operation, or of the repair operation in a repair report.
---@field process_code_format string printf format that displays the process code.
---@field process_name string Name of the process; must be exactly the server's name when given.
---@field result Status Verdict of the unit: P, F, E or T. Always equal to the root step's status.
---@field station_name string Name of the station.
---@field location string Where the station stands.
---@field purpose string What the station is used for, such as Production.
---@field origin string Who sent the report, filled by the server. Read-only.
---@field start datetime Start of the test: ISO 8601 local time with offset.
---@field start_utc datetime The same instant in UTC, filled by the server. Read-only.
---@field root Step The root sequence call of a test report. Read-only.
---@field uur UUR What belongs to a repair only. Read-only.
---@field uut UUT What belongs to a test only. Read-only.
---@field misc_infos MiscInfo[] Searchable facts about the unit or the run. Read-only.
---@field sub_units SubUnit[] Units built into this unit; in a repair report also the unit itself, at index 0. Read-only.
---@field assets ReportAsset[] Equipment that was used and is counted. Read-only.
---@field asset_stats AssetStats[] State of the assets, filled by the server. Read-only.
---@field binary_data BinaryData[] Files attached to a repair report. Read-only.
---@field additional_data AdditionalData[] Structured data of any depth. Read-only.
---@field test_operation_code integer? Code of the test operation, of a repair report that of the test that failed. Read-only.
---@field repair_process_code integer? Code of the repair operation; nil for a test report. Read-only.
---@field uut_guid string? GUID of the test report that a repair report refers to. Read-only.
---@field failures Failure[] The failures of all units. Read-only.
---@field mode Mode active judges what is added from now on, import takes statuses as given.
local Report = {}

---Add structured data of any depth.
---@param name string Name of the data, at most 200 characters.
---@param props table<string, any> Properties: texts, numbers, booleans, lists and tables of these.
---@return AdditionalData
---@overload fun(self: Report, args: Report.add_additional_data.args): AdditionalData
function Report:add_additional_data(name, props) end

---Count the use of an asset.
---@param sn string Serial number of the asset, known to the server.
---@param usage_count? integer How many uses this report adds. Default 1.
---@return ReportAsset
---@overload fun(self: Report, args: Report.add_asset.args): ReportAsset
---@overload fun(self: Report, sn: string, options: Report.add_asset.options): ReportAsset
function Report:add_asset(sn, usage_count) end

---Attach a file to a repair report; the same as add_binary_data.
---@param data? string Content of the file.
---@param name? string File name; that of the file on disk when not given.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@param file? string Path of a file to attach, instead of the content itself.
---@return BinaryData
---@overload fun(self: Report, args: Report.add_attachment.args): BinaryData
function Report:add_attachment(data, name, content_type, file) end

---Attach a file to a repair report.
---@param data? string Content of the file.
---@param name? string File name; that of the file on disk when not given.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@param file? string Path of a file to attach, instead of the content itself.
---@return BinaryData
---@overload fun(self: Report, args: Report.add_binary_data.args): BinaryData
function Report:add_binary_data(data, name, content_type, file) end

---Add a failure to a unit of a repair report, the main unit unless another is named.
---@param category string Failure category of the repair type, such as Component.
---@param code string Failure code within the category, such as Defect Component.
---@param comment? string Free text, at most 5000 characters.
---@param component_ref? string Component reference, such as R55.
---@param ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@param sub_unit_idx? integer Index of the unit; 0, the unit itself, when not given.
---@param serial_number? string Serial number of the unit, instead of its index.
---@param idx? integer Another name of sub_unit_idx.
---@param ref_step_name? string Name of the step, where the repair was made from the test report.
---@param com_ref? string Another name of component_ref.
---@param func_block? string Function block of the component.
---@param art_number? string Article number of the component.
---@param art_rev? string Revision of the article.
---@param art_vendor? string Vendor of the article.
---@param art_description? string Description of the article.
---@return Failure
---@overload fun(self: Report, args: Report.add_failure.args): Failure
---@overload fun(self: Report, category: string, code: string, options: Report.add_failure.options): Failure
function Report:add_failure(category, code, comment, component_ref, ref_step_id, sub_unit_idx, serial_number, idx, ref_step_name, com_ref, func_block, art_number, art_rev, art_vendor, art_description) end

---Add a failure to the main unit of a repair report.
---@param category string Failure category of the repair type, such as Component.
---@param code string Failure code within the category, such as Defect Component.
---@param comment? string Free text, at most 5000 characters.
---@param component_ref? string Component reference, such as R55.
---@param ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@param ref_step_name? string Name of the step, where the repair was made from the test report.
---@param com_ref? string Another name of component_ref.
---@param func_block? string Function block of the component.
---@param art_number? string Article number of the component.
---@param art_rev? string Revision of the article.
---@param art_vendor? string Vendor of the article.
---@param art_description? string Description of the article.
---@return Failure
---@overload fun(self: Report, args: Report.add_failure_to_main_unit.args): Failure
---@overload fun(self: Report, category: string, code: string, options: Report.add_failure_to_main_unit.options): Failure
function Report:add_failure_to_main_unit(category, code, comment, component_ref, ref_step_id, ref_step_name, com_ref, func_block, art_number, art_rev, art_vendor, art_description) end

---Add a failure to a unit that is named by serial number or index.
---@param category string Failure category of the repair type, such as Component.
---@param code string Failure code within the category, such as Defect Component.
---@param serial_number? string Serial number of the unit, instead of its index.
---@param idx? integer Index of the unit; 0, the unit itself, when not given.
---@param comment? string Free text, at most 5000 characters.
---@param component_ref? string Component reference, such as R55.
---@param ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@param ref_step_name? string Name of the step, where the repair was made from the test report.
---@param com_ref? string Another name of component_ref.
---@param func_block? string Function block of the component.
---@param art_number? string Article number of the component.
---@param art_rev? string Revision of the article.
---@param art_vendor? string Vendor of the article.
---@param art_description? string Description of the article.
---@return Failure
---@overload fun(self: Report, args: Report.add_failure_to_sub_unit.args): Failure
---@overload fun(self: Report, category: string, code: string, options: Report.add_failure_to_sub_unit.options): Failure
function Report:add_failure_to_sub_unit(category, code, serial_number, idx, comment, component_ref, ref_step_id, ref_step_name, com_ref, func_block, art_number, art_rev, art_vendor, art_description) end

---Add a failure to the main unit of a repair report.
---@param category string Failure category of the repair type, such as Component.
---@param code string Failure code within the category, such as Defect Component.
---@param comment? string Free text, at most 5000 characters.
---@param component_ref? string Component reference, such as R55.
---@param ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@param ref_step_name? string Name of the step, where the repair was made from the test report.
---@param com_ref? string Another name of component_ref.
---@param func_block? string Function block of the component.
---@param art_number? string Article number of the component.
---@param art_rev? string Revision of the article.
---@param art_vendor? string Vendor of the article.
---@param art_description? string Description of the article.
---@return Failure
---@overload fun(self: Report, args: Report.add_main_failure.args): Failure
---@overload fun(self: Report, category: string, code: string, options: Report.add_main_failure.options): Failure
function Report:add_main_failure(category, code, comment, component_ref, ref_step_id, ref_step_name, com_ref, func_block, art_number, art_rev, art_vendor, art_description) end

---Add a searchable fact, as text or number.
---@param description string Name of the fact, at most 100 characters.
---@param value? any Value: a text (at most 100 characters), or a number.
---@param text? string Value as text, where both text and number are given.
---@param numeric? number Value as a number, where both text and number are given.
---@param typedef? string Type name of the fact, at most 30 characters.
---@return MiscInfo
---@overload fun(self: Report, args: Report.add_misc_info.args): MiscInfo
---@overload fun(self: Report, description: string, options: Report.add_misc_info.options): MiscInfo
function Report:add_misc_info(description, value, text, numeric, typedef) end

---Add a unit that is built into this one.
---@param part_type? string Kind of part, such as PCBA, at most 50 characters. Default Unknown.
---@param sn string Serial number of the sub-unit.
---@param pn string Part number of the sub-unit.
---@param rev? string Revision of the sub-unit.
---@param position? integer Position in the parent.
---@param parent_idx? integer In a repair report, the index of the unit that holds this one. Default 0.
---@return SubUnit
---@overload fun(self: Report, args: Report.add_sub_unit.args): SubUnit
---@overload fun(self: Report, part_type: string, sn: string, pn: string, options: Report.add_sub_unit.options): SubUnit
function Report:add_sub_unit(part_type, sn, pn, rev, position, parent_idx) end

---Attach a file to a repair report, its name first.
---@param name string File name.
---@param content string Content of the file.
---@param mime_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@return BinaryData
---@overload fun(self: Report, args: Report.attach_bytes.args): BinaryData
---@overload fun(self: Report, name: string, content: string, options: Report.attach_bytes.options): BinaryData
function Report:attach_bytes(name, content, mime_type) end

---Take over a test report's misc infos.
---@param uut_report Report The test report.
---@overload fun(self: Report, args: Report.copy_misc_from_uut.args)
function Report:copy_misc_from_uut(uut_report) end

---How many failures there are on all units.
---@return integer
function Report:count_failures() end

---The failures of all units.
---@return Failure[]
function Report:get_all_failures() end

---The repaired unit itself.
---@return SubUnit
function Report:get_main_unit() end

---The root step, to which groups and steps are added.
---@return Step
function Report:get_root_sequence_call() end

---The sub-unit with an index, or nil.
---@param idx integer Index of the unit; 0 is the unit itself.
---@return SubUnit
---@overload fun(self: Report, args: Report.get_sub_unit.args): SubUnit
function Report:get_sub_unit(idx) end

---The sub-unit with an index, or nil; the same as get_sub_unit.
---@param idx integer Index of the unit; 0 is the unit itself.
---@return SubUnit
---@overload fun(self: Report, args: Report.get_sub_unit_by_idx.args): SubUnit
function Report:get_sub_unit_by_idx(idx) end

---Name the test report that a repair belongs to.
---@param uut_id string GUID of the test report.
---@overload fun(self: Report, args: Report.link_to_uut.args)
function Report:link_to_uut(uut_id) end

---The steps as an indented text.
---@return string
function Report:print_hierarchy() end

---Set the repair operation.
---@param code integer Code of the operation.
---@param name? string Its name, exactly as the server has it; not needed.
---@overload fun(self: Report, args: Report.set_repair_process.args)
---@overload fun(self: Report, code: integer, options: Report.set_repair_process.options)
function Report:set_repair_process(code, name) end

---Set the test operation that failed.
---@param code integer Code of the operation.
---@param name? string Its name, exactly as the server has it; not needed.
---@overload fun(self: Report, args: Report.set_test_operation.args)
---@overload fun(self: Report, code: integer, options: Report.set_test_operation.options)
function Report:set_test_operation(code, name) end

---The report in WSJF form.
---@return string
function Report:to_json() end

---The report in WSXF form.
---@return string
function Report:to_xml() end

---All faults that the server would find, as a list of texts; empty when there are none.
---@return string[]
function Report:validate() end

end

do
---Equipment that was used and is counted.
---@class ReportAsset
---@field sn string Serial number of the asset, known to the server.
---@field usage_count integer? How many uses this report adds.
---@field usage_count_format string printf format that displays the count.
local ReportAsset = {}

end

do
---The sequence that a container step calls.
---@class Sequence
---@field path string? Where the sequence comes from.
---@field file_name string? Name of the sequence or its file.
---@field version string? Version of the sequence.
local Sequence = {}

end

do
---One plot of a chart.
---@class Series
---@field data_type string Always XYG.
---@field name string Name of the plot.
---@field x_data string? x values joined with semicolons. Read-only.
---@field y_data string? y values joined with semicolons. Read-only.
local Series = {}

end

---@class Step.add_sequence_call.options
---@field file_name? string Name of the sequence; the step's name when not given.
---@field path? string Where the sequence comes from; the report's root sequence when not given.
---@field version? string Version of the sequence; the parent's when not given.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_sequence_call.args: Step.add_sequence_call.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_numeric_step.options
---@field unit? string Unit of value and limits, at most 20 characters.
---@field comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Required with limits; LOG without.
---@field low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@field high_limit? number The upper limit of an operator with two limits.
---@field value_format? string printf format that displays the value, such as %.3f.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_numeric_step.args: Step.add_numeric_step.options
---@field name string Name of the step, at most 100 characters.
---@field value number The measured value.

---@class Step.add_multi_numeric_step.options
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_multi_numeric_step.args: Step.add_multi_numeric_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_boolean_step.options
---@field value? boolean true passes, false fails. Give it, or a status.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_boolean_step.args: Step.add_boolean_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_pass_fail_step.options
---@field value? boolean true passes, false fails. Give it, or a status.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_pass_fail_step.args: Step.add_pass_fail_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_multi_boolean_step.options
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_multi_boolean_step.args: Step.add_multi_boolean_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_string_step.options
---@field comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Required with a limit; LOG without.
---@field limit? string The text to compare with.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_string_step.args: Step.add_string_step.options
---@field name string Name of the step, at most 100 characters.
---@field value string The measured text, at most 100 characters.

---@class Step.add_multi_string_step.options
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_multi_string_step.args: Step.add_multi_string_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_action_step.options
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_action_step.args: Step.add_action_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_generic_step.options
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_generic_step.args: Step.add_generic_step.options
---@field name string Name of the step, at most 100 characters.
---@field step_type string Type of the step, which selects its icon, such as NI_Wait, Label or Statement.

---@class Step.add_chart_step.options
---@field chart_type? ChartType Line, LineLogXY, LineLogX or LineLogY. Default Line.
---@field label? string Title of the chart. Default Chart.
---@field x_label? string Title of the x axis. Default X.
---@field x_unit? string Unit of the x axis.
---@field y_label? string Title of the y axis. Default Y.
---@field y_unit? string Unit of the y axis.
---@field series? SeriesArgs[] The plots; add_series adds more.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_chart_step.args: Step.add_chart_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_call_exe_step.options
---@field exit_code_format? string printf format that displays the exit code.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_call_exe_step.args: Step.add_call_exe_step.options
---@field name string Name of the step, at most 100 characters.
---@field exit_code number Exit code of the program.

---@class Step.add_message_popup_step.options
---@field response? string Text that the operator typed, at most 200 characters.
---@field button? integer Number of the button that was pressed.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? datetime Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_message_popup_step.args: Step.add_message_popup_step.options
---@field name string Name of the step, at most 100 characters.

---@class Step.add_loop.options
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failed iteration fails the parents and the report. Default true.

---@class Step.add_loop.args: Step.add_loop.options
---@field name string Name of the step that is repeated, at most 100 characters.

---@class Step.add_measurement.options
---@field value? any A number, a text, or true/false, as the step's kind wants.
---@field status? Status Passed, Failed or Skipped; judged when not given.
---@field unit? string Unit of a number.
---@field comp_op? CompOp How a number or a text is compared. Required with limits; LOG without.
---@field low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@field high_limit? number The upper limit of an operator with two limits.
---@field limit? string The text to compare with.

---@class Step.add_measurement.args: Step.add_measurement.options
---@field name string Name, unique in the step; a second one gets the suffix ' #2'.

---@class Step.add_chart.args
---@field chart_type? ChartType Line, LineLogXY, LineLogX or LineLogY. Default Line.
---@field chart_label? string Title of the chart.
---@field x_label? string Title of the x axis. Default X.
---@field x_unit? string Unit of the x axis.
---@field y_label? string Title of the y axis. Default Y.
---@field y_unit? string Unit of the y axis.
---@field series? SeriesArgs[] The plots; add_series adds more.
---@field label? string Another name of chart_label.

---@class Step.add_attachment.args
---@field data? string Content of the file.
---@field name? string File name; that of the file on disk when not given.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@field file? string Path of a file to attach, instead of the content itself.

---@class Step.add_additional_results.args
---@field name string Name of the data, at most 200 characters.
---@field props table<string, any> Properties: texts, numbers, booleans, lists and tables of these.

---@class Step.find_step.options
---@field recursive? boolean Whether to look below the direct children too. Default true.
---@field step_type? string Type of the step, such as ET_NLT.

---@class Step.find_step.args: Step.find_step.options
---@field name string Name of the step.

---@class Step.find_all_steps.args
---@field name? string Name of the step.
---@field step_type? string Type of the step, such as ET_NLT.
---@field recursive? boolean Whether to look below the direct children too. Default true.

---@class Step.get_failed_steps.args
---@field recursive? boolean Whether to look below the direct children too. Default true.

---@class Step.count_steps.args
---@field recursive? boolean Whether to look below the direct children too. Default true.

---@class Step.validate_step.args
---@field trigger_children? boolean Whether to look at all steps below too. Default false.

do
---A step of a test report; one with a sequence holds further steps.
---@class Step
---@field id integer? Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group Group S setup, M main, C cleanup.
---@field step_type string Type name, which selects the icon.
---@field loop Loop Counters of a loop's summary, or the index of an iteration. Read-only.
---@field name string Name of the step.
---@field start datetime Start of the step; read it as wall time.
---@field status Status P passed, F failed, D done, S skipped, E error, T terminated.
---@field error_code integer? Error code, shown only together with error_message.
---@field error_code_format string printf format that displays error_code.
---@field error_message string Error text, independent of the status.
---@field ts_guid string TestStand's unique id of the step.
---@field tot_time number? Duration of the step in seconds.
---@field tot_time_format string printf format that displays tot_time.
---@field interactive_exe_num integer? Number of the interactive execution.
---@field interactive_exe_num_format string printf format that displays interactive_exe_num.
---@field caused_seq_failure boolean? Whether this step failed its sequence.
---@field caused_uut_failure boolean? Whether this step failed the unit; the server marks one when nobody did.
---@field report_text string Free text; HTML is displayed.
---@field additional_results AdditionalData[] Structured data of any depth. Read-only.
---@field steps Step[] The steps of a sequence call, in order. Read-only.
---@field numeric_meas NumericMeas[] Numeric measurements, in order of display. Read-only.
---@field string_meas StringMeas[] String measurements, in order of display. Read-only.
---@field boolean_meas BooleanMeas[] Pass/fail measurements, in order of display. Read-only.
---@field chart Chart A chart; not together with an attachment. Read-only.
---@field attachment Attachment A file; not together with a chart. Read-only.
---@field call_exe CallExe The result of a program that was called. Read-only.
---@field message_popup MessagePopup The answer to a message. Read-only.
---@field sequence Sequence The sequence that a container step calls. Read-only.
---@field value any Value of the step's only measurement: a number, a text, or true for passed. Read-only.
---@field unit any Unit of the step's only measurement. Read-only.
---@field comp_op any How the step's only measurement is compared. Read-only.
---@field low_limit any The lower limit of the step's only measurement. Read-only.
---@field high_limit any The upper limit of the step's only measurement. Read-only.
---@field limit any The text that the step's only measurement is compared with. Read-only.
---@field parent Step The step that holds this one; nil for the root. Read-only.
local Step = {}

---Add something that was done.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_action_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_action_step.options): Step
function Step:add_action_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add structured data of any depth to this step.
---@param name string Name of the data, at most 200 characters.
---@param props table<string, any> Properties: texts, numbers, booleans, lists and tables of these.
---@return AdditionalData
---@overload fun(self: Step, args: Step.add_additional_results.args): AdditionalData
function Step:add_additional_results(name, props) end

---Attach a file to this step.
---@param data? string Content of the file.
---@param name? string File name; that of the file on disk when not given.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@param file? string Path of a file to attach, instead of the content itself.
---@return Attachment
---@overload fun(self: Step, args: Step.add_attachment.args): Attachment
function Step:add_attachment(data, name, content_type, file) end

---Add a pass/fail verdict.
---@param name string Name of the step, at most 100 characters.
---@param value? boolean true passes, false fails. Give it, or a status.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_boolean_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_boolean_step.options): Step
function Step:add_boolean_step(name, value, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a program that was called, with its exit code.
---@param name string Name of the step, at most 100 characters.
---@param exit_code number Exit code of the program.
---@param exit_code_format? string printf format that displays the exit code.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_call_exe_step.args): Step
---@overload fun(self: Step, name: string, exit_code: number, options: Step.add_call_exe_step.options): Step
function Step:add_call_exe_step(name, exit_code, exit_code_format, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a chart to this step.
---@param chart_type? ChartType Line, LineLogXY, LineLogX or LineLogY. Default Line.
---@param chart_label? string Title of the chart.
---@param x_label? string Title of the x axis. Default X.
---@param x_unit? string Unit of the x axis.
---@param y_label? string Title of the y axis. Default Y.
---@param y_unit? string Unit of the y axis.
---@param series? SeriesArgs[] The plots; add_series adds more.
---@param label? string Another name of chart_label.
---@return Chart
---@overload fun(self: Step, args: Step.add_chart.args): Chart
function Step:add_chart(chart_type, chart_label, x_label, x_unit, y_label, y_unit, series, label) end

---Add a step with a chart.
---@param name string Name of the step, at most 100 characters.
---@param chart_type? ChartType Line, LineLogXY, LineLogX or LineLogY. Default Line.
---@param label? string Title of the chart. Default Chart.
---@param x_label? string Title of the x axis. Default X.
---@param x_unit? string Unit of the x axis.
---@param y_label? string Title of the y axis. Default Y.
---@param y_unit? string Unit of the y axis.
---@param series? SeriesArgs[] The plots; add_series adds more.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_chart_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_chart_step.options): Step
function Step:add_chart_step(name, chart_type, label, x_label, x_unit, y_label, y_unit, series, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a step of any type.
---@param name string Name of the step, at most 100 characters.
---@param step_type string Type of the step, which selects its icon, such as NI_Wait, Label or Statement.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_generic_step.args): Step
---@overload fun(self: Step, name: string, step_type: string, options: Step.add_generic_step.options): Step
function Step:add_generic_step(name, step_type, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a loop; its iterations are added to what this returns.
---@param name string Name of the step that is repeated, at most 100 characters.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failed iteration fails the parents and the report. Default true.
---@return LoopRun
---@overload fun(self: Step, args: Step.add_loop.args): LoopRun
---@overload fun(self: Step, name: string, options: Step.add_loop.options): LoopRun
function Step:add_loop(name, group, fail_parent_on_failure) end

---Add a measurement to a multi step.
---@param name string Name, unique in the step; a second one gets the suffix ' #2'.
---@param value? any A number, a text, or true/false, as the step's kind wants.
---@param status? Status Passed, Failed or Skipped; judged when not given.
---@param unit? string Unit of a number.
---@param comp_op? CompOp How a number or a text is compared. Required with limits; LOG without.
---@param low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@param high_limit? number The upper limit of an operator with two limits.
---@param limit? string The text to compare with.
---@return NumericMeas|StringMeas|BooleanMeas
---@overload fun(self: Step, args: Step.add_measurement.args): NumericMeas|StringMeas|BooleanMeas
---@overload fun(self: Step, name: string, options: Step.add_measurement.options): NumericMeas|StringMeas|BooleanMeas
function Step:add_measurement(name, value, status, unit, comp_op, low_limit, high_limit, limit) end

---Add a message with the operator's answer.
---@param name string Name of the step, at most 100 characters.
---@param response? string Text that the operator typed, at most 200 characters.
---@param button? integer Number of the button that was pressed.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_message_popup_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_message_popup_step.options): Step
function Step:add_message_popup_step(name, response, button, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a step of several pass/fail verdicts; add_measurement adds them.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_multi_boolean_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_multi_boolean_step.options): Step
function Step:add_multi_boolean_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a step of several numbers; add_measurement adds them.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_multi_numeric_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_multi_numeric_step.options): Step
function Step:add_multi_numeric_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a step of several texts; add_measurement adds them.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_multi_string_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_multi_string_step.options): Step
function Step:add_multi_string_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a number, judged against its limits.
---@param name string Name of the step, at most 100 characters.
---@param value number The measured value.
---@param unit? string Unit of value and limits, at most 20 characters.
---@param comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Required with limits; LOG without.
---@param low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@param high_limit? number The upper limit of an operator with two limits.
---@param value_format? string printf format that displays the value, such as %.3f.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_numeric_step.args): Step
---@overload fun(self: Step, name: string, value: number, options: Step.add_numeric_step.options): Step
function Step:add_numeric_step(name, value, unit, comp_op, low_limit, high_limit, value_format, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a pass/fail verdict; the same as add_boolean_step.
---@param name string Name of the step, at most 100 characters.
---@param value? boolean true passes, false fails. Give it, or a status.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_pass_fail_step.args): Step
---@overload fun(self: Step, name: string, options: Step.add_pass_fail_step.options): Step
function Step:add_pass_fail_step(name, value, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a group of steps.
---@param name string Name of the step, at most 100 characters.
---@param file_name? string Name of the sequence; the step's name when not given.
---@param path? string Where the sequence comes from; the report's root sequence when not given.
---@param version? string Version of the sequence; the parent's when not given.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_sequence_call.args): Step
---@overload fun(self: Step, name: string, options: Step.add_sequence_call.options): Step
function Step:add_sequence_call(name, file_name, path, version, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a text, judged against its limit.
---@param name string Name of the step, at most 100 characters.
---@param value string The measured text, at most 100 characters.
---@param comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Required with a limit; LOG without.
---@param limit? string The text to compare with.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? datetime Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_string_step.args): Step
---@overload fun(self: Step, name: string, value: string, options: Step.add_string_step.options): Step
function Step:add_string_step(name, value, comp_op, limit, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---How many steps there are below this one.
---@param recursive? boolean Whether to look below the direct children too. Default true.
---@return integer
---@overload fun(self: Step, args: Step.count_steps.args): integer
function Step:count_steps(recursive) end

---All steps below this one that match.
---@param name? string Name of the step.
---@param step_type? string Type of the step, such as ET_NLT.
---@param recursive? boolean Whether to look below the direct children too. Default true.
---@return Step[]
---@overload fun(self: Step, args: Step.find_all_steps.args): Step[]
function Step:find_all_steps(name, step_type, recursive) end

---The first step below this one that matches, or nil.
---@param name string Name of the step.
---@param recursive? boolean Whether to look below the direct children too. Default true.
---@param step_type? string Type of the step, such as ET_NLT.
---@return Step
---@overload fun(self: Step, args: Step.find_step.args): Step
---@overload fun(self: Step, name: string, options: Step.find_step.options): Step
function Step:find_step(name, recursive, step_type) end

---All failed steps below this one.
---@param recursive? boolean Whether to look below the direct children too. Default true.
---@return Step[]
---@overload fun(self: Step, args: Step.get_failed_steps.args): Step[]
function Step:get_failed_steps(recursive) end

---The names from the root to this step, joined with /.
---@return string
function Step:get_step_path() end

---The id that the server will give this step, for failures to refer to.
---@return integer
function Step:number() end

---This step and those below as an indented text.
---@return string
function Step:print_hierarchy() end

---Give a failure of this step to the steps above it, also to those that it was kept from.
function Step:propagate_failure() end

---Whether a server would take the step, and its verdicts are what values and limits say: true or false, and a list of what is wrong.
---@param trigger_children? boolean Whether to look at all steps below too. Default false.
---@return boolean ok The verdict.
---@return string[] problems What is wrong.
---@overload fun(self: Step, args: Step.validate_step.args): boolean, string[]
function Step:validate_step(trigger_children) end

end

do
---A text with its limit.
---@class StringMeas
---@field comp_op CompOp How the value is compared with the limit. It was judged when it was added. Read-only.
---@field name string Name, unique in a step with several measurements; not sent for a single one.
---@field status Status P, F or S.
---@field value string? The measured text, may be empty. It was judged when it was added. Read-only.
---@field limit string? The text to compare with. It was judged when it was added. Read-only.
local StringMeas = {}

---P or F, as the limit says, whatever the status is.
---@return Status
function StringMeas:calculate_status() end

---Whether the value passes its limit, whatever the status is.
---@return boolean
function StringMeas:validate_against_limit() end

end

---@class SubUnit.add_failure.options
---@field comment? string Free text, at most 5000 characters.
---@field com_ref? string Component reference, such as R55.
---@field component_ref? string Another name of com_ref.
---@field func_block? string Function block of the component.
---@field ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@field ref_step_name? string Name of the step, where the repair was made from the test report.
---@field art_number? string Article number of the component.
---@field art_rev? string Revision of the article.
---@field art_vendor? string Vendor of the article.
---@field art_description? string Description of the article.

---@class SubUnit.add_failure.args: SubUnit.add_failure.options
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.

do
---A unit built into the unit of the report.
---@class SubUnit
---@field part_type string Kind of part, such as PCBA.
---@field pn string Part number of the sub-unit.
---@field rev string Revision of the sub-unit.
---@field sn string Serial number of the sub-unit.
---@field idx integer? Index in a repair report, 0 for the unit itself.
---@field parent_idx integer? Index of the unit that holds this one.
---@field position integer? Position in the parent.
---@field replaced_idx integer? Index of the unit that replaced this one.
---@field failures Failure[] Failures found on this unit, in a repair report. Read-only.
local SubUnit = {}

---Add a failure to this unit.
---@param category string Failure category of the repair type, such as Component.
---@param code string Failure code within the category, such as Defect Component.
---@param comment? string Free text, at most 5000 characters.
---@param com_ref? string Component reference, such as R55.
---@param component_ref? string Another name of com_ref.
---@param func_block? string Function block of the component.
---@param ref_step_id? integer Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given.
---@param ref_step_name? string Name of the step, where the repair was made from the test report.
---@param art_number? string Article number of the component.
---@param art_rev? string Revision of the article.
---@param art_vendor? string Vendor of the article.
---@param art_description? string Description of the article.
---@return Failure
---@overload fun(self: SubUnit, args: SubUnit.add_failure.args): Failure
---@overload fun(self: SubUnit, category: string, code: string, options: SubUnit.add_failure.options): Failure
function SubUnit:add_failure(category, code, comment, com_ref, component_ref, func_block, ref_step_id, ref_step_name, art_number, art_rev, art_vendor, art_description) end

---The failures of this unit.
---@return Failure[]
function SubUnit:get_failures() end

---Whether this unit has failures.
---@return boolean
function SubUnit:has_failures() end

end

do
---What belongs to a repair report only.
---@class UUR
---@field comment string Free text; HTML is displayed.
---@field operator string Operator who repaired the unit.
---@field process_code integer? Code of the test operation that failed; the report's own code is the repair operation.
---@field process_code_format string printf format that displays the process code.
---@field process_name string Name of the test operation that failed.
---@field ref_uut string GUID of the failed test report.
---@field confirm_date datetime When the failure was confirmed.
---@field finalize_date datetime When the repair was finished.
---@field exec_time number? Duration of the repair in seconds.
---@field parent string GUID of the parent repair report.
---@field children string[] GUIDs of the repair reports below this one.
local UUR = {}

end

do
---What belongs to a test report only.
---@class UUT
---@field exec_time number? Duration of the test in seconds.
---@field exec_time_format string printf format that displays exec_time.
---@field socket_index integer? Index of the test socket, -1 for a single one.
---@field socket_index_format string printf format that displays socket_index.
---@field batch_number string Serial number of the batch.
---@field comment string Free text; HTML is displayed.
---@field error_code integer? Error code, shown only together with error_message.
---@field error_code_format string printf format that displays error_code.
---@field error_message string Error text of the unit.
---@field fixture_id string Fixture that held the unit.
---@field operator string Operator who ran the test.
---@field batch_fail_count integer? Failed units of the batch so far.
---@field batch_fail_count_format string printf format that displays batch_fail_count.
---@field batch_loop_index integer? Index of the batch loop.
---@field batch_loop_index_format string printf format that displays batch_loop_index.
---@field step_id_caused_uut_failure integer? Id of the step that failed the unit, filled by the server. Read-only.
---@field ref_uurs RefUUR[] Repair reports that refer to this test, filled by the server. Read-only.
local UUT = {}

end

---@class wats.rootcause.add_comment.options
---@field assignee? string Who the ticket is assigned to: without it nobody is any more.

---@class wats.rootcause.add_comment.args: wats.rootcause.add_comment.options
---@field ticket_id string GUID of the ticket.
---@field comment string The comment.

---@class wats.rootcause.archive_tickets.args
---@field ticket_ids string[] GUIDs of the tickets, which must be solved or closed.

---@class wats.rootcause.assign_ticket.args
---@field ticket_id string GUID of the ticket.
---@field assignee string User who is to work on it.

---@class wats.rootcause.change_status.options
---@field assignee? string Who the ticket is assigned to: without it nobody is any more.

---@class wats.rootcause.change_status.args: wats.rootcause.change_status.options
---@field ticket_id string GUID of the ticket.
---@field status TicketStatus The new state. Any but OPEN wants an assignee.

---@class wats.rootcause.create_ticket.options
---@field priority? TicketPriority How urgent it is. Default MEDIUM.
---@field assignee? string User who is to work on it.
---@field team? string Team that is to work on it.
---@field report_uuid? string GUID of the report that it is about.
---@field initial_comment? string First comment.

---@class wats.rootcause.create_ticket.args: wats.rootcause.create_ticket.options
---@field subject string What it is about, in one line.

---@class wats.rootcause.get_active_tickets.args
---@field view? TicketView Which tickets: those assigned to you, those that you follow, or all. Default ASSIGNED.

---@class wats.rootcause.get_attachment.options
---@field filename? string Name for the download, which the server says again.
---@field to? string File to write it to; the result is then this path instead of the content.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.rootcause.get_attachment.args: wats.rootcause.get_attachment.options
---@field attachment_id string GUID of the file.

---@class wats.rootcause.get_open_tickets.args
---@field view? TicketView Which tickets: those assigned to you, those that you follow, or all. Default ASSIGNED.

---@class wats.rootcause.get_ticket.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.rootcause.get_ticket.args: wats.rootcause.get_ticket.options
---@field ticket_id string GUID of the ticket.

---@class wats.rootcause.get_tickets.args
---@field status? string State of the tickets, such as SOLVED; several as "OPEN|IN_PROGRESS" or as the sum of their numbers. Default OPEN.
---@field view? TicketView Which tickets: those assigned to you, those that you follow, or all. Default ASSIGNED.
---@field search_string? string Text in the subject, or in the key or value of a tag.

---@class wats.rootcause.update_ticket.args
---@field ticket Ticket The ticket, as get_ticket gives it, with what is to change and with its assignee.

---@class wats.rootcause.upload_attachment.args
---@field file_content? string The content itself; bytes of any kind.
---@field filename? string Name of the file; that of the file on disk when not given.
---@field file? string File to send, instead of the content itself.

---RootCause: tickets about failures, with comments, files, and who works on them.
---@class wats.rootcause
wats.rootcause = {}

---Add a comment to a ticket.
---
---Requests, as needed: GET /api/RootCause/Ticket, PUT /api/RootCause/Ticket
---
---Compared with pyWATS: Reads the ticket and writes it back, keys of a newer server included. Servers keep the assignee to themselves, so a write that does not say it again takes the ticket from whoever has it, and is refused unless the ticket stays OPEN. Raises not_found for a ticket that is not there; pyWATS gives None.
---@param ticket_id string GUID of the ticket.
---@param comment string The comment.
---@param assignee? string Who the ticket is assigned to: without it nobody is any more.
---@return Ticket
---@overload fun(args: wats.rootcause.add_comment.args): Ticket
---@overload fun(ticket_id: string, comment: string, options: wats.rootcause.add_comment.options): Ticket
function wats.rootcause.add_comment(ticket_id, comment, assignee) end

---Archive tickets that are solved or closed: all of them, or none when one is not.
---
---Request: POST /api/RootCause/ArchiveTickets
---
---Compared with pyWATS: Returns true; pyWATS returns what the server says, None included, whether it has archived them or not.
---@param ticket_ids string[] GUIDs of the tickets, which must be solved or closed.
---@return boolean
---@overload fun(args: wats.rootcause.archive_tickets.args): boolean
function wats.rootcause.archive_tickets(ticket_ids) end

---Assign a ticket to a user.
---
---Requests, as needed: GET /api/RootCause/Ticket, PUT /api/RootCause/Ticket
---
---Compared with pyWATS: Reads the ticket and writes it back, keys of a newer server included. Servers keep the assignee to themselves, so a write that does not say it again takes the ticket from whoever has it, and is refused unless the ticket stays OPEN. Raises not_found for a ticket that is not there; pyWATS gives None.
---@param ticket_id string GUID of the ticket.
---@param assignee string User who is to work on it.
---@return Ticket
---@overload fun(args: wats.rootcause.assign_ticket.args): Ticket
function wats.rootcause.assign_ticket(ticket_id, assignee) end

---Change the state of a ticket.
---
---Requests, as needed: GET /api/RootCause/Ticket, PUT /api/RootCause/Ticket
---
---Compared with pyWATS: Reads the ticket and writes it back, keys of a newer server included. Servers keep the assignee to themselves, so a write that does not say it again takes the ticket from whoever has it, and is refused unless the ticket stays OPEN. Raises not_found for a ticket that is not there; pyWATS gives None.
---@param ticket_id string GUID of the ticket.
---@param status TicketStatus The new state. Any but OPEN wants an assignee.
---@param assignee? string Who the ticket is assigned to: without it nobody is any more.
---@return Ticket
---@overload fun(args: wats.rootcause.change_status.args): Ticket
---@overload fun(ticket_id: string, status: TicketStatus, options: wats.rootcause.change_status.options): Ticket
function wats.rootcause.change_status(ticket_id, status, assignee) end

---Create a ticket.
---
---Request: POST /api/RootCause/Ticket
---
---Compared with pyWATS: The assignee is in the result, though servers leave it out.
---@param subject string What it is about, in one line.
---@param priority? TicketPriority How urgent it is. Default MEDIUM.
---@param assignee? string User who is to work on it.
---@param team? string Team that is to work on it.
---@param report_uuid? string GUID of the report that it is about.
---@param initial_comment? string First comment.
---@return Ticket
---@overload fun(args: wats.rootcause.create_ticket.args): Ticket
---@overload fun(subject: string, options: wats.rootcause.create_ticket.options): Ticket
function wats.rootcause.create_ticket(subject, priority, assignee, team, report_uuid, initial_comment) end

---List the tickets that are open or in progress.
---
---Request: GET /api/RootCause/Tickets
---@param view? TicketView Which tickets: those assigned to you, those that you follow, or all. Default ASSIGNED.
---@return Ticket[]
---@overload fun(args: wats.rootcause.get_active_tickets.args): Ticket[]
function wats.rootcause.get_active_tickets(view) end

---Fetch a file of a ticket.
---
---Request: GET /api/RootCause/Attachment
---
---Compared with pyWATS: Gives the bytes of the file, or writes them to one.
---@param attachment_id string GUID of the file.
---@param filename? string Name for the download, which the server says again.
---@param to? string File to write it to; the result is then this path instead of the content.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return string?
---@overload fun(args: wats.rootcause.get_attachment.args): string?
---@overload fun(attachment_id: string, options: wats.rootcause.get_attachment.options): string?
function wats.rootcause.get_attachment(attachment_id, filename, to, strict) end

---List the tickets that are open.
---
---Request: GET /api/RootCause/Tickets
---@param view? TicketView Which tickets: those assigned to you, those that you follow, or all. Default ASSIGNED.
---@return Ticket[]
---@overload fun(args: wats.rootcause.get_open_tickets.args): Ticket[]
function wats.rootcause.get_open_tickets(view) end

---Fetch one ticket with its history.
---
---Request: GET /api/RootCause/Ticket
---
---Compared with pyWATS: The assignee is not in it: servers do not say.
---@param ticket_id string GUID of the ticket.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Ticket?
---@overload fun(args: wats.rootcause.get_ticket.args): Ticket?
---@overload fun(ticket_id: string, options: wats.rootcause.get_ticket.options): Ticket?
function wats.rootcause.get_ticket(ticket_id, strict) end

---List tickets by their states.
---
---Request: GET /api/RootCause/Tickets
---
---Compared with pyWATS: States may be names with | between them; the numbers that pyWATS adds up are taken too.
---@param status? string State of the tickets, such as SOLVED; several as "OPEN|IN_PROGRESS" or as the sum of their numbers. Default OPEN.
---@param view? TicketView Which tickets: those assigned to you, those that you follow, or all. Default ASSIGNED.
---@param search_string? string Text in the subject, or in the key or value of a tag.
---@return Ticket[]
---@overload fun(args: wats.rootcause.get_tickets.args): Ticket[]
function wats.rootcause.get_tickets(status, view, search_string) end

---Write a ticket back.
---
---Request: PUT /api/RootCause/Ticket
---
---Compared with pyWATS: Give the assignee again: servers never say it, and a ticket that is written without it is nobody's. It is in the result as it was given. Tags without a change code are added; in pyWATS the server ignores them.
---@param ticket Ticket The ticket, as get_ticket gives it, with what is to change and with its assignee.
---@return Ticket
---@overload fun(args: wats.rootcause.update_ticket.args): Ticket
function wats.rootcause.update_ticket(ticket) end

---Send a file for a comment; gives the GUID by which the comment names it.
---
---Request: POST /api/RootCause/Attachment
---
---Compared with pyWATS: Takes a file on disk too. In pyWATS's async client the upload raises TypeError.
---@param file_content? string The content itself; bytes of any kind.
---@param filename? string Name of the file; that of the file on disk when not given.
---@param file? string File to send, instead of the content itself.
---@return string
---@overload fun(args: wats.rootcause.upload_attachment.args): string
function wats.rootcause.upload_attachment(file_content, filename, file) end

---@class wats.scim.create_user.args
---@field user ScimUser The user; user_name is required.

---@class wats.scim.deactivate_user.args
---@field user_id string Id of the user.

---@class wats.scim.delete_user.args
---@field user_id string Id of the user.

---@class wats.scim.each_user.args
---@field page_size? integer Users a request; the server may give fewer. Default 100.
---@field max_users? integer The most users to loop over.
---@field on_page? function Called for each page with its number, the users so far with it, and the users in all.

---@class wats.scim.get_token.args
---@field duration_days? integer Days that it is to be good for. Default 90.

---@class wats.scim.get_user.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.scim.get_user.args: wats.scim.get_user.options
---@field user_id string Id of the user.

---@class wats.scim.get_user_by_username.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.scim.get_user_by_username.args: wats.scim.get_user_by_username.options
---@field username string Login name, in any case.

---@class wats.scim.get_users.args
---@field start_index? integer Which user comes first, from 1.
---@field count? integer The most users to return.

---@class wats.scim.iter_users.args
---@field page_size? integer Users a request; the server may give fewer. Default 100.
---@field max_users? integer The most users to loop over.
---@field on_page? function Called for each page with its number, the users so far with it, and the users in all.

---@class wats.scim.set_user_active.args
---@field user_id string Id of the user.
---@field active boolean Whether the user may log in.

---@class wats.scim.update_display_name.args
---@field user_id string Id of the user.
---@field display_name string Name as people see it.

---@class wats.scim.update_user.args
---@field user_id string Id of the user.
---@field patch_request ScimPatchRequest The changes: {operations = {{path = ..., value = ...}}}.

---Users, as identity providers keep them by SCIM 2.0.
---@class wats.scim
wats.scim = {}

---Create a user.
---
---Request: POST /api/SCIM/v2/Users
---
---Compared with pyWATS: Works; pyWATS raises TypeError.
---@param user ScimUser The user; user_name is required.
---@return ScimUser
---@overload fun(args: wats.scim.create_user.args): ScimUser
function wats.scim.create_user(user) end

---Have a user log in no more.
---
---Request: PATCH /api/SCIM/v2/Users/{user_id}
---
---Compared with pyWATS: Works; pyWATS raises TypeError.
---@param user_id string Id of the user.
---@return ScimUser
---@overload fun(args: wats.scim.deactivate_user.args): ScimUser
function wats.scim.deactivate_user(user_id) end

---Delete a user.
---
---Request: DELETE /api/SCIM/v2/Users/{user_id}
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns None.
---@param user_id string Id of the user.
---@return boolean
---@overload fun(args: wats.scim.delete_user.args): boolean
function wats.scim.delete_user(user_id) end

---Loop over all users; the same as iter_users, named as the other loops.
---
---Request: GET /api/SCIM/v2/Users
---
---Compared with pyWATS: Goes by the total, not by the length of a page, since a server may give less than it was asked for.
---@param page_size? integer Users a request; the server may give fewer. Default 100.
---@param max_users? integer The most users to loop over.
---@param on_page? function Called for each page with its number, the users so far with it, and the users in all.
---@return fun(): ScimUser?
---@overload fun(args: wats.scim.each_user.args): fun(): ScimUser?
function wats.scim.each_user(page_size, max_users, on_page) end

---Make a token for an identity provider.
---
---Request: GET /api/SCIM/v2/Token
---
---Compared with pyWATS: Never sent twice, though it is a GET: each one makes a token.
---@param duration_days? integer Days that it is to be good for. Default 90.
---@return ScimToken
---@overload fun(args: wats.scim.get_token.args): ScimToken
function wats.scim.get_token(duration_days) end

---Fetch one user by its id.
---
---Request: GET /api/SCIM/v2/Users/{user_id}
---@param user_id string Id of the user.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ScimUser?
---@overload fun(args: wats.scim.get_user.args): ScimUser?
---@overload fun(user_id: string, options: wats.scim.get_user.options): ScimUser?
function wats.scim.get_user(user_id, strict) end

---Fetch one user by its login name.
---
---Request: GET /api/SCIM/v2/Users/userName={username}
---
---Compared with pyWATS: The name is percent-encoded, so that it may hold anything.
---@param username string Login name, in any case.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return ScimUser?
---@overload fun(args: wats.scim.get_user_by_username.args): ScimUser?
---@overload fun(username: string, options: wats.scim.get_user_by_username.options): ScimUser?
function wats.scim.get_user_by_username(username, strict) end

---Fetch one page of users.
---
---Request: GET /api/SCIM/v2/Users
---@param start_index? integer Which user comes first, from 1.
---@param count? integer The most users to return.
---@return ScimListResponse
---@overload fun(args: wats.scim.get_users.args): ScimListResponse
function wats.scim.get_users(start_index, count) end

---Loop over all users.
---
---Request: GET /api/SCIM/v2/Users
---
---Compared with pyWATS: Goes by the total, not by the length of a page, since a server may give less than it was asked for.
---@param page_size? integer Users a request; the server may give fewer. Default 100.
---@param max_users? integer The most users to loop over.
---@param on_page? function Called for each page with its number, the users so far with it, and the users in all.
---@return fun(): ScimUser?
---@overload fun(args: wats.scim.iter_users.args): fun(): ScimUser?
function wats.scim.iter_users(page_size, max_users, on_page) end

---Say whether a user may log in.
---
---Request: PATCH /api/SCIM/v2/Users/{user_id}
---
---Compared with pyWATS: Works; pyWATS raises TypeError.
---@param user_id string Id of the user.
---@param active boolean Whether the user may log in.
---@return ScimUser
---@overload fun(args: wats.scim.set_user_active.args): ScimUser
function wats.scim.set_user_active(user_id, active) end

---Change the name of a user that people see.
---
---Request: PATCH /api/SCIM/v2/Users/{user_id}
---
---Compared with pyWATS: Works; pyWATS raises TypeError.
---@param user_id string Id of the user.
---@param display_name string Name as people see it.
---@return ScimUser
---@overload fun(args: wats.scim.update_display_name.args): ScimUser
function wats.scim.update_display_name(user_id, display_name) end

---Change a user.
---
---Request: PATCH /api/SCIM/v2/Users/{user_id}
---
---Compared with pyWATS: Works; pyWATS raises TypeError. The schema and op = "replace" need not be given.
---@param user_id string Id of the user.
---@param patch_request ScimPatchRequest The changes: {operations = {{path = ..., value = ...}}}.
---@return ScimUser
---@overload fun(args: wats.scim.update_user.args): ScimUser
function wats.scim.update_user(user_id, patch_request) end

---@class wats.software.check_file.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.software.check_file.args: wats.software.check_file.options
---@field package_id string GUID of the package.
---@field parent_folder_id string GUID of the folder; the package's for its root.
---@field file_path string Path of the file below the folder.
---@field checksum string SHA-1 or MD5 of the content, in hexadecimal digits.
---@field file_date_epoch integer Date of the file, in seconds since 1970.

---@class wats.software.create_package.options
---@field description? string Free text.
---@field install_on_root? boolean Whether stations install it without a folder of its name. Default false.
---@field root_directory? string Folder that stations install it to.
---@field priority? integer Order of installation.
---@field tags? PackageTag[] Tags by which stations find it.

---@class wats.software.create_package.args: wats.software.create_package.options
---@field name string Name of the package. One that exists gets its next version.

---@class wats.software.create_package_folder.args
---@field package_id string GUID of the package.
---@field folder_data PackageFolder The folder: its name, and parent_folder_id where it is not in the root.

---@class wats.software.delete_package.args
---@field package_id string GUID of the package.

---@class wats.software.delete_package_by_name.options
---@field version? integer The version; the latest when not given.

---@class wats.software.delete_package_by_name.args: wats.software.delete_package_by_name.options
---@field name string Name of the package.

---@class wats.software.delete_package_folder.args
---@field package_folder_id string GUID of the folder.

---@class wats.software.delete_package_folder_files.args
---@field file_ids string[] GUIDs of the files.

---@class wats.software.get_available_packages.args
---@field installed_packages string[] GUIDs of the packages that a station has.

---@class wats.software.get_file.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.software.get_file.args: wats.software.get_file.options
---@field file_id string GUID of the file.

---@class wats.software.get_package.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.software.get_package.args: wats.software.get_package.options
---@field package_id string GUID of the package.

---@class wats.software.get_package_by_name.options
---@field status? PackageStatus Only a version in this state.
---@field version? integer Only this version; the latest when not given.
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.software.get_package_by_name.args: wats.software.get_package_by_name.options
---@field name string Name of the package.

---@class wats.software.get_package_download_history.args
---@field client_id integer Number of the client; the embedded server calls all of them 1.

---@class wats.software.get_package_files.args
---@field package_id string GUID of the package.

---@class wats.software.get_package_history.options
---@field status? DefinitionStatus Only versions in this state; the same states as those of definitions.
---@field all_versions? boolean Whether older versions are listed too.

---@class wats.software.get_package_history.args: wats.software.get_package_history.options
---@field tags string Tags that the packages carry, as an XPath: //*[PartNumber[.="PCBA-7"]].

---@class wats.software.get_packages_by_tag.options
---@field status? PackageStatus Only versions in this state.

---@class wats.software.get_packages_by_tag.args: wats.software.get_packages_by_tag.options
---@field tag string Name of the tag, such as PartNumber.
---@field value string Its value.

---@class wats.software.get_released_package.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.software.get_released_package.args: wats.software.get_released_package.options
---@field name string Name of the package.

---@class wats.software.get_revoked_packages.options
---@field include_revoked_only? boolean Whether to leave out those that a released version replaces.

---@class wats.software.get_revoked_packages.args: wats.software.get_revoked_packages.options
---@field installed_packages string[] GUIDs of the packages that a station has.

---@class wats.software.get_software_entity_details.options
---@field strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.

---@class wats.software.get_software_entity_details.args: wats.software.get_software_entity_details.options
---@field package_id string GUID of the package.

---@class wats.software.log_download.args
---@field package_id string GUID of the package.
---@field download_size integer Bytes that were downloaded.

---@class wats.software.release_package.args
---@field package_id string GUID of the package.

---@class wats.software.return_to_draft.args
---@field package_id string GUID of the package.

---@class wats.software.revoke_package.args
---@field package_id string GUID of the package.

---@class wats.software.submit_for_review.args
---@field package_id string GUID of the package.

---@class wats.software.update_file_attribute.args
---@field file_id string GUID of the file.
---@field attributes string What a station does with the file: None, ExecuteOnce, ExecuteAlways or TopLevelFile.

---@class wats.software.update_package.args
---@field package Package The package, as get_package gives it, with what is to change.

---@class wats.software.update_package_folder.args
---@field folder_data PackageFolder The folder: package_folder_id, and its new name or parent_folder_id.

---@class wats.software.upload_zip.options
---@field zip_content? string The zip itself.
---@field clean_install? boolean Whether all files of the package are deleted first. Default false.
---@field file? string File to send, instead of the content itself.

---@class wats.software.upload_zip.args: wats.software.upload_zip.options
---@field package_id string GUID of the package.

---Software packages: versions of test programs and settings with their files, from draft to release, which stations fetch.
---@class wats.software
wats.software = {}

---Whether the server has a file already, as it is here.
---
---Request: GET /api/internal/Software/CheckFile
---
---Compared with pyWATS: The embedded server answers FileCheck; what other servers answer is given as it is.
---@param package_id string GUID of the package.
---@param parent_folder_id string GUID of the folder; the package's for its root.
---@param file_path string Path of the file below the folder.
---@param checksum string SHA-1 or MD5 of the content, in hexadecimal digits.
---@param file_date_epoch integer Date of the file, in seconds since 1970.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return FileCheck?
---@overload fun(args: wats.software.check_file.args): FileCheck?
---@overload fun(package_id: string, parent_folder_id: string, file_path: string, checksum: string, file_date_epoch: integer, options: wats.software.check_file.options): FileCheck?
function wats.software.check_file(package_id, parent_folder_id, file_path, checksum, file_date_epoch, strict) end

---Create a package, a draft. One of a name that exists becomes its next version.
---
---Request: POST /api/Software/Package
---@param name string Name of the package. One that exists gets its next version.
---@param description? string Free text.
---@param install_on_root? boolean Whether stations install it without a folder of its name. Default false.
---@param root_directory? string Folder that stations install it to.
---@param priority? integer Order of installation.
---@param tags? PackageTag[] Tags by which stations find it.
---@return Package
---@overload fun(args: wats.software.create_package.args): Package
---@overload fun(name: string, options: wats.software.create_package.options): Package
function wats.software.create_package(name, description, install_on_root, root_directory, priority, tags) end

---Create a folder in a draft.
---
---Request: POST /api/internal/Software/PostPackageFolder
---@param package_id string GUID of the package.
---@param folder_data PackageFolder The folder: its name, and parent_folder_id where it is not in the root.
---@return PackageFolder
---@overload fun(args: wats.software.create_package_folder.args): PackageFolder
function wats.software.create_package_folder(package_id, folder_data) end

---Delete a version of a package with its files.
---
---Request: DELETE /api/Software/Package/{package_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False. Only drafts and revoked packages can be deleted.
---@param package_id string GUID of the package.
---@return boolean
---@overload fun(args: wats.software.delete_package.args): boolean
function wats.software.delete_package(package_id) end

---Delete a version of a package with its files, by its name.
---
---Request: DELETE /api/Software/PackageByName
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False. Only drafts and revoked packages can be deleted.
---@param name string Name of the package.
---@param version? integer The version; the latest when not given.
---@return boolean
---@overload fun(args: wats.software.delete_package_by_name.args): boolean
---@overload fun(name: string, options: wats.software.delete_package_by_name.options): boolean
function wats.software.delete_package_by_name(name, version) end

---Delete a folder of a draft with all that is in it.
---
---Request: POST /api/internal/Software/DeletePackageFolder
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param package_folder_id string GUID of the folder.
---@return boolean
---@overload fun(args: wats.software.delete_package_folder.args): boolean
function wats.software.delete_package_folder(package_folder_id) end

---Delete files of a draft: all of them, or none when one is not there.
---
---Request: POST /api/internal/Software/DeletePackageFolderFiles
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included.
---@param file_ids string[] GUIDs of the files.
---@return boolean
---@overload fun(args: wats.software.delete_package_folder_files.args): boolean
function wats.software.delete_package_folder_files(file_ids) end

---List released versions that are newer than those installed.
---
---Request: GET /api/internal/Software/GetAvailablePackages
---@param installed_packages string[] GUIDs of the packages that a station has.
---@return Package[]
---@overload fun(args: wats.software.get_available_packages.args): Package[]
function wats.software.get_available_packages(installed_packages) end

---What is known of a file.
---
---Request: GET /api/internal/Software/File/{file_id}
---@param file_id string GUID of the file.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return PackageFile?
---@overload fun(args: wats.software.get_file.args): PackageFile?
---@overload fun(file_id: string, options: wats.software.get_file.options): PackageFile?
function wats.software.get_file(file_id, strict) end

---Fetch one version of a package by its id.
---
---Request: GET /api/Software/Package/{package_id}
---@param package_id string GUID of the package.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Package?
---@overload fun(args: wats.software.get_package.args): Package?
---@overload fun(package_id: string, options: wats.software.get_package.options): Package?
function wats.software.get_package(package_id, strict) end

---Fetch a package by its name: its latest version, unless another is asked for.
---
---Request: GET /api/Software/PackageByName
---@param name string Name of the package.
---@param status? PackageStatus Only a version in this state.
---@param version? integer Only this version; the latest when not given.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Package?
---@overload fun(args: wats.software.get_package_by_name.args): Package?
---@overload fun(name: string, options: wats.software.get_package_by_name.options): Package?
function wats.software.get_package_by_name(name, status, version, strict) end

---List what a client has downloaded.
---
---Request: GET /api/internal/Software/GetPackageDownloadHistory
---@param client_id integer Number of the client; the embedded server calls all of them 1.
---@return PackageEvent[]
---@overload fun(args: wats.software.get_package_download_history.args): PackageEvent[]
function wats.software.get_package_download_history(client_id) end

---List the files of a package.
---
---Request: GET /api/Software/PackageFiles/{package_id}
---@param package_id string GUID of the package.
---@return PackageFile[]
---@overload fun(args: wats.software.get_package_files.args): PackageFile[]
function wats.software.get_package_files(package_id) end

---List packages by their tags, of each the latest version or all.
---
---Request: GET /api/internal/Software/GetPackageHistory
---
---Compared with pyWATS: Takes the state by name too. The embedded server also understands PartNumber=PCBA-7;StationName=ICT-1.
---@param tags string Tags that the packages carry, as an XPath: //*[PartNumber[.="PCBA-7"]].
---@param status? DefinitionStatus Only versions in this state; the same states as those of definitions.
---@param all_versions? boolean Whether older versions are listed too.
---@return Package[]
---@overload fun(args: wats.software.get_package_history.args): Package[]
---@overload fun(tags: string, options: wats.software.get_package_history.options): Package[]
function wats.software.get_package_history(tags, status, all_versions) end

---List all packages in all versions.
---
---Request: GET /api/Software/Packages
---@return Package[]
function wats.software.get_packages() end

---List the packages that carry a tag.
---
---Request: GET /api/Software/PackagesByTag
---@param tag string Name of the tag, such as PartNumber.
---@param value string Its value.
---@param status? PackageStatus Only versions in this state.
---@return Package[]
---@overload fun(args: wats.software.get_packages_by_tag.args): Package[]
---@overload fun(tag: string, value: string, options: wats.software.get_packages_by_tag.options): Package[]
function wats.software.get_packages_by_tag(tag, value, status) end

---Fetch the released version of a package.
---
---Request: GET /api/Software/PackageByName
---@param name string Name of the package.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return Package?
---@overload fun(args: wats.software.get_released_package.args): Package?
---@overload fun(name: string, options: wats.software.get_released_package.options): Package?
function wats.software.get_released_package(name, strict) end

---Which of the installed packages are revoked or deleted, by their GUIDs.
---
---Request: GET /api/internal/Software/GetRevokedPackages
---@param installed_packages string[] GUIDs of the packages that a station has.
---@param include_revoked_only? boolean Whether to leave out those that a released version replaces.
---@return string[]
---@overload fun(args: wats.software.get_revoked_packages.args): string[]
---@overload fun(installed_packages: string[], options: wats.software.get_revoked_packages.options): string[]
function wats.software.get_revoked_packages(installed_packages, include_revoked_only) end

---Fetch a package with its folders and its history.
---
---Request: GET /api/internal/Software/GetSoftwareEntityDetails
---@param package_id string GUID of the package.
---@param strict? boolean Whether a missing thing raises not_found instead of being nil; as the run has it when not given.
---@return PackageDetails?
---@overload fun(args: wats.software.get_software_entity_details.args): PackageDetails?
---@overload fun(package_id: string, options: wats.software.get_software_entity_details.options): PackageDetails?
function wats.software.get_software_entity_details(package_id, strict) end

---List the places that packages are installed to.
---
---Request: GET /api/Software/VirtualFolders
---@return VirtualFolder[]
function wats.software.get_virtual_folders() end

---Whether the software module answers, and says that it is connected.
---
---Request: GET /api/internal/Software/isConnected
---
---Compared with pyWATS: By what the server says; in pyWATS any answer is true, also false.
---@return boolean
function wats.software.is_connected() end

---Note that a package was downloaded.
---
---Request: GET /api/internal/Software/Log
---
---Compared with pyWATS: Returns true, and raises for what is not there; pyWATS returns whatever the server says, None included. Its answer is never kept for the next call: its GET changes the server.
---@param package_id string GUID of the package.
---@param download_size integer Bytes that were downloaded.
---@return boolean
---@overload fun(args: wats.software.log_download.args): boolean
function wats.software.log_download(package_id, download_size) end

---Release a package that waits for it, so that stations fetch it.
---
---Request: POST /api/Software/PackageStatus/{package_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False.
---@param package_id string GUID of the package.
---@return boolean
---@overload fun(args: wats.software.release_package.args): boolean
function wats.software.release_package(package_id) end

---Make a package that waits for its release a draft again.
---
---Request: POST /api/Software/PackageStatus/{package_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False.
---@param package_id string GUID of the package.
---@return boolean
---@overload fun(args: wats.software.return_to_draft.args): boolean
function wats.software.return_to_draft(package_id) end

---Take a released package out of use.
---
---Request: POST /api/Software/PackageStatus/{package_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False.
---@param package_id string GUID of the package.
---@return boolean
---@overload fun(args: wats.software.revoke_package.args): boolean
function wats.software.revoke_package(package_id) end

---Have a draft wait for its release.
---
---Request: POST /api/Software/PackageStatus/{package_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False.
---@param package_id string GUID of the package.
---@return boolean
---@overload fun(args: wats.software.submit_for_review.args): boolean
function wats.software.submit_for_review(package_id) end

---Say what a station does with a file.
---
---Request: POST /api/Software/Package/FileAttribute/{file_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False.
---@param file_id string GUID of the file.
---@param attributes string What a station does with the file: None, ExecuteOnce, ExecuteAlways or TopLevelFile.
---@return boolean
---@overload fun(args: wats.software.update_file_attribute.args): boolean
function wats.software.update_file_attribute(file_id, attributes) end

---Write a draft back.
---
---Request: PUT /api/Software/Package/{package_id}
---
---Compared with pyWATS: A package without package_id is refused; pyWATS sends nothing then and returns None.
---@param package Package The package, as get_package gives it, with what is to change.
---@return Package
---@overload fun(args: wats.software.update_package.args): Package
function wats.software.update_package(package) end

---Rename a folder of a draft, or move it, with all that is in it.
---
---Request: POST /api/internal/Software/UpdatePackageFolder
---@param folder_data PackageFolder The folder: package_folder_id, and its new name or parent_folder_id.
---@return PackageFolder
---@overload fun(args: wats.software.update_package_folder.args): PackageFolder
function wats.software.update_package_folder(folder_data) end

---Add the files of a zip to a draft, over those with the same path.
---
---Request: POST /api/Software/Package/UploadZip/{package_id}
---
---Compared with pyWATS: Returns true, and raises for a package that is not there or cannot be changed in this way; pyWATS returns False. Takes a zip on disk too: upload_zip{package_id = id, file = "build.zip"}.
---@param package_id string GUID of the package.
---@param zip_content? string The zip itself.
---@param clean_install? boolean Whether all files of the package are deleted first. Default false.
---@param file? string File to send, instead of the content itself.
---@return boolean
---@overload fun(args: wats.software.upload_zip.args): boolean
---@overload fun(package_id: string, options: wats.software.upload_zip.options): boolean
function wats.software.upload_zip(package_id, zip_content, clean_install, file) end

