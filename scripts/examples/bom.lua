-- The bill of materials of a revision: which part is at which place of the board. Repair reports name places such as R1;
-- with the bill WATS knows the part.
--
--   watsrun scripts/examples/bom.lua

wats.product.create_product{part_number = "PB-400", name = "Sensor board", revisions = {{revision = "A"}, {revision = "B"}}}

-- A part that is used at several places has them in component_ref, separated by semicolons.
wats.product.upload_bom("PB-400", "A", {
  {
    component_ref = "R1;R2", part_number = "RES-10K", quantity = 2, description = "10 kOhm 1 %",
    manufacturer = "Ohmic", manufacturer_pn = "OH-10K",
  },
  {component_ref = "C1", part_number = "CAP-1U", description = "1 uF 16 V", vendor = "Acme Components", vendor_pn = "4711"},
  {component_ref = "U1", part_number = "ADC-16"},
})

-- The next revision: take the old bill, change a row, and upload all of it. An upload replaces the bill.
local bom = wats.product.get_bom("PB-400", "A")
for _, item in ipairs(bom) do
  item.bom_item_id, item.product_revision_id = nil, nil
  if item.component_ref == "U1" then item.part_number = "ADC-24" end
end
wats.product.upload_bom("PB-400", "B", bom)

for _, revision in ipairs{"A", "B"} do
  print("revision " .. revision)
  for _, item in ipairs(wats.product.get_bom("PB-400", revision)) do
    print("", item.quantity .. " x " .. item.part_number, "at " .. item.component_ref, item.manufacturer or "-")
  end
end

-- An ERP system that speaks WSBF, the XML form, does the same through update_bom.
wats.product.update_bom("PB-400", "A", {
  {component_ref = "R1;R2", part_number = "RES-10K", revision = "1", quantity = 2},
  {component_ref = "U1", part_number = "ADC-16", revision = "3", function_block = "Measuring"},
}, "from the ERP system")
print("after WSBF: " .. #wats.product.get_bom("PB-400", "A") .. " rows")
