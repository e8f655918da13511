# Everything is built in .venv and nothing is installed anywhere else, but for a browser where `make test` finds none.
#
#   make run     start the demo: the consent server and a company site on another origin
#   make test    run every test, real browser included; PYTEST_ARGS="-k banner" picks some
#   make check   lint, format, types and import rules
#   make bench   measure sizes and speeds beside the parts they are built on
#   make wheel   build dist/*.whl
#   make clean   remove what was built

PYTHON ?= python3
PYTEST_ARGS ?=
BENCH_ARGS ?=
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench wheel clean
.DELETE_ON_ERROR:

run: $(VENV)/ready
	$(BIN)/cookieguard demo

test: $(VENV)/ready-test $(VENV)/ready-browser
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/ready-lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready
	$(BIN)/python -m bench $(BENCH_ARGS)

wheel: $(VENV)/ready-test
	$(BIN)/python -m build --wheel --no-isolation

clean:
	rm -rf $(VENV) build dist test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Stamps: an environment is built again when what it is built from is newer.
$(VENV)/ready: pyproject.toml tools/environment.py tools/debian.py
	@command -v $(PYTHON) >/dev/null || { echo "CookieGuard needs Python 3.11 or later, and there is no $(PYTHON)."; exit 1; }
	$(PYTHON) -m tools.environment $(VENV)
	@touch $@

$(VENV)/ready-%: $(VENV)/ready
	$(PYTHON) -m tools.environment $(VENV) $*
	@touch $@

$(VENV)/ready-browser: $(VENV)/ready-test tools/browser.py
	$(BIN)/python -m tools.browser
	@touch $@
