# Everything here needs only make, git and Python 3.11 or newer; `make setup` gets the rest into .venv.

VENV  ?= .venv
BIN   := $(VENV)/bin
USER  := $(VENV)/.user
READY := $(VENV)/.ready
HIAC  := $(CURDIR)/$(BIN)/hiac

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --warn-undefined-variables

.PHONY: help setup install demo test check format lint types layers examples golden bench differential checkov crash assets fmt clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# ---------------------------------------------------------------------------------------------------------------- set-up

setup: $(READY) ## Make .venv with hiac (editable) and the tools at the versions of requirements-dev.txt
	@:

install: $(USER) ## Make .venv with hiac (editable) and what it needs to run, nothing else
	@:

# The first Python that runs and is new enough; PYTHON=... chooses another. Debian splits ensurepip off into a package:
# without it the environment is filled by the system's pip, and without that the message says what to install.
$(USER): requirements-dev.txt pyproject.toml
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    rm -rf $(VENV); \
	    for python in $${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14 python}; do \
	        "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$$python && break; \
	    done; \
	    if [ -z "$${found:-}" ]; then \
	        echo "make setup: no Python 3.11 or newer found. Install one, or name it: make setup PYTHON=/path/to/python3" >&2; exit 1; \
	    fi; \
	    echo "Setting up $(VENV) with $$("$$found" --version)"; \
	    if "$$found" -c 'import ensurepip' 2>/dev/null; then "$$found" -m venv $(VENV); \
	    elif "$$found" -m pip --version >/dev/null 2>&1; then \
	        "$$found" -m venv --without-pip $(VENV) && "$$found" -m pip --python $(BIN)/python install -qq pip; \
	    else \
	        echo "make setup: this Python cannot make environments (no ensurepip, no pip)." >&2; \
	        echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	    fi || { rm -rf $(VENV); exit 1; }; \
	fi
	@echo "Installing hiac"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --constraint requirements-dev.txt --editable .
	@$(BIN)/python -m compileall -q harnessiac  # else every run compiles anew where PYTHONDONTWRITEBYTECODE is set
	@touch $@

$(READY): $(USER)
	@echo "Installing the developers' tools"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input -r requirements-dev.txt
	@touch $@

# ------------------------------------------------------------------------------------------------------------ the product

demo: install ## Plan and apply the examples from nothing, change a line, apply that, end with an empty plan
	@.ci/demo $(HIAC)

# ------------------------------------------------------------------------------------------------------------- the checks

test: setup ## Run the tests, on all cores
	@$(BIN)/pytest --quiet --numprocesses auto

check: format lint types layers examples test ## Everything a change must pass; what .ci/run runs

format: setup ## Is the code formatted?
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted as ruff does: run make fmt" >&2; exit 1; }
	@echo "format: clean"

lint: setup ## Look for likely mistakes (ruff)
	@$(BIN)/ruff check --quiet . && echo "lint: clean"

types: setup ## Check the types (mypy --strict)
	@$(BIN)/mypy --strict

layers: setup ## Check who imports whom (import-linter)
	@$(BIN)/lint-imports --no-logo

examples: setup ## The committed examples are valid, and their documents and state up to date
	@$(HIAC) validate
	@$(HIAC) plan -detailed-exitcode -input=false

differential: setup ## Compare with the real terraform, where there is one
	@if command -v terraform >/dev/null; then CHECKPOINT_DISABLE=1 $(BIN)/pytest --quiet --numprocesses auto -m terraform; \
	else echo "differential: skipped, no terraform on PATH"; fi

crash: setup ## Cut an apply off at each of its instants, in every way; takes hours
	@$(BIN)/pytest --quiet --numprocesses auto -m crash tests/crash

checkov: setup ## Run a policy of Checkov's on a plan of the examples; installs Checkov into .checkov (large)
	@test -x .checkov/bin/checkov || { $(BIN)/python -m venv .checkov && .checkov/bin/python -m pip install -qq --disable-pip-version-check checkov; } \
	    || { rm -rf .checkov; echo "checkov: skipped, it cannot be installed here"; }
	@if test -x .checkov/bin/checkov; then CHECKOV=$(CURDIR)/.checkov/bin/checkov $(BIN)/pytest --quiet -m checkov; fi

bench: setup ## Measure speed; as ratios to terraform, where there is one
	@$(BIN)/python benchmarks/run.py

# ------------------------------------------------------------------------------------------------------------------ chores

fmt: setup ## Format the code and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

ROOM ?= tests

golden: setup ## Rewrite the expected files of the tests (ROOM=tests/kinds: of one room); review the diff before committing
	@$(BIN)/pytest --quiet --golden $(ROOM)

assets: ## Fetch anew, with npm, the library that comes with the page of a plan
	@.ci/assets

clean: ## Remove what the other targets leave, but not .venv
	@rm -rf demo build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +
