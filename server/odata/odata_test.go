package odata

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/server/db"
)

// The rows that the filters of these tests look through: a few units with their parts.
const tables = `
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT, owner TEXT, uuid TEXT, size REAL, start INTEGER, result TEXT, hidden INTEGER);
CREATE TABLE part (unit INTEGER, kind TEXT, name TEXT, number INTEGER);
CREATE INDEX unit_name ON unit (name);
CREATE INDEX unit_start ON unit (start);
CREATE INDEX part_name ON part (name);
INSERT INTO unit VALUES
	(1, 'SN-1', 'Øyvind',  '00000000-0000-4000-8000-00000000000a', 1.5,  1767225600000000000, 'Passed', 0),
	(2, 'SN-2', NULL,      '00000000-0000-4000-8000-00000000000b', -2,   1767229200000000000, 'Failed', 0),
	(3, 'x''y', 'Ann',     '00000000-0000-4000-8000-00000000000c', NULL, 1767312000500000000, 'Passed', 1),
	(4, 'SO',   ' Bob ',   '00000000-0000-4000-8000-00000000000d', 1e6,  0,                   'Error',  0);
INSERT INTO part VALUES (1, 'A', 'R1', 1), (1, 'A', 'R2', 2), (2, 'A', 'R1', 3), (2, 'B', 'R9', 4), (3, 'B', 'R1', NULL);`

var units = &Schema{
	Fields: []Field{
		{Name: "name", SQL: "unit.name"},
		{Name: "owner", SQL: "unit.owner"},
		{Name: "uuid", SQL: "unit.uuid", Kind: GUID},
		{Name: "size", SQL: "unit.size", Kind: Number},
		{Name: "start", SQL: "unit.start", Kind: Time},
		{Name: "hidden", SQL: "unit.hidden", Kind: Bool},
		{Name: "result", SQL: "unit.result", Word: func(s string) string {
			if s == "F" {
				return "Failed"
			}
			return s
		}},
	},
	Collections: []Collection{
		{Name: "parts", Table: "part", Key: "unit", Parent: "unit.id", Fields: []Field{
			{Name: "name", SQL: "name"}, {Name: "number", SQL: "number", Kind: Number},
		}},
		{Name: "bParts", Table: "part", Key: "unit", Parent: "unit.id", Where: "kind = 'B'", Fields: []Field{{Name: "name", SQL: "name"}}},
	},
}

func openUnits(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"), []string{tables})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// choose runs a filter and returns the ids of the rows that it lets through.
func choose(d *db.DB, filter string) (ids string, err error) {
	condition, args, err := Filter(filter, units, 2)
	if err != nil {
		return "", err
	}
	err = d.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id int
			err := rows.Scan(&id)
			ids += fmt.Sprint(id)
			return err
		}, "SELECT id FROM unit WHERE id > ?1 AND ("+condition+") ORDER BY id", append([]any{0}, args...)...)
	})
	return ids, err
}

func TestFilters(t *testing.T) {
	d := openUnits(t)
	for filter, want := range map[string]string{
		`name eq 'SN-1'`:                                      "1",
		`NAME EQ 'SN-1'`:                                      "1",
		`'SN-1' eq name`:                                      "1",
		`name ne 'SN-1'`:                                      "234",
		`name eq 'x''y'`:                                      "3",
		`name gt 'SN-1' and name le 'SO'`:                     "24",
		`name in ('SN-1', 'SO','nothing')`:                    "14",
		`not name in ('SN-1', 'SO')`:                          "23",
		`not (name eq 'SN-1')`:                                "234",
		`not name eq 'SN-1' and size gt 0`:                    "4",
		`not contains(name,'SN') eq false`:                    "12",
		`not not contains(name,'SN')`:                         "12",
		`owner eq null`:                                       "2",
		`null eq owner`:                                       "2",
		`owner ne null`:                                       "134",
		`owner ne 'Ann'`:                                      "124",
		`not (owner eq 'Ann')`:                                "124",
		`not (size gt 0)`:                                     "23",
		`size gt null`:                                        "",
		`size ge 1.5 and size lt 1e6`:                         "1",
		`size eq -2`:                                          "2",
		`size gt 1.5E+3`:                                      "4",
		`size in (1.5, -2)`:                                   "12",
		`0 lt size`:                                           "14",
		`hidden eq true`:                                      "3",
		`hidden ne true`:                                      "124",
		`hidden or name eq 'SO'`:                              "34",
		`contains(owner,'n') eq false`:                        "24",
		`contains(owner,'n')`:                                 "13",
		`substringof('n', owner)`:                             "13",
		`startswith(name,'SN')`:                               "12",
		`startswith(name,'')`:                                 "1234",
		`startswith(name,'SN-2')`:                             "2",
		`startswith(owner,'Ø')`:                               "1",
		`startswith(uuid,'00000000-0000-4000')`:               "1234",
		`endswith(name,'1')`:                                  "1",
		`endswith(name,'')`:                                   "1234",
		`endswith(name,'longer than any of them')`:            "",
		`tolower(owner) eq 'øyvind'`:                          "1",
		`toupper(owner) eq 'ØYVIND'`:                          "1",
		`trim(owner) eq 'Bob'`:                                "4",
		`length(owner) eq 6`:                                  "1",
		`indexof(name,'-') eq 2`:                              "12",
		`1 lt indexof(name,'-')`:                              "12",
		`indexof(name,'-') eq -1`:                             "34",
		`substring(name,3) eq '2'`:                            "2",
		`substring(name,0,2) eq 'SN'`:                         "12",
		`substring(name,-5,2) eq 'SN'`:                        "12",
		`concat(name,owner) eq 'SN-1Øyvind'`:                  "1",
		`concat(concat('a','b'),'c') eq 'abc'`:                "1234",
		`start eq 2026-01-01T00:00:00Z`:                       "1",
		`start eq 2026-01-01T01:00:00+01:00`:                  "1",
		`start eq 2026-01-01T01:00:00 01:00`:                  "1",
		`start eq 2025-12-31T19:00:00-05:00`:                  "1",
		`start eq '2026-01-01T00:00:00Z'`:                     "1",
		`start eq datetime'2026-01-01T00:00:00'`:              "1",
		`start ge 2026-01-01 and start lt 2026-01-02`:         "12",
		`start gt 2026-01-02T00:00:00Z`:                       "3",
		`start eq 2026-01-02T00:00:00.5Z`:                     "3",
		`start ge 2026-01-02T00:00:00.4999999Z`:               "3",
		`start gt 0001-01-01T00:00:00Z`:                       "1234",
		`start lt 9999-12-31T23:59:59Z`:                       "1234",
		`start in (2026-01-01, '2026-01-01T01:00')`:           "12",
		`uuid eq 00000000-0000-4000-8000-00000000000A`:        "1",
		`uuid eq '00000000-0000-4000-8000-00000000000A'`:      "1",
		`uuid eq guid'00000000-0000-4000-8000-00000000000a'`:  "1",
		`uuid in (00000000-0000-4000-8000-00000000000a)`:      "1",
		`result eq 'F'`:                                       "2",
		`result in ('F','Error')`:                             "24",
		`name eq 'SN-1' or name eq 'SN-2' and size gt 0`:      "1",
		`(name eq 'SN-1' or name eq 'SN-2') and size gt 0`:    "1",
		`parts/any()`:                                         "123",
		`not parts/any()`:                                     "4",
		`parts/any(p: p/name eq 'R2')`:                        "1",
		`Parts/Any(p:p/Name eq 'R1' and p/number gt 1)`:       "2",
		`parts/any(p: p/name eq 'R1') and size gt 0`:          "1",
		`parts/all(p: p/name eq 'R1')`:                        "34",
		`parts/all(p: p/number gt 0)`:                         "124",
		`bParts/any(p: p/name eq 'R1')`:                       "3",
		`bParts/all(p: p/name eq 'R1')`:                       "134",
		`parts/any(p: bParts/any(b: b/name eq p/name))`:       "23",
		`parts/any(p: startswith(p/name,'R') and size eq -2)`: "2",
		`true`:           "1234",
		`false or false`: "",
	} {
		if got, err := choose(d, filter); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", filter, got, err, want)
		}
	}
}

