# One command list for people, hooks and CI. `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
# Pinned versions make every machine alike; `make CONSTRAINTS= ...` takes the newest instead.
CONSTRAINTS ?= constraints.txt
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(CONSTRAINTS),-c $(CONSTRAINTS))
WORKERS ?= 2
ROUNDS ?= 20
EXECUTIONS ?= 100000

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-extras check docs notebooks bench bench-corpus editor-pictures figures screenshots fuzz clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "causal needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml $(CONSTRAINTS)
	$(PIP) -e '.[edit]'  # so that each command in README works once the demo has run
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(PIP) -e '.[test]'
	@touch $@

$(VENV)/.lint: $(VENV)/.test
	$(PIP) -e '.[test,lint,notebook,edit]'  # what is typed is checked against its types
	@touch $@

$(VENV)/.docs: $(VENV)/.test
	$(PIP) -e '.[test,sites,docs]'
	@touch $@

$(VENV)/.extras: $(VENV)/.docs
	$(PIP) -e '.[all,dot,test,sites,docs]'
	@touch $@

demo: $(VENV)/.run  ## run the main job on real incidents, pictures and reports into demo/
	@$(BIN)/python tools/demo.py demo

test: $(VENV)/.test  ## run the tests
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

test-slow: $(VENV)/.extras  ## run the long tests too: larger oracles, fuzzing, notebooks
	$(BIN)/python -m pytest -n $(WORKERS) -m "slow"

test-extras: $(VENV)/.extras  ## run the tests of what the optional extras do
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow" tests/corpus tests/render tests/reports tests/docs tests/editing

check: $(VENV)/.lint  ## lint, type-check, and hold the floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.docs  ## build the documentation into docs/_build/html
	$(BIN)/python -m sphinx -E -W --keep-going -q -b html docs docs/_build/html
	@echo "open docs/_build/html/index.html"

notebooks: $(VENV)/.docs  ## execute the notebooks in place
	$(BIN)/python tools/run_notebooks.py docs/notebooks

figures: $(VENV)/.test  ## write the generated files that are committed
	$(BIN)/python tools/figures.py docs/_static

screenshots: $(VENV)/.docs  ## show drawings in the places people paste them into, for the docs
	$(BIN)/python tools/screenshots.py docs/_static/places

editor-pictures: $(VENV)/.extras  ## draw the pictures of the editor; needs Chromium
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check playwright pillow
	$(BIN)/python tools/editor_walk.py docs/_static

bench: $(VENV)/.test  ## measure; results are kept in benchmarks/**/RESULTS.md
	$(BIN)/python benchmarks/import_time.py
	$(BIN)/python benchmarks/engine/everyday.py
	$(BIN)/python benchmarks/engine/scaling.py
	$(BIN)/python benchmarks/engine/aralia.py
	$(BIN)/python benchmarks/drawing/compare.py
	$(BIN)/python benchmarks/outputs/compare.py

fuzz: $(VENV)/.docs  ## search for counterexamples: property tests ROUNDS times, then EXECUTIONS inputs for each reader and writer
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: atheris
	$(BIN)/python tools/fuzz.py $(EXECUTIONS)
	@for round in $$(seq $(ROUNDS)); do \
	  echo "round $$round"; \
	  HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -n $(WORKERS) -m "" -k "not on_record" \
	    --hypothesis-seed=$$round tests/property tests/render tests/io || exit 1; \
	done

bench-corpus: $(VENV)/.test  ## measure many incidents against their peers; takes most of an hour
	$(PIP) duckdb 'dask[distributed]' graspologic-native datasketch
	$(BIN)/python benchmarks/corpus/campaign.py all

clean:  ## remove what the other commands made
	rm -rf $(VENV) demo build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis
