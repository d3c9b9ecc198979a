// Package wstf reads WATS reports from the tab-separated text format, WSTF.
//
// It stands on the model and the builder of package report and knows nothing else: no files, no HTTP, no server, no clock
// and no host name but those that it is given.
//
// A file holds any number of reports. Each has lines of keys and values, then rows of steps, then more keys:
//
//	--Header-Start--
//	SerialNumber	SN-1                 a key that is not known is a misc info
//	Subunit	PCBA	PN-2	SN-2	A    part type, part number, serial number, revision
//	--Step-Data-Start--
//	StepType	StepName	...          the names of the 14 columns
//	NumericLimitTest	3V3	...
//	--Step-Data-End--
//	UUTStatus	Passed                  a key that comes again: the last one counts
//	--UUT-End--
//
// In active mode a status that is given is used, another is computed from the limits, and failures go up to the sequence
// calls and the unit. The unit's own status can make the verdict worse, never better. In import mode every status must be
// given. A FALSE value of a PassFailTest fails whatever its status says. A step with a measurement cannot be Done on a
// server, so Done becomes Passed there.
//
// Beyond the format's rules: a sequence call that is not ended goes on to the last step; a limit that a single-limit
// operator does not look at is dropped; an operator that is not known is a fault, never LOG, as that would pass every
// value; characters that WATS searches take for wildcards are allowed in serial and part numbers.
package wstf

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 64 << 20

// Options say what a file does not say itself. The zero value has the format's own defaults.
type Options struct {
	// Defaults are station, location, purpose, clock and ids, the operator ("sysoper" when empty), and the mode of files
	// without a ConverterMode (active when empty).
	Defaults report.Defaults
	// Zone is where StartDateTime was written, and in which a start known in UTC is told; nil is the machine's zone.
	Zone *time.Location
	// CodePage is how bytes stand for characters.
	CodePage CodePage
	// DecimalComma reads numbers as 3,14. The values of a Series may always have commas.
	DecimalComma bool
	// Operations are the codes of test operations by name, for files with an OperationTypeName only.
	Operations map[string]int
	// OperationCode is the test operation where a file names none that is known; 10 when 0.
	OperationCode int
	// SequenceName and SequenceVersion are those of the root; "SeqName" and "0.0.0" when empty.
	SequenceName, SequenceVersion string
}

func (o Options) filled() Options {
	o.Defaults.Operator = cmp.Or(o.Defaults.Operator, "sysoper")
	o.Defaults.Mode = cmp.Or(o.Defaults.Mode, report.Active)
	o.Zone = cmp.Or(o.Zone, time.Local)
	o.OperationCode = cmp.Or(o.OperationCode, 10)
	o.SequenceName = cmp.Or(o.SequenceName, "SeqName")
	o.SequenceVersion = cmp.Or(o.SequenceVersion, "0.0.0")
	return o
}

// Decode reads a file. The error names every line that is at fault; it is a validation fault with report.Violations as its
// cause. Reports without a fault are returned even then, with one rule: a report whose end marker is missing is a fault,
// but it is returned, because it is whole as long as the end of its steps is there. Where that is missing too, steps may
// have been lost and with them a failure, so the report is left out.
func Decode(r io.Reader, options Options) ([]*report.Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fault.Wrap(fault.Connection, err, "the WSTF file cannot be read")
	}
	if len(data) > MaxSize {
		return nil, fault.New(fault.Validation, "the WSTF file is larger than %d MiB", MaxSize>>20).WithHint("split it")
	}
	text, line, ok := options.CodePage.text(data)
	if !ok {
		return nil, notInCodePage(options.CodePage, line)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, fault.New(fault.Validation, "this is no WSTF file: it has zero bytes").WithHint("save UTF-16 files as UTF-8")
	}
	return decode(text, options.filled())
}

func notInCodePage(page CodePage, line int) error {
	name := cmp.Or(page, Windows1252)
	return fault.New(fault.Validation, "line %d: a byte stands for nothing in %s", line, name).
		WithHint("save the file as UTF-8, or say which code page it has")
}

func decode(text string, o Options) ([]*report.Report, error) {
	var s scanner
	s.scan(text)
	if len(s.blocks) == 0 && len(s.found) == 0 {
		s.add(1, "Missing --Header-Start--")
	}
	reports := []*report.Report{}
	for _, b := range s.blocks {
		if r := b.report(o); r != nil {
			reports = append(reports, r)
		}
		s.found = append(s.found, b.found...)
	}
	return reports, s.fault()
}

// report builds the report of a block, nil when something is wrong with it.
func (b *block) report(o Options) *report.Report {
	r := b.build(o)
	switch {
	case b.cut:
		b.add(b.header.line, "the report that begins here has no --Step-Data-End--: it was cut off and is left out")
	case b.open && len(b.found) == 0:
		b.add(b.header.line, "the report that begins here has no --UUT-End--")
		return r
	}
	if len(b.found) > 0 {
		return nil
	}
	return r
}

// maxFaults is how many faults an error tells: one wrong column makes every line wrong.
const maxFaults = 50

func (f *faults) fault() error {
	if len(f.found) == 0 {
		return nil
	}
	slices.SortStableFunc(f.found, func(a, b lineFault) int { return a.line - b.line })
	var all report.Violations
	for _, l := range f.found[:min(len(f.found), maxFaults)] {
		all = append(all, report.Violation{Path: fmt.Sprintf("line %d", l.line), Rule: "wstf", Message: l.message})
	}
	more := ""
	if rest := len(f.found) - len(all); rest > 0 {
		more = fmt.Sprintf("\nand %d more", rest)
	}
	err := fault.New(fault.Validation, "the WSTF file has %d faults:\n%s%s", len(f.found), all.Error(), more)
	if len(f.found) == 1 {
		err = fault.New(fault.Validation, "the WSTF file is not valid: %s", all.Error())
	}
	err.Cause = all
	return err
}
