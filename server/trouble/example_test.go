package trouble_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/server"
	"github.com/watsrun/watsrun/server/trouble"
)

func Example() {
	rules, err := trouble.ParseAll("PUT /api/Product: drop after; times=1", "*: delay 1ms")
	if err != nil {
		log.Fatal(err)
	}
	in, err := trouble.New(rules...)
	if err != nil {
		log.Fatal(err)
	}
	wats, err := server.Open(context.Background(), server.Options{
		Clock: in.Clock, Middleware: []func(http.Handler) http.Handler{in.Middleware},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer wats.Close()
	if err := in.Declare(wats.Routes()); err != nil { // refuses rules for routes that are not there
		log.Fatal(err)
	}

	listener := httptest.NewServer(wats.Handler())
	defer listener.Close()
	for range 2 {
		r, err := http.NewRequest(http.MethodPut, listener.URL+"/api/Product", strings.NewReader(`{"partNumber": "P"}`))
		if err != nil {
			log.Fatal(err)
		}
		_, err = http.DefaultClient.Do(r)
		fmt.Println("an answer came:", err == nil)
	}
	for _, c := range in.Counts() {
		fmt.Printf("%s (%d requests, %d faults)\n", c.Rule, c.Seen, c.Hits)
	}
	// Output:
	// an answer came: false
	// an answer came: true
	// PUT /api/Product: drop after; times=1 (2 requests, 1 faults)
	// *: delay 1ms (2 requests, 2 faults)
}

// TestTheGuideShowsTheExample compares the guide's Go code with what runs here.
func TestTheGuideShowsTheExample(t *testing.T) {
	guide, err := os.ReadFile("../../docs/embedded-server.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(guide), "```go\n")
	shown, _, found := strings.Cut(shown, "```")
	if indented := "\t" + strings.ReplaceAll(strings.TrimSpace(shown), "\n", "\n\t"); !found || !strings.Contains(string(example), indented) {
		t.Errorf("this is not in example_test.go:\n%s", indented)
	}
}
