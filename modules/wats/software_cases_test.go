package wats

// softwareCases are what the tests of all operations must know of the software service.
var softwareCases = expectations{}
