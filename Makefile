# Two commands do all the set-up on a fresh machine with Python 3.11 or newer:
#   make demo    the main job on a sample release          make test    lint, types and tests
# Each makes .venv and installs exactly what the lock names, by hash, when the lock or pyproject.toml is newer.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

.DELETE_ON_ERROR:
.PHONY: help demo test lint lock bench clean

help:
	@echo 'make demo    a sample press release becomes a rehearsed day of posts; says where to look'
	@echo 'make test    lint, types and tests'
	@echo 'make lint    lint and types only'
	@echo 'make bench   print the figures of benchmarks/'
	@echo 'make lock    choose the newest versions that pyproject.toml allows and write both locks'
	@echo 'make clean   remove .venv and everything that was built'

demo: $(VENV)/run.stamp
	@$(BIN)/campaign demo

test: lint
	@$(BIN)/python -m pytest

lint: $(VENV)/test.stamp
	@$(BIN)/ruff check
	@$(BIN)/mypy

bench: $(VENV)/test.stamp
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

lock: | $(BIN)/python
	@$(PIP) install uv
	@printf 'hatchling\neditables\n' | $(BIN)/$(LOCK) --upgrade --all-extras pyproject.toml - -o requirements-test.lock
	@printf 'hatchling\neditables\n' | $(BIN)/$(LOCK) --upgrade -c requirements-test.lock pyproject.toml - -o requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find campaign tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "Campaign needs Python's venv module, and $$python has none: install python3-venv (Debian, Ubuntu), then run this again." >&2; exit 1; }; \
		"$$python" -m venv --clear $(VENV) && exit 0; rm -rf $(VENV); exit 1; \
	done; \
	echo 'Campaign needs Python 3.11 or newer, and found none on the PATH: install it, or name one with make PYTHON=/its/place.' >&2; exit 1

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo 'Installing what requirements.lock names into $(VENV) …'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# What the tests need is what the program needs and more, so the other stamp is set as well.
$(VENV)/test.stamp: requirements-test.lock pyproject.toml | $(BIN)/python
	@echo 'Installing what requirements-test.lock names into $(VENV) …'
	@$(PIP) install --require-hashes -r requirements-test.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp
