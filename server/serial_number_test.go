package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	numbers         = production + "SerialNumbers"
	internalNumbers = internalProduction + "SerialNumbers"
)

// fill uploads numbers of a type.
func (c client) fill(kind string, all ...string) {
	c.t.Helper()
	c.want(200, "PUT", withQuery(numbers, "typeName", kind), strings.Join(all, "\n"))
}

// take takes numbers and returns them.
func (c client) take(kind string, quantity int, parameters ...string) []string {
	c.t.Helper()
	return numbersOf(c.want(200, "POST", takePath(kind, quantity, parameters...), nil))
}

func takePath(kind string, quantity int, parameters ...string) string {
	return withQuery(numbers+"/Take", append([]string{"serialNumberType", kind, "quantity", fmt.Sprint(quantity)}, parameters...)...)
}

// numbersOf takes the numbers out of an answer, the way clients do.
func numbersOf(answer string) []string {
	var all []string
	for _, match := range regexp.MustCompile(`<SN id="([^"]*)"`).FindAllStringSubmatch(answer, -1) {
		all = append(all, match[1])
	}
	return all
}

func TestNumbersAreTakenInOrder(t *testing.T) {
	c := start(t, Options{})
	c.fill("Board", "SN-10", "SN-9", "SN-11", "SN-100")
	answer := c.want(200, "POST", takePath("board", 2, "refSN", "U-1", "refPN", "P", "stationName", "ST-1"), nil)
	if answer != `<SerialNumbers type="board" count="2"><SN id="SN-9" state="Taken" refSN="U-1" refPN="P" stationName="ST-1"></SN>`+
		`<SN id="SN-10" state="Taken" refSN="U-1" refPN="P" stationName="ST-1"></SN></SerialNumbers>` {
		t.Error(answer)
	}
	if got := c.want(200, "POST", withQuery(numbers+"/Take", "typeName", "Board", "format", "csv"), nil); !strings.Contains(got, "SN-11,Board,Taken") {
		t.Error(got)
	}
	if text := c.want(409, "POST", takePath("Board", 2), nil); !strings.Contains(text, "1 free, 2 asked for") {
		t.Error(text)
	}
	if got := c.take("Board", 1); got[0] != "SN-100" {
		t.Errorf("%v", got)
	}
	c.want(404, "POST", takePath("Nothing", 1), nil)
	c.want(400, "POST", takePath("Board", 0), nil)
	c.want(400, "POST", numbers+"/Take", nil)
	c.want(400, "POST", takePath("Board", 1, "format", "pdf"), nil)
}

func TestNoNumberGoesOutTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	own := start(t, Options{Path: path})
	child, _ := startChild(t, path)
	var all []string
	for i := range 500 {
		all = append(all, fmt.Sprintf("SN-%05d", i))
	}
	own.fill("Board", all...)
	taken := make([][]string, 50)
	var group sync.WaitGroup
	for i := range taken {
		group.Go(func() {
			for range 5 {
				c := []client{own, child}[i%2]
				taken[i] = append(taken[i], c.take("Board", 2)...)
			}
		})
	}
	group.Wait()
	got := slices.Concat(taken...)
	slices.Sort(got)
	if diff := cmp.Diff(all, got); diff != "" {
		t.Error(diff)
	}
	own.want(409, "POST", takePath("Board", 1), nil)
}

func TestTakenNumbersStayTakenAfterAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c, kill := startChild(t, path)
	var all []string
	for i := range 2000 {
		all = append(all, fmt.Sprint("SN-", i))
	}
	c.fill("Board", all...)
	given := make(chan string, len(all))
	var group sync.WaitGroup
	enough := make(chan struct{})
	for worker := range 8 {
		group.Go(func() {
			for n := range 200 {
				id, ok := takeUntilKilled(c)
				if !ok {
					return
				}
				given <- id
				if worker == 0 && n == 5 {
					close(enough)
				}
			}
		})
	}
	<-enough
	kill()
	group.Wait()
	close(given)
	seen := map[string]bool{}
	for id := range given {
		if seen[id] {
			t.Errorf("%s went out twice", id)
		}
		seen[id] = true
	}
	after := start(t, Options{Path: path})
	left := read[poolStatistics](after, "GET", withQuery(internalNumbers+"/Statistics", "serialNumberType", "Board"), nil).Free
	for _, id := range after.take("Board", left) {
		if seen[id] {
			t.Errorf("%s went out before and after the kill", id)
		}
	}
	if len(seen) < 6 {
		t.Errorf("only %d numbers went out", len(seen))
	}
}

// takeUntilKilled takes a number, and says whether the server still answered.
func takeUntilKilled(c client) (string, bool) {
	answer, err := http.Post(c.base+takePath("Board", 1), "application/json", nil)
	if err != nil {
		return "", false
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ids := numbersOf(string(body))
	if err != nil || len(ids) != 1 {
		return "", false
	}
	return ids[0], true
}

func TestNumberUploads(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"lines":     {"SN-1\nSN-2\n", "Pool SN-1, Pool SN-2"},
		"two":       {"SN-1;Other\nSN-2;Other", "Other SN-1, Other SN-2"},
		"columns":   {"\ufeffType,Serial Number,Remark\r\nOther,SN-1,x\r\n,\"SN,2\",y\r\n", "Other SN-1, Pool SN,2"},
		"a type":    {"SerialNumber,Type\nSN-1,Serial Number\nSN-2,Serial Number\n", "Serial Number SN-1, Serial Number SN-2"},
		"no names":  {"SN-1,Serial Number\nSN-2,Serial Number\n", "Serial Number SN-1, Serial Number SN-2"},
		"tabs":      {"SN\tType\nSN-1\tOther\n", "Other SN-1"},
		"state":     {"SerialNumber;State\nSN-1;Taken\nSN-2;free\n", "Pool SN-1 taken, Pool SN-2"},
		"XML":       {`<?xml version="1.0"?><SerialNumbers type="Other"><SN id="SN-1"/><SN id="SN-2" type="Third" state="Taken"/></SerialNumbers>`, "Other SN-1, Third SN-2 taken"},
		"XML query": {`<SerialNumbers><SN id="SN-1"/></SerialNumbers>`, "Pool SN-1"},
		"twice":     {"SN-1\nSN-1\n", "Pool SN-1"},
		"form":      {"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.csv\"\r\n\r\nSN-1\r\n--x--\r\n", "Pool SN-1"},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, Options{})
			c.sendFile(200, withQuery(numbers, "typeName", "Pool"), test.body)
			var got []string
			for _, kind := range []string{"Other", "Pool", "Serial Number", "Third"} {
				status, text := c.send("GET", withQuery(internalNumbers, "serialNumberType", kind, "startAddress", "A", "endAddress", "Z"), nil)
				if status != 200 {
					continue
				}
				var all []serialNumber
				if err := json.Unmarshal([]byte(text), &all); err != nil {
					t.Fatal(err)
				}
				for _, n := range all {
					one := kind + " " + n.SerialNumber
					if n.State == stateTaken {
						one += " taken"
					}
					got = append(got, one)
				}
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got %q, want %q", strings.Join(got, ", "), test.want)
			}
		})
	}
}

// sendFile sends a file, as a form where it looks like one.
func (c client) sendFile(status int, path, body string) string {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPut, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "text/csv")
	if strings.HasPrefix(body, "--x") {
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != status {
		c.t.Fatalf("%s %s, %v", answer.Status, text, err)
	}
	return string(text)
}

