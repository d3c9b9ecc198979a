package wats

// processCases are what the tests of all operations must know of the process service.
var processCases = expectations{
	complete: []string{"process"},
	full:     []string{"process.get_process_detailed", "process.get_repair_operation_config"},
}
