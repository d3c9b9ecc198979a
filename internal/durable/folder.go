// Package durable makes files outlive a loss of power: folders that must be there, and the names in them. It knows nothing of
// what the files are for.
package durable

import (
	"os"
	"path/filepath"
)

// MakeFolder makes a folder and those above it, durably: a file is lost with the folder that it is in.
func MakeFolder(path string) error {
	if isFolder(path) {
		return nil
	}
	above := filepath.Dir(path)
	if above != path { // the root of a drive that is not there
		if err := MakeFolder(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o755); err != nil && !isFolder(path) { // unless another process made it just now
		return err
	}
	return SyncFolder(above)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
