package station

import (
	"context"
	"sync"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// The codes that a script may choose for the end of its run.
const (
	MinExit = 20
	MaxExit = 63
)

// Host gives each run its station: the detected one to begin with, and a registry of its own.
type Host struct {
	station  Station
	registry *Registry
}

// NewHost makes a host of what was detected.
func NewHost(s Station, r *Registry) *Host { return &Host{station: s, registry: r} }

// runState is the station and registry of one run. Several threads of a run may use it.
type runState struct {
	mu       sync.Mutex
	current  Station
	registry *Registry
}

type stateKey struct{}

func (h *Host) state(ctx context.Context) *runState {
	return modules.State(modules.RunFrom(ctx), stateKey{}, func() *runState {
		return &runState{current: h.station, registry: h.registry.clone()}
	})
}

// Current is the station of the context's run, as its reports name it.
func (h *Host) Current(ctx context.Context) Station {
	s := h.state(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

type keyArgs struct {
	Key string `lua:"key,required" doc:"Key of the station, in any letter case."`
}

type addArgs struct {
	Key         string `lua:"key,required" doc:"Key of the station, in any letter case."`
	Name        string `lua:"name" doc:"Name; the key when not given."`
	Location    string `lua:"location" doc:"Where it is; as the run's station when not given."`
	Purpose     string `lua:"purpose" doc:"What it is for; as the run's station when not given."`
	Description string `lua:"description" doc:"What people should know of it."`
}

type exitArgs struct {
	Code   int    `lua:"code,required" doc:"Exit code, 20 to 63."`
	Reason string `lua:"reason" doc:"Why, for the summary."`
}

// Module declares the station module.
func (h *Host) Module() *modules.Module {
	return &modules.Module{
		Name: "station",
		Doc: "The station that the run's reports name, and the registry of other stations. " +
			"What a script changes here concerns its own run only.",
		Constants: []modules.Constant{
			h.constant("name", "Name of the run's station now; empty when none is known.", func(s Station) string { return s.Name }),
			h.constant("location", "Location of the run's station now.", func(s Station) string { return s.Location }),
			h.constant("purpose", "Purpose of the run's station now.", func(s Station) string { return s.Purpose }),
			h.constant("description", "Description of the run's station now.", func(s Station) string { return s.Description }),
		},
		Functions: []*modules.Function{
			modules.Func("active", "The run's station now.", h.active,
				modules.Show(`station.active().name == station.name`, "true")),
			modules.Func("use", "Make a station of the registry the run's station, and return it.", h.use,
				modules.Show(`station.add{key = "ict", name = "ICT 7"} return station.use("ict").name`, `"ICT-7"`),
				modules.Raises("not_found when there is no such key")),
			modules.Func("list", "The stations of the registry, in the order of their keys.", h.list,
				modules.Show(`station.add{key = "b"} station.add{key = "a"} return station.list()[1].key`, `"a"`)),
			modules.Func("add", "Add a station to the run's registry, and return it as it is kept. It is not used before station.use.", h.add,
				modules.Show(`station.add{key = "FCT 2", location = "Hall 3"}.name`, `"FCT-2"`),
				modules.Raises("conflict when the key is taken, validation when the name cannot be a station's"),
				modules.Note("pyWATS makes the first station that is added the active one; here only station.use does")),
			modules.Func("remove", "Take a station out of the run's registry. If it is the run's station, the station of the machine is again.", h.remove,
				modules.Show(`station.add{key = "ict"} station.remove("ICT") return #station.list()`, "0"),
				modules.Raises("not_found when there is no such key")),
			modules.Func("exit", "End the run with an exit code of your own. Clean-up runs; code after the call does not.", exit,
				modules.Raises("usage when the code is not one of 20 to 63")),
		},
	}
}

func (h *Host) constant(name, doc string, get func(Station) string) modules.Constant {
	return modules.Constant{
		Name: name, Doc: doc, Type: &modules.Type{Kind: modules.String}, Live: true,
		Value: func(ctx context.Context) any { return get(h.Current(ctx)) },
	}
}

func (h *Host) active(ctx context.Context, _ *struct{}) (Station, error) { return h.Current(ctx), nil }

func (h *Host) use(ctx context.Context, in *keyArgs) (Station, error) {
	s := h.state(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	found, err := s.registry.Get(in.Key)
	if err == nil {
		s.current = found
	}
	return found, err
}

func (h *Host) list(ctx context.Context, _ *struct{}) ([]Station, error) {
	s := h.state(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.List(), nil
}

func (h *Host) add(ctx context.Context, in *addArgs) (Station, error) {
	s := h.state(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	added := Station{Key: in.Key, Name: in.Name, Location: in.Location, Purpose: in.Purpose, Description: in.Description}
	if added.Location == "" {
		added.Location = s.current.Location
	}
	if added.Purpose == "" {
		added.Purpose = s.current.Purpose
	}
	return s.registry.Add(added)
}

func (h *Host) remove(ctx context.Context, in *keyArgs) (struct{}, error) {
	s := h.state(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	removed, _ := s.registry.Find(in.Key)
	err := s.registry.Remove(in.Key)
	if err == nil && s.current.Key == removed.Key {
		s.current = h.station
	}
	return struct{}{}, err
}

func exit(_ context.Context, in *exitArgs) (struct{}, error) {
	if in.Code < MinExit || in.Code > MaxExit {
		return struct{}{}, fault.New(fault.Usage, "the exit code %d is not one that a script may choose", in.Code).
			WithHint("use %d to %d", MinExit, MaxExit)
	}
	return struct{}{}, &modules.Exit{Code: in.Code, Reason: in.Reason}
}
