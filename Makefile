# Everything a contributor runs. On a fresh machine Python 3.11 or newer is enough; the first call makes .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.riwaya-dev
BENCH_STAMP := .venv/.riwaya-bench
FUZZ_STAMP := .venv/.riwaya-fuzz

.PHONY: help demo test check score bench fuzz readers docs clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(BENCH_STAMP): $(STAMP)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]' && touch $@

$(FUZZ_STAMP): $(STAMP)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,fuzz]'
	@touch $@

demo: $(STAMP)  ## read the bundled reports and show who contradicts whom
	$(BIN)/riwaya demo

check: $(STAMP)  ## format, lint, types, layers, examples in the docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q --doctest-modules src tests/test_docs.py

test: check  ## check, then every test
	$(BIN)/python -m pytest

score: $(STAMP)  ## accuracy on corpus/, beside the figures kept in docs/accuracy.md
	$(BIN)/python tools/score_corpus.py

bench: $(BENCH_STAMP)  ## reports a second on one core, beside two anchors
	$(BIN)/python tools/bench.py

readers: $(STAMP)  ## read exports back with more programs of others (installs them)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,readers]'
	$(BIN)/python -m pytest -q tests/test_export_readers.py tests/test_library.py tests/test_spacy.py

fuzz: $(FUZZ_STAMP)  ## 100,000 mutated inputs for every parser of what comes in
	$(BIN)/python tools/fuzz.py

docs: $(STAMP)  ## write docs/cli.md from the commands, docs/exports.md from the layouts
	$(BIN)/python tools/make_docs.py

clean:  ## remove the environment and everything made
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
