package config

import "testing"

func TestPathsOfWindows(t *testing.T) {
	for path, want := range map[string]string{
		`logs/w.log`: `D:\line\logs\w.log`, `..\w.log`: `D:\w.log`, `\logs\w.log`: `D:\logs\w.log`, `/logs/w.log`: `D:/logs/w.log`,
		`C:\w.log`: `C:\w.log`, `C:w.log`: `C:w.log`, `\\host\share\w.log`: `\\host\share\w.log`, ``: ``,
	} {
		if got := Absolute(path, `D:\line`); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
