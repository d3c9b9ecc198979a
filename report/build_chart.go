package report

import "github.com/watsrun/watsrun/internal/fault"

// ChartArgs describe a chart.
type ChartArgs struct {
	ChartType ChartType    `lua:"chart_type" default:"Line" doc:"Line, LineLogXY, LineLogX or LineLogY."`
	Label     string       `lua:"label" default:"Chart" doc:"Title of the chart."`
	XLabel    string       `lua:"x_label" default:"X" doc:"Title of the x axis."`
	XUnit     string       `lua:"x_unit" doc:"Unit of the x axis."`
	YLabel    string       `lua:"y_label" default:"Y" doc:"Title of the y axis."`
	YUnit     string       `lua:"y_unit" doc:"Unit of the y axis."`
	Series    []SeriesArgs `lua:"series" doc:"The plots; add_series adds more."`
}

// SeriesArgs describe a plot.
type SeriesArgs struct {
	Name  string    `lua:"name,required" doc:"Name of the plot."`
	XData []float64 `lua:"x_data" doc:"x values, as many as y values; 0, 1, 2, ... when not given."`
	YData []float64 `lua:"y_data,required" doc:"y values, at most 10 000."`
}

// The bounds of a chart.
const (
	maxSeries = 10
	maxPoints = 10000
)

func (a ChartArgs) chart() (*Chart, error) {
	c := &Chart{
		ChartType: ChartType(orElse(string(a.ChartType), string(Line))), Label: orElse(a.Label, "Chart"),
		XLabel: orElse(a.XLabel, "X"), XUnit: a.XUnit, YLabel: orElse(a.YLabel, "Y"), YUnit: a.YUnit, Series: []*Series{},
	}
	for _, series := range a.Series {
		if _, err := c.AddSeries(series); err != nil {
			return nil, err
		}
	}
	return c, checkTexts("chart", c.Label, c)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// AddChart puts a chart on the step. A step holds one chart or one file.
func (s *Step) AddChart(a ChartArgs) (*Chart, error) {
	if s.Attachment != nil || s.Chart != nil {
		return nil, fault.New(fault.Usage, "step %s has a %s already", s.Name, s.display()).WithHint("add a step for each chart")
	}
	c, err := a.chart()
	if err != nil {
		return nil, err
	}
	s.Chart = c
	return c, nil
}

// ChartStepArgs describe a step with a chart.
type ChartStepArgs struct {
	StepArgs
	ChartArgs
}

// AddChartStep adds a step that shows a chart.
func (s *Step) AddChartStep(a ChartStepArgs) (*Step, error) {
	child, err := a.step("WATS_XYGMNLT")
	if err != nil {
		return nil, err
	}
	if child.Chart, err = a.chart(); err != nil {
		return nil, within("step "+child.Name, err)
	}
	return s.add(child, a.Status, nil)
}

// AddSeries adds a plot to the chart.
func (c *Chart) AddSeries(a SeriesArgs) (*Series, error) {
	name, err := required("name", a.Name)
	if err != nil {
		return nil, err
	}
	switch {
	case len(c.Series) >= maxSeries:
		return nil, fault.New(fault.Validation, "the chart has %d series already, the most is %d", len(c.Series), maxSeries)
	case len(a.YData) == 0:
		return nil, fault.New(fault.Validation, "y_data of %s is empty", name)
	case len(a.YData) > maxPoints:
		return nil, fault.New(fault.Validation, "y_data of %s has %d points, the most is %d", name, len(a.YData), maxPoints)
	case a.XData != nil && len(a.XData) != len(a.YData):
		return nil, fault.New(fault.Validation, "x_data of %s has %d points and y_data %d", name, len(a.XData), len(a.YData)).
			WithHint("give as many x values as y values, or leave x_data out")
	}
	x := a.XData
	if x == nil {
		x = counted(len(a.YData))
	}
	s := &Series{DataType: "XYG", Name: name, XData: ptr(FormatPoints(x)), YData: ptr(FormatPoints(a.YData))}
	if err := checkTexts("series", name, s); err != nil {
		return nil, err
	}
	c.Series = append(c.Series, s)
	return s, nil
}

// counted is 0, 1, 2, ...
func counted(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	return x
}

// Points are the x and y values of the plot; without x data they count from 0.
func (s *Series) Points() (x, y []float64, err error) {
	if y, err = ParsePoints(deref(s.YData)); err != nil {
		return nil, nil, err
	}
	if x, err = ParsePoints(deref(s.XData)); err != nil {
		return nil, nil, err
	}
	if x == nil {
		x = counted(len(y))
	}
	return x, y, nil
}
