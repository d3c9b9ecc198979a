---@meta _

-- Written from the declarations in the source; do not edit.

---@alias datetime string ISO 8601

---@alias ChartType "Line"|"LineLogXY"|"LineLogX"|"LineLogY"

---@alias CompOp "LOG"|"EQ"|"NE"|"GT"|"GE"|"LT"|"LE"|"GTLT"|"GTLE"|"GELT"|"GELE"|"LTGT"|"LTGE"|"LEGT"|"LEGE"|"CASESENSIT"|"IGNORECASE"

---@class FailCode
---@field category? string Category, as add_failure takes it.
---@field code? string Code, as add_failure takes it.
---@field description? string The code again.
---@field guid? string GUID of the code.
---@field category_guid? string GUID of the category.

---@alias Group "Setup"|"Main"|"Cleanup"

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

---@alias Level "debug"|"info"|"warn"|"error"

---@alias Mode "active"|"import"

---@class Outcome
---@field id? string GUID of the report.
---@field state? string delivered: the server has it; queued: safe on this machine, sent later; rejected: the server refused it.
---@field reason? string Why it is queued or rejected, else empty.

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

---@class Product
---@field part_number string Part number, the key of the product. Required.
---@field name? string Display name.
---@field description? string Free text.
---@field non_serial? boolean Whether units of it carry no serial number.
---@field state? integer 1 active, 0 inactive.
---@field product_id? string GUID of the product.
---@field xml_data? string Tags in their XML form.
---@field product_category_id? string GUID of the category.
---@field product_category_name? string Name of the category.
---@field revisions? ProductRevision[] Revisions of the product.
---@field tags? Setting[] Tags of the product.

---@class ProductRevision
---@field revision string The revision, such as B. Required.
---@field name? string Display name.
---@field description? string Free text.
---@field state? integer 1 active, 0 inactive.
---@field product_revision_id? string GUID of the revision.
---@field product_id? string GUID of the product.
---@field xml_data? string Tags in their XML form.
---@field part_number? string Part number of the product.
---@field tags? Setting[] Tags of the revision.

---@class ProductView
---@field part_number? string Part number, the key of the product.
---@field name? string Display name.
---@field category? string Name of the category.
---@field non_serial? boolean Whether units of it carry no serial number.
---@field state? integer 1 active, 0 inactive.

---@class RepairCategory
---@field guid? string GUID of the entry.
---@field description? string Its text, by which reports name it.
---@field selectable? boolean Whether it may be chosen.
---@field sort_order? integer Order of display.
---@field failure_type? integer 0 default, 1 automatic process, 2 scrapped, 3 no failure found, 4 component, 5 design, 6 manual process, 7 replaced.
---@field image_constraint? string Whether an image is wanted.
---@field status? integer Above 0 when active.
---@field fail_codes? RepairCategory[] Codes below a category.

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

---@class RunInfo
---@field id? string Id of the run, a UUID. Read-only.
---@field correlation_id? string Id that log lines, requests and errors carry. Read-only.
---@field script? string The script, as it was named on the command line. Read-only.
---@field script_hash? string SHA-256 of its source, hexadecimal. Read-only.
---@field started? string When the run began, ISO 8601. Read-only.

---@class SeriesArgs
---@field name string Name of the plot. Required.
---@field x_data? number[] x values, as many as y values; 0, 1, 2, ... when not given.
---@field y_data number[] y values, at most 10 000. Required.

---@class Setting
---@field key string Name of the tag. Required.
---@field value? string Its value.
---@field change? integer What a write does with it: 0 none, 1 add, 2 update, 3 delete.

---@class Station
---@field key? string Key in the registry; absent for the station of the machine.
---@field name? string Name, in upper case.
---@field location? string Where it is.
---@field purpose? string What it is for.
---@field description? string What people should know of it.

---@alias Status "Passed"|"Failed"|"Done"|"Skipped"|"Error"|"Terminated"

---@class stationArgs
---@field key? string Key in the registry; not in the report.
---@field name? string Name of the station.
---@field location? string Where it is.
---@field purpose? string What it is for.
---@field description? string What people should know of it; not in the report.

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

---Call a function and add fields to every line that it logs. Contexts nest; inner fields replace outer ones of the same name. They end with the function, also when it raises.
---@param fields any The fields, by name.
---@param fn function What to call; its results are returned.
---@param ... any Its arguments.
---@return any ...
function log.with_context(fields, fn, ...) end

---@class station.add.args
---@field key string Key of the station, in any letter case.
---@field name? string Name; the key when not given.
---@field location? string Where it is; as the run's station when not given.
---@field purpose? string What it is for; as the run's station when not given.
---@field description? string What people should know of it.

---@class station.exit.args
---@field code integer Exit code, 20 to 63.
---@field reason? string Why, for the summary.

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
---Note: pyWATS makes the first station that is added the active one; here only station.use does.
---@param key string Key of the station, in any letter case.
---@param name? string Name; the key when not given.
---@param location? string Where it is; as the run's station when not given.
---@param purpose? string What it is for; as the run's station when not given.
---@param description? string What people should know of it.
---@return Station
---@overload fun(args: station.add.args): Station
function station.add(key, name, location, purpose, description) end

