package wats

import "github.com/watsrun/watsrun/modules"

// likePyWATS says that a class stands for the one of the same name in pyWATS, and its members for that one's.
func likePyWATS(c *modules.Class) { c.PyWATS = true }
