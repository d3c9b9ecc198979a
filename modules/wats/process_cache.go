package wats

import (
	"context"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// CacheStats tells what keeping answers has saved.
type CacheStats struct {
	Hits    int     `lua:"hits" doc:"Reads that were answered without a request."`
	Misses  int     `lua:"misses" doc:"Reads that were sent."`
	Size    int     `lua:"size" doc:"Answers that are kept."`
	MaxSize int     `lua:"max_size" doc:"How many there may be."`
	HitRate float64 `lua:"hit_rate" doc:"Hits in all reads, 0 to 1."`
}

type intervalArgs struct {
	Value *float64 `lua:"value" doc:"Seconds from now on, in this run; 0 asks the server each time."`
}

// aProperty is what notes say of pyWATS's properties.
const aProperty = "A property in pyWATS; here a function, since its value changes while the script runs."

// keptProcesses are the functions about the cache of the process service.
func keptProcesses() []declaration {
	pure := declare(modules.Does(modules.Pure))
	return []declaration{
		composed("cache_ttl", "How many seconds the processes are kept, 0 where they are not.",
			func(ctx context.Context, c *Client, _ *noArguments) (float64, error) {
				return c.cache.ageIn(ctx).Seconds(), nil
			},
			pure, note(aProperty), show(`wats.process.cache_ttl()`, "0")),
		composed("refresh_interval", "How many seconds the processes are kept; with a value, for how long from now on, in this run.", refreshInterval,
			pure, note(aProperty+" A new value is for this run only."), show(`wats.process.refresh_interval()`, "0")),
		composed("last_refresh", "When the processes were kept last, ISO 8601; nil when they are not.", lastRefresh,
			pure, mayBeNil, note(aProperty), show(`wats.process.last_refresh()`, "nil")),
		composed("cache_stats", "What keeping the answers of this service has saved.",
			func(_ context.Context, c *Client, _ *noArguments) (CacheStats, error) { return c.cache.stats(), nil },
			pure, note(aProperty), show(`wats.process.cache_stats().hits`, "0")),
	}
}

func refresh(ctx context.Context, c *Client, _ *noArguments) (any, error) {
	c.cache.clear()
	_, err := listRows[ProcessInfo](ctx, c, newRequest(processesRoute))
	return nil, err
}

func clearCache(_ context.Context, c *Client, _ *noArguments) (struct{}, error) {
	c.cache.clear()
	return struct{}{}, nil
}

func refreshInterval(ctx context.Context, c *Client, in *intervalArgs) (float64, error) {
	if in.Value != nil {
		if err := c.cache.setAge(ctx, *in.Value); err != nil {
			return 0, err
		}
	}
	return c.cache.ageIn(ctx).Seconds(), nil
}

func lastRefresh(_ context.Context, c *Client, _ *noArguments) (*time.Time, error) {
	return c.cache.keptAt(keyOf(newRequest(processesRoute))), nil
}

// runAge is how long answers are good in one run, where the run has a will of its own.
type runAge struct{ age *time.Duration }

func (k *cache) inRun(ctx context.Context) *runAge {
	return modules.State(modules.RunFrom(ctx), k, func() *runAge { return &runAge{} })
}

// ageIn is how long an answer is good in the run; 0 where nothing is kept.
func (k *cache) ageIn(ctx context.Context) time.Duration {
	if k == nil {
		return 0
	}
	if own := k.inRun(ctx).age; own != nil {
		return *own
	}
	return k.age
}

// setAge says how many seconds an answer is good in the run. It cannot be set where nothing is kept.
func (k *cache) setAge(ctx context.Context, seconds float64) error {
	const most = 365 * 24 * 3600
	if !(seconds >= 0 && seconds <= most) {
		return fault.New(fault.Usage, "value must be 0 to %d seconds, got %v", most, seconds)
	}
	if k == nil {
		return fault.New(fault.Config, "the answers of this service are not kept").WithHint("name it in cache.services of watsrun.toml")
	}
	age := time.Duration(seconds * float64(time.Second))
	k.inRun(ctx).age = &age
	return nil
}

// keptAt is when an answer was kept, nil for none.
func (k *cache) keptAt(key string) *time.Time {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	kept, ok := k.kept[key]
	if !ok {
		return nil
	}
	return &kept.at
}

func (k *cache) stats() CacheStats {
	if k == nil {
		return CacheStats{}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	s := CacheStats{Hits: k.hits, Misses: k.misses, Size: len(k.kept), MaxSize: maxKept}
	if all := s.Hits + s.Misses; all > 0 {
		s.HitRate = float64(s.Hits) / float64(all)
	}
	return s
}