---End the run with an exit code of your own. Clean-up runs; code after the call does not.
---
---Raises: usage when the code is not one of 20 to 63.
---@param code integer Exit code, 20 to 63.
---@param reason? string Why, for the summary.
---@overload fun(args: station.exit.args)
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

---@class time.format.args
---@field seconds number Seconds since 1970 in UTC, as time.parse and time.seconds give them.
---@field layout? string With %Y %m %d %H %M %S and the like; %L is milliseconds, %z the offset. ISO 8601 when there is none.
---@field utc? boolean UTC instead of local time.

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

---The WATS server: its operations, one table a service. An operation raises when it fails; wats.try and pcall catch the error, which tells its kind, what to do next and whether a retry makes sense.
---@class wats
wats = {}

---The server's version.
---
---Request: GET /api/App/Version
---@return string?
function wats.get_version() end

---Whether a WATS server answers and takes the token.
---
---Request: GET /api/App/Version
---
---Note: False for an answer that is no version, such as a login page.
---@return boolean
function wats.test_connection() end

---Call a function; return its result, or nil and the error.
---@param fn function The function to call.
---@param ... any Its arguments.
---@return any ...
function wats.try(fn, ...) end

---@class wats.process.get_fail_codes.args
---@field repair_code? integer Code of the repair operation. Default 500.

---@class wats.process.get_process.args
---@field identifier string Process code, or name in any case.

---@class wats.process.get_process_by_code.args
---@field code integer Process code.

---@class wats.process.get_process_by_name.args
---@field name string Process name, in any case.

---@class wats.process.get_process_detailed.args
---@field process_id string GUID of the process.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@class wats.process.get_repair_categories.args
---@field process_code? integer Code of the repair operation; 0 is 500 too. Default 500.

---@class wats.process.get_repair_codes.args
---@field process_code? integer Code of the repair operation; 0 is 500 too. Default 500.
---@field category? string Only codes of this category, in any case.

---@class wats.process.get_repair_operation.args
---@field identifier string Process code, or name in any case.

---@class wats.process.get_repair_operation_config.args
---@field process_id string GUID of the repair process.
---@field process_code? integer Its code.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

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

---Processes (operations): which tests and repairs the server knows, by code and name.
---@class wats.process
wats.process = {}

---Forget what is kept of the server's processes.
---
---Note: Nothing is kept, so there is nothing to forget; here so that scripts written for pyWATS run.
function wats.process.clear_cache() end

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
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return ProcessInfo?
---@overload fun(args: wats.process.get_process_detailed.args): ProcessInfo?
function wats.process.get_process_detailed(process_id, strict) end

---List all processes.
---
---Request: GET /api/App/Processes
---
---Note: Always asked of the server; pyWATS keeps a list for 300 seconds.
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
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return RepairOperationConfig?
---@overload fun(args: wats.process.get_repair_operation_config.args): RepairOperationConfig?
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

---Ask the server for its processes now.
---
---Request: GET /api/App/Processes
---
---Note: Nothing is kept, so this only proves that the server answers.
function wats.process.refresh() end

---@class wats.product.create_product.args
---@field part_number string Part number, the key of the product.
---@field name? string Display name.
---@field description? string Free text.
---@field non_serial? boolean Whether units of it carry no serial number. Default false.
---@field state? integer 1 active, 0 inactive. Default 1.
---@field xml_data? string Tags in their XML form.
---@field product_category_id? string GUID of the category.
---@field revisions? ProductRevision[] Revisions to create with it.
---@field tags? Setting[] Tags to create with it.

---@class wats.product.get_product.args
---@field part_number string Part number of the product.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@class wats.product.update_product.args
---@field product Product The product, as get_product gives it, with what is to change.

---Products, their revisions and tags.
---@class wats.product
wats.product = {}

---Create a product, or overwrite the one with the same part number.
---
---Request: PUT /api/Product
---@param part_number string Part number, the key of the product.
---@param name? string Display name.
---@param description? string Free text.
---@param non_serial? boolean Whether units of it carry no serial number. Default false.
---@param state? integer 1 active, 0 inactive. Default 1.
---@param xml_data? string Tags in their XML form.
---@param product_category_id? string GUID of the category.
---@param revisions? ProductRevision[] Revisions to create with it.
---@param tags? Setting[] Tags to create with it.
---@return Product
---@overload fun(args: wats.product.create_product.args): Product
function wats.product.create_product(part_number, name, description, non_serial, state, xml_data, product_category_id, revisions, tags) end

---Fetch one product with its revisions and tags.
---
---Request: GET /api/Product/{part_number}
---
---Note: The part number is percent-encoded, so that it may hold a slash; a missing product is nil unless strict is set.
---@param part_number string Part number of the product.
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return Product?
---@overload fun(args: wats.product.get_product.args): Product?
function wats.product.get_product(part_number, strict) end

