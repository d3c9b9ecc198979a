package trouble_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/server"
	"github.com/watsrun/watsrun/server/trouble"
)

func TestAdmin(t *testing.T) {
	s := open(t)
	for _, c := range []struct {
		method, body string
		status       int
		answer       string
	}{
		{"GET", "", 200, `[]`},
		{
			"PUT", `[{"route": "PUT  /api/Product", "fault": "status  503", "times": 1}, "GET /api/App/Version: garble; share=0.5; seed=3"]`, 200,
			`[{"route":"PUT /api/Product","fault":"status 503","times":1,"seen":0,"hits":0},` +
				`{"route":"GET /api/App/Version","fault":"garble","share":0.5,"seed":3,"seen":0,"hits":0}]`,
		},
		{"PUT", `[{"route":"*","fault":"hang before","seen":3,"hits":1}]`, 200, `[{"route":"*","fault":"hang before","seen":0,"hits":0}]`},
		{"PUT", `[{"route":"*","fault":"dely 10ms"}]`, 400, `{"Message":"fault rule 1, \"*: dely 10ms\": there is no fault \"dely\" (did you mean delay?)"}`},
		{"PUT", `["*: garble", "*: dely 10ms"]`, 400, `{"Message":"item 2 of the list: fault rule \"*: dely 10ms\": there is no fault \"dely\" (did you mean delay?)"}`},
		{"PUT", `[{"fault":"garble"}]`, 400, `{"Message":"fault rule 1, \": garble\": no route is named (* stands for every request)"}`},
		{"PUT", `[{"rout":"*"}]`, 400, `{"Message":"item 1 of the list: there is no option \"rout\" (did you mean route?)"}`},
		{"PUT", `[{"route":1}]`, 400, `{"Message":"item 1 of the list: route is no text ({\"route\": \"*\", \"fault\": \"delay 10ms\"})"}`},
		{"PUT", `[{"route":"*","fault":"garble","times":0}]`, 400, `{"Message":"item 1 of the list: times=0: want a whole number from 1 (leave times out where it does not count)"}`},
		{"PUT", `[7]`, 400, `{"Message":"item 1 of the list: a JSON object or a text is expected ({\"route\": \"*\", \"fault\": \"delay 10ms\"} or \"*: delay 10ms\")"}`},
		{"PUT", `[null]`, 400, `{"Message":"item 1 of the list: fault rule \"\": no colon`},
		{"PUT", `{}`, 400, `{"Message":"the request body cannot be a JSON object`},
		{"PUT", `[{"route":"GET /api/Nothing","fault":"garble"}]`, 400, `the server has no route \"GET /api/Nothing\"`},
		{"GET", "", 200, `[{"route":"*","fault":"hang before","seen":0,"hits":0}]`},
		{"POST", "[]", 405, `use DELETE or GET or PUT`},
		{"DELETE", "", 204, ""},
		{"GET", "", 200, `[]`},
	} {
		got := s.send(c.method, trouble.AdminPath, c.body)
		if got.status != c.status || !strings.Contains(got.body, c.answer) || c.status == 200 && got.body != c.answer {
			t.Errorf("%s %s: %d %s\nwant %d %s", c.method, c.body, got.status, got.body, c.status, c.answer)
		}
	}
}

func TestAdminChangesWhatTheServerDoes(t *testing.T) {
	s := open(t)
	s.send("PUT", trouble.AdminPath, `["PUT /api/Product: drop after; times=1"]`)
	if got := s.put(); !isReset(got.err) {
		t.Errorf("%+v", got)
	}
	if got := s.send("GET", "/WATSRUN/faults", ""); !strings.Contains(got.body, `"seen":1,"hits":1`) {
		t.Errorf("%+v", got)
	}
	s.send("PUT", trouble.AdminPath, `["*: hang before"]`) // which does not hit this route
	if s.send("DELETE", trouble.AdminPath, ""); !s.stored() {
		t.Error("the product was not stored")
	}
}

// TestAdminNeedsTheToken and is not there at all unless it is asked for.
func TestAdminNeedsTheToken(t *testing.T) {
	in := inject(t)
	for _, c := range []struct {
		through []func(http.Handler) http.Handler
		token   string
		status  int
	}{
		{[]func(http.Handler) http.Handler{in.Admin, in.Middleware}, "", 401},
		{[]func(http.Handler) http.Handler{in.Admin, in.Middleware}, "c2VjcmV0", 200},
		{[]func(http.Handler) http.Handler{in.Middleware}, "c2VjcmV0", 404},
	} {
		wats, err := server.Open(context.Background(), server.Options{Token: "c2VjcmV0", Middleware: c.through})
		if err != nil {
			t.Fatal(err)
		}
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, trouble.AdminPath, nil)
		r.Header.Set("Authorization", "Basic "+c.token)
		if wats.Handler().ServeHTTP(w, r); w.Code != c.status {
			t.Errorf("%d %s, want %d", w.Code, w.Body, c.status)
		}
		if err := wats.Close(); err != nil {
			t.Error(err)
		}
	}
}
