package server

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// bomItem is a row of a bill of materials: a part, and where it is used. Revision and FunctionBlock come from uploads in XML.
type bomItem struct {
	BOMItemID         string  `json:"bomItemId"`
	ProductRevisionID string  `json:"productRevisionId"`
	ComponentRef      *string `json:"componentRef"` // several are separated by ;
	PartNumber        *string `json:"partNumber"`
	Revision          *string `json:"revision,omitempty"`
	Description       *string `json:"description"`
	Quantity          *int    `json:"quantity"`
	Manufacturer      *string `json:"manufacturer"`
	ManufacturerPN    *string `json:"manufacturerPn"`
	Vendor            *string `json:"vendor"`
	VendorPN          *string `json:"vendorPn"`
	FunctionBlock     *string `json:"functionBlock,omitempty"`
}

// UnmarshalJSON takes compRef for componentRef too.
func (b *bomItem) UnmarshalJSON(data []byte) error {
	type plain bomItem
	in := struct {
		*plain
		CompRef *string `json:"compRef"`
	}{plain: (*plain)(b)}
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	if b.ComponentRef == nil {
		b.ComponentRef = in.CompRef
	}
	return nil
}

// columns are the values of the row from component_ref on, and where a query puts them.
func (b *bomItem) columns() []any {
	return []any{
		&b.ComponentRef, &b.PartNumber, &b.Revision, &b.Description, &b.Quantity, &b.Manufacturer, &b.ManufacturerPN,
		&b.Vendor, &b.VendorPN, &b.FunctionBlock,
	}
}

func (s *productService) getBOM(r *http.Request) (any, error) {
	all := []bomItem{}
	err := s.readRevision(r, func(tx *db.Tx, revision productRevision) error {
		return tx.Each(func(rows *sql.Rows) error {
			b := bomItem{ProductRevisionID: revision.ProductRevisionID}
			err := rows.Scan(append([]any{&b.BOMItemID}, b.columns()...)...)
			all = append(all, b)
			return err
		}, `SELECT guid, component_ref, part_number, revision, description, quantity, manufacturer, manufacturer_pn, vendor, vendor_pn,
			function_block FROM bom_item WHERE product_revision = ? ORDER BY position`, revision.ProductRevisionID)
	})
	return all, err
}

// putBOM replaces the bill of materials of a revision by the body's rows.
func (s *productService) putBOM(r *http.Request) (any, error) {
	partNumber, revision, err := revisionOf(r)
	if err != nil {
		return nil, err
	}
	if format := web.QueryOf(r).Text("format"); format != "" && !strings.EqualFold(format, "json") {
		return nil, fault.New(fault.Validation, "format cannot be %q here: send json, or WSBF to PUT /api/Product/BOM", format)
	}
	items := []bomItem{}
	if err := web.Decode(r, &items); err != nil {
		return nil, err
	}
	return s.saveBOM(r, partNumber, revision, items)
}

// wsbf is a bill of materials in XML. Attributes may be spelt in any case.
type wsbf struct {
	XMLName    xml.Name
	Attributes wsbfAttributes  `xml:",any,attr"`
	Components []wsbfComponent `xml:"Component"`
}

type wsbfComponent struct {
	Attributes wsbfAttributes `xml:",any,attr"`
}

type wsbfAttributes []xml.Attr

// text is the value of an attribute, nil when it is absent or empty.
func (a wsbfAttributes) text(name string) *string {
	for _, attribute := range a {
		if strings.EqualFold(attribute.Name.Local, name) && attribute.Value != "" {
			return &attribute.Value
		}
	}
	return nil
}

// required is the value of an attribute that must be there.
func (a wsbfAttributes) required(name string) (string, error) {
	text := a.text(name)
	if text == nil {
		return "", fault.New(fault.Validation, "the attribute %s is required", name)
	}
	return *text, nil
}

// putBOMAsXML replaces the bill of materials of the revision that the WSBF document names. WATS takes no empty one.
func (s *productService) putBOMAsXML(r *http.Request) (any, error) {
	data, err := web.Body(r)
	if err != nil {
		return nil, err
	}
	var document wsbf
	if err := xml.NewDecoder(bytes.NewReader(data)).Decode(&document); err != nil {
		return nil, fault.Wrap(fault.Validation, err, "the request body is no WSBF document")
	}
	if !strings.EqualFold(document.XMLName.Local, "BOM") {
		return nil, fault.New(fault.Validation, "the request body is no WSBF document: its root is <%s>, not <BOM>", document.XMLName.Local)
	}
	partNumber, err := document.Attributes.required("Partnumber")
	if err != nil {
		return nil, err
	}
	revision, err := document.Attributes.required("Revision")
	if err != nil {
		return nil, err
	}
	items, err := document.items()
	if err != nil {
		return nil, err
	}
	return s.saveBOM(r, partNumber, revision, items)
}

func (d *wsbf) items() ([]bomItem, error) {
	if len(d.Components) == 0 {
		return nil, fault.New(fault.Validation, "the BOM has no <Component>")
	}
	items := make([]bomItem, len(d.Components))
	for i, c := range d.Components {
		a := c.Attributes
		if _, err := a.required("Number"); err != nil {
			return nil, fault.New(fault.Validation, "Component[%d]: %s", i, fault.Of(err).Message)
		}
		items[i] = bomItem{
			PartNumber: a.text("Number"), Revision: a.text("Rev"), Description: a.text("Desc"),
			ComponentRef: a.text("Ref"), FunctionBlock: a.text("FunctionBlock"),
		}
		if text := a.text("Qty"); text != nil {
			quantity, err := strconv.Atoi(strings.TrimSpace(*text))
			if err != nil {
				return nil, fault.New(fault.Validation, "Component[%d]: Qty must be a whole number, got %q", i, *text)
			}
			items[i].Quantity = &quantity
		}
	}
	return items, nil
}

// saveBOM replaces the bill of materials of a revision. The answer is true, since clients take an empty list for a failure.
func (s *productService) saveBOM(r *http.Request, partNumber, revision string, items []bomItem) (any, error) {
	for i := range items {
		if err := items[i].check(fmt.Sprintf("[%d]", i)); err != nil {
			return nil, err
		}
	}
	return true, stored(s.db.Write(r.Context(), onRevision(partNumber, revision, func(tx *db.Tx, owner productRevision) error {
		if _, err := tx.Exec("DELETE FROM bom_item WHERE product_revision = ?", owner.ProductRevisionID); err != nil {
			return err
		}
		for i := range items {
			row := append([]any{owner.ProductRevisionID, i, items[i].BOMItemID}, items[i].columns()...)
			if _, err := tx.Exec("INSERT INTO bom_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row...); err != nil {
				return err
			}
		}
		return nil
	})))
}

// check refuses a row that says of no part or place, and completes quantity and id.
func (b *bomItem) check(where string) error {
	if b.PartNumber == nil && b.ComponentRef == nil {
		return fault.New(fault.Validation, "%s: partNumber or componentRef is required", where)
	}
	if b.Quantity == nil {
		b.Quantity = new(1)
	}
	if *b.Quantity < 0 {
		return fault.New(fault.Validation, "%s: quantity cannot be %d", where, *b.Quantity)
	}
	if b.BOMItemID = strings.ToLower(b.BOMItemID); b.BOMItemID == "" {
		b.BOMItemID = uuid.NewString()
	}
	return nil
}
