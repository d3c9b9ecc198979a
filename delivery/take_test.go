package delivery

import (
	"errors"
	"testing"
	"time"
)

// TestALateClaimantRemovesNothing: who was taken for dead must not touch what its successors have put back.
func TestALateClaimantRemovesNothing(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	e := entry("old")
	id := put(t, o, e)
	deliver(t, o, id, &server{always: errDown}, Queued)
	late, err := elsewhere(t, o).hold(id)
	if err != nil {
		t.Fatal(err)
	}
	clock.advance(time.Hour)
	if err := o.sweep(); err != nil {
		t.Fatal(err)
	}
	e.Body = []byte("new")
	put(t, o, e)
	if err := late.take(); !errors.Is(err, errHeld) {
		t.Errorf("take: %v", err)
	}
	if !exists(o.file(retryFolder, id)) || !exists(o.file(newFolder, id)) {
		t.Errorf("it removed what is not its own: %v", files(t, o))
	}
}