---List all products as short records.
---
---Request: GET /api/Product/Query
---@return ProductView[]
function wats.product.get_products() end

---Write a product back.
---
---Request: PUT /api/Product
---@param product Product The product, as get_product gives it, with what is to change.
---@return Product
---@overload fun(args: wats.product.update_product.args): Product
function wats.product.update_product(product) end

---@class wats.report.create_uur_from_uut.args
---@field uut_report Report The failed test report.
---@field operator? string Operator who repairs the unit; the run's operator when not given.
---@field comment? string Free text, at most 5000 characters.
---@field repair_process_code? integer Code of the repair operation. Default 500.
---@field station? stationArgs A station, such as station.get gives it: its name, location and purpose.
---@field station_name? string Name of the station; the run's station when not given.
---@field location? string Location of the station; the run's when not given.
---@field purpose? string Purpose of the station; the run's when not given, else Repair.
---@field start_time? string Start of the repair, ISO 8601; now when not given.
---@field id? string GUID of the report; a new one when not given.

---@class wats.report.create_uur_report.args
---@field uut_or_guid_or_pn? any The failed test report, or its GUID, or the part number.
---@field test_operation_code_pos? integer Another name of test_operation_code.
---@field operator? string Operator who repairs the unit; the run's operator when not given.
---@field part_number? string Part number of the unit; required unless the first argument tells it.
---@field serial_number? string Serial number of the unit; required unless the first argument is a report.
---@field revision? string Revision of the part number. Default A.
---@field repair_process_code? integer Code of the repair operation. Default 500.
---@field test_operation_code? integer Code of the test operation that failed; required unless the first argument is a report.
---@field station? stationArgs A station, such as station.get gives it: its name, location and purpose.
---@field station_name? string Name of the station; the run's station when not given.
---@field location? string Location of the station; the run's when not given.
---@field purpose? string Purpose of the station; the run's when not given, else Repair.
---@field start_time? string Start of the repair, ISO 8601; now when not given.
---@field id? string GUID of the report; a new one when not given.
---@field comment? string Free text, at most 5000 characters.
---@field process_code? integer Another name of test_operation_code.
---@field operation_type? integer Another name of test_operation_code.
---@field ref_uut? string GUID of the failed test report.

---@class wats.report.create_uut_report.args
---@field operator? string Operator who runs the test; the run's operator when not given.
---@field part_number string Part number of the unit, at most 100 characters.
---@field revision string Revision of the part number.
---@field serial_number string Serial number of the unit, at most 100 characters.
---@field operation_type integer Code of the test operation, such as 10.
---@field station_name? string Name of the station; the run's station when not given.
---@field location? string Location of the station; the run's when not given.
---@field purpose? string Purpose of the station; the run's when not given.
---@field start_time? string Start of the test, ISO 8601; now when not given.
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

---@class wats.report.get_all_attachments.args
---@field report_id string GUID of the report.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@class wats.report.get_attachment.args
---@field attachment_id? string GUID of the attachment, for a repair report.
---@field step_id? string Id of the step that holds it, for a test report.
---@field report_id string GUID of the report.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@class wats.report.get_certificate.args
---@field report_id string GUID of the report.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@class wats.report.get_headers_by_date_range.args
---@field start_date string First instant, ISO 8601; local time unless it has an offset.
---@field end_date string Last instant, ISO 8601.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_headers_by_part_number.args
---@field part_number string Part number of the units.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_headers_by_serial.args
---@field serial_number string Serial number of the unit.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_recent_headers.args
---@field days? number How many days back. Default 7.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.get_report.args
---@field report_id string GUID of the report.
---@field detail_level? integer 0 (ids only) to 7 (all).
---@field include_chartdata? boolean Whether charts carry their points.
---@field include_attachments? boolean Whether attachments carry their content.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

---@class wats.report.get_report_xml.args
---@field report_id string GUID of the report.
---@field include_attachments? boolean Whether attachments carry their content.
---@field include_chartdata? boolean Whether charts carry their points.
---@field include_indexes? boolean Whether steps and measurements carry their indexes.
---@field strict? boolean Raise not_found for a missing thing instead of returning nil.

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

---@class wats.report.query_headers_by_misc_info.args
---@field description string Name of the misc info.
---@field string_value string Its value as text.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.query_headers_by_subunit_part_number.args
---@field subunit_part_number string Part number of the sub-unit.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

---@class wats.report.query_headers_by_subunit_serial.args
---@field subunit_serial_number string Serial number of the sub-unit.
---@field report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@field top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.

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

---@class wats.report.submit.args
---@field report any A report object; or a table or text in WSJF form.

---@class wats.report.submit_report.args
---@field report any A report object; or a table or text in WSJF form.

---@class wats.report.submit_report_xml.args
---@field xml_content string A report in WSXF form.

---Test and repair reports: build, submit, fetch and query them.
---@class wats.report
wats.report = {}

