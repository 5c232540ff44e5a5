# `make` lists the targets. Each installs what it needs into .venv first; all they ask for is Python 3.11 or newer and git.

VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first of these that runs, is new enough and can make virtual environments.
CAN_MAKE_VENV := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c '$(CAN_MAKE_VENV)' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check standards bench docs messages clean

help:
	@echo 'make demo    check the catalogue, search it, propose exchanges, build the site'
	@echo 'make test    run the tests'
	@echo 'make check   everything a change has to pass: format, lint, types, rooms, catalogue, tests'
	@echo 'make standards  let others'"'"' tools judge the site (needs Node 20.19 or 22.16 with npm, Java 17, Chromium)'
	@echo 'make bench   measure speed and memory (beside Hugo and MkDocs, where these are installed)'
	@echo 'make docs    write the generated pages of docs/ anew'
	@echo 'make messages   collect the texts of the interface for translation'
	@echo 'make clean   remove what the other targets made'

demo: $(VENV)/.installed-demo
	$(BIN)/mini validate
	$(BIN)/mini query practices --count
	$(BIN)/mini pair --project mini-europe
	$(BIN)/mini pair --project eis
	$(BIN)/mini build
	@echo
	@echo 'The site is built: open site-build/index.html in a browser.'

test: $(VENV)/.installed-dev
	$(BIN)/pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mini validate
	$(BIN)/pytest

# Into a folder of its own, new each time: a site-build that somebody is reading stays as it is.
standards: $(VENV)/.installed-dev
	rm -rf $(VENV)/site
	$(BIN)/mini build --out $(VENV)/site --check
	$(BIN)/python tools/standards/run.py $(VENV)/site

bench: $(VENV)/.installed-dev
	$(BIN)/python bench/pairing.py
	$(BIN)/python bench/run.py
	$(BIN)/python bench/publishing.py

docs: $(VENV)/.installed-dev
	$(BIN)/python -m miniexchange.catalogue.dictionary > $(VENV)/page && mv $(VENV)/page docs/data-dictionary.md
	$(BIN)/mini explain --format markdown > $(VENV)/page && mv $(VENV)/page docs/diagnostics.md

messages: $(VENV)/.installed-dev
	$(BIN)/python -m miniexchange.publish.language.messages $(LANGUAGE)

clean:
	rm -rf $(VENV) site-build bench-data build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# The accelerators (the extra `fast`) may have no wheel for this Python. Everything works without them, only slower, so nothing
# is compiled for their sake: the second attempt leaves them out.
$(VENV)/.installed-demo: EXTRAS := .[fast]
$(VENV)/.installed-demo: EXTRAS_WITHOUT := .
$(VENV)/.installed-dev: EXTRAS := .[fast,dev]
$(VENV)/.installed-dev: EXTRAS_WITHOUT := .[dev]

$(VENV)/.installed-%: pyproject.toml
	@$(PYTHON) -c '$(CAN_MAKE_VENV)' 2>/dev/null || { \
		if $(or $(PYTHON),python3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo 'make: this Python lacks the module venv; install it (Debian, Ubuntu: apt install python3-venv)'; \
		else \
			echo 'make: Python 3.11 or newer is needed: install it, or name it with make PYTHON=/path/to/python3'; \
		fi >&2; exit 1; }
	@echo 'Installing into $(VENV) …'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --only-binary=ryaml,jsonschema-rs --editable '$(EXTRAS)' 2> $(VENV)/pip.log || { \
		echo 'note: going on without the accelerators, which could not be installed (see $(VENV)/pip.log)' >&2; \
		$(BIN)/pip install --quiet --editable '$(EXTRAS_WITHOUT)'; }
	@touch $@
