-- What scripts rely on of software packages: create, fill, release, find, revoke, delete.

-- case: a package goes from its creation to its end
local p = wats.software.create_package{
  name = "ICT tests", description = "for the ICT", root_directory = "C:/Tests", priority = 5, tags = {{key = "PartNumber", value = "PCBA-7"}},
}
assert(p.version == 1 and p.status == "Draft" and p.install_on_root == false and p.tags[1].value == "PCBA-7" and #p.files == 0)
p.description = "for both ICTs"
p = wats.software.update_package(p)
assert(p.description == "for both ICTs" and p.priority == 5)

assert(wats.software.submit_for_review(p.package_id) and wats.software.return_to_draft(p.package_id))
assert(wats.software.submit_for_review(p.package_id) and wats.software.release_package(p.package_id))
assert(wats.software.get_released_package("ICT tests").package_id == p.package_id)
assert(wats.software.get_package_by_name("ICT tests", "released").version == 1)
assert(wats.software.get_packages_by_tag("PartNumber", "PCBA-7", "RELEASED")[1].name == "ICT tests")
assert(wats.software.get_virtual_folders()[1].path == "C:/Tests")

assert(wats.software.revoke_package(p.package_id) and wats.software.get_released_package("ICT tests") == nil)
assert(wats.software.get_revoked_packages{p.package_id}[1] == p.package_id)
assert(wats.software.delete_package(p.package_id) and wats.software.get_package(p.package_id) == nil)
assert(json.encode(wats.software.get_packages()) == "[]")

-- case: a missing package is nil, but cannot be changed
local none = "00000000-0000-4000-8000-000000000000"
assert(wats.software.get_package(none) == nil and wats.software.get_package_by_name("none") == nil and wats.software.get_file(none) == nil)
assert(json.encode(wats.software.get_package_files(none)) == "[]" and wats.software.get_software_entity_details(none) == nil)
for _, change in ipairs{
  function() return wats.software.update_package{package_id = none, name = "P"} end,
  function() return wats.software.delete_package(none) end,
  function() return wats.software.delete_package_by_name("none") end,
  function() return wats.software.release_package(none) end,
  function() return wats.software.update_file_attribute(none, "ExecuteOnce") end,
  function() return wats.software.create_package_folder(none, {name = "f"}) end,
  function() return wats.software.delete_package_folder(none) end,
  function() return wats.software.delete_package_folder_files{none} end,
  function() return wats.software.log_download(none, 1) end,
  function() return wats.software.get_package{package_id = none, strict = true} end,
} do
  local value, err = wats.try(change)
  assert(value == nil and err.kind == "not_found", tostring(err))
end

-- case: a package takes one step at a time
local p = wats.software.create_package("P")
wats.software.release_package(p.package_id) --> Draft and cannot become Released

-- case: only drafts change
local p = wats.software.create_package("P")
wats.software.submit_for_review(p.package_id)
wats.software.update_package(p) --> only drafts can be changed

-- case: a name that exists gets its next version, and stations see which are newer
local function release(name)
  local p = wats.software.create_package(name)
  wats.software.submit_for_review(p.package_id)
  wats.software.release_package(p.package_id)
  return p
end
local one, two = release("P"), release("P")
assert(one.version == 1 and two.version == 2 and wats.software.get_released_package("P").version == 2)
local newer = wats.software.get_available_packages{one.package_id}
assert(#newer == 1 and newer[1].package_id == two.package_id and #wats.software.get_available_packages{two.package_id} == 0)
wats.software.revoke_package(one.package_id)
assert(#wats.software.get_revoked_packages{one.package_id, two.package_id} == 1)
assert(#wats.software.get_revoked_packages({one.package_id}, true) == 0, "a released version replaces it")

-- case: files come in a zip, and folders hold them
local function zip_with(name) -- one empty file
  local head = "\20\0\0\0\0\0\0\0!\0" .. ("\0"):rep(12) .. string.char(#name) .. "\0\0\0"
  local file, list = "PK\3\4" .. head .. name, "PK\1\2\20\0" .. head .. ("\0"):rep(14) .. name
  return file .. list .. "PK\5\6\0\0\0\0\1\0\1\0" .. string.char(#list) .. "\0\0\0" .. string.char(#file) .. "\0\0\0\0\0"
end
local id = wats.software.create_package("P").package_id
assert(wats.software.upload_zip(id, zip_with("bin/a.lua")) and wats.software.upload_zip(id, zip_with("b.lua")))
local files = wats.software.get_package_files(id)
assert(#files == 2 and files[1].path == "b.lua" and files[2].path == "bin/a.lua" and files[2].size == 0)
assert(wats.software.update_file_attribute(files[2].file_id, "ExecuteOnce"))
assert(wats.software.get_file(files[2].file_id).attributes == "ExecuteOnce")
local check = wats.software.check_file(id, id, "bin/a.lua", "da39a3ee5e6b4b0d3255bfef95601890afd80709", 0)
assert(check.exists and check.same_checksum and check.file_id == files[2].file_id)
assert(not wats.software.check_file(id, id, "c.lua", "0", 0).exists)

local bin = wats.software.get_software_entity_details(id).folders[1]
local tools = wats.software.create_package_folder(id, {name = "tools"})
bin.parent_folder_id = tools.package_folder_id
assert(wats.software.update_package_folder(bin).path == "tools/bin")
assert(wats.software.get_package_files(id)[2].path == "tools/bin/a.lua")
assert(wats.software.delete_package_folder_files{files[1].file_id} and wats.software.delete_package_folder(tools.package_folder_id))
assert(#wats.software.get_package_files(id) == 0)
assert(wats.software.upload_zip{package_id = id, zip_content = zip_with("c.lua"), clean_install = true})

-- case: a zip that leads out of the package is refused
local name = "../a"
local head = "\20\0\0\0\0\0\0\0!\0" .. ("\0"):rep(12) .. string.char(#name) .. "\0\0\0"
local file, list = "PK\3\4" .. head .. name, "PK\1\2\20\0" .. head .. ("\0"):rep(14) .. name
local zip = file .. list .. "PK\5\6\0\0\0\0\1\0\1\0" .. string.char(#list) .. "\0\0\0" .. string.char(#file) .. "\0\0\0\0\0"
wats.software.upload_zip(wats.software.create_package("P").package_id, zip) --> leads out of the package

-- case: history and downloads are kept
local p = wats.software.create_package{name = "P", tags = {{key = "StationName", value = "ICT-1"}}}
assert(#wats.software.get_package_history('//*[StationName[.="ICT-1" or .="Any"]]', 0) == 1)
assert(#wats.software.get_package_history('//*[StationName[.="ICT-1"]]', "RELEASED") == 0)
assert(wats.software.log_download(p.package_id, 4711) and wats.software.is_connected())
local events = wats.software.get_software_entity_details(p.package_id).history
assert(events[1].event == "Created" and events[2].event == "Downloaded" and events[2].download_size == 4711)
assert(wats.software.get_package_download_history(1)[1].package_id == p.package_id and #wats.software.get_package_download_history(2) == 0)
