package chunk

import (
	"fmt"
	"sync"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/host"
)

func TestCacheCompilesOnce(t *testing.T) {
	c := NewCache(0, host.Limits{})
	protos := make([]*lua.FunctionProto, 32)
	var wg sync.WaitGroup
	for i := range protos {
		wg.Go(func() { protos[i], _ = c.Compile([]byte("return 1"), "s") })
	}
	wg.Wait()
	for _, p := range protos {
		if p == nil || p != protos[0] {
			t.Fatal("one source was compiled more than once")
		}
	}
}

func TestCacheTellsNamesAndContentsApart(t *testing.T) {
	c := NewCache(0, host.Limits{})
	a, _ := c.Compile([]byte("return 1"), "a")
	b, _ := c.Compile([]byte("return 1"), "b")
	other, _ := c.Compile([]byte("return 2"), "a")
	if a == b || a == other {
		t.Error("different chunks are taken for the same")
	}
	if a.SourceName != "a" || b.SourceName != "b" {
		t.Errorf("names are %q and %q", a.SourceName, b.SourceName)
	}
}

func TestCacheForgetsWhatWasNotUsedForLongest(t *testing.T) {
	c := NewCache(2, host.Limits{})
	compile := func(i int) *lua.FunctionProto {
		p, err := c.Compile(fmt.Appendf(nil, "return %d", i), "s")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first, second := compile(1), compile(2)
	compile(1)
	compile(3)
	if compile(1) != first {
		t.Error("what was used last is forgotten")
	}
	if compile(2) == second {
		t.Error("more is kept than the size")
	}
	if len(c.entries) != 2 || c.recent.Len() != 2 {
		t.Errorf("%d entries, %d in order", len(c.entries), c.recent.Len())
	}
}

func TestCacheKeepsTheLimits(t *testing.T) {
	c := NewCache(1, host.Limits{SourceBytes: 3})
	for range 2 {
		if _, err := c.Compile([]byte("return 1"), "s"); err == nil {
			t.Error("too long a source is compiled")
		}
	}
}
