package station

import (
	"maps"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Registry holds several stations by key, such as the sockets of a line. Keys are the same in any letter case. Each
// run works on its own copy.
type Registry struct {
	stations map[string]Station // by key in lower case
}

// NewRegistry makes a registry of stations with their keys. A station without a name is called as its key; location
// and purpose come from base where it says none.
func NewRegistry(base Station, list []Station) (*Registry, error) {
	r := &Registry{stations: map[string]Station{}}
	for _, s := range list {
		if s.Location == "" {
			s.Location = base.Location
		}
		if s.Purpose == "" {
			s.Purpose = base.Purpose
		}
		if _, err := r.Add(s); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Add adds a station under its key and gives it as it is kept.
func (r *Registry) Add(s Station) (Station, error) {
	s.Key = strings.ToLower(strings.TrimSpace(s.Key))
	if s.Key == "" {
		return s, fault.New(fault.Usage, "a station of the registry needs a key")
	}
	if _, ok := r.stations[s.Key]; ok {
		return s, fault.New(fault.Conflict, "there is a station with the key %q already", s.Key).WithHint("remove it first, or use another key")
	}
	if s.Name == "" {
		s.Name = s.Key
	}
	s, err := s.checked()
	if err != nil {
		return s, err
	}
	r.stations[s.Key] = s
	return s, nil
}

// Find is the station with a key.
func (r *Registry) Find(key string) (Station, bool) {
	s, ok := r.stations[strings.ToLower(strings.TrimSpace(key))]
	return s, ok
}

// Get is Find with an error that names the keys there are.
func (r *Registry) Get(key string) (Station, error) {
	if s, ok := r.Find(key); ok {
		return s, nil
	}
	f := fault.New(fault.NotFound, "there is no station with the key %q", key)
	if hint := fault.DidYouMean(key, slices.Sorted(maps.Keys(r.stations))); hint != "" {
		return Station{}, f.WithHint("%s", hint)
	}
	return Station{}, f.WithHint("add it with station.add, or as [stations.%s] in watsrun.toml", key)
}

// Remove takes a station out.
func (r *Registry) Remove(key string) error {
	s, err := r.Get(key)
	if err == nil {
		delete(r.stations, s.Key)
	}
	return err
}

// List gives the stations in the order of their keys.
func (r *Registry) List() []Station {
	list := make([]Station, 0, len(r.stations))
	for _, key := range slices.Sorted(maps.Keys(r.stations)) {
		list = append(list, r.stations[key])
	}
	return list
}

func (r *Registry) clone() *Registry { return &Registry{stations: maps.Clone(r.stations)} }
