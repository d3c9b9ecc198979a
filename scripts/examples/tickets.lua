-- A unit fails, and somebody must find out why. The failed report gets a ticket, with its log as a file; the ticket goes
-- from hand to hand until the cause is known, and then into the archive.

local report = wats.report.create_uut_report{
  operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = "PB-3001", operation_type = 100,
}
report:get_root_sequence_call():add_numeric_step{
  name = "5V rail", value = 4.2, unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1,
}
local sent = wats.report.submit(report)

local me = "op-12"
local ticket = wats.rootcause.create_ticket{
  subject = "PB-3001: 5V rail at 4.2 V", priority = "HIGH", assignee = me, report_uuid = sent.id,
  initial_comment = "third unit of lot A7 with this failure",
}

-- A file is uploaded first, and named by the comment that it belongs to. upload_attachment{file = "log.txt"} takes one
-- from the disk.
local log = wats.rootcause.upload_attachment("12:00:01 load on\n12:00:02 5V rail 4.2 V\n", "rail.log")
ticket.update = {content = "log of the load test", attachments = {{attachment_id = log}}}
wats.rootcause.update_ticket(ticket)

-- WATS never says who a ticket is assigned to, and takes it away where it is not said again: so it is said each time.
wats.rootcause.change_status(ticket.ticket_id, "IN_PROGRESS", me)
wats.rootcause.add_comment(ticket.ticket_id, "L2 has a cracked joint: handling, not the design", me)
wats.rootcause.change_status(ticket.ticket_id, "SOLVED", me)

ticket = wats.rootcause.get_ticket(ticket.ticket_id)
print(ticket.subject)
for _, update in ipairs(ticket.history) do
  local files = {}
  for i, file in ipairs(update.attachments) do files[i] = " [" .. file.filename .. "]" end
  print(("  %-8s %s%s"):format(update.update_type:lower(), update.content, table.concat(files)))
end
print("log:", #wats.rootcause.get_attachment(log), "bytes")

local solved = wats.rootcause.get_tickets{status = "SOLVED|CLOSED", search_string = "PB-3001"}
print("to archive:", #solved)
for _, done in ipairs(solved) do wats.rootcause.archive_tickets{done.ticket_id} end
print("now it is " .. wats.rootcause.get_ticket(ticket.ticket_id).status)