---Make a repair report of a test report.
---@param uut_report Report The failed test report.
---@param operator? string Operator who repairs the unit; the run's operator when not given.
---@param comment? string Free text, at most 5000 characters.
---@param repair_process_code? integer Code of the repair operation. Default 500.
---@param station? stationArgs A station, such as station.get gives it: its name, location and purpose.
---@param station_name? string Name of the station; the run's station when not given.
---@param location? string Location of the station; the run's when not given.
---@param purpose? string Purpose of the station; the run's when not given, else Repair.
---@param start_time? string Start of the repair, ISO 8601; now when not given.
---@param id? string GUID of the report; a new one when not given.
---@return Report
---@overload fun(args: wats.report.create_uur_from_uut.args): Report
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
---@param station? stationArgs A station, such as station.get gives it: its name, location and purpose.
---@param station_name? string Name of the station; the run's station when not given.
---@param location? string Location of the station; the run's when not given.
---@param purpose? string Purpose of the station; the run's when not given, else Repair.
---@param start_time? string Start of the repair, ISO 8601; now when not given.
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
---@param start_time? string Start of the test, ISO 8601; now when not given.
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
function wats.report.create_uut_report(operator, part_number, revision, serial_number, operation_type, station_name, location, purpose, start_time, id, mode, sequence_name, sequence_version, sequence_path, comment, fixture_id, socket_index, batch_number, exec_time, allow_problematic_characters) end

---Loop over the headers of repair reports, page by page.
---
---Request: GET /api/Report/Query/Header
---
---Note: pyWATS has no loop over all pages. A row that moves to the next page while the loop runs is given once.
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
---Note: pyWATS has no loop over all pages. A row that moves to the next page while the loop runs is given once.
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
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return string?
---@overload fun(args: wats.report.get_all_attachments.args): string?
function wats.report.get_all_attachments(report_id, strict) end

---Fetch the content of one attachment.
---
---Request: GET /api/Report/Attachment
---
---Note: Sends the report's id, without which the server cannot find the attachment; pyWATS forgets it.
---@param attachment_id? string GUID of the attachment, for a repair report.
---@param step_id? string Id of the step that holds it, for a test report.
---@param report_id string GUID of the report.
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return string?
---@overload fun(args: wats.report.get_attachment.args): string?
function wats.report.get_attachment(attachment_id, step_id, report_id, strict) end

---Fetch a report's certificate, a PDF file.
---
---Request: GET /api/Report/Certificate/{report_id}
---@param report_id string GUID of the report.
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return string?
---@overload fun(args: wats.report.get_certificate.args): string?
function wats.report.get_certificate(report_id, strict) end

---The headers of the reports between two instants.
---
---Request: GET /api/Report/Query/Header
---
---Note: Instants are turned to UTC; pyWATS calls local times UTC.
---@param start_date string First instant, ISO 8601; local time unless it has an offset.
---@param end_date string Last instant, ISO 8601.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_headers_by_date_range.args): ReportHeader[]
function wats.report.get_headers_by_date_range(start_date, end_date, report_type, top) end

---The headers of one part number's reports.
---
---Request: GET /api/Report/Query/Header
---
---Note: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param part_number string Part number of the units.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_headers_by_part_number.args): ReportHeader[]
function wats.report.get_headers_by_part_number(part_number, report_type, top) end

---The headers of one serial number's reports.
---
---Request: GET /api/Report/Query/Header
---
---Note: Quotes in the value are doubled; pyWATS leaves them and breaks the filter.
---@param serial_number string Serial number of the unit.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_headers_by_serial.args): ReportHeader[]
function wats.report.get_headers_by_serial(serial_number, report_type, top) end

---The headers of the last days' reports.
---
---Request: GET /api/Report/Query/Header
---
---Note: Instants are turned to UTC; pyWATS calls local times UTC.
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
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return Report?
---@overload fun(args: wats.report.get_report.args): Report?
function wats.report.get_report(report_id, detail_level, include_chartdata, include_attachments, strict) end

---Fetch a report as WSXF text.
---
---Request: GET /api/Report/Wsxf/{report_id}
---@param report_id string GUID of the report.
---@param include_attachments? boolean Whether attachments carry their content.
---@param include_chartdata? boolean Whether charts carry their points.
---@param include_indexes? boolean Whether steps and measurements carry their indexes.
---@param strict? boolean Raise not_found for a missing thing instead of returning nil.
---@return string?
---@overload fun(args: wats.report.get_report_xml.args): string?
function wats.report.get_report_xml(report_id, include_attachments, include_chartdata, include_indexes, strict) end

---The headers of the reports since local midnight.
---
---Request: GET /api/Report/Query/Header
---
---Note: Instants are turned to UTC; pyWATS calls local times UTC.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.get_todays_headers.args): ReportHeader[]
function wats.report.get_todays_headers(report_type, top) end

---Query the headers of test or repair reports.
---
---Request: GET /api/Report/Query/Header
---
---Note: A kind of report that is not known is refused; pyWATS takes it for repairs.
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
function wats.report.query_headers_by_misc_info(description, string_value, top) end

