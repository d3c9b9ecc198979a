package wats

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// BomItem is a row of a bill of materials: a part, and where it is used.
type BomItem struct {
	BOMItemID         string `lua:"bom_item_id" json:"bomItemId" doc:"GUID of the row."`
	ProductRevisionID string `lua:"product_revision_id" json:"productRevisionId" doc:"GUID of the revision that the row belongs to."`
	ComponentRef      string `lua:"component_ref" json:"componentRef" doc:"Where the part is used; several places are separated by ;."`
	PartNumber        string `lua:"part_number" json:"partNumber" doc:"Part number of the part."`
	Revision          string `lua:"revision" json:"revision" doc:"Revision of the part, in an upload as WSBF."`
	Description       string `lua:"description" json:"description" doc:"Free text."`
	Quantity          *int   `lua:"quantity" json:"quantity" doc:"How many; 1 when it is left out."`
	Manufacturer      string `lua:"manufacturer" json:"manufacturer" doc:"Who makes the part."`
	ManufacturerPN    string `lua:"manufacturer_pn" json:"manufacturerPn" doc:"The maker's part number."`
	Vendor            string `lua:"vendor" json:"vendor" doc:"Who sells the part."`
	VendorPN          string `lua:"vendor_pn" json:"vendorPn" doc:"The vendor's part number."`
	FunctionBlock     string `lua:"function_block" json:"functionBlock" doc:"What the part is for, in an upload as WSBF."`
}

type bomKey struct {
	PartNumber string `lua:"part_number,required" query:"partNumber" doc:"Part number of the product."`
	Revision   string `lua:"revision,required" query:"revision" doc:"Its revision."`
	strict
}

type newBOM struct {
	PartNumber string                    `lua:"part_number,required" query:"partNumber" doc:"Part number of the product."`
	Revision   string                    `lua:"revision,required" query:"revision" doc:"Its revision."`
	Items      []modules.Record[BomItem] `lua:"bom_items,required" body:"whole" doc:"All rows; an empty list clears the bill."`
	Format     string                    `lua:"format" query:"format" default:"json" doc:"json, which is what is sent."`
}

type newWSBF struct {
	PartNumber  string                    `lua:"part_number,required" doc:"Part number of the product."`
	Revision    string                    `lua:"revision,required" doc:"Its revision."`
	Items       []modules.Record[BomItem] `lua:"bom_items,required" doc:"All rows, each with a part_number; WATS wants revision and component_ref too."`
	Description string                    `lua:"description" doc:"Free text about the bill."`
}

const bomRoute = "GET /api/internal/Product/Bom"

func bomOperations() []declaration {
	const saved = `wats.product.upload_bom("PCBA-7", "B", {{component_ref = "R1;R2", part_number = "RES-10K", quantity = 2}})
`
	return []declaration{
		op[bomKey, []BomItem]("get_bom", "Read the bill of materials of a revision.", bomRoute, reads(readBOM),
			show(withRevision+saved+`return wats.product.get_bom("PCBA-7", "B")[1].part_number`, `"RES-10K"`)),
		op[bomKey, []BomItem]("get_bom_items", "Read the bill of materials of a revision; the same as get_bom.", bomRoute, reads(readBOM),
			show(withRevision+`return #wats.product.get_bom_items("PCBA-7", "B")`, "0")),
		op[newBOM, bool]("upload_bom", "Replace the bill of materials of a revision.", "PUT /api/internal/Product/BOM", succeeds,
			note("True for every success; pyWATS takes an answer with nothing in it for a failure."),
			show(withRevision+saved+`return wats.product.get_bom("PCBA-7", "B")[1].quantity`, "2")),
		op[newWSBF, bool]("update_bom", "Replace the bill of materials of a revision by a WSBF document.", "PUT /api/Product/BOM", succeeds,
			sends(typeXML), prepares(writeWSBF),
			note("Rev is the part's revision and FunctionBlock is sent; pyWATS writes the maker's part number into Rev. "+
				"What WSBF has no place for is logged; upload_bom keeps it. No rows are refused, as WATS does."),
			show(withRevision+`wats.product.update_bom("PCBA-7", "B", {{component_ref = "C1", part_number = "CAP", revision = "1"}})
return wats.product.get_bom("PCBA-7", "B")[1].component_ref`, `"C1"`)),
	}
}

