# Everything a checkout needs: Python 3.11 or newer and make. `make` alone runs the demo.
PYTHON ?= python3
ROWS ?= 1000000
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALLED := .venv/installed
INSTALLED_DEV := .venv/installed-dev

# The tests start the tool some hundred times: it is compiled once, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

# Each core begins with half of the tests in their order, so that what a file needs is made once.
BOTH_CORES := -n 2 --dist worksteal

define CHECKS
$(BIN)/ruff format --check .
$(BIN)/ruff check .
$(BIN)/mypy
$(BIN)/lint-imports
endef

.PHONY: demo test check quick bench wheel

# The main job on the sample data, and the story it tells. Installs what running needs, no more.
demo: $(INSTALLED)
	$(BIN)/python sample_data/demo.py

# Install what is missing, then every check there is: what CI runs.
test: check

check: $(INSTALLED_DEV)
	$(CHECKS)
	$(BIN)/pytest $(BOTH_CORES)

# What to run after every change: all that reads the code, and the tests that take no time.
quick: $(INSTALLED_DEV)
	$(CHECKS)
	$(BIN)/pytest $(BOTH_CORES) -m 'not slow'

# Speed as a ratio to a bare read of the same columns, and beside other tools; fails above the gate.
# `make bench ROWS=10000000` for more rows, ARGS for the options of `python -m bench --help`.
bench: $(INSTALLED_DEV)
	$(BIN)/python -m bench --rows $(ROWS) $(ARGS)

# The wheel, in dist/, and the main job run from it in an empty environment. The wheels of what it
# needs may come from a folder instead of the network: `make wheel ARGS='--no-index --find-links DIR'`.
wheel: $(INSTALLED_DEV)
	rm -rf build dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation -w dist .
	alone=$$(mktemp -d) && trap 'rm -rf "$$alone"' EXIT && $(PYTHON) -m venv "$$alone" \
		&& "$$alone/bin/pip" install --quiet --disable-pip-version-check -c constraints.txt \
			$(ARGS) dist/*.whl \
		&& "$$alone/bin/cchc-audit" late sample_data/xa-b-quy-1.csv --as-of 31/03/2026
	rm -rf build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

# Each made again only when what is to be installed has changed; the second holds the first.
$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[report]'
	touch $@

$(INSTALLED_DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[dev]'
	touch $(INSTALLED) $@
