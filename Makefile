# Everything a contributor runs. On a fresh machine Python 3.11 or newer is enough; the first call makes .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.riwaya-dev
BENCH_STAMP := .venv/.riwaya-bench

.PHONY: help demo test check score bench docs clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(BENCH_STAMP): $(STAMP)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]' && touch $@

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
	$(BIN)/python tools/score_linking.py

bench: $(BENCH_STAMP)  ## reports a second on one core, beside two anchors; linking at three sizes
	$(BIN)/python tools/bench.py
	$(BIN)/python tools/bench_linking.py

docs: $(STAMP)  ## write docs/cli.md anew from the commands
	$(BIN)/python tools/make_docs.py

clean:  ## remove the environment and everything made
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
