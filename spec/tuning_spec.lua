-- case: with gives a module that works otherwise
local strict = wats.with{strict = true}
assert(wats.product.get_product("none") == nil)
local ok, err = pcall(strict.product.get_product, "none")
assert(not ok and err.kind == "not_found")
assert(strict.app.get_version() == wats.app.get_version())
assert(strict.enums.AssetState.SCRAPPED == "SCRAPPED")
assert(strict.product.get_produkt == nil)

-- case: with cannot be changed
wats.with{strict = true}.product = 1 --> wats cannot be changed here

-- case: contexts nest and end, also when they are left by an error
local function kind() return (select(2, wats.try(wats.product.get_product, "none")) or {}).kind end
assert(wats.with({strict = true}, function()
	assert(kind() == "not_found")
	assert(wats.with({strict = false}, kind) == nil)
	assert(wats.with({timeout = 20}, kind) == "not_found")
	assert(not pcall(wats.with, {strict = false}, error))
	assert(kind() == "not_found")
	return 7
end) == 7)
assert(kind() == nil)

-- case: a coroutine inside a context belongs to it
local co = coroutine.create(function() return select(2, wats.try(wats.product.get_product, "none")).kind end)
assert(select(2, wats.with({strict = true}, coroutine.resume, co)) == "not_found")

-- case: configure holds for the rest of the run
wats.configure{strict = true}
wats.configure{timeout = 20}
assert(not pcall(wats.product.get_product, "none"))
assert(wats.with{strict = false}.product.get_product("none") == nil)

-- case: unknown options are refused
wats.configure{tiemout = 5} --> timeout

-- case: times are seconds
wats.with{timeout = -1} --> timeout must be a number of seconds
