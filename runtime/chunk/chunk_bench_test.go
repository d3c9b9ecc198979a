package chunk

import (
	"strings"
	"testing"

	"github.com/watsrun/watsrun/runtime/host"
)

// BenchmarkCompile compiles 100 lines, 20 of them the heads and ends of functions.
func BenchmarkCompile(b *testing.B) {
	source := []byte(strings.Repeat(`local function check(root, name, value, low, high)
  local ok = value >= low and value <= high
  root:add_numeric_step{name = name, value = value, unit = "V", comp_op = "GELE", low_limit = low, high_limit = high}
  for i = 1, 3 do log.info("measured " .. name .. " " .. i, {value = value, ok = ok, limits = {low, high}}) end
  if not ok then errors[#errors + 1] = name .. ": " .. value end
  return ok
end
local rail = params.rail or "3V3"
check(root, rail, dmm.read("VOLT:DC?") * 1.5, 3.2, 3.4)
results[rail] = (results[rail] or 0) + 1
`, 10))
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(source, "bench.lua", host.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
