package wats

// inspectionCases are what the tests of all operations must know of the manual_inspection service.
var inspectionCases = expectations{}
