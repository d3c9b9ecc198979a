-- What scripts rely on of the operations.

-- case: a missing thing is nil, or raises where strict is asked for
assert(wats.product.get_product("nothing") == nil)
local ok, err = pcall(wats.product.get_product, {part_number = "nothing", strict = true})
assert(not ok and err.kind == "not_found" and err.status == 404, tostring(err))

-- case: a part number may hold anything
for _, pn in ipairs{"A/B", "A#1", "50%", "a b", "Ø-æ", "x?y=z", "..", "a+b"} do
  assert(wats.product.create_product{part_number = pn, name = "n"}.part_number == pn)
  assert(wats.product.get_product(pn).part_number == pn, pn)
end

-- case: an unknown argument is refused before any request
wats.product.get_product{part_nubmer = "X"} --> did you mean part_number?

-- case: a missing argument is named with its meaning
wats.product.get_product() --> part_number is required

-- case: a blank argument is refused
wats.product.get_product("  ") --> part_number must not be blank

-- case: keys that are not declared survive reading and writing
wats.product.create_product{part_number = "P", name = "n"}
local p = wats.product.get_product("P")
p.name = "other"
assert(wats.product.update_product(p).name == "other")
assert(wats.product.get_product("P").name == "other")

-- case: an empty list stays a list
assert(json.encode(wats.product.get_products()) == "[]")

-- case: try returns the value, or nil and the error
local version = wats.try(wats.get_version)
assert(version == "spec", inspect(version))
local value, err = wats.try(wats.product.get_product, {part_number = "x", strict = true})
assert(value == nil and err.kind == "not_found")

-- case: an iterator sees every row, however short the pages
for i = 1, 7 do
  local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-" .. i, operation_type = 10}
  wats.report.submit(r)
end
local seen = {}
for h in wats.report.each_uut_header{page_size = 3, orderby = "serialNumber asc"} do
  seen[#seen + 1] = h.serial_number
end
assert(table.concat(seen, " ") == "S-1 S-2 S-3 S-4 S-5 S-6 S-7", table.concat(seen, " "))

-- case: quotes in a value do not end the filter
local r = wats.report.create_uut_report{operator = "op", part_number = "O'Neil", revision = "A", serial_number = "S'1", operation_type = 10}
wats.report.submit(r)
assert(#wats.report.get_headers_by_serial("S'1") == 1)
assert(#wats.report.get_headers_by_part_number("O'Neil") == 1)

-- case: a wrong filter says where
wats.report.query_headers{odata_filter = "serialNumber eq"} --> 400
