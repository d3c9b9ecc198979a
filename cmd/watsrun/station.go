package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/station"
)

func stationCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "station", Short: "Show which station this is, and how that was found", Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if err := a.load(); err != nil {
				return err
			}
			d, r, err := a.detectStation()
			if err != nil {
				return err
			}
			return showStation(a, d, r, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

// detectStation finds the station of this process and the registry that its runs start with.
func (a *app) detectStation() (station.Detection, *station.Registry, error) {
	s := a.settings.Station
	base := station.Station{Location: s.Location, Purpose: s.Purpose, Description: s.Description}
	registry, err := station.NewRegistry(base, registered(a.settings.Stations))
	if err != nil {
		return station.Detection{}, nil, fault.Wrap(fault.Config, err, "[stations]")
	}
	d, err := station.Detect(station.Inputs{Said: a.saidOfStation(), Order: s.Detect, Base: base, Registry: registry})
	return d, registry, err
}

func registered(entries map[string]config.Station) []station.Station {
	list := make([]station.Station, 0, len(entries))
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		s := entries[key]
		list = append(list, station.Station{Key: key, Name: s.Name, Location: s.Location, Purpose: s.Purpose, Description: s.Description})
	}
	return list
}

// layerSources says which source of a station's name a layer of the configuration is.
var layerSources = map[config.Layer]station.Source{
	config.Flag: station.Explicit, config.Environment: station.Environment, config.Project: station.ConfigFile, config.User: station.ConfigFile,
}

// saidOfStation lists what the settings and the system say of the station's name.
func (a *app) saidOfStation() []station.Candidate {
	var said []station.Candidate
	for _, v := range a.settings.Values("station.name") {
		if source, ok := layerSources[v.Layer]; ok {
			said = append(said, station.Candidate{Source: source, Place: v.Place, Text: v.Text})
		}
	}
	if name := a.getenv("COMPUTERNAME"); a.goos == "windows" && name != "" {
		return append(said, station.Candidate{Source: station.HostName, Place: "COMPUTERNAME", Text: name})
	}
	if name, err := a.hostName(); err == nil {
		said = append(said, station.Candidate{Source: station.HostName, Place: "host name", Text: name})
	}
	return said
}

func showStation(a *app, d station.Detection, r *station.Registry, asJSON bool) error {
	if asJSON {
		return printJSON(a.stdout, map[string]any{
			"station": stationJSON(d.Station), "candidates": d.Candidates, "warnings": d.Warnings, "stations": registryJSON(r),
		})
	}
	table := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	s := d.Station
	fmt.Fprintf(table, "name\t%s\nlocation\t%s\npurpose\t%s\ndescription\t%s\n", s.Name, s.Location, s.Purpose, s.Description)
	fmt.Fprintf(table, "\nsource\tplace\tsays\t\n")
	for _, c := range d.Candidates {
		mark := "  "
		if c.Won {
			mark = "* "
		}
		fmt.Fprintf(table, "%s%s\t%s\t%s\t%s\n", mark, c.Source, c.Place, c.Text, c.Why)
	}
	if list := r.List(); len(list) > 0 {
		fmt.Fprintf(table, "\nkey\tname\tlocation\tpurpose\n")
		for _, s := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Key, s.Name, s.Location, s.Purpose)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, w := range d.Warnings {
		a.log.Warn(w)
	}
	return nil
}

func stationJSON(s station.Station) map[string]string {
	return map[string]string{"key": s.Key, "name": s.Name, "location": s.Location, "purpose": s.Purpose, "description": s.Description}
}

func registryJSON(r *station.Registry) []map[string]string {
	list := []map[string]string{}
	for _, s := range r.List() {
		list = append(list, stationJSON(s))
	}
	return list
}

// stationKey is where a run's context keeps the host that knows its station.
type stationKey struct{}

// stationAttr is the log field of the context's station; none outside a run.
func stationAttr(ctx context.Context) []slog.Attr {
	host, ok := ctx.Value(stationKey{}).(*station.Host)
	if !ok || modules.MaybeRun(ctx) == nil {
		return nil
	}
	return []slog.Attr{slog.String("station", host.Current(ctx).Name)}
}
