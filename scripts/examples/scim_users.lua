-- Who may log in? Users are kept over SCIM, as identity providers do it: brought up to date from a list of people,
-- deactivated when they leave, and listed.

local people = {
  {user_name = "kim@lab.example", display_name = "Kim", name = {given_name = "Kim", family_name = "Lee"}},
  {user_name = "robin@lab.example", display_name = "Robin", name = {given_name = "Robin", family_name = "Berg"}},
}

local ids = {}
for _, person in ipairs(people) do
  local user = wats.scim.get_user_by_username(person.user_name) or wats.scim.create_user(person)
  ids[person.user_name] = user.id
  wats.scim.set_user_active(user.id, true)
  wats.scim.update_display_name(user.id, person.display_name)
end

-- One attribute or several are changed by a patch.
wats.scim.update_user(ids["kim@lab.example"], {operations = {
  {path = "name.familyName", value = "Lee-Berg"},
  {path = "displayName", value = "Kim Lee-Berg"},
}})
wats.scim.deactivate_user(ids["robin@lab.example"])

for user in wats.scim.each_user{page_size = 50} do
  if ids[user.user_name] then
    print(user.user_name, user.display_name, user.active and "may log in" or "may not log in")
  end
end

-- An identity provider does all this by itself. It needs a token, which is shown once.
local token = wats.scim.get_token(30)
print("token for", token.duration_days .. " days", #token.token >= 20)
