package server

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/web"
)

// readGUID reads a GUID as clients write them, and returns it as the database keeps it: lower case with dashes. name is
// that of the parameter or key, for the fault.
func readGUID(name, text string) (string, error) {
	id, err := uuid.Parse(strings.TrimSpace(text))
	if err != nil {
		return "", fault.New(fault.Validation, "%s is required to be a GUID, got %q", name, text)
	}
	return id.String(), nil
}

// queryGUID reads a query parameter that is required to be a GUID.
func queryGUID(r *http.Request, name string) (string, error) {
	q := web.QueryOf(r)
	text := q.Required(name)
	if err := q.Err(); err != nil {
		return "", err
	}
	return readGUID(name, text)
}

// readGUIDs reads a list of GUIDs that are parted by commas. An empty text is no GUID.
func readGUIDs(name, text string) ([]string, error) {
	ids := []string{}
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		id, err := readGUID(name, part)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