---Query the headers of reports that contain a sub-unit's part number.
---
---Request: GET /api/Report/Query/Header
---
---Note: Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither.
---@param subunit_part_number string Part number of the sub-unit.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers_by_subunit_part_number.args): ReportHeader[]
function wats.report.query_headers_by_subunit_part_number(subunit_part_number, report_type, top) end

---Query the headers of reports that contain a sub-unit's serial number.
---
---Request: GET /api/Report/Query/Header
---
---Note: Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither.
---@param subunit_serial_number string Serial number of the sub-unit.
---@param report_type? ReportKind uut for test reports, uur for repair reports. Default uut.
---@param top? integer At most so many rows; the server gives 10 when not given, and never more than 10 000.
---@return ReportHeader[]
---@overload fun(args: wats.report.query_headers_by_subunit_serial.args): ReportHeader[]
function wats.report.query_headers_by_subunit_serial(subunit_serial_number, report_type, top) end

---Query headers with their sub-units.
---
---Request: GET /api/Report/Query/Header
---
---Note: Test reports expand subUnits and repair reports uurSubUnits; pyWATS mixes the two up.
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
---Note: Returns a table instead of only the id, and the report is safe on disk before it returns.
---@param report any A report object; or a table or text in WSJF form.
---@return Outcome
---@overload fun(args: wats.report.submit.args): Outcome
function wats.report.submit(report) end

---Keep a report safe and send it to the server; the same as submit.
---
---Request: POST /api/Report/WSJF
---
---Raises: validation when the report breaks a rule, with all faults; what the server itself refuses is state rejected.
---
---Note: Returns a table instead of only the id, and the report is safe on disk before it returns.
---@param report any A report object; or a table or text in WSJF form.
---@return Outcome
---@overload fun(args: wats.report.submit_report.args): Outcome
function wats.report.submit_report(report) end

---Keep a report in WSXF form safe and send it to the server.
---
---Request: POST /api/Report/WSXF
---
---Raises: validation for what is no WSXF; what the server itself refuses is state rejected.
---
---Note: Returns a table instead of only the id, and the report is safe on disk before it returns.
---@param xml_content string A report in WSXF form.
---@return Outcome
---@overload fun(args: wats.report.submit_report_xml.args): Outcome
function wats.report.submit_report_xml(xml_content) end

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
---Equipment that was used and is counted.
---@class Asset
---@field sn string Serial number of the asset, known to the server.
---@field usage_count integer? How many uses this report adds.
---@field usage_count_format string printf format that displays the count.
local Asset = {}

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

do
---A verdict without a value.
---@class BooleanMeas
---@field name string Name, unique in a step with several measurements; not sent for a single one.
---@field status Status P, F or S.
local BooleanMeas = {}

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
---@field data string Content of the file.
---@field name string File name.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.

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
---@param data string Content of the file.
---@param name string File name.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@return BinaryData
---@overload fun(self: Failure, args: Failure.add_attachment.args): BinaryData
function Failure:add_attachment(data, name, content_type) end

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

---@class LoopRun.add_numeric_step.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field value number The measured value.
---@field unit? string Unit of value and limits, at most 20 characters.
---@field comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Default LOG.
---@field low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@field high_limit? number The upper limit of an operator with two limits.
---@field value_format? string printf format that displays the value, such as %.3f.

---@class LoopRun.add_string_step.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field value string The measured text, at most 100 characters.
---@field comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Default LOG.
---@field limit? string The text to compare with.

---@class LoopRun.add_boolean_step.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field value? boolean true passes, false fails. Give it, or a status.

---@class LoopRun.add_pass_fail_step.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field value? boolean true passes, false fails. Give it, or a status.

---@class LoopRun.add_action_step.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.

---@class LoopRun.add_sequence_call.args
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
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
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_action_step.args): Step
function LoopRun:add_action_step(status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a pass/fail verdict.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param value? boolean true passes, false fails. Give it, or a status.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_boolean_step.args): Step
function LoopRun:add_boolean_step(status, error_code, error_message, report_text, start, tot_time, value) end

---Add an iteration: a number, judged against its limits.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param value number The measured value.
---@param unit? string Unit of value and limits, at most 20 characters.
---@param comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Default LOG.
---@param low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@param high_limit? number The upper limit of an operator with two limits.
---@param value_format? string printf format that displays the value, such as %.3f.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_numeric_step.args): Step
function LoopRun:add_numeric_step(status, error_code, error_message, report_text, start, tot_time, value, unit, comp_op, low_limit, high_limit, value_format) end

---Add an iteration: a pass/fail verdict; the same as add_boolean_step.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param value? boolean true passes, false fails. Give it, or a status.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_pass_fail_step.args): Step
function LoopRun:add_pass_fail_step(status, error_code, error_message, report_text, start, tot_time, value) end

---Add an iteration: a group of steps.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_sequence_call.args): Step
function LoopRun:add_sequence_call(status, error_code, error_message, report_text, start, tot_time) end