func TestBadUploadsAreRefusedWhole(t *testing.T) {
	c := start(t, Options{})
	for _, body := range []string{
		"", "SerialNumber;Type\n", "SN-1;Pool\n" + strings.Repeat("x", 101) + ";Pool", "SerialNumber;Type\n;Pool", "\"SN-1", "<SerialNumbers><SN", "<Other/>",
		"SerialNumber;State\nSN-1;lost", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n",
		"SN-1;Pool\nSN-2", "00:11:22:33:44;MAC Address", "12345;IMEI",
	} {
		text := c.sendFile(400, numbers, body)
		if !strings.Contains(text, "Message") {
			t.Error(text)
		}
	}
	if text := c.sendFile(400, numbers, "SN-1;Pool\nSN-2;MAC Address"); !strings.Contains(text, `line 2: \"SN-2\" is no number of type`) {
		t.Error(text)
	}
	c.want(404, "POST", takePath("Pool", 1), nil)
}

func TestAnUploadDoesNotFreeWhatWasTaken(t *testing.T) {
	c := start(t, Options{})
	c.fill("MAC Address", "00:11:22:33:44:0a")
	if got := c.take("MAC Address", 1); got[0] != "00:11:22:33:44:0a" {
		t.Error(got)
	}
	if got := c.want(200, "PUT", withQuery(numbers, "typeName", "MAC Address"), "00-11-22-33-44-0A\n00112233440B"); got != `{"added":1,"existing":1}` {
		t.Error(got)
	}
	if got := c.take("MAC Address", 1); got[0] != "00112233440B" {
		t.Error(got)
	}
	c.want(409, "POST", takePath("MAC Address", 1), nil)
}

func TestExportsCanBeUploaded(t *testing.T) {
	for _, format := range []string{"csv", "xml", ""} {
		from, to := start(t, Options{}), start(t, Options{})
		from.fill("Pool", "SN-2", "SN-1", `"S""N,3<&>"`)
		from.take("Pool", 1, "refSN", "U-1", "refPN", "P")
		path := withQuery(numbers, "typeName", "Pool", "format", format)
		file := from.want(200, "GET", path, nil)
		to.want(200, "PUT", numbers, file)
		if diff := cmp.Diff(file, to.want(200, "GET", path, nil)); diff != "" {
			t.Error(diff)
		}
	}
	c := start(t, Options{})
	c.fill("Pool", "SN-1", "SN-2")
	c.take("Pool", 1)
	if got := c.want(200, "GET", withQuery(numbers, "typeName", "pool", "state", "Available"), nil); got != "SerialNumber,Type,State,RefSN,RefPN,StationName\nSN-2,Pool,Free,,,\n" {
		t.Errorf("%q", got)
	}
	c.want(400, "GET", withQuery(numbers, "typeName", "Pool", "state", "lost"), nil)
	c.want(404, "GET", withQuery(numbers, "typeName", "Nothing"), nil)
}