func TestBadFiltersSayWhereAndWhy(t *testing.T) {
	for filter, want := range map[string]string{
		``:                                       `1: a field, a value or a function is missing here`,
		`nam eq 'x'`:                             `1: unknown field "nam": did you mean name?`,
		`colour eq 'x'`:                          `1: unknown field "colour": use one of name, owner, uuid, size, start, hidden, result`,
		`name eq`:                                `8: a field, a value or a function is missing here`,
		`name eq 'x`:                             `9: the text that begins here has no closing quote (write a quote inside a text twice)`,
		`name eq x`:                              `9: unknown field "x": use one of name, owner, uuid, size, start, hidden, result`,
		`name`:                                   `1: a condition is required, got a text`,
		`name eq 'x' and`:                        `16: a field, a value or a function is missing here`,
		`name eq 'x' name eq 'y'`:                `13: unexpected "name": an operator such as and, or, eq belongs here`,
		`(name eq 'x'`:                           `13: ")" is missing to close the parenthesis`,
		`name eq 'ø' and size = 1`:               `22: unexpected character '='`,
		`name eq 5`:                              `6: a text cannot be compared with a number`,
		`size eq '5'`:                            `6: a number cannot be compared with a text`,
		`size gt 12abc`:                          `9: "12abc" is no number, date or GUID: write texts in quotes, as in 'x'`,
		`name eq SN-1`:                           `9: "SN-1" is no name: write texts in quotes, as in 'x'`,
		`start gt 2026-13-01`:                    `10: "2026-13-01" is not a date and time`,
		`start gt 'yesterday'`:                   `10: "yesterday" is not a date and time`,
		`start in ('yesterday')`:                 `11: "yesterday" is not a date and time`,
		`size gt -x`:                             `9: unexpected character '-'`,
		`size gt 1e999`:                          `9: the number 1e999 is too large`,
		`hidden gt true`:                         `8: true and false have no order: use eq or ne`,
		`not name`:                               `5: a condition is required here, got a text: compare it with something`,
		`contains(name)`:                         `1: contains does not take 1 arguments`,
		`contains(size,'x')`:                     `10: contains needs a text here, got a number`,
		`contains(name,null)`:                    `15: contains needs a text here, got null`,
		`contain(name,'x')`:                      `1: unknown function "contain": did you mean contains?`,
		`name in 'x'`:                            `9: "(" is required behind in, got "'x'"`,
		`name in ()`:                             `10: unexpected ")": a field, a value or a function belongs here`,
		`name in (5)`:                            `10: a text is required in this list`,
		`name in (owner)`:                        `10: a text is required in this list`,
		`'x' in ('x')`:                           `1: a field is required on the left of in`,
		`parts eq 'x'`:                           `1: parts is a list: write parts/any(x: x/name eq ...)`,
		`parts/name eq 'x'`:                      `1: parts is a list: write parts/any(x: x/name ...)`,
		`part/any()`:                             `1: unknown list "part": did you mean parts?`,
		`parts/some()`:                           `7: unknown function "some" of a list: use any or all`,
		`parts/all()`:                            `7: all needs a condition, as in all(x: x/field eq 'value')`,
		`parts/any('x')`:                         `11: a variable is required here, as in any(x: x/field eq 'value')`,
		`parts/any(p p/name)`:                    `13: ":" is required behind the variable p, got "p"`,
		`parts/any(p: p/nam eq 'x')`:             `14: unknown field "nam": did you mean name?`,
		`parts/any(p: q/name eq 'x')`:            `14: unknown variable "q"`,
		`parts/any(p: p/name)`:                   `14: a condition is required here, got a text: compare it with something`,
		`parts/any(p: true) and p/name eq ''`:    `24: unknown variable "p"`,
		`parts/`:                                 `7: a name is required behind parts/`,
		"name eq '\xff'":                         `1: not valid UTF-8`,
		strings.Repeat("(", 200):                 `101: nested more than 100 levels deep`,
		strings.Repeat("not ", 200) + "true":     `401: nested more than 100 levels deep`,
		"true" + strings.Repeat(" eq true", 300): "798: more than 200 comparisons of comparisons",
		strings.Repeat("x", MaxLength+1):         `1: longer than 65536 bytes`,
	} {
		_, _, err := Filter(filter, units, 1)
		if want := "$filter: position " + want; err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", filter, err, want)
		}
	}
}

func TestLongChainsRun(t *testing.T) {
	d := openUnits(t)
	filter := "name eq 'SO'" + strings.Repeat(" or name eq 'SN-1'", 2000)
	if got, err := choose(d, filter); err != nil || got != "14" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := choose(d, strings.Repeat("not (", 45)+"name eq 'SO'"+strings.Repeat(")", 45)); err != nil || got != "123" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := choose(d, "true"+strings.Repeat(" eq true", 190)); err != nil || got != "1234" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := choose(d, "name in ('x'"+strings.Repeat(",'y'", 6000)+")"); err == nil {
		t.Error("6000 values were accepted")
	}
}

func TestFiltersUseIndexes(t *testing.T) {
	d := openUnits(t)
	for filter, want := range map[string]string{
		`name eq 'SN-1'`:               "SEARCH unit USING INDEX unit_name (name=?)",
		`startswith(name,'SN')`:        "SEARCH unit USING INDEX unit_name (name>? AND name<?)",
		`name in ('a','b')`:            "SEARCH unit USING INDEX unit_name (name=?)",
		`start ge 2026-01-01`:          "SEARCH unit USING INDEX unit_start (start>?)",
		`parts/any(p: p/name eq 'R2')`: "SEARCH item1 USING INDEX part_name (name=?)",
	} {
		condition, args, err := Filter(filter, units, 1)
		if err != nil {
			t.Fatal(err)
		}
		var plan strings.Builder
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Each(func(rows *sql.Rows) error {
				var id, parent, unused int
				var detail string
				err := rows.Scan(&id, &parent, &unused, &detail)
				plan.WriteString(detail + "\n")
				return err
			}, "EXPLAIN QUERY PLAN SELECT * FROM unit WHERE "+condition, args...)
		}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan.String(), want) {
			t.Errorf("%s: no %q in\n%s", filter, want, plan.String())
		}
	}
}

func TestOrderBy(t *testing.T) {
	allowed := []string{"start", "serialNumber"}
	got, err := OrderBy(" START desc , serialnumber,start asc", allowed)
	want := []Order{{"start", true}, {"serialNumber", false}, {"start", false}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got, err := OrderBy("", allowed); err != nil || got != nil {
		t.Error(got, err)
	}
	for source, want := range map[string]string{
		"start up":         "$orderby: position 1: asc or desc is required behind start, got up",
		"start, serialNum": `$orderby: position 8: unknown field to order by "serialNum": did you mean serialNumber?`,
	} {
		if _, err := OrderBy(source, allowed); err == nil || err.Error() != want {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestNames(t *testing.T) {
	got, err := Names("$select", "B,a, b", []string{"a", "b"})
	if diff := cmp.Diff([]string{"b", "a"}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, err := Names("$select", "a,ø,c", []string{"a", "b"}); err == nil || err.Error() != `$select: position 3: unknown name "ø": use one of a, b` {
		t.Error(err)
	}
}

func TestTimesOutsideTheRangeAreClamped(t *testing.T) {
	for _, c := range []struct {
		year int
		want int64
	}{{1, -1 << 63}, {1970, 0}, {9999, 1<<63 - 1}} {
		if got := Nanoseconds(time.Date(c.year, 1, 1, 0, 0, 0, 0, time.UTC)); got != c.want {
			t.Errorf("%d: %d", c.year, got)
		}
	}
}

// FuzzFilter: whatever is written, a filter is refused by this package or understood by SQLite, and names nothing that
// the schema does not.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		`name eq 'SN-1' and (size gt 1.5e3 or not contains(owner,'n'))`, `parts/any(p: p/name in ('a','b'))`,
		`start ge 2026-01-01T00:00:00+01:00`, `uuid eq 00000000-0000-4000-8000-00000000000A`,
		`substring(concat(name,'x'),1,2) ne null`, `parts/all(p: bParts/any(b: b/name eq p/name))`, `hidden eq true eq false`,
		`true in (false)`, `null eq null`,
	} {
		f.Add(s)
	}
	d := openUnits(f)
	f.Fuzz(func(t *testing.T, filter string) {
		_, err := choose(d, filter)
		if _, refused := errors.AsType[*Error](err); err != nil && !refused {
			t.Errorf("%q: %v", filter, err)
		}
	})
}

func FuzzOptions(f *testing.F) {
	f.Add("start desc, serialNumber")
	f.Fuzz(func(t *testing.T, source string) {
		for _, err := range []error{
			func() error { _, err := OrderBy(source, []string{"start"}); return err }(),
			func() error { _, err := Names("$select", source, []string{"start"}); return err }(),
		} {
			if err != nil && !strings.HasPrefix(err.Error(), "$") {
				t.Error(err)
			}
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	for b.Loop() {
		if _, _, err := Filter(`name eq 'SN-1' and start ge 2026-01-01T00:00:00Z and parts/any(p: p/name eq 'x')`, units, 1); err != nil {
			b.Fatal(err)
		}
	}
}
