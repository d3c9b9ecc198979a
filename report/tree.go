package report

// building is what a report knows while somebody builds on it.
type building struct {
	mode Mode
}

// LoopRun is a loop that is being built.
type LoopRun struct{ summary *Step }
