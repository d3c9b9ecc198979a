package fault

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestOfFindsTheFaultBelowOtherErrors(t *testing.T) {
	original := New(NotFound, "no product %q", "X").At("wats.product.get_product").WithHint("check the part number")
	got := Of(fmt.Errorf("while testing: %w", original))
	if got != original {
		t.Fatalf("Of lost the original: %v", got)
	}
	if want := `wats.product.get_product: no product "X" (check the part number)`; got.Error() != want {
		t.Errorf("text is %q, want %q", got.Error(), want)
	}
}

func TestOfNamesTheKindOfForeignErrors(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Kind
	}{
		{context.DeadlineExceeded, Timeout},
		{fmt.Errorf("x: %w", context.Canceled), Canceled},
		{errors.New("surprise"), Bug},
		{nil, ""},
	} {
		if got := KindOf(c.err); got != c.want {
			t.Errorf("KindOf(%v) is %q, want %q", c.err, got, c.want)
		}
	}
}

func TestWrapKeepsTheCause(t *testing.T) {
	cause := errors.New("connection refused")
	e := Wrap(Connection, cause, "cannot reach the server")
	if !errors.Is(e, cause) {
		t.Error("the cause is lost")
	}
	if want := "cannot reach the server: connection refused"; e.Error() != want {
		t.Errorf("text is %q, want %q", e.Error(), want)
	}
}

func TestEveryKindHasAMeaning(t *testing.T) {
	for _, k := range Kinds() {
		if k.Meaning() == "" {
			t.Errorf("%s has no meaning", k)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"get_product", "get_products", "create_product", "serial_number"}
	for name, want := range map[string]string{
		"get_prodct": "get_product", "serial_nubmer": "serial_number", "Get_Product": "get_product", "zzz": "",
	} {
		if got := Nearest(name, names); got != want {
			t.Errorf("Nearest(%q) is %q, want %q", name, got, want)
		}
	}
}
