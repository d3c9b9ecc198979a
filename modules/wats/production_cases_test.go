package wats

// productionCases are what the tests of all operations must know of the production service.
var productionCases = expectations{}
