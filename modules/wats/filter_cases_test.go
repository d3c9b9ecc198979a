package wats

// filterCases are what the tests of all operations must know of what pyWATS has in memory, which the catalogue leaves out.
var filterCases = expectations{ours: inMemory(filterService, pathService, compOpService)}

func inMemory(all ...service) map[string]string {
	names := map[string]string{}
	for _, s := range all {
		for _, d := range s.operations() {
			names[operation{service: s.name, name: d(nil).Name}.String()] = "asks no server"
		}
	}
	return names
}
