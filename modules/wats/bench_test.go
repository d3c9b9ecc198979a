package wats

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// products is the answer of a server with a hundred products.
var products = "[" + strings.TrimSuffix(strings.Repeat(`{"partNumber":"PCBA-7","name":"Power board","category":"x","nonSerial":false,"state":1},`, 100), ",") + "]"

// BenchmarkOperation is the engine alone: a request over a socket, up to the JSON that the runtime turns into tables.
func BenchmarkOperation(b *testing.B) {
	s := serveQuietly(b)
	o := find(b, newClient(b, s), "product.get_products")
	ctx, in := inRun(b), &noArguments{}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.Invoke(ctx, nil, in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPlain is the same request without the engine.
func BenchmarkPlain(b *testing.B) {
	s := serveQuietly(b)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		answer, err := client.Get(s + "/api/Product/Query")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadAll(answer.Body); err != nil {
			b.Fatal(err)
		}
		answer.Body.Close()
	}
}

func serveQuietly(b *testing.B) string {
	s := httptest.NewServer(says(200, "application/json", products))
	b.Cleanup(s.Close)
	return s.URL
}
