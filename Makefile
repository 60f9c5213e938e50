# Everything a contributor runs. On a fresh machine Python 3.11 or newer is enough; the first call makes .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.riwaya-dev
BENCH_STAMP := .venv/.riwaya-bench
SPARK_STAMP := .venv/.riwaya-spark
FUZZ_STAMP := .venv/.riwaya-fuzz
READERS_STAMP := .venv/.riwaya-readers
FAST := build/fast/.made
SOURCES := $(shell find src -type f ! -name '*.pyc')

.PHONY: help demo test check score compiled fast bench benchledger crash postgres chromium load screens java spark fuzz docs sbom clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(BENCH_STAMP): $(STAMP)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]' && touch $@

$(SPARK_STAMP): $(STAMP)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,spark]' && touch $@

$(FUZZ_STAMP): $(STAMP)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,fuzz]'
	@touch $@

$(READERS_STAMP): $(STAMP)
	-{ $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,readers,ftm]' \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,readers]'; } && touch $@

demo: $(STAMP)  ## read the bundled reports and show who contradicts whom
	$(BIN)/riwaya demo

check: $(STAMP)  ## format, lint, types, layers, examples in the docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q --doctest-modules src tests/test_docs.py

test: check compiled postgres chromium java $(SPARK_STAMP) $(READERS_STAMP)  ## check, then every test
	$(BIN)/python -m pytest

score: $(STAMP)  ## accuracy on corpus/, beside the figures kept in docs/accuracy.md
	$(BIN)/python tools/score_corpus.py
	$(BIN)/python tools/score_linking.py

$(FAST): $(STAMP) hatch_build.py $(SOURCES)
	rm -rf build/fast build/wheel
	RIWAYA_COMPILE=1 $(BIN)/python -m hatchling build -t wheel -d build/wheel >build/fast.log 2>&1 || { tail -n 30 build/fast.log; exit 1; }
	$(BIN)/python -m zipfile -e build/wheel/*.whl build/fast
	@touch $@

compiled: $(STAMP)
	@mkdir -p build
	@if $(BIN)/python -c 'import hatch_build, sys; sys.exit(not hatch_build.compiler())'; \
	then $(MAKE) --no-print-directory $(FAST); \
	else echo "no C compiler with the headers of Python here: the reading stays plain Python, slower; install gcc or clang, and python3-dev"; fi

fast: compiled  ## compile the reading into build/fast (a C compiler, a minute or two), and compare what it prints
	$(BIN)/python -m pytest -q -rs tests/test_compiled.py
	@echo "where it was compiled: PYTHONPATH=build/fast $(BIN)/riwaya read ..."

bench: $(BENCH_STAMP)  ## reports a second on one core, plain and compiled, beside its anchors; growth; linking at three sizes
	-@$(MAKE) --no-print-directory fast
	$(BIN)/python tools/bench.py
	$(BIN)/python tools/stages.py
	$(BIN)/python tools/growth.py
	$(BIN)/python tools/bench_linking.py

benchledger: $(STAMP) postgres  ## reports a second into a ledger, and its memory, on each database; adding to a large one
	$(BIN)/python tools/bench_ledger.py
	$(BIN)/python tools/bench_update.py

spark: java $(SPARK_STAMP)  ## 2,000 reports and 100,000 incidents through both engines of a batch
	$(BIN)/python tools/batch_engines.py reports 2000
	$(BIN)/python tools/batch_engines.py incidents 100000

crash: $(STAMP) postgres  ## kill the program 200 times while it adds reports, on each database
	$(BIN)/python tools/crash.py

postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || test -n "$$RIWAYA_TEST_POSTGRES" \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get install -y -q --no-install-recommends postgresql; } \
	|| echo "no PostgreSQL here: its tests are skipped"

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get install -y -q --no-install-recommends chromium; } \
	|| echo "no Chromium here: the tests of the pages in a browser are skipped; as root: apt-get install chromium"

load: $(STAMP)  ## 50 readers and 5 writers on a made-up ledger of 100,000 events; EVENTS= and SECONDS= change that
	$(BIN)/python tools/load_ledger.py --events $(or $(EVENTS),100000) --seconds $(or $(SECONDS),180)

screens: $(STAMP) chromium  ## pictures of every page in both languages, wide and narrow, into docs/screens
	$(BIN)/python tools/screens.py

java:
	@test -n "$$JAVA_HOME" || command -v java >/dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get install -y -q --no-install-recommends openjdk-17-jre-headless; } \
	|| echo "no Java here: the tests of Spark are skipped"

fuzz: $(FUZZ_STAMP)  ## 100,000 mutated inputs for every parser of what comes in
	$(BIN)/python tools/fuzz.py

docs: $(STAMP)  ## write the generated pages anew, and the site of all pages into site/
	$(BIN)/python tools/make_docs.py
	$(BIN)/python tools/notebook.py
	$(BIN)/python -m mkdocs build --strict --quiet

sbom: $(STAMP)  ## what Riwaya is made of, as CycloneDX: dist/riwaya.cdx.json
	$(BIN)/python tools/sbom.py dist/riwaya.cdx.json

clean:  ## remove the environment and everything made
	rm -rf .venv dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
