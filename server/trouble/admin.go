package trouble

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/server/web"
)

// AdminPath is where Admin serves the rules.
const AdminPath = "/watsrun/faults"

// maxRules bounds a list of rules in bytes.
const maxRules = 1 << 20

// Admin serves the rules at AdminPath, and hands everything else to next: GET lists them with their counts, PUT puts a JSON
// list in their place, DELETE takes them away. It stands before Middleware, so that no rule hits it, and behind what
// guards the server.
func (in *Injector) Admin(next http.Handler) http.Handler {
	router, err := web.NewRouter([]web.Route{
		{Pattern: "GET " + AdminPath, Handle: in.list},
		{Pattern: "PUT " + AdminPath, Handle: in.replace},
		{Pattern: "DELETE " + AdminPath, Handle: in.remove},
	})
	if err != nil { // the patterns are constants
		panic(err)
	}
	admin := router.Handler(web.Unpack(maxRules))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(r.URL.Path, AdminPath) {
			admin.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (in *Injector) list(*http.Request) (any, error) { return in.Counts(), nil }

func (in *Injector) replace(r *http.Request) (any, error) {
	var items []json.RawMessage
	if err := web.Decode(r, &items); err != nil {
		return nil, err
	}
	rules, err := decodeRules(items)
	if err != nil {
		return nil, err
	}
	if err := in.Set(rules...); err != nil {
		return nil, err
	}
	return in.Counts(), nil
}

func (in *Injector) remove(*http.Request) (any, error) {
	in.Clear()
	return nil, nil
}
