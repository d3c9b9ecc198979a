package server

import (
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
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
