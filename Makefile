# Everything a developer or operator does often. A bare `make` explains the targets.

PYTHON ?= python3
PORT ?= 6543
INI ?= development.ini
VENV := .venv
BIN := $(VENV)/bin
INPUTS := setup.py constraints.txt amo_pyramid/VERSION
EXAMPLES := $(wildcard examples/amo_*)

# V=1 lists the facts without a test in `make contract`.
V ?=
# More arguments, as in `make test ARGS="-k versions"` or `make bench ARGS="--only start"`.
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Pyramid and Cornice know; constraints.txt holds setuptools where it still works.
serve: export PYTHONWARNINGS = ignore:pkg_resources is deprecated as an API:UserWarning

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test test-examples fuzz contract lint format messages docs bench clean

help: ## Show this list
	@echo "amo_pyramid: an add-on catalogue that speaks the API of addons.mozilla.org"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Variables: PYTHON=$(PYTHON)  PORT=$(PORT)  INI=$(INI)  ARGS=(for test, bench)"

serve: $(VENV)/.installed ## Start the service on PORT, with a demonstration catalogue when it is empty
	@mkdir -p var
	@$(BIN)/amo-pyramid --ini $(INI) setup
	@echo "Serving on http://127.0.0.1:$(PORT)/api/v4/addons/addon/ublock-origin/ (Ctrl+C stops)"
	@exec $(BIN)/pserve $(INI) http_port=$(PORT)

test: $(VENV)/.installed-test ## Run the tests (on PostgreSQL too, where one answers)
	$(BIN)/pytest -n auto $(ARGS)

fuzz: $(VENV)/.installed-test ## Try many more invented and hostile requests than the tests do (an hour)
	AMO_TEST_FUZZ_EXAMPLES=500 AMO_TEST_HOSTILE_REQUESTS=200000 \
	  $(BIN)/pytest -n 2 tests/openapi/test_fuzz.py tests/openapi/test_hostile.py $(ARGS)

test-examples: ## Install the packages in examples/ into an environment of their own and test them
	@$(PYTHON) -m venv --clear examples/.venv
	@echo "Installing amo_pyramid and the packages with what their tests ask for"
	@examples/.venv/bin/pip install -q --no-compile -c constraints.txt . $(EXAMPLES:%="./%[test]")
	@printf '%s\n' $(EXAMPLES) | xargs -P 3 -I NAME sh -c \
	  'cd NAME && ../.venv/bin/python -m pytest -q tests || { echo "NAME failed" >&2; exit 1; }'

contract: $(VENV)/.installed-test ## Count the facts of the contract that tests prove (V=1 lists the others)
	@$(BIN)/python tools/contract_coverage.py $(if $(V),--verbose)

lint: $(VENV)/.installed-test $(VENV)/.installed-lint ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-lint ## Put all Python files into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.installed ## Bring the message catalogues up to date with the code, and list what to translate
	@$(BIN)/python tools/update_messages.py

docs: $(VENV)/.installed-docs ## Make the documentation's site in build/docs
	$(BIN)/sphinx-build -q -E -W --keep-going -b html docs build/docs

bench: $(VENV)/.installed-test ## Measure the speed goals, one line per job
	$(BIN)/python -m bench $(ARGS)

clean: ## Remove the environment and all caches; the database in var/ stays
	rm -rf $(VENV) build dist *.egg-info .coverage .hypothesis
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find amo_pyramid bench tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment, installed in three steps so that `make serve` fetches no test tools.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$(PYTHON) is not Python 3.10 or newer. Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu install python3-venv." >&2; exit 1; }
	@echo "Making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

define install
	@echo "Installing amo_pyramid$(1)"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable ".$(1)"
	@touch $@
endef

$(VENV)/.installed: $(VENV)/.created $(INPUTS)
	$(call install)

$(VENV)/.installed-test: $(VENV)/.created $(INPUTS)
	$(call install,[postgresql$(,)test])
	@touch $(VENV)/.installed

$(VENV)/.installed-lint: $(VENV)/.created $(INPUTS)
	$(call install,[lint])

$(VENV)/.installed-docs: $(VENV)/.created $(INPUTS)
	$(call install,[docs])
	@touch $(VENV)/.installed
	@touch $(VENV)/.installed

, := ,
