package report

import "github.com/watsrun/watsrun/internal/fault"

// UUTArgs describe a new test report.
type UUTArgs struct {
	Operator        string   `lua:"operator" doc:"Operator who runs the test; the run's operator when not given."`
	PartNumber      string   `lua:"part_number,required" doc:"Part number of the unit, at most 100 characters."`
	Revision        string   `lua:"revision,required" doc:"Revision of the part number."`
	SerialNumber    string   `lua:"serial_number,required" doc:"Serial number of the unit, at most 100 characters."`
	OperationType   int      `lua:"operation_type,required" doc:"Code of the test operation, such as 10."`
	StationName     string   `lua:"station_name" doc:"Name of the station; the run's station when not given."`
	Location        string   `lua:"location" doc:"Location of the station; the run's when not given."`
	Purpose         string   `lua:"purpose" doc:"Purpose of the station; the run's when not given."`
	StartTime       Time     `lua:"start_time" doc:"Start of the test, ISO 8601; now when not given. Two reports of a unit in one process need starts more than half a second apart, else the server replaces the first by the second; submit sees to that unless start_time is given."`
	ID              string   `lua:"id" doc:"GUID of the report; a new one when not given."`
	Mode            Mode     `lua:"mode" default:"active" doc:"active judges measurements against their limits, import takes statuses as given."`
	SequenceName    string   `lua:"sequence_name" default:"TestSequence" doc:"Name of the test program."`
	SequenceVersion string   `lua:"sequence_version" default:"1.0.0" doc:"Version of the test program."`
	SequencePath    string   `lua:"sequence_path" doc:"Path of the test program; its name when not given."`
	Comment         string   `lua:"comment" doc:"Free text."`
	FixtureID       string   `lua:"fixture_id" doc:"Fixture that holds the unit."`
	SocketIndex     *int     `lua:"socket_index" doc:"Index of the test socket."`
	BatchNumber     string   `lua:"batch_number" doc:"Serial number of the batch."`
	ExecTime        *float64 `lua:"exec_time" doc:"Duration of the test in seconds."`

	AllowProblematicCharacters bool `lua:"allow_problematic_characters" doc:"Allow wildcards of WATS searches (* % ? [ ] ^ ! / \\) in serial and part number."`
}

// rootName is how every WATS client names the root step.
const rootName = "MainSequence Callback"

// NewUUT makes a test report with an empty root sequence call and the result Passed.
func NewUUT(a UUTArgs, d Defaults) (*Report, error) {
	r := &Report{Type: TypeUUT, Result: Passed, run: &building{mode: d.mode(a.Mode)}}
	if err := r.setUnit(a.PartNumber, a.SerialNumber, a.Revision, a.AllowProblematicCharacters); err != nil {
		return nil, err
	}
	r.setOrigin(origin{a.ID, a.StationName, a.Location, a.Purpose, a.StartTime}, d)
	r.ProcessCode = ptr(a.OperationType)
	r.UUT = &UUT{
		User: firstOf(a.Operator, d.Operator), Comment: a.Comment, FixtureID: a.FixtureID,
		TestSocketIndex: a.SocketIndex, BatchSN: a.BatchNumber, ExecTime: a.ExecTime,
	}
	r.Root = newRoot(a)
	r.adopt()
	return r, r.checkTexts()
}

func newRoot(a UUTArgs) *Step {
	name, version := a.SequenceName, a.SequenceVersion
	if name == "" {
		name = "TestSequence"
	}
	if version == "" {
		version = "1.0.0"
	}
	path := a.SequencePath
	if path == "" {
		path = name
	}
	return &Step{
		Group: Main, StepType: "SequenceCall", Name: rootName, Status: Passed,
		Sequence: &Sequence{Path: &path, Name: &name, Version: &version},
	}
}

func (d Defaults) mode(given Mode) Mode {
	switch {
	case given != "":
		return given
	case d.Mode != "":
		return d.Mode
	}
	return Active
}

