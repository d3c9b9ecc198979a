package wats

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// directory is a server with a number of users that gives fewer a page than it is asked for.
func directory(t *testing.T, users, page int) *site {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		first, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
		var rows []string
		for i := first; i < min(first+page, users+1); i++ {
			rows = append(rows, fmt.Sprintf(`{"id":"%d","userName":"u%d"}`, i, i))
		}
		says(200, "application/json", fmt.Sprintf(`{"totalResults":%d,"Resources":[%s]}`, users, strings.Join(rows, ",")))(w, r)
	})
}

// walkUsers loops over the users and gives their ids.
func walkUsers(t *testing.T, s *site, in userLoop) (ids string, err error) {
	t.Helper()
	if in.PageSize == 0 {
		in.PageSize = 100
	}
	out, err := find(t, newClient(t, s.URL), "scim.iter_users").Invoke(inRun(t), nil, &in)
	if err != nil {
		return "", err
	}
	it := out.(modules.Iterator)
	defer it.Stop()
	for {
		item, err, more := it.Next()
		if err != nil || !more {
			return ids, err
		}
		var u struct{ ID string }
		if err := json.Unmarshal(item.(modules.JSON).Data, &u); err != nil {
			t.Fatal(err)
		}
		ids += u.ID
	}
}

// TestShortPagesAreNotTheLast: pyWATS stops at a page that is shorter than what it asked for, and loses the rest.
func TestShortPagesAreNotTheLast(t *testing.T) {
	s := directory(t, 7, 3)
	if got, err := walkUsers(t, s, userLoop{}); got != "1234567" || err != nil {
		t.Errorf("%s, %v", got, err)
	}
	var asked []string
	for _, r := range s.all() {
		asked = append(asked, r.query["startIndex"][0]+" "+r.query["count"][0])
	}
	if diff := cmp.Diff([]string{"1 100", "4 100", "7 100"}, asked); diff != "" {
		t.Error(diff)
	}
	if got, err := walkUsers(t, directory(t, 0, 3), userLoop{}); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestLoopOverSomeUsers(t *testing.T) {
	for most, want := range map[int]string{0: "", 2: "12", 3: "123", 4: "1234", 99: "1234567"} {
		s := directory(t, 7, 3)
		if got, err := walkUsers(t, s, userLoop{MaxUsers: &most}); got != want || err != nil {
			t.Errorf("%d: %s, %v", most, got, err)
		}
		if n := len(s.all()); n != (len(want)+2)/3 {
			t.Errorf("%d users take %d requests", most, n)
		}
	}
	for _, bad := range []userLoop{{PageSize: -1}, {MaxUsers: new(-1)}} {
		if _, err := walkUsers(t, directory(t, 1, 1), bad); fault.KindOf(err) != fault.Usage {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// teller is a callback that writes down what it is told.
type teller struct {
	told *[]string
	err  error
}

// Call implements modules.Callback.
func (r teller) Call(_ context.Context, args ...any) ([]modules.Raw, error) {
	*r.told = append(*r.told, fmt.Sprint(args...))
	return nil, r.err
}

func TestPagesAreTold(t *testing.T) {
	var told []string
	if _, err := walkUsers(t, directory(t, 7, 3), userLoop{OnPage: teller{told: &told}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1 3 7", "2 6 7", "3 7 7"}, told); diff != "" {
		t.Error(diff)
	}
	wrong := errors.New("enough")
	if got, err := walkUsers(t, directory(t, 7, 3), userLoop{OnPage: teller{&told, wrong}}); !errors.Is(err, wrong) || got != "" {
		t.Errorf("%s, %v", got, err)
	}
}

// TestPatches: pyWATS cannot send them at all.
func TestPatches(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"id":"1"}`))
	o := find(t, newClient(t, s.URL), "scim.update_user")
	for given, want := range map[string]string{
		`{"Operations":[{"path":"active","value":false}]}`:           `{"Operations":[{"op":"replace","path":"active","value":false}],"schemas":["` + patchSchema + `"]}`,
		`{"schemas":["x"],"Operations":[{"op":"add","value":1.50}]}`: `{"Operations":[{"op":"add","value":1.50}],"schemas":["x"]}`,
		`{"Operations":[{"path":"x","value":12345678901234567890}]}`: `{"Operations":[{"op":"replace","path":"x","value":12345678901234567890}],"schemas":["` + patchSchema + `"]}`,
	} {
		if _, err := o.call(t, inRun(t), map[string]any{"user_id": "1", "patch_request": given}); err != nil || s.last().body != want {
			t.Errorf("%s, %v", s.last().body, err)
		}
	}
	if _, err := o.call(t, inRun(t), map[string]any{"user_id": "1", "patch_request": `{}`}); fault.KindOf(err) != fault.Usage {
		t.Errorf("a patch that changes nothing: %v", err)
	}
}

func TestTokensOfOtherServers(t *testing.T) {
	c := newClient(t, serve(t, says(200, "application/json", `{"token":"t","expires":"2026-05-01T00:00:00Z","duration":30,"more":[1]}`)).URL)
	out, err := find(t, c, "scim.get_token").call(t, inRun(t), nil)
	if want := `{"durationDays":30,"expiresUtc":"2026-05-01T00:00:00Z","more":[1],"token":"t"}`; err != nil || printed(out) != want {
		t.Errorf("%v, %v", printed(out), err)
	}
	if o := find(t, c, "scim.get_token"); o.Effect != modules.Write {
		t.Errorf("the effect of making a token is %q", o.Effect)
	}
}
