package wats

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// ScimPatchOperation is one change of a user.
type ScimPatchOperation struct {
	Op    string `lua:"op" json:"op" doc:"What to do: replace, also when it is left out. WATS knows no other."`
	Path  string `lua:"path" json:"path" doc:"What to change, such as displayName or name.givenName."`
	Value any    `lua:"value" json:"value" doc:"What it is to be."`
}

// ScimPatchRequest is a list of changes of a user.
type ScimPatchRequest struct {
	Operations []ScimPatchOperation `lua:"operations,required" json:"Operations" doc:"The changes, one after another."`
	Schemas    []string             `lua:"schemas" json:"schemas" doc:"SCIM schemas; they need not be given."`
}

type userPatch struct {
	UserID string                           `lua:"user_id,required" doc:"Id of the user."`
	Patch  modules.Record[ScimPatchRequest] `lua:"patch_request,required" body:"whole" doc:"The changes: {operations = {{path = ..., value = ...}}}."`
}

type userActive struct {
	UserID string `lua:"user_id,required" doc:"Id of the user."`
	Active bool   `lua:"active,required" doc:"Whether the user may log in."`
}

type userDisplayName struct {
	UserID      string `lua:"user_id,required" doc:"Id of the user."`
	DisplayName string `lua:"display_name,required" doc:"Name as people see it."`
}

func userPatchOperations() []declaration {
	return []declaration{
		op[userPatch, ScimUser]("update_user", "Change a user.", "PATCH "+userPath, prepares(completePatch),
			note("Works; pyWATS raises TypeError. The schema and op = \"replace\" need not be given."),
			show(madeUser+`return wats.scim.update_user(kim.id, {operations = {{path = "name.givenName", value = "Kim"}}}).name.given_name`, `"Kim"`)),
		patchUser("deactivate_user", "Have a user log in no more.", func(*userID) (string, any) { return "active", false }, `(kim.id).active`, "false"),
		patchUser("set_user_active", "Say whether a user may log in.", func(in *userActive) (string, any) { return "active", in.Active }, `(kim.id, true).active`, "true"),
		patchUser("update_display_name", "Change the name of a user that people see.",
			func(in *userDisplayName) (string, any) { return "displayName", in.DisplayName }, `(kim.id, "Kim L.").display_name`, `"Kim L."`),
	}
}

// patchUser declares a change of one attribute of a user. A script sees what of a user is there afterwards.
func patchUser[In any](name, doc string, change func(*In) (path string, value any), call, result string) declaration {
	return op[In, ScimUser](name, doc, "PATCH "+userPath, prepares(func(_ context.Context, in *In, r *request) (err error) {
		path, value := change(in)
		r.body, err = json.Marshal(map[string]any{
			"schemas": []string{patchSchema}, "Operations": []any{map[string]any{"op": "replace", "path": path, "value": value}},
		})
		return err
	}), note("Works; pyWATS raises TypeError."), show(madeUser+`return wats.scim.`+name+call, result))
}

const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

// completePatch adds what a server wants and no script needs to say: the schema, and the only operation that there is.
func completePatch(_ context.Context, _ *userPatch, r *request) error {
	var patch map[string]any
	decoder := json.NewDecoder(bytes.NewReader(r.body))
	decoder.UseNumber() // values go through unchanged
	if err := decoder.Decode(&patch); err != nil {
		return fault.Wrap(fault.Usage, err, "patch_request cannot be sent")
	}
	if patch["schemas"] == nil {
		patch["schemas"] = []string{patchSchema}
	}
	operations, _ := patch["Operations"].([]any)
	for _, o := range operations {
		if o, ok := o.(map[string]any); ok && o["op"] == nil {
			o["op"] = "replace"
		}
	}
	data, err := json.Marshal(patch)
	r.body = data
	return err
}