---Add an iteration: a text, judged against its limit.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param value string The measured text, at most 100 characters.
---@param comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Default LOG.
---@param limit? string The text to compare with.
---@return Step
---@overload fun(self: LoopRun, args: LoopRun.add_string_step.args): Step
function LoopRun:add_string_step(status, error_code, error_message, report_text, start, tot_time, value, comp_op, limit) end

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
---@field start string Start of the repair.
local RefUUR = {}

end

---@class Report.add_failure.args
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.
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

---@class Report.add_failure_to_sub_unit.args
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.
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

---@class Report.add_failure_to_main_unit.args
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.
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

---@class Report.add_main_failure.args
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.
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

---@class Report.get_sub_unit.args
---@field idx integer Index of the unit; 0 is the unit itself.

---@class Report.get_sub_unit_by_idx.args
---@field idx integer Index of the unit; 0 is the unit itself.

---@class Report.add_binary_data.args
---@field data string Content of the file.
---@field name string File name.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.

---@class Report.add_attachment.args
---@field data string Content of the file.
---@field name string File name.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.

---@class Report.attach_bytes.args
---@field name string File name.
---@field content string Content of the file.
---@field mime_type? string MIME type of the content, such as image/png. Default application/octet-stream.

---@class Report.link_to_uut.args
---@field uut_id string GUID of the test report.

---@class Report.copy_misc_from_uut.args
---@field uut_report Report The test report.

---@class Report.set_repair_process.args
---@field code integer Code of the operation.
---@field name? string Its name, exactly as the server has it; not needed.

---@class Report.set_test_operation.args
---@field code integer Code of the operation.
---@field name? string Its name, exactly as the server has it; not needed.

---@class Report.add_misc_info.args
---@field description string Name of the fact, at most 100 characters.
---@field value? any Value: a text (at most 100 characters), or a number.
---@field text? string Value as text, where both text and number are given.
---@field numeric? number Value as a number, where both text and number are given.
---@field typedef? string Type name of the fact, at most 30 characters.

---@class Report.add_sub_unit.args
---@field part_type? string Kind of part, such as PCBA, at most 50 characters. Default Unknown.
---@field sn string Serial number of the sub-unit.
---@field pn string Part number of the sub-unit.
---@field rev? string Revision of the sub-unit.
---@field position? integer Position in the parent.
---@field parent_idx? integer In a repair report, the index of the unit that holds this one. Default 0.

---@class Report.add_asset.args
---@field sn string Serial number of the asset, known to the server.
---@field usage_count? integer How many uses this report adds. Default 1.

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
---@field start string Start of the test: ISO 8601 local time with offset.
---@field start_utc string The same instant in UTC, filled by the server. Read-only.
---@field root Step The root sequence call of a test report. Read-only.
---@field uur UUR What belongs to a repair only. Read-only.
---@field uut UUT What belongs to a test only. Read-only.
---@field misc_infos MiscInfo[] Searchable facts about the unit or the run. Read-only.
---@field sub_units SubUnit[] Units built into this unit; in a repair report also the unit itself, at index 0. Read-only.
---@field assets Asset[] Equipment that was used and is counted. Read-only.
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
---@return Asset
---@overload fun(self: Report, args: Report.add_asset.args): Asset
function Report:add_asset(sn, usage_count) end

---Attach a file to a repair report; the same as add_binary_data.
---@param data string Content of the file.
---@param name string File name.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@return BinaryData
---@overload fun(self: Report, args: Report.add_attachment.args): BinaryData
function Report:add_attachment(data, name, content_type) end

---Attach a file to a repair report.
---@param data string Content of the file.
---@param name string File name.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@return BinaryData
---@overload fun(self: Report, args: Report.add_binary_data.args): BinaryData
function Report:add_binary_data(data, name, content_type) end

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
function Report:add_main_failure(category, code, comment, component_ref, ref_step_id, ref_step_name, com_ref, func_block, art_number, art_rev, art_vendor, art_description) end

---Add a searchable fact, as text or number.
---@param description string Name of the fact, at most 100 characters.
---@param value? any Value: a text (at most 100 characters), or a number.
---@param text? string Value as text, where both text and number are given.
---@param numeric? number Value as a number, where both text and number are given.
---@param typedef? string Type name of the fact, at most 30 characters.
---@return MiscInfo
---@overload fun(self: Report, args: Report.add_misc_info.args): MiscInfo
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
function Report:add_sub_unit(part_type, sn, pn, rev, position, parent_idx) end

---Attach a file to a repair report, its name first.
---@param name string File name.
---@param content string Content of the file.
---@param mime_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@return BinaryData
---@overload fun(self: Report, args: Report.attach_bytes.args): BinaryData
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
function Report:set_repair_process(code, name) end

---Set the test operation that failed.
---@param code integer Code of the operation.
---@param name? string Its name, exactly as the server has it; not needed.
---@overload fun(self: Report, args: Report.set_test_operation.args)
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

---@class Step.add_sequence_call.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field file_name? string Name of the sequence; the step's name when not given.
---@field path? string Where the sequence comes from; the report's root sequence when not given.
---@field version? string Version of the sequence; the parent's when not given.

