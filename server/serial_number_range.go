package server

import (
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// numberRange is a run of numbers that follow one another and are in the same state.
type numberRange struct {
	SerialNumberType string `json:"serialNumberType"`
	StartAddress     string `json:"startAddress"`
	EndAddress       string `json:"endAddress"`
	Count            int    `json:"count"`
	State            string `json:"state"`
	last             counter
}

// getRanges lists the ranges of the pool that the query names, or of all.
func (s *serialNumberService) getRanges(r *http.Request) (any, error) {
	name := givenOf(web.QueryOf(r), typeNames...)
	all := []numberRange{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		types, err := serialNumberTypes(tx)
		found := name == ""
		for i := range types {
			if name != "" && !strings.EqualFold(types[i].Name, name) {
				continue
			}
			found = true
			if all, err = types[i].appendRanges(tx, all); err != nil {
				return err
			}
		}
		if err == nil && !found {
			_, err = findNumberType(tx, name)
		}
		return err
	})
	return all, stored(err)
}

func (t *serialNumberType) appendRanges(tx *db.Tx, all []numberRange) ([]numberRange, error) {
	first := len(all)
	err := t.each(tx, &numberSelection{}, func(n serialNumber) {
		c := counterOf(t.Identifier, identityOf(t.Identifier, n.SerialNumber))
		if i := len(all) - 1; i >= first && all[i].State == n.State && all[i].last.next(c) {
			all[i].EndAddress, all[i].last = n.SerialNumber, c
			all[i].Count++
			return
		}
		all = append(all, numberRange{t.Name, n.SerialNumber, n.SerialNumber, 1, n.State, c})
	})
	return all, err
}

// rangeRequest is a range in the names of this route or of its siblings.
type rangeRequest struct {
	SerialNumberType, TypeName, Type string
	StartAddress, From               string
	EndAddress, To                   string
}

// find reads the pool and the part of it that the range names.
func (in *rangeRequest) find(tx *db.Tx) (*serialNumberType, *numberSelection, error) {
	name, from, to := in.SerialNumberType+in.TypeName+in.Type, in.StartAddress+in.From, in.EndAddress+in.To
	for _, value := range []struct{ key, text string }{{"serialNumberType", name}, {"startAddress", from}, {"endAddress", to}} {
		if strings.TrimSpace(value.text) == "" {
			return nil, nil, fault.New(fault.Validation, "%s is required", value.key)
		}
	}
	t, err := findNumberType(tx, name)
	if err != nil {
		return nil, nil, err
	}
	selection, err := t.selection(from, to)
	return t, selection, err
}
