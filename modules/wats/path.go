package wats

import (
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

var pathService = service{
	name: "path", doc: "Paths of steps and measurements, as people write them and as the analyses of a server want them.",
	operations: pathFunctions,
	classes:    func() []*modules.Class { return []*modules.Class{stepPathClass(), measurementPathClass()} },
}

// StepPath is where a step is: the names from the root down to it.
type StepPath struct{ parts []string }

// MeasurementPath is where a measurement is: its step and its name.
type MeasurementPath struct {
	step *StepPath
	name string
}

type (
	pathArg struct {
		Path string `lua:"path,required" doc:"The path, with / or ¶ between the names."`
	}
	measurementArg struct {
		Path string `lua:"path,required" doc:"The path, with :: or ¶¶ before the name of the measurement."`
	}
	pathListArg struct {
		Paths []string `lua:"paths,required" doc:"The paths; each may be several with ; between them."`
	}
	partsArg struct {
		Parts []string `lua:"parts,rest" doc:"The names from the root down; a name may hold a slash."`
	}
)

func pathFunctions() []declaration {
	return []declaration{
		pure("normalize_path", "A path as servers want it: A/B::M becomes A¶B¶¶M.", func(in *pathArg) (string, error) { return normalizePath(in.Path), nil },
			modules.Show(`wats.path.normalize_path("Power/3V3::Ripple")`, `"Power¶3V3¶¶Ripple"`)),
		pure("display_path", "A path as people read it: A¶B¶¶M becomes A/B::M.", func(in *pathArg) (string, error) { return displayPath(in.Path), nil },
			modules.Show(`wats.path.display_path("Power¶3V3¶¶Ripple")`, `"Power/3V3::Ripple"`)),
		pure("normalize_paths", "Several paths as one parameter of a server.", func(in *pathListArg) (string, error) { return normalizePaths(in.Paths...), nil },
			modules.Show(`wats.path.normalize_paths{"Power/3V3", "Power/5V"}`, `"Power¶3V3;Power¶5V"`)),
		pure("step", "The path of a step.", func(in *pathArg) (*StepPath, error) { return newStepPath(in.Path) },
			modules.PyWATS("StepPath"), modules.Note("The class itself in pyWATS."), modules.Show(`wats.path.step("Power/3V3").name`, `"3V3"`)),
		pure("from_parts", "The path of a step by the names from the root down.", func(in *partsArg) (*StepPath, error) { return stepPathOf(in.Parts) },
			modules.Positional(), modules.PyWATS("StepPath.from_parts"), modules.Note("A class method in pyWATS. Names may hold slashes."),
			modules.Show(`wats.path.from_parts("Power", "I/O rail").api_format`, `"Power¶I/O rail"`)),
		pure("measurement", "The path of a measurement.", func(in *measurementArg) (*MeasurementPath, error) { return newMeasurementPath(in.Path) },
			modules.PyWATS("MeasurementPath"), modules.Note("The class itself in pyWATS."), modules.Show(`wats.path.measurement("Power/3V3::Ripple").measurement_name`, `"Ripple"`)),
	}
}

func stepPathClass() *modules.Class {
	return modules.ClassOf("StepPath", "Where a step is.", (*StepPath).String, likePyWATS,
		modules.Getter("api_format", "As servers want it, with ¶ between the names.", (*StepPath).wire),
		modules.Getter("display", "As people read it, with / between the names.", (*StepPath).String),
		modules.Getter("parts", "The names from the root down.", func(p *StepPath) []string { return p.parts }),
		modules.Getter("name", "Name of the step.", func(p *StepPath) string { return p.parts[len(p.parts)-1] }),
		modules.Getter("parent", "The path of the step above; nil at the top.", (*StepPath).parent))
}

func measurementPathClass() *modules.Class {
	return modules.ClassOf("MeasurementPath", "Where a measurement is.", (*MeasurementPath).String, likePyWATS,
		modules.Getter("api_format", "As servers want it, with ¶¶ before its name.", func(p *MeasurementPath) string { return p.step.wire() + measurementMark + p.name }),
		modules.Getter("display", "As people read it, with :: before its name.", (*MeasurementPath).String),
		modules.Getter("parts", "The names from the root down, its own last.", func(p *MeasurementPath) []string {
			return append(p.step.parts[:len(p.step.parts):len(p.step.parts)], p.name)
		}),
		modules.Getter("name", "Its name.", func(p *MeasurementPath) string { return p.name }),
		modules.Getter("measurement_name", "Its name.", func(p *MeasurementPath) string { return p.name }),
		modules.Getter("step_path", "The path of its step.", func(p *MeasurementPath) *StepPath { return p.step }))
}

// newStepPath reads a path in either form. One with a ¶ may have slashes in its names.
func newStepPath(text string) (*StepPath, error) {
	if strings.Contains(text, measurementMark) || strings.Contains(text, betweenPaths) {
		return nil, fault.New(fault.Usage, "%q is no path of one step", text).WithHint("wats.path.measurement takes paths of measurements")
	}
	separator := shownPath
	if strings.Contains(text, pathMark) {
		separator = pathMark
	}
	return stepPathOf(strings.Split(strings.Trim(text, separator), separator))
}

func stepPathOf(parts []string) (*StepPath, error) {
	for _, part := range parts {
		if strings.TrimSpace(part) == "" || strings.ContainsAny(part, pathMark+betweenPaths) {
			return nil, fault.New(fault.Usage, "%q is no name of a step in a path", part).WithHint("a name is not blank and holds neither ¶ nor ;")
		}
	}
	if len(parts) == 0 {
		return nil, fault.New(fault.Usage, "a path has at least one name")
	}
	return &StepPath{parts}, nil
}

// newMeasurementPath reads a path in either form.
func newMeasurementPath(text string) (*MeasurementPath, error) {
	at, length := strings.LastIndex(text, measurementMark), len(measurementMark)
	if at < 0 {
		at, length = strings.LastIndex(text, shownMeasurement), len(shownMeasurement)
	}
	if at < 0 || strings.TrimSpace(text[at+length:]) == "" {
		return nil, fault.New(fault.Usage, "%q names no measurement", text).WithHint("write it as Power/3V3::Ripple")
	}
	step, err := newStepPath(text[:at])
	if err != nil {
		return nil, err
	}
	return &MeasurementPath{step, text[at+length:]}, nil
}

// String is the path as people read it.
func (p *StepPath) String() string { return strings.Join(p.parts, shownPath) }

func (p *StepPath) wire() string { return strings.Join(p.parts, pathMark) }

func (p *StepPath) parent() *StepPath {
	if len(p.parts) == 1 {
		return nil
	}
	return &StepPath{p.parts[:len(p.parts)-1]}
}

// String is the path as people read it.
func (p *MeasurementPath) String() string { return p.step.String() + shownMeasurement + p.name }
