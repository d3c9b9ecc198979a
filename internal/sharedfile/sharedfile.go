// Package sharedfile opens, renames and removes files that other processes may have open at the same time. Windows lets nobody do that
// as a rule; these functions open files so that others may, and wait a moment for those who have not. It knows nothing of what
// the files are for.
package sharedfile
