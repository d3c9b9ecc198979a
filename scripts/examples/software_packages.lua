-- How do new limits reach the stations? As a version of a software package: a draft gets its files, somebody looks at it,
-- then it is released, and stations that have an older version are told.

-- A zip with one file, as a build leaves it; wats.software.upload_zip{package_id = id, file = "build.zip"} takes it from
-- the disk.
local zip = "PK\3\4\20\0\0\0\0\0\0@a\92\173O\0\0\30\0\0\0\30\0\0\0\14\0\0\0ict/limits.luareturn {rail_5v = {4.9, 5.1}}\n"
  .. "PK\1\2\20\0\20\0\0\0\0\0\0@a\92\173O\0\0\30\0\0\0\30\0\0\0\14\0\0\0\0\0\0\0\0\0\0\0\128\1\0\0\0\0ict/limits.lua"
  .. "PK\5\6\0\0\0\0\1\0\1\0<\0\0\0J\0\0\0\0\0"

local function publish(description)
  local package = wats.software.create_package{
    name = "PCBA-7 limits", description = description, root_directory = "C:/Tests", tags = {{key = "PartNumber", value = "PCBA-7"}},
  }
  wats.software.upload_zip(package.package_id, zip)
  for _, file in ipairs(wats.software.get_package_files(package.package_id)) do
    wats.software.update_file_attribute(file.file_id, "ExecuteOnce")
    print(("%s: %s, %d bytes"):format(description, file.path, file.size))
  end
  wats.software.submit_for_review(package.package_id)
  wats.software.release_package(package.package_id)
  return package
end

local old = publish("first limits")
local found = wats.software.get_packages_by_tag("PartNumber", "PCBA-7", "RELEASED")
print("a station finds:", found[1].description)
local installed = {found[1].package_id}
wats.software.log_download(found[1].package_id, #zip)

-- What is released does not change any more; what is wrong with it is put right in the next version.
local _, refused = wats.try(wats.software.upload_zip, old.package_id, zip)
print("the release stays as it is:", refused.kind)

local new = publish("wider limits")
for _, newer in ipairs(wats.software.get_available_packages(installed)) do
  print("there is something newer:", newer.description, "by " .. newer.version - old.version .. " version")
end
wats.software.revoke_package(old.package_id)
print("to remove from the station:", #wats.software.get_revoked_packages(installed))

for _, event in ipairs(wats.software.get_software_entity_details(old.package_id).history) do print("  " .. event.event) end

-- Tidy up, so that the next run finds what this one found.
wats.software.revoke_package(new.package_id)
for _, package in ipairs{old, new} do wats.software.delete_package(package.package_id) end
print("left:", #wats.software.get_packages_by_tag("PartNumber", "PCBA-7"))
