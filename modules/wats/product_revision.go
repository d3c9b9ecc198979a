package wats

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

const (
	putRevisionRoute  = "PUT /api/Product/Revision"
	putRevisionsRoute = "PUT /api/Product/Revisions"
)

type revisionKey struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the product."`
	Revision   string `lua:"revision,required" doc:"The revision, exactly as it is written."`
	strict
}

type newRevision struct {
	PartNumber  string       `lua:"part_number,required" doc:"Part number of the product, which must be there."`
	Revision    string       `lua:"revision,required" doc:"The revision, such as B."`
	Name        *string      `lua:"name" doc:"Display name."`
	Description *string      `lua:"description" doc:"Free text."`
	State       ProductState `lua:"state" default:"ACTIVE" doc:"Whether the revision is in use."`
}

type wholeRevision struct {
	Revision modules.Record[ProductRevision] `lua:"revision,required" body:"whole" doc:"The revision, as get_revision gives it, with what is to change."`
}

type allRevisions struct {
	Revisions []modules.Record[ProductRevision] `lua:"revisions,required" doc:"The revisions, each with its part_number."`
}

func revisionOperations() []declaration {
	return []declaration{
		op[productKey, []ProductRevision]("get_revisions", "List the revisions of a product.", productRoute, reads(revisionsOf),
			show(withRevision+`return #wats.product.get_revisions("PCBA-7")`, "1")),
		composed("get_revision", "Fetch one revision of a product.", getRevision, routed(productRoute), givesOptional[ProductRevision](),
			note("With strict set, a revision that is not listed raises not_found as a missing product does."),
			show(withRevision+`return wats.product.get_revision("PCBA-7", "B").part_number`, `"PCBA-7"`)),
		composed("create_revision", "Create a revision of a product, or overwrite the one of the same name.", createRevision, routed(productRoute, putRevisionRoute),
			gives[ProductRevision](), declare(modules.Does(modules.IdempotentWrite)),
			note("The product must be there, whether the run is strict or not."),
			show(`wats.product.create_product("PCBA-7")
return wats.product.create_revision{part_number = "PCBA-7", revision = "B"}.revision`, `"B"`)),
		op[wholeRevision, ProductRevision]("update_revision", "Write a revision back.", putRevisionRoute, prepares(completeRevision),
			note(tagsNote),
			show(withRevision+`local r = wats.product.get_revision("PCBA-7", "B")
r.name = "second"
return wats.product.update_revision(r).name`, `"second"`)),
		composed("bulk_save_revisions", "Create or overwrite many revisions: all of them or none.", bulkSaveRevisions, routed(putRevisionsRoute),
			gives[[]ProductRevision](), declare(modules.Does(modules.IdempotentWrite)),
			note("One request for all; pyWATS sends one for each, so that a failure leaves the rest unsaved."),
			show(`wats.product.create_product("PCBA-7")
return #wats.product.bulk_save_revisions{{part_number = "PCBA-7", revision = "A"}, {part_number = "PCBA-7", revision = "B"}}`, "2")),
	}
}

// withRevision is what examples begin with: product PCBA-7 in revision B. What follows is returned.
const withRevision = `wats.product.create_product{part_number = "PCBA-7", revisions = {{revision = "B"}}}
`

// gives says what a composed operation returns as JSON.
func gives[T any]() option { return declare(modules.Returns(typeOf[T]())) }

// givesOptional says it of an operation that may return nil.
func givesOptional[T any]() option {
	return func(p *plan) {
		gives[T]()(p)
		mayBeNil(p)
	}
}

// revisionName is what a revision is found by.
type revisionName struct {
	Revision          string `json:"revision"`
	PartNumber        string `json:"partNumber"`
	ProductID         string `json:"productId"`
	ProductRevisionID string `json:"productRevisionId"`
}

// productRevisions are the revisions in a product, each with the product's part number.
func productRevisions(a *response) ([]row[revisionName], error) {
	var p struct {
		PartNumber string          `json:"partNumber"`
		Revisions  json.RawMessage `json:"revisions"`
	}
	if err := unmarshal(a, &p); err != nil {
		return nil, err
	}
	rows, err := rowsIn[revisionName](a.part(p.Revisions))
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].value.PartNumber != "" || p.PartNumber == "" {
			continue
		}
		rows[i].value.PartNumber = p.PartNumber
		if rows[i].raw, err = withMember(rows[i].raw, "partNumber", p.PartNumber); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func revisionsOf(_ *productKey, a *response) (any, error) {
	if empty(a.body) {
		return modules.JSON{Data: []byte("[]"), Type: typeOf[[]ProductRevision]()}, nil
	}
	rows, err := productRevisions(a)
	return modules.JSON{Data: listOf(rows).Data, Type: typeOf[[]ProductRevision]()}, err
}

func getRevision(ctx context.Context, c *Client, in *revisionKey) (any, error) {
	r, err := findRevision(ctx, c, in.PartNumber, in.Revision)
	if isMissing(err) && !c.strict(ctx, in) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return modules.JSON{Data: r.raw, Type: typeOf[ProductRevision]()}, nil
}

// findRevision finds a revision in its product. One that is not there is an error.
func findRevision(ctx context.Context, c *Client, partNumber, revision string) (*row[revisionName], error) {
	if err := notBlank("part_number", partNumber, "revision", revision); err != nil {
		return nil, err
	}
	a, err := fetchProduct(ctx, c, partNumber)
	if err != nil {
		return nil, err
	}
	rows, err := productRevisions(a)
	if err != nil {
		return nil, c.explain(ctx, newRequest(productRoute), err)
	}
	i := slices.IndexFunc(rows, func(r row[revisionName]) bool { return r.value.Revision == revision })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "product %s has no revision %s", partNumber, revision).WithHint("%s", revisionHint(rows, revision))
	}
	return &rows[i], nil
}

func revisionHint(rows []row[revisionName], revision string) string {
	known := make([]string, len(rows))
	for i, r := range rows {
		known[i] = r.value.Revision
	}
	if len(known) == 0 {
		return "it has none; create_revision makes one"
	}
	return fault.DidYouMean(revision, known)
}

// createRevision reads the product first, whose id the server wants with the revision.
func createRevision(ctx context.Context, c *Client, in *newRevision) (any, error) {
	if err := notBlank("part_number", in.PartNumber, "revision", in.Revision); err != nil {
		return nil, err
	}
	a, err := fetchProduct(ctx, c, in.PartNumber)
	if err != nil {
		return nil, err
	}
	var product revisionName
	if err := unmarshal(a, &product); err != nil {
		return nil, c.explain(ctx, newRequest(productRoute), err)
	}
	body := map[string]any{"partNumber": in.PartNumber, "revision": in.Revision, "state": in.State, "tags": []Setting{}}
	for wire, text := range map[string]*string{"name": in.Name, "description": in.Description, "productId": textOrNil(product.ProductID)} {
		if text != nil {
			body[wire] = *text
		}
	}
	return put(ctx, c, putRevisionRoute, body, typeOf[ProductRevision]())
}

// textOrNil is a text that is left out when it is empty.
func textOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// completeRevision checks that a revision says of which product it is.
func completeRevision(ctx context.Context, in *wholeRevision, r *request) error {
	if err := hasPartNumber("revision", in.Revision.Wire()); err != nil {
		return err
	}
	return addTags(ctx, in, r)
}

func bulkSaveRevisions(ctx context.Context, c *Client, in *allRevisions) (any, error) {
	return saveAll[ProductRevision](ctx, c, putRevisionsRoute, "revisions", in.Revisions)
}