const typeXML = "application/xml"

// readBOM takes the older name compRef for componentRef.
func readBOM(_ *bomKey, a *response) (any, error) {
	rows, err := rowsIn[BomItem](a)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].raw, err = respelt(rows[i].raw, map[string]string{"compRef": "componentRef"}); err != nil {
			return nil, err
		}
	}
	return listOf(rows), nil
}

// respelt is a JSON object with some of its keys under other names, unless those are there already.
func respelt(raw json.RawMessage, names map[string]string) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, noJSON(&response{body: raw}, "a JSON object")
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(names)), func(old string) bool { return members[old] != nil }) {
		return raw, nil
	}
	for old, name := range names {
		if members[old] != nil && members[name] == nil {
			members[name] = members[old]
			delete(members, old)
		}
	}
	return json.Marshal(members)
}

// wsbf is a bill of materials in XML.
type wsbf struct {
	XMLName     xml.Name        `xml:"http://wats.virinco.com/schemas/WATS/wsbf BOM"`
	PartNumber  string          `xml:"Partnumber,attr"`
	Revision    string          `xml:",attr"`
	Description string          `xml:"Desc,attr,omitempty"`
	Components  []wsbfComponent `xml:"Component"`
}

type wsbfComponent struct {
	Number        string `xml:",attr"`
	Revision      string `xml:"Rev,attr"`
	Quantity      int    `xml:"Qty,attr"`
	Description   string `xml:"Desc,attr,omitempty"`
	Ref           string `xml:",attr"`
	FunctionBlock string `xml:",attr,omitempty"`
}

func writeWSBF(ctx context.Context, in *newWSBF, r *request) error {
	if len(in.Items) == 0 {
		return fault.New(fault.Usage, "bom_items is empty, and WATS takes no empty bill this way").WithHint("upload_bom clears a bill")
	}
	document := wsbf{PartNumber: in.PartNumber, Revision: in.Revision, Description: in.Description}
	leftOut := map[string]bool{}
	for i, item := range in.Items {
		c, err := newComponent(fmt.Sprintf("bom_items[%d]", i+1), item.Wire(), leftOut)
		if err != nil {
			return err
		}
		document.Components = append(document.Components, c)
	}
	if len(leftOut) > 0 {
		modules.RunFrom(ctx).Log.Warn("update_bom leaves out what WSBF has no place for; upload_bom keeps it",
			"fields", slices.Sorted(maps.Keys(leftOut)))
	}
	data, err := xml.Marshal(document)
	r.body = append([]byte(xml.Header), data...)
	return err
}

// newComponent makes the element of a row, and notes what it has no place for.
func newComponent(name string, row []byte, leftOut map[string]bool) (wsbfComponent, error) {
	var b BomItem
	if err := json.Unmarshal(row, &b); err != nil {
		return wsbfComponent{}, fault.Wrap(fault.Usage, err, "%s cannot be sent", name)
	}
	if err := notBlank(name+".part_number", b.PartNumber); err != nil {
		return wsbfComponent{}, err
	}
	for field, text := range map[string]string{
		"manufacturer": b.Manufacturer, "manufacturer_pn": b.ManufacturerPN, "vendor": b.Vendor, "vendor_pn": b.VendorPN,
	} {
		if text != "" {
			leftOut[field] = true
		}
	}
	quantity := 1
	if b.Quantity != nil {
		quantity = *b.Quantity
	}
	return wsbfComponent{b.PartNumber, b.Revision, quantity, b.Description, b.ComponentRef, b.FunctionBlock}, nil
}
