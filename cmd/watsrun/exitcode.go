package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/modules/station"
)

// The exit codes. Scripts of CI jobs and operators depend on them.
const (
	exitPassed      = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNotLoaded   = 3
	exitError       = 4
	exitNothingRun  = 5
	exitLimit       = 6
	exitUndelivered = 7
	exitEnded       = 8
	exitBug         = 70
	exitInterrupted = 130
	exitTerminated  = 143
)

// exitCode is one row of the documentation.
type exitCode struct {
	code    int
	word    string // as the summary says it
	meaning string
}

// exitCodes lists the codes, the worst first: of several runs, the worst one is the command's.
var exitCodes = []exitCode{
	{exitBug, "bug", "a bug in watsrun"},
	{exitInterrupted, "interrupted", "interrupted by the operator (Ctrl-C), after clean-up"},
	{exitTerminated, "interrupted", "terminated by the system (SIGTERM), after clean-up"},
	{exitUndelivered, "undelivered", "a report is neither delivered nor safely queued, or was rejected; or the outbox cannot be used"},
	{exitLimit, "limit", "a limit was hit: time, memory, output, or a script that could not be stopped"},
	{exitError, "error", "a script raised an error, or a report's verdict is Error"},
	{exitEnded, "terminated", "terminated by the operator or the script"},
	{exitNotLoaded, "not loaded", "a script cannot be loaded: missing file, syntax error, missing module"},
	{exitUsage, "usage", "wrong usage or configuration; nothing was run"},
	{exitFailed, "failed", "a unit failed: a report's verdict is Failed"},
	{exitNothingRun, "nothing run", "nothing was run"},
	{station.MinExit, "ended", "chosen by the script with station.exit(code, reason)"},
	{exitPassed, "passed", "passed"},
}

// chosen says whether a script may choose the code.
func chosen(code int) bool { return code >= station.MinExit && code <= station.MaxExit }

// exitRow is the row of a code.
func exitRow(code int) exitCode {
	if chosen(code) {
		code = station.MinExit
	}
	if i := slices.IndexFunc(exitCodes, func(e exitCode) bool { return e.code == code }); i >= 0 {
		return exitCodes[i]
	}
	return exitRow(exitBug)
}

// worst is the code of several runs together; of two codes that scripts chose, the first.
func worst(codes ...int) int {
	result := exitPassed
	for _, c := range codes {
		if rank(c) < rank(result) {
			result = c
		}
	}
	return result
}

func rank(code int) int {
	row := exitRow(code)
	return slices.IndexFunc(exitCodes, func(e exitCode) bool { return e.code == row.code })
}

// exitMarkdown is the table of the documentation, in the order of the numbers.
func exitMarkdown() string {
	rows := slices.Clone(exitCodes)
	slices.SortFunc(rows, func(a, b exitCode) int { return a.code - b.code })
	var b strings.Builder
	b.WriteString("| exit | meaning |\n|---|---|\n")
	for _, e := range rows {
		number := fmt.Sprint(e.code)
		if chosen(e.code) {
			number = fmt.Sprintf("%d-%d", station.MinExit, station.MaxExit)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", number, e.meaning)
	}
	return b.String()
}

// exitOrder is the order of severity for the documentation.
func exitOrder() string {
	words := make([]string, len(exitCodes))
	for i, e := range exitCodes {
		words[i] = fmt.Sprint(e.code)
		if chosen(e.code) {
			words[i] = "a code that a script chose"
		}
	}
	return strings.Join(words, ", ")
}
