-- What scripts rely on of tickets: create, read, change, query, archive.

-- case: a ticket goes from its creation to the archive
local t = wats.rootcause.create_ticket{
  subject = "Solder bridge at U3", priority = "HIGH", assignee = "op-12", team = "Rework", initial_comment = "three units of one lot",
}
assert(t.ticket_number == 1 and t.status == "OPEN" and t.priority == "HIGH" and t.assignee == "op-12" and t.team == "Rework")
assert(#t.history == 1 and t.history[1].content == "three units of one lot" and t.history[1].update_type == "CONTENT")

local back = wats.rootcause.get_ticket(t.ticket_id)
assert(back.subject == t.subject and back.assignee == nil, "servers keep the assignee to themselves")

t = wats.rootcause.add_comment(t.ticket_id, "stencil of the wrong revision", "op-12")
assert(t.history[2].content == "stencil of the wrong revision" and t.assignee == "op-12")
t = wats.rootcause.change_status(t.ticket_id, "IN_PROGRESS", "op-12")
assert(t.status == "IN_PROGRESS" and t.history[3].update_type == "PROGRESS")
t = wats.rootcause.assign_ticket(t.ticket_id, "op-7")
assert(t.assignee == "op-7" and t.status == "IN_PROGRESS" and t.history[4].update_type == "PROPERTIES")

t.subject, t.progress, t.tags = "Wrong stencil", "8D report written", {{key = "line", value = "2"}}
t = wats.rootcause.update_ticket(t)
assert(t.assignee == "op-7" and wats.rootcause.update_ticket(t).assignee == "op-7", "written once more it is still theirs")
assert(t.subject == "Wrong stencil" and t.progress == "8D report written" and t.tags[1].value == "2" and t.team == "Rework")

assert(wats.rootcause.change_status(t.ticket_id, "SOLVED", "op-7").status == "SOLVED")
assert(wats.rootcause.archive_tickets{t.ticket_id})
assert(wats.rootcause.get_ticket(t.ticket_id).status == "ARCHIVED")

-- case: a missing ticket is nil, but cannot be changed
local none = "00000000-0000-4000-8000-000000000000"
assert(wats.rootcause.get_ticket(none) == nil and wats.rootcause.get_attachment(none) == nil)
for _, change in ipairs{
  function() return wats.rootcause.add_comment(none, "c") end,
  function() return wats.rootcause.change_status(none, "SOLVED", "op-12") end,
  function() return wats.rootcause.assign_ticket(none, "op-12") end,
  function() return wats.rootcause.update_ticket{ticket_id = none, subject = "s"} end,
  function() return wats.rootcause.archive_tickets{none} end,
  function() return wats.rootcause.get_ticket{ticket_id = none, strict = true} end,
} do
  local value, err = wats.try(change)
  assert(value == nil and err.kind == "not_found", tostring(err))
end

-- case: a ticket that nobody is assigned to stays open
local t = wats.rootcause.create_ticket("S")
wats.rootcause.change_status(t.ticket_id, "IN_PROGRESS") --> unassigned tickets must have status 'new'

-- case: a write without the assignee takes the ticket from whoever has it
local t = wats.rootcause.create_ticket{subject = "S", assignee = "op-12"}
assert(#wats.rootcause.get_open_tickets() == 1)
assert(wats.rootcause.add_comment(t.ticket_id, "c").assignee == nil)
assert(#wats.rootcause.get_open_tickets() == 0 and #wats.rootcause.get_open_tickets("ALL") == 1)

-- case: only what is done is archived, and of several all or none
local open = wats.rootcause.create_ticket("open")
local done = wats.rootcause.create_ticket{subject = "done", assignee = "op-12"}
wats.rootcause.change_status(done.ticket_id, "CLOSED", "op-12")
local _, err = wats.try(wats.rootcause.archive_tickets, {done.ticket_id, open.ticket_id})
assert(err.kind == "conflict" and wats.rootcause.get_ticket(done.ticket_id).status == "CLOSED", tostring(err))

-- case: tickets are found by states, view and words
local function make(subject, status)
  local t = wats.rootcause.create_ticket{subject = subject, assignee = "op-12"}
  wats.rootcause.change_status(t.ticket_id, status, "op-12")
end
make("Bridge", "IN_PROGRESS")
make("Void", "SOLVED")
wats.rootcause.create_ticket("Crack")
local function subjects(list)
  local all = {}
  for i, t in ipairs(list) do all[i] = t.subject end
  return table.concat(all, " ")
end
assert(subjects(wats.rootcause.get_tickets()) == "" and subjects(wats.rootcause.get_open_tickets("ALL")) == "Crack")
assert(subjects(wats.rootcause.get_active_tickets("ALL")) == "Crack Bridge" and subjects(wats.rootcause.get_active_tickets()) == "Bridge")
assert(subjects(wats.rootcause.get_tickets("SOLVED|IN_PROGRESS")) == "Void Bridge" and subjects(wats.rootcause.get_tickets(8 + 2)) == "Void Bridge")
assert(subjects(wats.rootcause.get_tickets{status = 63, view = "ALL", search_string = "BRI"}) == "Bridge")
assert(json.encode(wats.rootcause.get_tickets("ARCHIVED")) == "[]")

-- case: an unknown state is refused before any request
wats.rootcause.get_tickets("SLOVED") --> SOLVED

-- case: a file comes back as it was sent, byte by byte
local id = wats.rootcause.upload_attachment("all\0well\255", "log ø.txt")
local t = wats.rootcause.create_ticket{subject = "S", assignee = "op-12"}
t.update = {content = "see the log", attachments = {{attachment_id = id}}}
t = wats.rootcause.update_ticket(t)
assert(t.history[1].content == "see the log" and t.history[1].attachments[1].filename == "log ø.txt")
assert(wats.rootcause.get_attachment(id) == "all\0well\255")

-- case: a file on disk is sent and fetched without passing through the script
local from, to = os.tmpname(), os.tmpname()
local f = io.open(from, "wb")
f:write(("0123456789"):rep(1000))
f:close()
local id = wats.rootcause.upload_attachment{file = from, filename = "digits.txt"}
assert(wats.rootcause.get_attachment{attachment_id = id, to = to} == to)
local g = io.open(to, "rb")
assert(g:read("*a") == ("0123456789"):rep(1000))
g:close()
os.remove(from)
os.remove(to)
