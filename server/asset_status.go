package server

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// The alarm states.
const (
	alarmNone    = 0
	alarmWarning = 1
	alarmRaised  = 2
)

// assetStatus is how an asset stands against what its type allows. What the type does not bound is left out.
type assetStatus struct {
	AssetID                       string   `json:"assetId"`
	SerialNumber                  string   `json:"serialNumber"`
	AlarmState                    int      `json:"alarmState"`
	Message                       string   `json:"message"`
	RunningCount                  int64    `json:"runningCount"`
	RunningCountExceeded          *int64   `json:"runningCountExceeded,omitempty"` // negative while below the limit
	TotalCount                    int64    `json:"totalCount"`
	TotalCountExceeded            *int64   `json:"totalCountExceeded,omitempty"` // as above
	DaysSinceCalibration          *float64 `json:"daysSinceCalibration,omitempty"`
	IsDaysSinceCalibrationUnknown *bool    `json:"isDaysSinceCalibrationUnknown,omitempty"`
	CalibrationDaysOverdue        *float64 `json:"calibrationDaysOverdue,omitempty"` // negative while before the date
	DaysSinceMaintenance          *float64 `json:"daysSinceMaintenance,omitempty"`
	IsDaysSinceMaintenanceUnknown *bool    `json:"isDaysSinceMaintenanceUnknown,omitempty"`
	MaintenanceDaysOverdue        *float64 `json:"maintenanceDaysOverdue,omitempty"` // as above
}

func (s *assetService) getStatus(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	key := assetKey(q)
	if err := q.Err(); err != nil {
		return nil, err
	}
	var a asset
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		a, err = findAsset(tx, key)
		return err
	})
	if err != nil {
		return nil, stored(err)
	}
	return a.status(s.clock()), nil
}

// status judges an asset that has its type. The worst of its counts and dates counts; the message has a part for each
// that is not in order.
func (a *asset) status(now time.Time) assetStatus {
	s := assetStatus{AssetID: a.AssetID, SerialNumber: a.SerialNumber, RunningCount: *a.RunningCount, TotalCount: *a.TotalCount}
	t := a.AssetType
	j := assetJudge{warning: threshold(t.WarningThreshold, 0), alarm: threshold(t.AlarmThreshold, 100), now: now}
	s.RunningCountExceeded = j.count("running count", s.RunningCount, t.RunningCountLimit)
	s.TotalCountExceeded = j.count("total count", s.TotalCount, t.TotalCountLimit)
	s.DaysSinceCalibration, s.IsDaysSinceCalibrationUnknown, s.CalibrationDaysOverdue = j.event(
		"calibration", a.LastCalibrationDate, a.NextCalibrationDate, t.CalibrationInterval)
	s.DaysSinceMaintenance, s.IsDaysSinceMaintenanceUnknown, s.MaintenanceDaysOverdue = j.event(
		"maintenance", a.LastMaintenanceDate, a.NextMaintenanceDate, t.MaintenanceInterval)
	s.AlarmState, s.Message = j.state, strings.Join(j.messages, "; ")
	return s
}

// threshold is one in percent, or the default where none is set.
func threshold(percent *float64, absent float64) float64 {
	if percent == nil || *percent <= 0 {
		return absent
	}
	return *percent
}

// assetJudge compares counts and dates with the thresholds of a type and keeps the worst.
type assetJudge struct {
	warning, alarm float64 // percent; 0 for none
	now            time.Time
	state          int
	messages       []string
}

// reached notes how much of a limit is used up.
func (j *assetJudge) reached(percent float64, message string) {
	switch {
	case percent >= j.alarm:
		j.note(alarmRaised, message)
	case j.warning > 0 && percent >= j.warning:
		j.note(alarmWarning, message)
	}
}

func (j *assetJudge) note(state int, message string) {
	j.state = max(j.state, state)
	j.messages = append(j.messages, message)
}

// count judges a count and returns by how much it exceeds its limit. A limit of 0 is none.
func (j *assetJudge) count(name string, n int64, limit *int64) *int64 {
	if limit == nil || *limit <= 0 {
		return nil
	}
	j.reached(100*float64(n)/float64(*limit), fmt.Sprintf("%s %d of %d", name, n, *limit))
	exceeded := n - *limit
	return &exceeded
}

// event judges the dates of an event and returns the days since the last one, whether those are unknown though an
// interval asks for them, and by how many days the next one is overdue. An asset that should be calibrated and never was
// gets a warning.
func (j *assetJudge) event(name string, last, next *report.Time, interval *float64) (since *float64, unknown *bool, overdue *float64) {
	if last != nil {
		since = daysIn(j.now.Sub(last.Time()))
	}
	if next == nil {
		if interval != nil && *interval > 0 {
			j.note(alarmWarning, "no "+name+" is known")
			missing := true
			return since, &missing, nil
		}
		return since, nil, nil
	}
	overdue = daysIn(j.now.Sub(next.Time()))
	used := 0.0
	if last != nil && next.Time().After(last.Time()) {
		used = 100 * float64(j.now.Sub(last.Time())) / float64(next.Time().Sub(last.Time()))
	} else if *overdue >= 0 {
		used = 100
	}
	message := fmt.Sprintf("%s due on %s", name, next.Time().Format(time.DateOnly))
	if *overdue >= 0 {
		message = fmt.Sprintf("%s overdue since %s", name, next.Time().Format(time.DateOnly))
	}
	j.reached(used, message)
	return since, nil, overdue
}

func daysIn(d time.Duration) *float64 {
	n := d.Hours() / 24
	return &n
}
