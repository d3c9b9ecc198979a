package wats

// rootcauseCases are what the tests of all operations must know of the rootcause service.
var rootcauseCases = expectations{}
