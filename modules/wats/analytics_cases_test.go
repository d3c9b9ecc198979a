package wats

// analyticsCases are what the tests of all operations must know of the analytics service.
var analyticsCases = expectations{}
