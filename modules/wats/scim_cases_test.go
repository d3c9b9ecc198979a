package wats

import (
	"context"
	"net/url"

	"github.com/watsrun/watsrun/modules"
)

// scimCases are what the tests of all operations must know of the scim service.
var scimCases = expectations{
	complete: []string{"scim"},
	ours:     map[string]string{"scim.each_user": "a loop over all pages, named as the others"},
	args: map[string]map[string]any{
		"scim.create_user": {"user": `{"userName":"kim","unknownKey":[1]}`},
		"scim.update_user": {"patch_request": `{"schemas":["x"],"Operations":[{"op":"add","path":"title","value":1.50}],"unknownKey":[1]}`},
		"scim.iter_users":  {"page_size": 7, "max_users": 5, "on_page": counter{new(int)}},
	},
	bodies: map[string]any{
		"scim.deactivate_user":     patchOf("active", false),
		"scim.set_user_active":     patchOf("active", true),
		"scim.update_display_name": patchOf("displayName", anyText),
	},
	requests: map[string][]string{
		"scim.iter_users":          {"GET /api/SCIM/v2/Users"},
		"scim.set_user_active":     {"PATCH /api/SCIM/v2/Users/{user_id}"},
		"scim.update_display_name": {"PATCH /api/SCIM/v2/Users/{user_id}"},
	},
	queries: map[string]url.Values{"scim.iter_users": {"startIndex": {"1"}, "count": {"7"}}},
	full:    []string{"scim.get_user", "scim.get_user_by_username"},
	nothing: map[string]string{"empty ScimListResponse": noUsers},
	truths:  []string{"scim.delete_user"},
}

func patchOf(path string, value any) any {
	return map[string]any{"schemas": []string{patchSchema}, "Operations": []any{map[string]any{"op": "replace", "path": path, "value": value}}}
}

// counter is a callback that counts its calls.
type counter struct{ calls *int }

// Call implements modules.Callback.
func (c counter) Call(context.Context, ...any) ([]modules.Raw, error) {
	*c.calls++
	return nil, nil
}
