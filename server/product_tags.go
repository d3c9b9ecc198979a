package server

import (
	"net/http"
	"slices"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// The routes of tags alone. Those that write replace all tags of a product or revision by the list that they get, unlike
// writes of the whole product, which leave the tags that they do not name.

func (s *productService) getProductTags(r *http.Request) (any, error) {
	partNumber, err := partNumberOf(r, "partNumber")
	if err != nil {
		return nil, err
	}
	p, err := s.readProduct(r, partNumber)
	return p.Tags, err
}

func (s *productService) putProductTags(r *http.Request) (any, error) {
	partNumber, err := partNumberOf(r, "partNumber")
	if err != nil {
		return nil, err
	}
	return s.replaceTags(r, func(tx *db.Tx) (string, error) {
		p, err := findProduct(tx, partNumber)
		return p.ProductID, err
	})
}

func (s *productService) getRevisionTags(r *http.Request) (any, error) {
	var tags []tag
	err := s.readRevision(r, func(_ *db.Tx, revision productRevision) error {
		tags = revision.Tags
		return nil
	})
	return tags, err
}

func (s *productService) putRevisionTags(r *http.Request) (any, error) {
	partNumber, revision, err := revisionOf(r)
	if err != nil {
		return nil, err
	}
	return s.replaceTags(r, func(tx *db.Tx) (string, error) {
		found, err := findRevision(tx, partNumber, revision)
		return found.ProductRevisionID, err
	})
}

// replaceTags stores the body's tags as those of the owner, and answers them. A tag that is marked as deleted is left out.
func (s *productService) replaceTags(r *http.Request, owner func(*db.Tx) (string, error)) (any, error) {
	tags := []tag{}
	if err := web.Decode(r, &tags); err != nil {
		return nil, err
	}
	tags = slices.DeleteFunc(tags, func(t tag) bool { return t.Change != nil && *t.Change == changeDelete })
	for i := range tags {
		tags[i].Change = nil
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		id, err := owner(tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM tag WHERE owner = ?", id); err != nil {
			return err
		}
		if err := changeTags(tx, id, tags); err != nil {
			return err
		}
		tags, err = listTags(tx, id)
		return err
	})
	return tags, stored(err)
}
