package main

import (
	"testing"

	"github.com/watsrun/watsrun/modules/station"
)

func TestTheWorstCodeWins(t *testing.T) {
	order := []int{70, 130, 143, 7, 6, 4, 8, 3, 2, 1, 5, station.MaxExit, 0}
	for i, worse := range order {
		for _, better := range order[i:] {
			if got := worst(better, worse, better); got != worse {
				t.Errorf("of %d and %d the worst is %d", worse, better, got)
			}
		}
	}
	if got := worst(0, 42, 20); got != 42 {
		t.Errorf("of two chosen codes %d was taken", got)
	}
	if worst() != exitPassed {
		t.Error("nothing is not passed")
	}
}

func TestCodesOfOsExit(t *testing.T) {
	for code, want := range map[int]int{0: 0, 1: exitEnded, 4: exitEnded, 20: 20, 63: 63, 64: exitEnded, -1: exitEnded, 130: exitEnded} {
		if got := codeOfExit(code); got != want {
			t.Errorf("os.exit(%d) ends with %d, want %d", code, got, want)
		}
	}
}
