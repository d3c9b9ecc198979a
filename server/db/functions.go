package db

import (
	"database/sql/driver"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// registerFunctions replaces SQLite's lower and upper, which know the 26 letters of ASCII only, for all connections.
var registerFunctions = sync.OnceFunc(func() {
	sqlite.MustRegisterDeterministicScalarFunction("lower", 1, onText(strings.ToLower))
	sqlite.MustRegisterDeterministicScalarFunction("upper", 1, onText(strings.ToUpper))
})

// onText makes a SQL function of one text; NULL and numbers pass as they are.
func onText(f func(string) string) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
	return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if text, ok := args[0].(string); ok {
			return f(text), nil
		}
		return args[0], nil
	}
}
