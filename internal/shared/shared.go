// Package shared finds the folder of real reports and reference facts that some tests compare with. The data is kept
// beside the repository, not in it. Only tests import this package; it knows nothing of what is in the folder.
package shared

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Dir is the path of the shared data: the environment's WATSRUN_SHARED, else ../shared relative to the repository's
// root. It skips the test when there is no such folder, unless that variable says that there must be one.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WATSRUN_SHARED")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		Missing(t, "no shared test data at %s: set WATSRUN_SHARED to its folder to run this test", dir)
	}
	return dir
}

// Read is the content of one file of the shared data, named by its path below Dir with forward slashes. It skips the
// test when the file is absent.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Dir(t), filepath.FromSlash(name)))
	if err != nil {
		Missing(t, "no %s in the shared test data: %v", name, err)
	}
	return data
}

// Missing skips a test that lacks what it compares with. Where WATSRUN_SHARED is set everything is expected to be there,
// and the test fails instead.
func Missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("WATSRUN_SHARED") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// Strace is the path of strace, which shows what a program asks of the system. A test without it skips as with Missing. Some
// containers forbid tracing, which no installation cures: there the test skips in any case.
func Strace(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil {
		Missing(t, "strace is not installed: %v", err)
	}
	if out, err := exec.CommandContext(t.Context(), path, "-o", os.DevNull, os.Args[0], "-test.run", "^$").CombinedOutput(); err != nil {
		t.Skipf("tracing is forbidden here: %v, %s", err, out)
	}
	return path
}

// root is the nearest folder upwards that holds go.mod; go test starts in the tested package's folder.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = parent
	}
}
