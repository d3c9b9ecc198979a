# Targets explain themselves: make prints them.

export CGO_ENABLED ?= 0
GO      ?= go
TOOL    := $(GO) tool -modfile=tools.mod
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.releaseVersion=$(VERSION)
TARGETS := linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64
FUZZTIME ?= 20s

.DEFAULT_GOAL := help
.PHONY: help check test race vet lint lint-lua format fuzz bench crash generate generated build crossbuild release examples

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' Makefile

check: format vet lint lint-lua test generated ## all that a change must pass before it is pushed

test: ## every test
	$(GO) test ./...

race: ## every test under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race ./...

vet: ## go vet
	$(GO) vet ./...

lint: ## the linters of .golangci.yml
	$(TOOL) golangci-lint run ./...

lint-lua: ## luacheck over the examples, where it is installed
	@if command -v luacheck >/dev/null; then luacheck -q scripts/examples; else echo "luacheck is not installed (Debian: lua-check); the examples are not linted"; fi

format: ## fail when a file is not formatted
	@unformatted=$$($(TOOL) gofumpt -l .); test -z "$$unformatted" || { echo "not formatted (gofumpt -w):"; echo "$$unformatted"; exit 1; }

fuzz: ## every fuzz target for FUZZTIME each
	@for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

bench: ## every benchmark, six times, summarised by benchstat
	@mkdir -p dist
	$(GO) test -run '^$$' -bench . -benchmem -count 6 ./... | tee dist/bench.txt
	$(TOOL) benchstat dist/bench.txt

crash: build ## kill submitting processes 300 times, and share an outbox of 10 000 reports among four
	$(GO) test ./cmd/watsrun -run 'TestCrash$$|TestFourProcesses' -count 1 -timeout 30m -v -kills 300 -shared 10000 -binary $(CURDIR)/watsrun
	WATSRUN_CRASH_ROUNDS=300 $(GO) test ./delivery -run 'TestKilled' -count 1 -timeout 30m -v

generate: ## write the documentation and stubs that come from declarations
	$(GO) test ./cmd/watsrun -run TestGeneratedFiles -update

generated: ## fail when generated files are out of date
	$(GO) test ./cmd/watsrun -run TestGeneratedFiles

build: ## the binary for this machine, in ./watsrun
	$(GO) build -ldflags '$(LDFLAGS)' -o watsrun ./cmd/watsrun

crossbuild: ## the binary for every system, to see that it builds
	@for t in $(TARGETS); do \
	  echo $$t; GOOS=$${t%/*} GOARCH=$${t#*/} $(GO) build -o /dev/null ./cmd/watsrun || exit 1; \
	done

release: ## the binaries for every system with their checksums, in dist/
	@rm -rf dist && mkdir -p dist
	@for t in $(TARGETS); do \
	  os=$${t%/*}; arch=$${t#*/}; ext=; test $$os = windows && ext=.exe; \
	  GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/watsrun-$(VERSION)-$$os-$$arch$$ext ./cmd/watsrun || exit 1; \
	done
	@cd dist && sha256sum watsrun-* > SHA256SUMS && cat SHA256SUMS

examples: build ## every example through the built binary
	$(GO) test ./cmd/watsrun -run TestExamples -binary $(CURDIR)/watsrun
