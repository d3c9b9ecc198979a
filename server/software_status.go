package server

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/web"
)

// packageStatus is the state of a package. Its number is what some queries say and what the database keeps, its name is
// what answers say.
type packageStatus int

// The states of a package, in the order in which it goes through them.
const (
	packageDraft packageStatus = iota
	packagePending
	packageReleased
	packageRevoked

	anyPackageStatus packageStatus = -1
)

var packageStatusNames = []string{"Draft", "Pending", "Released", "Revoked"}

// next are the states that may follow.
func (s packageStatus) next() []packageStatus {
	switch s {
	case packageDraft:
		return []packageStatus{packagePending}
	case packagePending:
		return []packageStatus{packageReleased, packageDraft}
	case packageReleased:
		return []packageStatus{packageRevoked}
	}
	return nil
}

// mayFollow refuses a state that cannot follow the one of the package.
func (s packageStatus) mayFollow(p *softwarePackage) error {
	if slices.Contains(p.Status.next(), s) {
		return nil
	}
	f := fault.New(fault.Conflict, "%s is %s and cannot become %s", p.title(), p.Status, s)
	names := []string{}
	for _, n := range p.Status.next() {
		names = append(names, n.String())
	}
	if len(names) == 0 {
		return f.WithHint("create the next version of the package")
	}
	return f.WithHint("what can follow is %s", strings.Join(names, " or "))
}

// String is the name of the state.
func (s packageStatus) String() string { return packageStatusNames[s] }

// MarshalText implements encoding.TextMarshaler.
func (s packageStatus) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalJSON reads a name in any case or a number.
func (s *packageStatus) UnmarshalJSON(data []byte) error {
	text := string(data)
	if data[0] == '"' {
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
	}
	return s.read(text)
}

func (s *packageStatus) read(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		n = slices.IndexFunc(packageStatusNames, func(name string) bool { return strings.EqualFold(name, text) })
	}
	if n < 0 || n >= len(packageStatusNames) {
		return fault.New(fault.Validation, "status cannot be %q: use %s", text, strings.Join(packageStatusNames, ", "))
	}
	*s = packageStatus(n)
	return nil
}

// statusOf reads the query's status, which is any when it is absent.
func statusOf(q *web.Query) (packageStatus, error) {
	status := anyPackageStatus
	if err := q.Err(); err != nil || !q.Has("status") {
		return status, err
	}
	return status, status.read(strings.TrimSpace(q.Text("status")))
}
