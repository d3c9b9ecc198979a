-- Errors as scripts see them.

-- case: an error is a table that says what to do
local ok, err = pcall(wats.product.get_product, {part_number = "nothing", strict = true})
assert(not ok and type(err) == "table")
assert(err.kind == "not_found" and err.status == 404 and err.retryable == false)
assert(err.operation == "wats.product.get_product", err.operation)
assert(err.message:find("GET /api/Product/{part_number}: the server answered 404", 1, true), err.message)
assert(tostring(err):find("wats.product.get_product", 1, true) and not tostring(err):find("\n"))

-- case: an error that is raised again is the same error
local ok, err = pcall(wats.product.get_product, {part_number = "nothing", strict = true})
local ok, again = pcall(error, err)
assert(again == err)
error(err) --> 404

-- case: an error of an operation is not swallowed by a concatenation
local ok, err = pcall(wats.product.get_product, {part_number = "x", strict = true})
local text = "failed: " .. tostring(err)
assert(text:find("404"))

-- case: try gives several values, or nil and the error
local a, b, c = wats.try(function(...) return ... end, 1, nil, 3)
assert(a == 1 and b == nil and c == 3)
local value, err = wats.try(error, {code = 7})
assert(value == nil and err ~= nil)

-- case: strictness is chosen by the call
assert(wats.product.get_product("x") == nil)
assert(wats.product.get_product{part_number = "x", strict = false} == nil)
assert(wats.report.get_report(uuid()) == nil and wats.report.get_report_xml(uuid()) == nil and wats.process.get_process_detailed(uuid()) == nil)
wats.report.get_report{report_id = uuid(), strict = true} --> 404

-- case: strict may follow the argument
wats.product.get_product("x", {strict = true}) --> 404

-- case: a fault of the arguments is a usage error
local ok, err = pcall(wats.product.get_product)
assert(err.kind == "usage" and err.status == nil, inspect(err))
local ok, err = pcall(wats.report.query_headers, {report_type = "other"})
assert(err.kind == "usage" and tostring(err):find("uut"), tostring(err))

-- case: one argument is not given twice
wats.product.get_product("x", {part_number = "y"}) --> given twice

-- case: too many arguments are refused
wats.product.get_product("x", false, "y") --> at most 2 arguments

-- case: a number where a text belongs is written by the script
wats.product.get_product(1.5) --> must be a string

-- case: an attachment is named
wats.report.get_attachment{report_id = uuid()} --> attachment_id or step_id is required

-- case: an error in a loop over rows is raised in the loop
for _ in wats.report.each_uut_header{filter = "nonsense eq"} do end --> 400

-- case: a wrong page size is refused before the loop
wats.report.each_uut_header{page_size = 0} --> page_size

-- case: a wrong span is refused
wats.report.get_recent_headers(0) --> days
