package runtime

// The expected answers are those of Lua on Unix, which reads text as it is.
func init() { known["io rw"] = `true, "a|b|c1.5", nil, "b"` }
