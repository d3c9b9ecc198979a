---@meta _

-- Written from the declarations in the source; do not edit.

---A time as ISO 8601 text. Where one is asked for, seconds since 1970 will do too.
---@alias datetime string|number

---@class item
---@field id? integer Number of the item. Read-only.
---@field name string What it is called. Required.
---@field size? size How large it is.
---@field prices? table<string, money> By country.
---@field parts? item[] What it is made of.
---@field ["end"] string? A word that Lua keeps for itself.
---@field weight? number In kilograms.
---@field anything? any Whatever else there is.

---@class money
---@field amount number How much. Required.
---@field currency? string ISO 4217 | three letters.

---@alias size "small"|"large"

---The date.
---@return string
function today() end

---A shop to try things with.
---@class shop
shop = {}

---What is paid with.
---@type string
shop.currency = nil

---Open the basket.
---@return Basket
function shop.open() end

---@class Basket.add.options
---@field count? number How many. Default 1.

---@class Basket.add.args: Basket.add.options
---@field item item What to put in.

do
---What is going to be bought.
---@class Basket
---@field owner string Whose it is.
---@field count integer How many items are in it. Read-only.
---@field total money What it costs. Read-only.
local Basket = {}

---Put an item in.
---@param item item What to put in.
---@param count? number How many. Default 1.
---@return boolean
---@overload fun(self: Basket, args: Basket.add.args): boolean
---@overload fun(self: Basket, item: item, options: Basket.add.options): boolean
function Basket:add(item, count) end

---Take everything out.
function Basket:clear() end

end

---@class shop.items.find.args
---@field size? size Only items of this size.
---@field ["end"] string? The last name.
---@field item? item An item to compare with.

---@class shop.items.get_item.options
---@field strict? boolean Raise when there is no such item.
---@field limit? integer How many at most. Default 20.

---@class shop.items.get_item.args: shop.items.get_item.options
---@field id integer Number of the item.

---What is for sale.
---Two lines.
---@class shop.items
shop.items = {}

---Call a function with each item.
---@param fn function Called with each item.
---@param ... any More arguments for fn.
---@return any ...
function shop.items.call_with(fn, ...) end

---Loop over the items.
---@return fun(): item?
function shop.items.each() end

---Find items.
---@param size? size Only items of this size.
---@param end_? string The last name.
---@param item? item An item to compare with.
---@return item[]
---@overload fun(args: shop.items.find.args): item[]
function shop.items.find(size, end_, item) end

---Fetch one item. It is the newest one.
---
---Request: GET /api/Item/{id}
---
---Raises: not_found when strict.
---
---Compared with pyWATS: limit is ours.
---@param id integer Number of the item.
---@param strict? boolean Raise when there is no such item.
---@param limit? integer How many at most. Default 20.
---@return item
---@overload fun(args: shop.items.get_item.args): item
---@overload fun(id: integer, options: shop.items.get_item.options): item
function shop.items.get_item(id, strict, limit) end

shop.things = shop.items

