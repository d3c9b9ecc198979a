package lua51

import "os"

func shellName() (name, flag string) { return "cmd.exe", "/C" }

// waitStatus is how C's system reports the end of a command.
func waitStatus(state *os.ProcessState) int { return state.ExitCode() }

// errnoIsC says whether the system's error numbers are those of C.
const errnoIsC = false
