# The only door. `make run` starts Kurator, `make test` tests it; `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
KURATOR := $(PY) -m kurator
SETUP := @PYTHON="$(PYTHON)" sh tools/setup.sh
# Node of the system if it is new enough, else the one of the virtual environment.
NPM := $(PY) -m tools.npm

PORT ?= 8000
HOST ?= 127.0.0.1
NAME ?=
ROWS ?=
ARGS ?=
MINUTES ?=
GIGABYTES ?= 3
# How long a fault lasts: as in the fault matrix (true), or a moment, as in `make test` (short).
FAULTS ?= true
# Processes that the tests are shared out among; 0 is none but pytest's own.
PROCESSES ?= 2

.PHONY: help run setup dev test test-fast check audit chaos drill bench shots client new-domain migrate demo \
	format openapi messages

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /:/' | \
		awk -F: '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: ## start everything (PORT=8000 HOST=127.0.0.1 KURATOR_HOME=folder)
	$(SETUP) app node
	@exec $(KURATOR) run --host $(HOST) --port $(PORT) $(ARGS)

setup: ## install what running and changing Kurator needs
	$(SETUP) dev node
	@$(NPM) install-when-stale

dev: setup ## start everything, reloaded on each change
	@exec $(KURATOR) run --dev --host $(HOST) --port $(PORT) $(ARGS)

test: setup ## all tests: domains, API, browser, pages (PROCESSES=2)
	@sh tools/browser.sh
	@$(NPM) build-when-stale
	$(PY) -m pytest -n $(PROCESSES) $(ARGS)
	@$(NPM) run test

test-fast: setup ## the tests without a browser and without killing (ARGS='-k word')
	$(PY) -m pytest -n $(PROCESSES) -m 'not journey and not fault' $(ARGS)

check: setup ## format, lint, types, floors, API, client, migrations, translations, licences, weaknesses
	$(PY) -m tools.check $(ARGS)

chaos: ## all faults, as long as they last, then hundreds of kills (MINUTES=60 FAULTS=short)
	$(SETUP) dev node
	@$(NPM) build-when-stale
	KURATOR_FAULT_SECONDS=$(FAULTS) TMPDIR=$${TMPDIR:-/tmp} \
		$(PY) -m pytest -q -m fault --deselect tests/faults/test_chaos.py
	@KURATOR_FAULT_SECONDS=$(FAULTS) MINUTES=$(MINUTES) $(KURATOR) bench --name crash

drill: ## backup, addition, proof and restore to an instant of a base with data (GIGABYTES=3)
	$(SETUP) dev
	@KURATOR_BENCH_GIGABYTES=$(GIGABYTES) $(KURATOR) bench --name backup --rows 20000

audit: setup ## known weaknesses of the packages, asked on the network
	@$(PY) -m tools.audit

bench: ## figures against their floors (NAME=activate ROWS=1000000)
	$(SETUP) dev node
	@$(KURATOR) bench $(if $(NAME),--name $(NAME)) $(if $(ROWS),--rows $(ROWS)) $(ARGS)

shots: setup ## screenshots of the running Kurator's screens, into artifacts/shots
	@sh tools/browser.sh
	@$(NPM) build-when-stale
	$(PY) -m tools.shots --address http://$(HOST):$(PORT) $(ARGS)

openapi: setup ## write the description of the API
	@$(KURATOR) openapi

client: openapi ## write the pages' client from it
	@$(NPM) run client

new-domain: setup ## the rooms of a new domain (NAME=gifts)
	@$(PY) -m tools.new_domain $(NAME)

migrate: setup ## make the missing migrations and apply them (NAME=domain)
	@$(KURATOR) db setup
	@KURATOR_DATABASE_LOGIN=owner $(PY) -m django makemigrations $(NAME) --settings kurator.config.settings
	@$(PY) -m ruff check --select I --fix --quiet kurator && $(PY) -m ruff format --quiet kurator
	@$(KURATOR) db migrate

demo: setup ## load the demo company into the running database
	@$(KURATOR) demo load

format: setup ## put the code into its format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix-only --quiet .

messages: setup ## collect the texts of the pages for translation
	@$(NPM) run i18n:extract
