package server

import (
	"database/sql"
	"net/http"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// unitContents are the components of a unit.
type unitContents struct {
	SerialNumber string          `json:"serialNumber"`
	PartNumber   string          `json:"partNumber"`
	Revision     *string         `json:"revision"`
	Contents     []unitComponent `json:"contents"`
}

// unitComponent is a component of a unit, or of one of its components.
type unitComponent struct {
	Level        int     `json:"level"` // 1 for a component of the unit itself
	SerialNumber *string `json:"serialNumber"`
	PartNumber   *string `json:"partNumber"`
	Revision     *string `json:"revision"`
	PartType     *string `json:"partType"`
	Source       string  `json:"source"` // assembly, or report for what only the unit's newest test names
}

// getContents lists the units that a unit is built of, each before its own components, then the sub-units that only its
// newest test names. A query with a revision asks for the newest test of that revision.
func (s *productionService) getContents(r *http.Request) (any, error) {
	var c unitContents
	revision := web.QueryOf(r).Text("revision")
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		tree, err := s.showTree(tx, u)
		if err != nil {
			return err
		}
		c = unitContents{u.serialNumber, u.partNumber, tree.Revision, components(tree, 1, []unitComponent{})}
		if revision != "" {
			c.Revision = &revision
		}
		return s.addReportedComponents(tx, revision, &c)
	})
	return c, err
}

func components(u *unit, level int, all []unitComponent) []unitComponent {
	for i := range u.SubUnits {
		sub := &u.SubUnits[i]
		all = append(all, unitComponent{level, &sub.SerialNumber, &sub.PartNumber, sub.Revision, nil, "assembly"})
		all = components(sub, level+1, all)
	}
	return all
}

func (s *productionService) addReportedComponents(tx *db.Tx, revision string, c *unitContents) error {
	known := map[unitIdentity]bool{}
	for _, component := range c.Contents {
		known[unitIdentity{*component.SerialNumber, *component.PartNumber}] = true
	}
	return tx.Each(func(rows *sql.Rows) error {
		found := unitComponent{Level: 1, Source: "report"}
		err := rows.Scan(&found.SerialNumber, &found.PartNumber, &found.Revision, &found.PartType)
		if !known[unitIdentity{orEmpty(found.SerialNumber), orEmpty(found.PartNumber)}] {
			c.Contents = append(c.Contents, found)
		}
		return err
	}, `SELECT serial_number, part_number, revision, part_type FROM sub_unit WHERE report = (
		SELECT id FROM report WHERE serial_number = ?1 AND part_number = ?2 AND type = 'T' AND start <= ?3 AND (?4 = '' OR revision = ?4)
		ORDER BY start DESC LIMIT 1) ORDER BY position`, c.SerialNumber, c.PartNumber, s.clock().UnixNano(), revision)
}
