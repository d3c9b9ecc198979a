package server

import "github.com/watsrun/watsrun/report"

// Process implements report.Registry.
func (s *processService) Process(code int) (report.Process, bool) {
	p, ok := s.byCode(code)
	return report.Process{Code: p.Code, Name: p.Name, Test: p.IsTest, Repair: p.IsRepair}, ok && !p.Inactive
}

// RepairType implements report.Registry.
func (s *processService) RepairType(code int) (report.RepairType, bool) {
	p, ok := s.byCode(code)
	if !ok || p.Repair == nil {
		return report.RepairType{}, false
	}
	t := report.RepairType{Categories: map[string][]string{}, MiscInfos: []string{}, UUTRequired: p.Repair.UUTRequired == 0}
	for _, c := range p.Repair.Categories {
		if c.Status <= 0 {
			continue
		}
		t.Categories[c.Description] = []string{}
		for _, code := range c.Failcodes {
			if code.Status > 0 {
				t.Categories[c.Description] = append(t.Categories[c.Description], code.Description)
			}
		}
	}
	for _, m := range p.Repair.MiscInfos {
		t.MiscInfos = append(t.MiscInfos, m.Description)
	}
	return t, true
}

// name is the name of a process, "" when there is none.
func (s *processService) name(code *int) string {
	if code == nil {
		return ""
	}
	p, _ := s.byCode(*code)
	return p.Name
}