---@class Step.add_numeric_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field value number The measured value.
---@field unit? string Unit of value and limits, at most 20 characters.
---@field comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Default LOG.
---@field low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@field high_limit? number The upper limit of an operator with two limits.
---@field value_format? string printf format that displays the value, such as %.3f.

---@class Step.add_multi_numeric_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_boolean_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field value? boolean true passes, false fails. Give it, or a status.

---@class Step.add_pass_fail_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field value? boolean true passes, false fails. Give it, or a status.

---@class Step.add_multi_boolean_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_string_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field value string The measured text, at most 100 characters.
---@field comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Default LOG.
---@field limit? string The text to compare with.

---@class Step.add_multi_string_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_action_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.

---@class Step.add_generic_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field step_type string Type of the step, which selects its icon, such as NI_Wait, Label or Statement.

---@class Step.add_chart_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field chart_type? ChartType Line, LineLogXY, LineLogX or LineLogY. Default Line.
---@field label? string Title of the chart. Default Chart.
---@field x_label? string Title of the x axis. Default X.
---@field x_unit? string Unit of the x axis.
---@field y_label? string Title of the y axis. Default Y.
---@field y_unit? string Unit of the y axis.
---@field series? SeriesArgs[] The plots; add_series adds more.

---@class Step.add_call_exe_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field exit_code number Exit code of the program.
---@field exit_code_format? string printf format that displays the exit code.

---@class Step.add_message_popup_step.args
---@field name string Name of the step, at most 100 characters.
---@field status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@field error_code? integer Error code, shown only together with error_message.
---@field error_message? string Error text; what is longer than 200 characters is cut off.
---@field report_text? string Free text; HTML is displayed.
---@field start? string Start of the step, ISO 8601.
---@field tot_time? number Duration of the step in seconds.
---@field id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@field response? string Text that the operator typed, at most 200 characters.
---@field button? integer Number of the button that was pressed.

---@class Step.add_loop.args
---@field name string Name of the step that is repeated, at most 100 characters.
---@field group? Group Setup, Main or Cleanup. Default M.
---@field fail_parent_on_failure? boolean Whether a failed iteration fails the parents and the report. Default true.

---@class Step.add_measurement.args
---@field name string Name, unique in the step; a second one gets the suffix ' #2'.
---@field value? any A number, a text, or true/false, as the step's kind wants.
---@field status? Status Passed, Failed or Skipped; judged when not given.
---@field unit? string Unit of a number.
---@field comp_op? CompOp How a number or a text is compared. Default LOG.
---@field low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@field high_limit? number The upper limit of an operator with two limits.
---@field limit? string The text to compare with.

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
---@field data string Content of the file.
---@field name string File name.
---@field content_type? string MIME type of the content, such as image/png. Default application/octet-stream.

---@class Step.add_additional_results.args
---@field name string Name of the data, at most 200 characters.
---@field props table<string, any> Properties: texts, numbers, booleans, lists and tables of these.

---@class Step.find_step.args
---@field name string Name of the step.
---@field recursive? boolean Whether to look below the direct children too. Default true.
---@field step_type? string Type of the step, such as ET_NLT.

---@class Step.find_all_steps.args
---@field name? string Name of the step.
---@field step_type? string Type of the step, such as ET_NLT.
---@field recursive? boolean Whether to look below the direct children too. Default true.

---@class Step.get_failed_steps.args
---@field recursive? boolean Whether to look below the direct children too. Default true.

---@class Step.count_steps.args
---@field recursive? boolean Whether to look below the direct children too. Default true.

do
---A step of a test report; one with a sequence holds further steps.
---@class Step
---@field id integer? Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@field group Group S setup, M main, C cleanup.
---@field step_type string Type name, which selects the icon.
---@field loop Loop Counters of a loop's summary, or the index of an iteration. Read-only.
---@field name string Name of the step.
---@field start string Start of the step; read it as wall time.
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
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_action_step.args): Step
function Step:add_action_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add structured data of any depth to this step.
---@param name string Name of the data, at most 200 characters.
---@param props table<string, any> Properties: texts, numbers, booleans, lists and tables of these.
---@return AdditionalData
---@overload fun(self: Step, args: Step.add_additional_results.args): AdditionalData
function Step:add_additional_results(name, props) end

---Attach a file to this step.
---@param data string Content of the file.
---@param name string File name.
---@param content_type? string MIME type of the content, such as image/png. Default application/octet-stream.
---@return Attachment
---@overload fun(self: Step, args: Step.add_attachment.args): Attachment
function Step:add_attachment(data, name, content_type) end

---Add a pass/fail verdict.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param value? boolean true passes, false fails. Give it, or a status.
---@return Step
---@overload fun(self: Step, args: Step.add_boolean_step.args): Step
function Step:add_boolean_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, value) end

