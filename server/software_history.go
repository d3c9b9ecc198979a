package server

import (
	"cmp"
	"database/sql"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// packageDetails is a package with everything that is known of it.
type packageDetails struct {
	softwarePackage
	Folders []packageFolder `json:"folders"`
	History []packageEvent  `json:"history"`
}

// packageEvent is a line of the log of packages.
type packageEvent struct {
	PackageID    string  `json:"packageId"`
	Name         string  `json:"name"`
	Version      int     `json:"version"`
	Event        string  `json:"event"`
	Utc          instant `json:"utc"`
	User         string  `json:"user"`
	ClientID     *int    `json:"clientId"`     // of a download
	DownloadSize *int64  `json:"downloadSize"` // of a download, in bytes
}

// theClient is the number of the one client: the server cannot tell those that have its token apart.
const theClient = 1

func listEvents(tx *db.Tx, condition string, args ...any) ([]packageEvent, error) {
	all := []packageEvent{}
	err := tx.Each(func(rows *sql.Rows) error {
		var e packageEvent
		err := rows.Scan(&e.PackageID, &e.Name, &e.Version, &e.Event, &e.Utc, &e.User, &e.ClientID, &e.DownloadSize)
		all = append(all, e)
		return err
	}, "SELECT package, name, version, event, time, user, client, size FROM software_log WHERE "+condition+" ORDER BY id", args...)
	return all, err
}

func (s *softwareService) getDetails(r *http.Request) (any, error) {
	guid, err := queryGUID(r, "packageId")
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		p, err := findPackage(tx, guid)
		if err != nil {
			return nil, err
		}
		d := packageDetails{softwarePackage: *p}
		if d.Folders, err = listFolders(tx, guid); err != nil {
			return nil, err
		}
		d.History, err = listEvents(tx, "package = ?", guid)
		return d, err
	})
}

// logDownload notes that a client has downloaded a package.
func (s *softwareService) logDownload(r *http.Request) (any, error) {
	guid, err := queryGUID(r, "packageId")
	if err != nil {
		return nil, err
	}
	q := web.QueryOf(r)
	size, client := q.Int("downloadSize", 0, 0, 1<<31-1), q.Int("clientId", theClient, 0, 1<<31-1)
	if err := q.Err(); err != nil {
		return nil, err
	}
	return s.write(r, func(tx *db.Tx) (any, error) {
		p, err := findPackage(tx, guid)
		if err != nil {
			return nil, err
		}
		var id int64
		if _, err := tx.Find([]any{&id}, `INSERT INTO software_log (package, name, version, time, user, event, client, size)
			VALUES (?, ?, ?, ?, ?, 'Downloaded', ?, ?) RETURNING id`,
			guid, p.Name, p.Version, instantOf(s.clock()), theUser, client, size); err != nil {
			return nil, err
		}
		events, err := listEvents(tx, "id = ?", id)
		if err != nil {
			return nil, err
		}
		return events[0], nil
	})
}

// getDownloads lists what a client has downloaded.
func (s *softwareService) getDownloads(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	q.Required("clientId")
	client := q.Int("clientId", theClient, 0, 1<<31-1)
	if err := q.Err(); err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) { return listEvents(tx, "client = ?", client) })
}

// getPackageHistory lists packages by their tags, of each name the latest version unless all are asked for.
func (s *softwareService) getPackageHistory(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	text, every := q.Required("tags"), q.Bool("allVersions", false)
	status, err := statusOf(q)
	if err != nil {
		return nil, err
	}
	conditions, err := readTagConditions(text)
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		all, err := listPackages(tx, "?1 < 0 OR status = ?1", status)
		all = slices.DeleteFunc(all, func(p *softwarePackage) bool { return !p.matches(conditions) })
		if !every {
			all = latest(all)
		}
		return all, err
	})
}

// latest keeps the last of those with the same name, which is the one with the highest version.
func latest(all []*softwarePackage) []*softwarePackage {
	kept := []*softwarePackage{}
	for i, p := range all {
		if i+1 == len(all) || all[i+1].Name != p.Name {
			kept = append(kept, p)
		}
	}
	return kept
}

// tagCondition wants a tag with one of the values; any value will do when there are none.
type tagCondition struct {
	key    string
	values []string
}

