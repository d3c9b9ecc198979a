package trouble

import (
	"math/rand/v2"
	"sync"

	"github.com/watsrun/watsrun/internal/fault"
)

// counter is a rule that is in force.
type counter struct {
	rule   Rule
	route  route
	action action

	mu         sync.Mutex
	chance     *rand.Rand
	seen, hits int
}

// newCounter checks a rule. Its place in the list sets its chance apart from that of others with the same seed.
func newCounter(r Rule, place uint64) (*counter, error) {
	if r.After < 0 || r.Every < 0 || r.Times < 0 || !(r.Share >= 0 && r.Share <= 1) {
		return nil, fault.New(fault.Usage, "after, every and times are never negative, and share is from 0 to 1").WithHint("leave out what does not count")
	}
	where, err := parseRoute(r.Route)
	if err != nil {
		return nil, err
	}
	what, err := parseFault(r.Fault)
	if err != nil {
		return nil, err
	}
	return &counter{rule: r, route: where, action: what, chance: rand.New(rand.NewPCG(r.Seed, place))}, nil
}

// take counts a request and says whether the rule hits it; luck is from 0 to 1.
func (c *counter) take(subject string) (luck float64, hit bool) {
	if !c.route.matches(subject) {
		return 0, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen++
	n := c.seen - c.rule.After
	switch {
	case n <= 0, c.rule.Every > 1 && n%c.rule.Every != 0, c.rule.Times > 0 && c.hits >= c.rule.Times:
		return 0, false
	case c.rule.Share > 0 && c.chance.Float64() >= c.rule.Share:
		return 0, false
	}
	c.hits++
	return c.chance.Float64(), true
}

func (c *counter) count() Count {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Count{c.rule, c.seen, c.hits}
}
