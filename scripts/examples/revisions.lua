-- Revisions of a product: release a new one, retire the old one, and keep notes in tags.
--
--   watsrun scripts/examples/revisions.lua

wats.product.create_product{part_number = "PB-300", name = "Motor controller"}

-- A revision belongs to a product that is there. One of the same name is overwritten.
wats.product.create_revision{part_number = "PB-300", revision = "A", name = "Prototype"}
wats.product.create_revision{part_number = "PB-300", revision = "B", name = "Pilot series"}

-- Several at once: all of them are saved, or none.
wats.product.bulk_save_revisions{
  {part_number = "PB-300", revision = "C", name = "Series", description = "New gate driver"},
  {part_number = "PB-300", revision = "D", name = "Cost reduction", state = "INACTIVE"},
}

-- Retire the prototype: read, change, write back.
local prototype = wats.product.get_revision("PB-300", "A")
prototype.state = "INACTIVE"
wats.product.update_revision(prototype)

-- Why was C made? Tags of a revision tell.
wats.product.set_revision_tags("PB-300", "C", {{key = "ecn", value = "ECN-118"}})
wats.product.add_revision_tag("PB-300", "C", "approved", "2026-02-11")

for _, r in ipairs(wats.product.get_revisions("PB-300")) do
  print(r.revision, r.state, r.name)
end
for _, tag in ipairs(wats.product.get_revision_tags("PB-300", "C")) do
  print("C", tag.key, tag.value)
end

-- A revision that nobody made is nil: check it before a unit is tested with it.
local wanted = params.revision or "E"
if wats.product.get_revision("PB-300", wanted) == nil then
  print("there is no revision " .. wanted)
end