var (
	tagPredicate = regexp.MustCompile(`\[\s*([^\[\]\s=]+)\s*(?:\[([^\]]*)\]\s*)?\]`)
	tagValue     = regexp.MustCompile(`\.\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// readTagConditions reads the tags that a package must have: an XPath on tags as WATS clients send it,
// //*[PartNumber[.="7"]][StationName[.="ST-1" or .="Any"]], or PartNumber=7;StationName=ST-1.
func readTagConditions(text string) ([]tagCondition, error) {
	if predicates, ok := strings.CutPrefix(strings.TrimSpace(text), "//*"); ok {
		return readPredicates(text, predicates)
	}
	var all []tagCondition
	for pair := range strings.SplitSeq(text, ";") {
		key, value, found := strings.Cut(pair, "=")
		c := tagCondition{key: strings.TrimSpace(key)}
		if found {
			c.values = []string{strings.TrimSpace(value)}
		}
		if c.key == "" {
			return nil, badTags(text)
		}
		all = append(all, c)
	}
	return all, nil
}

func readPredicates(text, predicates string) ([]tagCondition, error) {
	if strings.TrimSpace(tagPredicate.ReplaceAllString(predicates, "")) != "" {
		return nil, badTags(text)
	}
	var all []tagCondition
	for _, p := range tagPredicate.FindAllStringSubmatch(predicates, -1) {
		c := tagCondition{key: p[1]}
		for _, v := range tagValue.FindAllStringSubmatch(p[2], -1) {
			c.values = append(c.values, html.UnescapeString(v[1]+v[2]))
		}
		if rest := tagValue.ReplaceAllString(p[2], ""); strings.Trim(rest, " or") != "" {
			return nil, badTags(text)
		}
		all = append(all, c)
	}
	return all, nil
}

func badTags(text string) error {
	return fault.New(fault.Validation, "tags cannot be %q", text).
		WithHint(`write PartNumber=7;StationName=ST-1, or the XPath //*[PartNumber[.="7"]]`)
}

// matches says whether the package has all of the tags.
func (p *softwarePackage) matches(conditions []tagCondition) bool {
	for _, c := range conditions {
		if !slices.ContainsFunc(p.Tags, c.holds) {
			return false
		}
	}
	return true
}

func (c tagCondition) holds(t packageTag) bool {
	return t.Key == c.key && (len(c.values) == 0 || t.Value != nil && slices.Contains(c.values, *t.Value))
}

// getRevoked lists those of the installed packages that are revoked or deleted, or with includeRevokedOnly only those of
// them that no released version replaces: a station may delete them.
func (s *softwareService) getRevoked(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	only := q.Bool("includeRevokedOnly", false)
	ids, err := readGUIDs("installedPackages", q.Text("installedPackages"))
	if err := cmp.Or(q.Err(), err); err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		revoked := []string{}
		for _, guid := range ids {
			gone, err := isRevoked(tx, guid, only)
			if err != nil {
				return nil, err
			}
			if gone {
				revoked = append(revoked, guid)
			}
		}
		return revoked, nil
	})
}

func isRevoked(tx *db.Tx, guid string, only bool) (gone bool, err error) {
	_, err = tx.Find([]any{&gone}, `SELECT NOT EXISTS (SELECT 1 FROM software_package WHERE guid = ?1 AND status <> ?2)
		AND NOT (?3 AND EXISTS (SELECT 1 FROM software_log l JOIN software_package p ON p.name = l.name
			WHERE l.package = ?1 AND p.status = ?4))`, guid, packageRevoked, only, packageReleased)
	return gone, err
}

// getAvailable lists the latest released versions that are newer than all installed ones of the same name.
func (s *softwareService) getAvailable(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	ids, err := readGUIDs("installedPackages", q.Text("installedPackages"))
	if err != nil {
		return nil, err
	}
	return s.read(r, func(tx *db.Tx) (any, error) {
		installed := map[string]int{}
		for _, guid := range ids {
			events, err := listEvents(tx, "package = ?", guid) // which also know those that are deleted
			if err != nil {
				return nil, err
			}
			for _, e := range events {
				installed[e.Name] = max(installed[e.Name], e.Version)
			}
		}
		released, err := listPackages(tx, "status = ?", packageReleased)
		return slices.DeleteFunc(latest(released), func(p *softwarePackage) bool {
			version, known := installed[p.Name]
			return !known || p.Version <= version
		}), err
	})
}
