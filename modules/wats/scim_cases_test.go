package wats

// scimCases are what the tests of all operations must know of the scim service.
var scimCases = expectations{}
