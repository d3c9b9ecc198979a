package lua51

import (
	"os"
	"time"

	lua "github.com/yuin/gopher-lua"
)

func (lib *library) openOS(L *lua.LState) {
	register(L, "os", []function{
		{"clock", lib.osClock},
		{"date", lib.osDate},
		{"difftime", osDifftime},
		{"execute", lib.osExecute},
		{"exit", lib.osExit},
		{"getenv", lib.osGetenv},
		{"remove", lib.osRemove},
		{"rename", lib.osRename},
		{"setlocale", osSetlocale},
		{"time", lib.osTime},
		{"tmpname", lib.osTmpname},
	})
}

// osClock is the time since the run began. C gives the processor time of the process, which says nothing about
// one run among several in it.
func (lib *library) osClock(L *lua.LState) int {
	start := lib.vm.Start
	if start.IsZero() {
		start = lib.opened
	}
	return returnNumber(L, time.Since(start).Seconds())
}

func osDifftime(L *lua.LState) int {
	later := checkNumber(L, 1)
	return returnNumber(L, later-optNumber(L, 2, 0))
}

// osExit ends the run, not the process: no pcall holds it up.
func (lib *library) osExit(L *lua.LState) int {
	exit := &Exit{Code: optInt(L, 1, 0)}
	lib.vm.Stop(exit)
	raise(L, "%s", exit.Error())
	return 0
}

func (lib *library) osGetenv(L *lua.LState) int {
	lib.checkIO(L, "os.getenv")
	value, ok := os.LookupEnv(checkString(L, 1))
	if !ok {
		return returnValue(L, lua.LNil)
	}
	return returnString(L, value)
}

func (lib *library) osRemove(L *lua.LState) int {
	lib.checkIO(L, "os.remove")
	name := checkString(L, 1)
	return returnOutcome(L, name, os.Remove(name))
}

func (lib *library) osRename(L *lua.LState) int {
	lib.checkIO(L, "os.rename")
	from := checkString(L, 1)
	return returnOutcome(L, from, os.Rename(from, checkString(L, 2)))
}

// osTmpname makes an empty file, so that nobody else takes its name.
func (lib *library) osTmpname(L *lua.LState) int {
	lib.checkIO(L, "os.tmpname")
	f, err := os.CreateTemp("", "lua_")
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		message, _ := systemError(err)
		raise(L, "unable to generate a unique filename: %s", message)
	}
	return returnString(L, f.Name())
}

// osSetlocale knows the C locale only: a comma for the decimal point would spoil measurements.
func osSetlocale(L *lua.LState) int {
	locale := optString(L, 1, "C")
	checkOption(L, 2, "all", "all", "collate", "ctype", "monetary", "numeric", "time")
	switch locale {
	case "", "C", "POSIX":
		return returnString(L, "C")
	}
	return returnValue(L, lua.LNil)
}