---Add a program that was called, with its exit code.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param exit_code number Exit code of the program.
---@param exit_code_format? string printf format that displays the exit code.
---@return Step
---@overload fun(self: Step, args: Step.add_call_exe_step.args): Step
function Step:add_call_exe_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, exit_code, exit_code_format) end

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
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param chart_type? ChartType Line, LineLogXY, LineLogX or LineLogY. Default Line.
---@param label? string Title of the chart. Default Chart.
---@param x_label? string Title of the x axis. Default X.
---@param x_unit? string Unit of the x axis.
---@param y_label? string Title of the y axis. Default Y.
---@param y_unit? string Unit of the y axis.
---@param series? SeriesArgs[] The plots; add_series adds more.
---@return Step
---@overload fun(self: Step, args: Step.add_chart_step.args): Step
function Step:add_chart_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, chart_type, label, x_label, x_unit, y_label, y_unit, series) end

---Add a step of any type.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param step_type string Type of the step, which selects its icon, such as NI_Wait, Label or Statement.
---@return Step
---@overload fun(self: Step, args: Step.add_generic_step.args): Step
function Step:add_generic_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, step_type) end

---Add a loop; its iterations are added to what this returns.
---@param name string Name of the step that is repeated, at most 100 characters.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failed iteration fails the parents and the report. Default true.
---@return LoopRun
---@overload fun(self: Step, args: Step.add_loop.args): LoopRun
function Step:add_loop(name, group, fail_parent_on_failure) end

---Add a measurement to a multi step.
---@param name string Name, unique in the step; a second one gets the suffix ' #2'.
---@param value? any A number, a text, or true/false, as the step's kind wants.
---@param status? Status Passed, Failed or Skipped; judged when not given.
---@param unit? string Unit of a number.
---@param comp_op? CompOp How a number or a text is compared. Default LOG.
---@param low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@param high_limit? number The upper limit of an operator with two limits.
---@param limit? string The text to compare with.
---@return any
---@overload fun(self: Step, args: Step.add_measurement.args): any
function Step:add_measurement(name, value, status, unit, comp_op, low_limit, high_limit, limit) end

---Add a message with the operator's answer.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param response? string Text that the operator typed, at most 200 characters.
---@param button? integer Number of the button that was pressed.
---@return Step
---@overload fun(self: Step, args: Step.add_message_popup_step.args): Step
function Step:add_message_popup_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, response, button) end

---Add a step of several pass/fail verdicts; add_measurement adds them.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_multi_boolean_step.args): Step
function Step:add_multi_boolean_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a step of several numbers; add_measurement adds them.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_multi_numeric_step.args): Step
function Step:add_multi_numeric_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a step of several texts; add_measurement adds them.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@return Step
---@overload fun(self: Step, args: Step.add_multi_string_step.args): Step
function Step:add_multi_string_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure) end

---Add a number, judged against its limits.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param value number The measured value.
---@param unit? string Unit of value and limits, at most 20 characters.
---@param comp_op? CompOp How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Default LOG.
---@param low_limit? number The limit of EQ NE GT GE LT LE, else the lower limit.
---@param high_limit? number The upper limit of an operator with two limits.
---@param value_format? string printf format that displays the value, such as %.3f.
---@return Step
---@overload fun(self: Step, args: Step.add_numeric_step.args): Step
function Step:add_numeric_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, value, unit, comp_op, low_limit, high_limit, value_format) end

---Add a pass/fail verdict; the same as add_boolean_step.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param value? boolean true passes, false fails. Give it, or a status.
---@return Step
---@overload fun(self: Step, args: Step.add_pass_fail_step.args): Step
function Step:add_pass_fail_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, value) end

---Add a group of steps.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param file_name? string Name of the sequence; the step's name when not given.
---@param path? string Where the sequence comes from; the report's root sequence when not given.
---@param version? string Version of the sequence; the parent's when not given.
---@return Step
---@overload fun(self: Step, args: Step.add_sequence_call.args): Step
function Step:add_sequence_call(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, file_name, path, version) end

---Add a text, judged against its limit.
---@param name string Name of the step, at most 100 characters.
---@param status? Status Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge.
---@param error_code? integer Error code, shown only together with error_message.
---@param error_message? string Error text; what is longer than 200 characters is cut off.
---@param report_text? string Free text; HTML is displayed.
---@param start? string Start of the step, ISO 8601.
---@param tot_time? number Duration of the step in seconds.
---@param id? integer Order number, unique in the report; on all steps or on none. The server numbers steps without one.
---@param group? Group Setup, Main or Cleanup. Default M.
---@param fail_parent_on_failure? boolean Whether a failure goes up to the parents and the report. Default true.
---@param value string The measured text, at most 100 characters.
---@param comp_op? CompOp How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Default LOG.
---@param limit? string The text to compare with.
---@return Step
---@overload fun(self: Step, args: Step.add_string_step.args): Step
function Step:add_string_step(name, status, error_code, error_message, report_text, start, tot_time, id, group, fail_parent_on_failure, value, comp_op, limit) end

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

end

---@class SubUnit.add_failure.args
---@field category string Failure category of the repair type, such as Component.
---@field code string Failure code within the category, such as Defect Component.
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
---@field confirm_date string When the failure was confirmed.
---@field finalize_date string When the repair was finished.
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

