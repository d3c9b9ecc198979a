package wats

// processCases are what the tests of all operations must know of the process service.
var processCases = expectations{
	complete: []string{"process"},
	ours: map[string]string{
		"process.cache_ttl": "a property in pyWATS", "process.refresh_interval": "a property in pyWATS", "process.last_refresh": "a property in pyWATS",
		"process.cache_stats": "a property in pyWATS", "process.failure_codes": "a method of a model in pyWATS",
		"process.get_fail_code_by_name": "a method of a model in pyWATS", "process.validate_fail_code": "a method of a model in pyWATS",
	},
	full: []string{"process.get_process_detailed", "process.get_repair_operation_config"},
}
