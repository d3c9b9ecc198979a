package station

import (
	"fmt"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Source is a place where the name of the station may be said.
type Source string

// The sources. Explicit comes before all others; the order of the rest is configuration.
const (
	Explicit    Source = "explicit"
	Environment Source = "environment"
	HostName    Source = "hostname"
	ConfigFile  Source = "config"
)

// Candidate is what one source says, and what became of it.
type Candidate struct {
	Source Source `json:"source"`
	Place  string `json:"place"` // the flag, the variable, the file with its line
	Text   string `json:"text"`  // as it stands there
	Name   string `json:"name"`  // as a station's name, "" where it is none
	Won    bool   `json:"won"`
	Why    string `json:"why"` // why it won or not
}

// Inputs is what detection goes by.
type Inputs struct {
	Said     []Candidate // Source, Place and Text of what was said; within a source the first one counts
	Order    []string    // the sources besides Explicit, first hit wins
	Base     Station     // location, purpose and description of this machine
	Registry *Registry   // a name that is a key here means that station
}

// Detection is the station that was found and how.
type Detection struct {
	Station    Station
	Candidates []Candidate // in the order of their rank
	Warnings   []string
}

// Detect finds the station. Nothing found is a warning; only a name that was chosen and is wrong is an error, of kind
// config.
func Detect(in Inputs) (Detection, error) {
	d := Detection{Candidates: ranked(in)}
	base, err := in.Base.checked()
	if err != nil {
		return d, configFault("station", err)
	}
	d.Station = base
	winner := -1
	for i := range d.Candidates {
		if c := &d.Candidates[i]; winner >= 0 {
			d.shadow(c, &d.Candidates[winner])
		} else if err := d.try(c, in.Registry, base); err != nil {
			return d, err
		} else if c.Won {
			winner = i
		}
	}
	if winner < 0 {
		d.Warnings = append(d.Warnings, "this station has no name: set station.name in watsrun.toml, WATSRUN_STATION or --station")
	}
	return d, nil
}

// ranked orders what was said; what is not in the order at all stays, at the end, so that people see why it lost.
func ranked(in Inputs) []Candidate {
	list := slices.Clone(in.Said)
	rank := func(c Candidate) int {
		if c.Source == Explicit {
			return -1
		}
		if i := slices.Index(in.Order, string(c.Source)); i >= 0 {
			return i
		}
		return len(in.Order)
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return rank(a) - rank(b) })
	for i, c := range list {
		if rank(c) == len(in.Order) {
			list[i].Why = "not in station.detect"
		}
	}
	return list
}

// try sees whether the candidate wins.
func (d *Detection) try(c *Candidate, r *Registry, base Station) error {
	name, err := Normalise(c.Text)
	switch {
	case c.Why != "":
		return nil
	case err != nil && c.Source == HostName:
		c.Why = err.Error()
		return nil
	case err != nil:
		return configFault(c.Place, err)
	case name == "":
		c.Why = "blank"
		return nil
	case c.Source == HostName && generic(name):
		c.Why = "a generic name, which says nothing of the station"
		return nil
	}
	c.Won, c.Name, c.Why = true, name, "first hit"
	if c.Source == Explicit {
		c.Why = "chosen explicitly"
	}
	d.Station = base
	d.Station.Name = name
	if s, ok := r.Find(c.Text); ok {
		d.Station, c.Name = s, s.Name
		c.Why += fmt.Sprintf(", the key of [stations.%s]", s.Key)
	}
	return nil
}

// configFault is a wrong name or text as a fault of the place where it stands.
func configFault(place string, err error) error {
	f := *fault.Of(err)
	f.Kind, f.Message, f.Cause = fault.Config, place+": "+f.Message, err
	return &f
}

// shadow says of a candidate behind the winner why it lost.
func (d *Detection) shadow(c, winner *Candidate) {
	if c.Why == "" {
		c.Why = fmt.Sprintf("after %s %s", winner.Source, winner.Place)
	}
	name, err := Normalise(c.Text)
	if err != nil || name == "" {
		return
	}
	c.Name = name
	if c.Source == ConfigFile && winner.Source == HostName && name != winner.Name {
		d.Warnings = append(d.Warnings, fmt.Sprintf(
			"the station is %s by its host name, not %s as %s says: set station.detect = [\"environment\", \"config\", \"hostname\"] to prefer the file",
			winner.Name, name, c.Place))
	}
}

var genericNames = []string{"LOCALHOST", "IP6-LOCALHOST", "IP6-LOOPBACK", "(NONE)", "NONE", "UNKNOWN", "HOST", "HOSTNAME", "COMPUTER", "DEFAULT"}

// generic tells names that an installation gives when nobody chose one.
func generic(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	return slices.Contains(genericNames, first) || strings.HasPrefix(name, "LOCALHOST")
}
