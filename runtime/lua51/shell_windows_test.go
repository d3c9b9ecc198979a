package lua51_test

import "testing"

func TestCommandsOfCmd(t *testing.T) {
	m, _ := withFolder(t)
	m.expect(t, `return os.execute("exit 3"), os.execute("rem"), os.execute()`, "3 0 1")
	m.expect(t, `return io.popen('echo one "two three" four'):read()`, `one "two three" four`)
	m.expect(t, `return io.popen("echo hi", "rb"):read("*a")`, "hi\r\n")
	m.expect(t, `return io.popen('""cmd" /c "echo quoted""'):read()`, "quoted")
}

func TestTextFilesHaveNoCarriageReturns(t *testing.T) {
	m, _ := withFolder(t)
	m.expect(t, `local f = io.open(D .. "f", "wb") f:write("a\r\nb\r\n") f:close()`, "")
	m.expect(t, `local o = {} for l in io.lines(D .. "f") do o[#o + 1] = l end return table.concat(o, "|")`, "a|b")
	m.expect(t, `return io.open(D .. "f"):read("*a") == "a\nb\n", io.open(D .. "f", "rb"):read("*a") == "a\r\nb\r\n"`, "true true")
}
