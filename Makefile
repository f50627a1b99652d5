# make demo   builds what is missing and plays the Haiyang 2022 meeting
# make test   everything CI runs
# make help   the rest

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CARGO ?= cargo
NPM := npm --prefix web
BUILD := $(or $(CARGO_TARGET_DIR),target)
DEV := $(BUILD)/debug/pingyi
RELEASE := $(BUILD)/release/pingyi
STEP := tools/step.sh
CASES := crates/ranking/tests/suite/peer/generate.py
REFUSALS := crates/ranking/tests/suite/peer/refuse_test.py

# npm writes the first of these files last, and the build the second.
NODE_MODULES := web/node_modules/.package-lock.json
WEB := web/dist/screen/index.html
WEB_SOURCES := web/package.json web/tsconfig.json \
  $(shell find web/src web/html web/vite -type f -not -name '*.test.ts' 2>/dev/null)

# With nextest each test is a process of its own and a slow one is named; without it cargo's runner serves.
RUN_TESTS := $(if $(shell command -v cargo-nextest 2>/dev/null),nextest run,test --lib --bins --tests)

export PINGYI_STEPS := $(BUILD)/steps.tsv
ifdef CI
export CARGO_INCREMENTAL := 0
export CARGO_TERM_PROGRESS_WHEN := never
endif

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

.PHONY: demo
demo: ## plays the Haiyang 2022 meeting; ARGS='--once --data DIR' does so without waiting
	@tools/setup.sh demo
	@$(MAKE) --no-print-directory -j 2 web program
	@$(CARGO) build --locked -p pingyi
	@$(DEV) demo $(ARGS)

# Beside the web build: the crates that do not need it are most of the work. The second cargo run in
# `demo` compiles at most what embeds the pages.
.PHONY: program
program: ## the program in the development profile
	@$(CARGO) build --locked -p pingyi

.PHONY: web
web: $(WEB) ## the pages: voter, admin and hall screen

$(NODE_MODULES): web/package.json web/package-lock.json
	@echo 'Installing the packages of the pages'
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB): $(NODE_MODULES) $(WEB_SOURCES)
	@echo 'Building the pages'
	@$(NPM) run --silent build
	@touch $@

.PHONY: build
build: ## the optimised program: target/release/pingyi
	@tools/setup.sh build
	@$(MAKE) --no-print-directory web
	@PINGYI_REQUIRE_WEB=1 $(CARGO) build --locked --release -p pingyi
	@ls -lh $(RELEASE) | awk '{ print $$NF, $$5 }'

.PHONY: test
test: ## everything CI runs: cheap checks first, then pages, then program, then both together
	@tools/setup.sh test
	@mkdir -p $(BUILD) && rm -f $(PINGYI_STEPS)
	@$(STEP) 'Rust is formatted' $(CARGO) fmt --all --check
	@$(STEP) 'Texts name no registry and no machine' tools/check-texts.sh
	@$(STEP) 'Checker: rounding, trimming, methods and faults' python3 -m unittest -q tools/recompute_test.py tools/recompute_command_test.py $(REFUSALS)
	@$(STEP) 'Checker: the cases to compare by reach every rule' python3 $(CASES) --self-test --count 1500
	@$(STEP) 'Pages: packages' $(MAKE) --no-print-directory $(NODE_MODULES)
	@$(STEP) 'Pages: lint and format' $(NPM) run --silent lint
	@$(STEP) 'Pages: types' $(NPM) run --silent typecheck
	@$(STEP) 'Pages: unit tests' $(NPM) run --silent test
	@$(STEP) 'Pages: build' $(MAKE) --no-print-directory web
	@$(STEP) 'Pages: the voter page keeps its size' $(NPM) run --silent size
	@$(STEP) 'Rust: clippy' $(CARGO) clippy --locked --workspace --all-targets --quiet -- -D warnings
	@if command -v cargo-deny >/dev/null; then \
	  $(STEP) 'Rust: licences, bans, sources' $(CARGO) deny --offline check bans licenses sources; fi
	@$(STEP) 'Peer: belenios-tool is there' tools/belenios-tool.sh
	@$(STEP) 'Rust: tests on SQLite and PostgreSQL' tools/with-postgres.sh $(CARGO) $(RUN_TESTS) --locked --workspace
	@$(STEP) 'Peer: the pages, this program and belenios-tool agree' env PINGYI_PROGRAM=$(abspath $(DEV)) $(NPM) run --silent test:peer
	@$(STEP) 'Rust: examples in the documentation' $(CARGO) test --locked --workspace --doc --quiet
	@$(STEP) 'Journey: a meeting in the browser' env PINGYI_PROGRAM=$(abspath $(DEV)) $(NPM) run --silent e2e
	@$(STEP) --summary

.PHONY: screenshots
screenshots: ## the pictures of the README, taken from a running demo
	@tools/setup.sh screenshots
	@$(MAKE) --no-print-directory -j 2 web program
	@$(CARGO) build --locked -p pingyi
	@PINGYI_PROGRAM=$(abspath $(DEV)) $(NPM) run --silent screenshots

.PHONY: bench
bench: ## the figures of docs/performance.md
	@tools/setup.sh bench
	@$(MAKE) --no-print-directory build
	@tools/bench.sh $(abspath $(RELEASE))

# The same targets as tests/short.rs runs in `make test`, for as long as there is patience. What they find goes to
# fuzz/regressions/TARGET and is run first ever after.
FUZZ = $(BUILD)/fuzz/$(TARGET)
.PHONY: fuzz
fuzz: ## one fuzz target under libFuzzer: TARGET=archive TIME=600 (seconds); needs nightly Rust and cargo-fuzz
	@test -n "$(TARGET)" || { echo 'TARGET is one of:'; ls fuzz/libfuzzer/targets | sed 's/\.rs$$//'; exit 2; }
	@mkdir -p $(FUZZ)/corpus $(FUZZ)/artifacts
	@$(CARGO) run --locked --quiet -p pingyi-fuzz --example seeds -- $(TARGET) $(FUZZ)/seeds
	@cd fuzz && $(CARGO) +nightly fuzz run --fuzz-dir libfuzzer --target-dir $(abspath $(BUILD))/fuzz/build $(TARGET) $(abspath $(FUZZ))/corpus $(abspath $(FUZZ))/seeds \
	  -- -max_total_time=$(or $(TIME),600) -timeout=20 -rss_limit_mb=2048 -artifact_prefix=$(abspath $(FUZZ))/artifacts/ -print_final_stats=1

.PHONY: fmt
fmt: $(NODE_MODULES) ## formats Rust and the pages
	@$(CARGO) fmt --all
	@$(NPM) run --silent format

.PHONY: setup
setup: ## checks for and installs what `make test` needs
	@tools/setup.sh test

.PHONY: clean
clean: ## removes what was built
	@$(CARGO) clean --quiet
	@rm -rf web/dist web/node_modules .postgres