// setUnit sets the names of the unit.
func (r *Report) setUnit(pn, sn, rev string, allow bool) (err error) {
	if r.PN, err = unitName("part_number", pn, allow); err != nil {
		return err
	}
	if r.SN, err = unitName("serial_number", sn, allow); err != nil {
		return err
	}
	r.Rev, err = required("revision", rev)
	return err
}

// origin is where and when a report comes from.
type origin struct {
	id, station, location, purpose string
	start                          Time
}

func (r *Report) setOrigin(o origin, d Defaults) {
	r.ID = o.id
	if r.ID == "" {
		r.ID = d.newID()
	}
	r.MachineName = firstOf(o.station, d.Station)
	r.Location = firstOf(o.location, d.Location)
	r.Purpose = firstOf(o.purpose, d.Purpose)
	r.Start = o.start
	if r.Start.IsZero() {
		now := d.now()
		r.Start = NewTime(now)
		r.building().began = began{now, r.Start}
	}
}

// GetRootSequenceCall is the root step of a test report.
func (r *Report) GetRootSequenceCall() (*Step, error) {
	if r.Root == nil {
		return nil, fault.New(fault.Usage, "a repair report has no steps").WithHint("use add_failure")
	}
	return r.Root, nil
}

// MiscInfoArgs describe a fact about the unit or the run.
type MiscInfoArgs struct {
	Description string   `lua:"description,required" doc:"Name of the fact, at most 100 characters."`
	Value       any      `lua:"value" doc:"Value: a text (at most 100 characters), or a number."`
	Text        *string  `lua:"text" doc:"Value as text, where both text and number are given."`
	Numeric     *float64 `lua:"numeric" doc:"Value as a number, where both text and number are given."`
	Typedef     string   `lua:"typedef" doc:"Type name of the fact, at most 30 characters."`
}

// AddMiscInfo adds a searchable fact.
func (r *Report) AddMiscInfo(a MiscInfoArgs) (*MiscInfo, error) {
	description, err := required("description", a.Description)
	if err != nil {
		return nil, err
	}
	m := &MiscInfo{Description: description, Typedef: a.Typedef, Text: a.Text, Numeric: a.Numeric}
	if err := m.setValue(a.Value); err != nil {
		return nil, err
	}
	if m.Text == nil && m.Numeric == nil {
		return nil, fault.New(fault.Usage, "value of misc info %s is missing", description).WithHint("give a text or a number")
	}
	if err := checkTexts("misc info", description, m); err != nil {
		return nil, err
	}
	r.MiscInfos = append(r.MiscInfos, m)
	return m, nil
}

// setValue takes a text, a number, or nil for none.
func (m *MiscInfo) setValue(value any) error {
	switch v := value.(type) {
	case nil:
	case string:
		m.Text = &v
	case float64:
		m.Numeric = &v
	case int:
		m.Numeric = ptr(float64(v))
	case bool:
		m.Text = ptr(map[bool]string{true: "true", false: "false"}[v])
	default:
		return fault.New(fault.Usage, "value of misc info %s is required to be a text or a number, got %T", m.Description, value)
	}
	return nil
}

// AssetArgs describe equipment that was used.
type AssetArgs struct {
	SN         string `lua:"sn,required" doc:"Serial number of the asset, known to the server."`
	UsageCount *int   `lua:"usage_count" default:"1" doc:"How many uses this report adds."`
}

// AddAsset counts a use of equipment.
func (r *Report) AddAsset(a AssetArgs) (*Asset, error) {
	sn, err := required("sn", a.SN)
	if err != nil {
		return nil, err
	}
	asset := &Asset{AssetSN: sn, UsageCount: a.UsageCount}
	if asset.UsageCount == nil {
		asset.UsageCount = ptr(1)
	}
	if err := checkTexts("asset", sn, asset); err != nil {
		return nil, err
	}
	r.Assets = append(r.Assets, asset)
	return asset, nil
}
