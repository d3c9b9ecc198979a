package chunk

import (
	"container/list"
	"crypto/sha256"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/host"
)

// DefaultCacheSize is how many compiled sources a Cache keeps unless it is told otherwise.
const DefaultCacheSize = 256

// Cache keeps the sources that were compiled last, by their content and name. It is safe for concurrent use; a source that
// several ask for at once is compiled once.
type Cache struct {
	limits host.Limits
	size   int

	mu      sync.Mutex
	entries map[cacheKey]*list.Element
	recent  *list.List // of *cacheEntry, the last used first
}

type cacheKey struct {
	hash [sha256.Size]byte
	name string
}

type cacheEntry struct {
	key   cacheKey
	once  sync.Once
	proto *lua.FunctionProto
	err   error
}

// NewCache makes a cache for size sources; 0 means DefaultCacheSize.
func NewCache(size int, limits host.Limits) *Cache {
	if size <= 0 {
		size = DefaultCacheSize
	}
	return &Cache{limits: limits, size: size, entries: map[cacheKey]*list.Element{}, recent: list.New()}
}

// Compile is the function Compile, or what it gave the last time.
func (c *Cache) Compile(source []byte, name string) (*lua.FunctionProto, error) {
	e := c.entry(cacheKey{sha256.Sum256(source), name})
	e.once.Do(func() { e.proto, e.err = Compile(source, name, c.limits) })
	return e.proto, e.err
}

// entry finds or makes the entry of a key, and forgets the one that was not used for longest when there are too many.
func (c *Cache) entry(key cacheKey) *cacheEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, ok := c.entries[key]; ok {
		c.recent.MoveToFront(found)
		return found.Value.(*cacheEntry)
	}
	e := &cacheEntry{key: key}
	c.entries[key] = c.recent.PushFront(e)
	if c.recent.Len() > c.size {
		oldest := c.recent.Remove(c.recent.Back()).(*cacheEntry)
		delete(c.entries, oldest.key)
	}
	return e
}
