package wats

// assetCases are what the tests of all operations must know of the asset service.
var assetCases = expectations{}