func TestNumbersAreFound(t *testing.T) {
	c := start(t, Options{})
	c.fill("Pool", "SN-8", "SN-9", "SN-10", "SN-11")
	c.take("Pool", 1, "refSN", "U-1", "refPN", "P")
	c.take("Pool", 1, "referenceSerialNumber", "U-2", "referencePartNumber", "P")
	list := func(path string, parameters ...string) string {
		var all []string
		for _, n := range read[[]serialNumber](c, "GET", withQuery(path, parameters...), nil) {
			all = append(all, n.SerialNumber)
		}
		return strings.Join(all, " ")
	}
	for _, test := range []struct{ got, want string }{
		{list(numbers+"/ByRange", "typeName", "Pool", "from", "SN-9", "to", "SN-10"), "SN-9 SN-10"},
		{list(numbers+"/ByRange", "serialNumberType", "Pool", "startAddress", "SN-1", "endAddress", "SN-8"), "SN-8"},
		{list(internalNumbers, "serialNumberType", "Pool", "startAddress", "SN-1", "endAddress", "SN-99", "startDate", "2026-03-02"), ""},
		{list(internalNumbers, "serialNumberType", "Pool", "startAddress", "SN-1", "endAddress", "SN-99", "endDate", "2026-03-01T12:00:00"), "SN-8 SN-9 SN-10 SN-11"},
		{list(numbers+"/ByReference", "typeName", "Pool", "referenceSerialNumber", "U-1"), "SN-8"},
		{list(numbers+"/ByReference", "typeName", "Pool", "refPN", "P"), "SN-8 SN-9"},
		{list(numbers+"/ByReference", "typeName", "Pool", "referenceSerialNumber", "U-1", "referencePartNumber", "Q"), ""},
		{c.want(200, "GET", withQuery(internalNumbers+"/Count", "serialNumberType", "Pool"), nil), "4"},
		{c.want(200, "GET", withQuery(internalNumbers+"/Count", "serialNumberType", "Pool", "startAddress", "SN-9", "fromDate", "2026-01-01"), nil), "3"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	c.want(400, "GET", withQuery(numbers+"/ByReference", "typeName", "Pool"), nil)
	c.want(400, "GET", withQuery(numbers+"/ByRange", "typeName", "Pool", "from", "SN-9"), nil)
	c.want(400, "GET", withQuery(numbers+"/ByRange", "typeName", "Pool", "from", "SN-9", "to", "SN-1"), nil)
	c.want(400, "GET", withQuery(internalNumbers+"/Count", "serialNumberType", "Pool", "fromDate", "soon"), nil)
	c.want(404, "GET", withQuery(numbers+"/ByRange", "typeName", "Nothing", "from", "1", "to", "2"), nil)
}

func TestRangesAndStatistics(t *testing.T) {
	c := start(t, Options{})
	c.fill("Pool", "SN-098", "SN-099", "SN-100", "SN-102", "A", "SN-9")
	c.fill("MAC Address", "00:00:00:00:00:FF", "00:00:00:00:01:00", "00:00:00:00:01:02")
	c.take("Pool", 3) // A, SN-9, SN-098
	want := []object{
		{"serialNumberType": "MAC Address", "startAddress": "00:00:00:00:00:FF", "endAddress": "00:00:00:00:01:00", "count": 2.0, "state": "Free"},
		{"serialNumberType": "MAC Address", "startAddress": "00:00:00:00:01:02", "endAddress": "00:00:00:00:01:02", "count": 1.0, "state": "Free"},
		{"serialNumberType": "Pool", "startAddress": "A", "endAddress": "A", "count": 1.0, "state": "Taken"},
		{"serialNumberType": "Pool", "startAddress": "SN-9", "endAddress": "SN-9", "count": 1.0, "state": "Taken"},
		{"serialNumberType": "Pool", "startAddress": "SN-098", "endAddress": "SN-098", "count": 1.0, "state": "Taken"},
		{"serialNumberType": "Pool", "startAddress": "SN-099", "endAddress": "SN-100", "count": 2.0, "state": "Free"},
		{"serialNumberType": "Pool", "startAddress": "SN-102", "endAddress": "SN-102", "count": 1.0, "state": "Free"},
	}
	if diff := cmp.Diff(want, read[[]object](c, "GET", internalNumbers+"/Ranges", nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:2], read[[]object](c, "GET", withQuery(internalNumbers+"/Ranges", "serialNumberType", "mac address"), nil)); diff != "" {
		t.Error(diff)
	}
	c.want(404, "GET", withQuery(internalNumbers+"/Ranges", "serialNumberType", "Nothing"), nil)
	one := read[object](c, "GET", withQuery(internalNumbers+"/Statistics", "serialNumberType", "pool"), nil)
	if diff := cmp.Diff(object{"serialNumberType": "Pool", "total": 6.0, "free": 3.0, "taken": 3.0, "nextFree": "SN-099"}, one); diff != "" {
		t.Error(diff)
	}
	all := read[poolStatistics](c, "GET", internalNumbers+"/Statistics", nil)
	if all.Total != 9 || all.Free != 6 || all.Taken != 3 || all.SerialNumberType != nil || len(all.Types) != 4 {
		t.Errorf("%s", jsonOf(t, all))
	}
	c.want(404, "GET", withQuery(internalNumbers+"/Statistics", "serialNumberType", "Nothing"), nil)
}

func TestNumbersAreFreed(t *testing.T) {
	c := start(t, Options{})
	c.fill("Pool", "SN-1", "SN-2", "SN-3")
	c.take("Pool", 3, "refSN", "U-1")
	c.makeUnits([3]string{"SN-3", "P", "A"})
	free := func(status int, body any) string { return c.want(status, "PUT", internalNumbers+"/Free", body) }
	if text := free(409, []object{{"serialNumberType": "Pool", "startAddress": "SN-1", "endAddress": "SN-3"}}); !strings.Contains(text, "SN-3") {
		t.Error(text)
	}
	if got := free(200, []object{{"typeName": "Pool", "from": "SN-1", "to": "SN-2"}}); got != `{"freed":2}` {
		t.Error(got)
	}
	if got := read[[]serialNumber](c, "GET", withQuery(numbers+"/ByReference", "typeName", "Pool", "referenceSerialNumber", "U-1"), nil); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	for _, bad := range []any{"", "[]", []object{{}}, []object{{"serialNumberType": "Pool", "startAddress": "SN-2", "endAddress": "SN-1"}}} {
		free(400, bad)
	}
	free(404, []object{{"serialNumberType": "Nothing", "startAddress": "1", "endAddress": "2"}})
	c.want(400, "DELETE", internalNumbers+"/Free", nil)
	if got := c.want(200, "DELETE", internalNumbers+"/Free", []object{{"serialNumberType": "Pool", "startAddress": "SN-2", "endAddress": "SN-3"}}); got != `{"deleted":1}` {
		t.Error(got)
	}
	if got := c.take("Pool", 1); got[0] != "SN-1" {
		t.Error(got)
	}
}

func TestSerialNumberTypes(t *testing.T) {
	c := start(t, Options{})
	c.fill("board", "SN-1")
	got := read[[]object](c, "GET", numbers+"/types", nil)
	want := object{"name": "board", "description": nil, "format": nil, "regEx": nil, "identifier": 0.0, "identifierName": "Serial number"}
	if len(got) != 4 || got[2]["identifierName"] != "MAC address" {
		t.Errorf("%v", got)
	}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
	c.want(200, "PUT", withQuery(numbers, "typeName", "BOARD"), "SN-2")
	if got := read[[]object](c, "GET", numbers+"/types", nil); len(got) != 4 {
		t.Errorf("%v", got)
	}
}

func TestPositions(t *testing.T) {
	in := []string{"A", "SN-1", "SN-2", "SN-9A", "SN-10", "SN-010B", "SN-100", "SN-" + strings.Repeat("9", 30)}
	sorted := slices.Clone(in)
	slices.Reverse(sorted)
	slices.SortFunc(sorted, func(a, b string) int {
		return strings.Compare(positionOf(kindSerialNumber, a), positionOf(kindSerialNumber, b))
	})
	if diff := cmp.Diff(in, sorted); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersThatFollow(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"SN-1", "SN-2", true},
		{"SN-9", "SN-10", true},
		{"SN-09", "SN-10", true},
		{"SN-9", "SN-010", false},
		{"SN-09", "SN-010", false},
		{"SN-1", "SM-2", false},
		{"1A", "2A", true},
		{"1A", "2B", false},
		{"A", "B", false},
		{"A", "A", false},
		{"SN-1", "SN-1", false},
		{"SN-" + strings.Repeat("9", 30), "SN-1" + strings.Repeat("0", 30), false},
	} {
		if got := counterOf(kindSerialNumber, test.a).next(counterOf(kindSerialNumber, test.b)); got != test.want {
			t.Errorf("%s, %s: %v", test.a, test.b, got)
		}
	}
}
