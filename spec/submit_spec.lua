-- What scripts rely on when they submit.

-- case: a report that is changed and submitted again replaces itself
local r = wats.report.create_uut_report("op", "P", "A", "S-1", 10)
local root = r:get_root_sequence_call()
root:add_boolean_step{name = "a", value = true}
local first = wats.report.submit(r)
root:add_boolean_step{name = "b", value = false}
local second = wats.report.submit_report(r)
assert(first.id == second.id and second.state == "delivered")
local back = wats.report.get_report(r.id)
assert(back.result == "F" and #back.root.steps == 2)

-- case: a report that somebody else made can be changed and submitted
local r = wats.report.create_uut_report("op", "P", "A", "S-1", 10)
wats.report.submit(r)
local theirs = wats.report.get_report(r.id)
theirs:add_misc_info("checked", "yes")
assert(wats.report.submit(theirs).state == "delivered")
assert(wats.report.get_report(r.id).misc_infos[1].description == "checked")

-- case: a report is submitted by name, as text and as a table
local r = wats.report.create_uut_report("op", "P", "A", "S-1", 10)
assert(wats.report.submit{report = r}.state == "delivered")
assert(wats.report.submit(r:to_json()).id == r.id)
local t = json.decode(r:to_json())
t.sn = "S-2"
t.subUnits = {}
t.miscInfos = json.array{}
local sent = wats.report.submit(t)
assert(sent.id == r.id and sent.state == "delivered", inspect(sent))
assert(wats.report.get_report(r.id).sn == "S-2")

-- case: XML goes out as it came in
local r = wats.report.create_uut_report("op", "P", "A", "S-1", 10)
wats.report.submit(r)
local xml = wats.report.get_report_xml(r.id)
assert(wats.report.submit_report_xml(xml).state == "delivered")
assert(#wats.report.get_headers_by_serial("S-1") == 1)

-- case: what is no XML is refused
wats.report.submit_report_xml("<Reports>") --> submit_report_xml

-- case: what is no report is refused
wats.report.submit(5) --> report must be a report object

-- case: a table of the wrong types is refused with the places
wats.report.submit{type = "T", sn = 5} --> sn

-- case: the duration is filled in
local r = wats.report.create_uut_report("op", "P", "A", "S-1", 10)
wats.report.submit(r)
assert(r.uut.exec_time and r.uut.exec_time >= 0)

-- case: a report sent as WSXF is the same report
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-xml", operation_type = 10}
r:get_root_sequence_call():add_numeric_step{name = "n", value = 1.5, unit = "V", comp_op = "GE", low_limit = 1}
local sent = wats.report.submit_report_xml(r:to_xml())
assert(sent.state == "delivered" and sent.id == r.id, sent.reason)
local n = wats.report.get_report(r.id).root:find_step("n")
assert(n.value == 1.5 and n.unit == "V" and n.low_limit == 1 and n.status == "P")
