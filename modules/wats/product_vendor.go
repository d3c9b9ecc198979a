package wats

// Vendor is a vendor of parts. Servers may know more about one than this.
type Vendor struct {
	VendorID string `lua:"vendor_id" json:"vendorId" doc:"Id of the vendor."`
	Name     string `lua:"name" json:"name" doc:"Its name."`

	_ struct{} `wire:"open"`
}

type newVendor struct {
	Name     string         `lua:"name,required" json:"name" doc:"Name of the vendor."`
	VendorID string         `lua:"vendor_id" json:"vendorId" doc:"Id of the vendor that is to be overwritten."`
	Extra    map[string]any `lua:"extra" body:"merged" doc:"Further members of the vendor, with the keys that the server wants."`
}

type vendorKey struct {
	VendorID string `lua:"vendor_id,required" doc:"Id of the vendor."`
}

func vendorOperations() []declaration {
	return []declaration{
		op[noArguments, []Vendor]("get_vendors", "List the vendors.", "GET /api/Product/Vendors",
			show(`wats.product.save_vendor("Acme")
return wats.product.get_vendors()[1].name`, `"Acme"`)),
		op[newVendor, Vendor]("save_vendor", "Create a vendor or change one.", "PUT /api/Product/Vendors",
			note("Further members go into the table extra; pyWATS takes them as further keyword arguments."),
			show(`wats.product.save_vendor{name = "Acme", extra = {country = "NO"}}.country`, `"NO"`)),
		op[vendorKey, bool]("delete_vendor", "Delete a vendor.", "DELETE /api/Product/Vendors/{vendor_id}", succeeds,
			show(`wats.product.delete_vendor(wats.product.save_vendor("Acme").vendor_id)`, "true")),
	}
}
