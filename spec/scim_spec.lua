-- Users, as identity providers keep them.

-- case: create, read, change, list and delete
local kim = wats.scim.create_user{
  user_name = "kim@lab.example", display_name = "Kim", external_id = "7", name = {given_name = "Kim", family_name = "Lee"},
  emails = {{value = "kim@lab.example", type = "work", primary = true}},
}
assert(kim.active and kim.name.family_name == "Lee" and kim.emails[1].primary and kim.meta.resource_type == "User", inspect(kim))
assert(wats.scim.get_user(kim.id).external_id == "7")
assert(wats.scim.get_user_by_username("KIM@lab.example").id == kim.id)
assert(wats.scim.deactivate_user(kim.id).active == false)
assert(wats.scim.set_user_active(kim.id, true).active == true)
assert(wats.scim.update_display_name(kim.id, "Kim L.").display_name == "Kim L.")
kim = wats.scim.update_user(kim.id, {operations = {
  {path = "name.givenName", value = "Kimberly"}, {op = "replace", path = 'emails[type eq "work"].value', value = "lee@lab.example"},
}})
assert(kim.name.given_name == "Kimberly" and kim.emails[1].value == "lee@lab.example" and kim.display_name == "Kim L.", inspect(kim))
local page = wats.scim.get_users()
assert(page.total_results == 1 and page.start_index == 1 and page.resources[1].id == kim.id, inspect(page))
assert(wats.scim.delete_user(kim.id) == true)
assert(wats.scim.get_user(kim.id) == nil and wats.scim.get_user_by_username("kim@lab.example") == nil)
assert(wats.scim.get_users().total_results == 0)

-- case: a write to what is not there raises
for name, args in pairs{
  delete_user = {"none"}, deactivate_user = {"none"}, set_user_active = {"none", true}, update_display_name = {"none", "x"},
  update_user = {"none", {operations = {{path = "active", value = true}}}},
} do
  local ok, err = pcall(wats.scim[name], unpack(args))
  assert(not ok and err.kind == "not_found", name .. ": " .. tostring(err))
end

-- case: a login name is given once
wats.scim.create_user{user_name = "kim"}
local ok, err = pcall(wats.scim.create_user, {user_name = "KIM"})
assert(not ok and err.kind == "conflict", tostring(err))

-- case: a user needs a login name
wats.scim.create_user{display_name = "Kim"} --> user.user_name is required

-- case: a user's name may hold anything
for _, name in ipairs{"a/b", "a#1", "50%", "Ø æ", "x?y=z", "userName=x"} do
  local id = wats.scim.create_user{user_name = name}.id
  assert(wats.scim.get_user_by_username(name).id == id, name)
end

-- case: a loop sees every user and tells of its pages
for i = 1, 7 do wats.scim.create_user{user_name = "u" .. i} end
local names, pages = {}, {}
for u in wats.scim.iter_users{page_size = 3, on_page = function(...) pages[#pages + 1] = table.concat({...}, "/") end} do
  names[#names + 1] = u.user_name
end
assert(table.concat(names, " ") == "u1 u2 u3 u4 u5 u6 u7", table.concat(names, " "))
assert(table.concat(pages, " ") == "1/3/7 2/6/7 3/7/7", table.concat(pages, " "))
local n = 0
for u in wats.scim.each_user{page_size = 3, max_users = 4} do n = n + 1 end
assert(n == 4)

-- case: an error in on_page ends the loop as it is
for u in wats.scim.iter_users{on_page = function() error("enough") end} do end
wats.scim.create_user{user_name = "u"}
for u in wats.scim.iter_users{on_page = function() error("enough") end} do end --> enough

-- case: on_page may ask the server, in a coroutine too
for i = 1, 3 do wats.scim.create_user{user_name = "u" .. i} end
local totals = {}
local names = coroutine.wrap(function()
  for u in wats.scim.iter_users{page_size = 2, on_page = function() totals[#totals + 1] = wats.scim.get_users().total_results end} do
    coroutine.yield(u.user_name)
  end
end)
assert(names() == "u1" and names() == "u2" and names() == "u3")
assert(names() == nil and table.concat(totals, " ") == "3 3", table.concat(totals, " "))

-- case: tokens differ and say when they end
local a, b = wats.scim.get_token(30), wats.scim.get_token()
assert(a.token ~= b.token and a.duration_days == 30 and b.duration_days == 90 and a.expires_utc < b.expires_utc)
