package runtime

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// missing matches Lua's message for a name that is not there.
var missing = regexp.MustCompile(`attempt to (?:call|index) (?:field|method|global) '([^']+)' \(a nil value\)`)

// hint names what a script most likely meant by a name that is not there. own are names of the script itself.
func (r *Runtime) hint(message string, own ...string) string {
	m := missing.FindStringSubmatch(message)
	if m == nil {
		return ""
	}
	names := slices.Concat(own, r.globals)
	whole := map[string]string{}
	for module, e := range r.set.byName {
		_ = e.load() // what cannot be loaded has no names to offer
		last := module[strings.LastIndexByte(module, '.')+1:]
		names = append(names, last)
		whole[last] = module
		for _, b := range e.functions {
			names = append(names, b.fn.Name)
			whole[b.fn.Name] = b.name
		}
	}
	sort.Strings(names)
	nearest := fault.Nearest(m[1], names)
	if nearest == "" {
		return ""
	}
	return "did you mean " + cmp.Or(whole[nearest], nearest) + "?"
}
