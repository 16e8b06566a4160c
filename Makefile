# Everything a developer or a visitor needs; `make` alone lists it.
# Only Python 3.11, 3.12 or 3.13 and make must be there beforehand; for test-6.1 it is 3.12.
SHELL = /bin/sh
PORT ?= 8080
BTP_PORT ?= 8091
# Those that a new demonstration portal has on: all, none, or their names.
OPTIONS ?= all
# One more than there are processors, as one of them often waits for its browser.
WORKERS ?= $(shell echo $$(($$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN) + 1)))
VENV ?= .venv
CONSTRAINTS = constraints.txt
PYTHON_VERSION =
BUILDOUT_ENV = .buildout-env
ARGS ?=
# Of tests with many cases some are run, see tests/helpers/case_samples.py; empty for all.
CASES ?= --sample

BIN = $(VENV)/bin
# Where tests in a browser keep what they saw; empty for nowhere.
SCREENSHOTS ?= $(CURDIR)/build/screenshots
PIP = -m pip --disable-pip-version-check --quiet
# What pip builds (this add-on, in editable form) is built with pinned tools, too.
export PIP_BUILD_CONSTRAINT = $(CURDIR)/$(CONSTRAINTS)
export PYTHONUNBUFFERED = 1
# Compiled modules are kept, whatever the shell says: each process of the tests collects all of them.
export PYTHONDONTWRITEBYTECODE =
# A development tree has no compiled catalogues: Zope compiles them when it starts.
export zope_i18n_compile_mo_files = true
TEMPLATES = $(CURDIR)/.cache/chameleon

# A virtual environment that still runs is kept; one whose Python went is made anew. The
# second argument is the version of Python, empty for the newest.
environment = $(1)/bin/python -c "" 2>/dev/null || \
	{ python=$$(sh tools/find-python.sh $(2)) && $$python -m venv --clear $(1); }

.PHONY: help
help: ## List the targets
	@grep -E '^[a-z0-9.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Templates are compiled once for all processes, as in instances that Zope's own program makes.
start cluster test test-quick test-calendar test-older pictures: export CHAMELEON_CACHE = $(TEMPLATES)

# ---- a portal to look at

.PHONY: start
start: preflight var/filestorage/.site-ready ## Serve a demonstration portal on 127.0.0.1, PORT=8080; OPTIONS=none makes it small
	@$(BIN)/python tools/serve.py $(PORT) $(BTP_PORT)

.PHONY: preflight
preflight:
	@python=$$(sh tools/find-python.sh) && $$python tools/check_port.py PORT "$(PORT)" BTP_PORT "$(BTP_PORT)"

.PHONY: instance
instance: $(VENV)/.ready catalogues
	@$(BIN)/python tools/instance.py $(PORT) $(BTP_PORT)

# In the folder of the database, so that it goes when the database goes.
var/filestorage/.site-ready: | instance
	@PBGDPL_SITE_STAMP=$@ PBGDPL_BTP_PORT=$(BTP_PORT) PBGDPL_OPTIONS="$(OPTIONS)" \
		PBGDPL_URL="$${PBGDPL_URL:-http://127.0.0.1:$(PORT)/Plone}" \
		$(BIN)/zconsole run var/instance/etc/zope.conf tools/create_site.py
	@test -e $@

.PHONY: cluster
cluster: preflight $(VENV)/.ready catalogues ## Serve it by PostgreSQL, two clients and nginx on this machine, PORT=8080
	@$(BIN)/python tools/cluster.py $(PORT) $(BTP_PORT)

# ---- tests

.PHONY: test
test: $(VENV)/.ready schemas catalogues ## Run tests of everything; ARGS="-k words" chooses some, WORKERS=0 runs them in one process
	@browser=$$(sh tools/find-browser.sh $(BIN)/python) && \
		PBGDPL_CHROMIUM=$$browser PBGDPL_SCREENSHOTS="$(SCREENSHOTS)" $(BIN)/python -m pytest tests distributions $(CASES) -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# The first case of a few tests of each file that need neither browser nor server, nor the demonstration.
.PHONY: test-quick
test-quick: $(VENV)/.ready catalogues ## Run few tests for a first look, without a browser; same ARGS and WORKERS
	@$(BIN)/python -m pytest tests distributions --few --ignore=tests/demonstration \
		-n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# A moved clock is not that of a browser nor of PostgreSQL. tools/moment.py knows the moments.
.PHONY: test-calendar
test-calendar: $(VENV)/.ready schemas catalogues ## Run those without a browser at another moment: MOMENT=later, new-year, january or leap-day (needs libfaketime)
	@clock=$$($(BIN)/python tools/moment.py "$(MOMENT)") && echo "$$clock" && \
		env $$clock $(BIN)/python -m pytest tests distributions $(CASES) -m "not browser and not long and not endurance and not cluster" \
		-n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Another sixth of the files and another moment for each commit.
.PHONY: calendar-share
calendar-share: ## ... with a sixth of the files, at another moment for each commit; continuous integration runs it
	@hash=$$(( 0x$$(git rev-parse --short=7 HEAD) )) && set -- later new-year january leap-day && shift $$(( hash / 6 % 4 )) && \
		$(MAKE) --no-print-directory test-calendar MOMENT=$$1 ARGS="--part=$$(( hash % 6 + 1 ))/6 --seed=$$(( hash % 12 )) $(ARGS)"

.PHONY: coverage
coverage: ## ... and tell which lines and branches none of them runs, in build/coverage
	@$(MAKE) --no-print-directory test CASES= ARGS='--cov=sonla --cov-branch --cov-report=html:build/coverage --cov-report=term:skip-covered $(ARGS)'

.PHONY: test-all
test-all: ## ... with all their cases, also those that take long, and more random examples
	@HYPOTHESIS_PROFILE=thorough $(MAKE) test CASES= ARGS='-m "not cluster and not endurance" $(ARGS)'

# Another sixth for each commit, so that all are run in a few landings; each sixth has an order of its own.
.PHONY: test-share
test-share: ## ... with a sixth of what `make test` leaves out; continuous integration runs it
	@turn=$$(( 0x$$(git rev-parse --short=7 HEAD) % 6 + 1 )) && echo "Sixth $$turn of 6 of the other cases." && \
		$(MAKE) --no-print-directory test CASES="--sample --share=$$turn/6 --seed=$$turn" ARGS='-m "not cluster and not endurance" $(ARGS)'

.PHONY: test-endurance
test-endurance: ## Run those alone that repeat for many minutes, such as a thousand killed runs
	@$(MAKE) test CASES= ARGS='-m endurance $(ARGS)'

# Without a browser, and without a database that a newer Plone made: none can go back.
.PHONY: test-6.1
test-6.1: ## Run those without a browser on Plone 6.1 and Python 3.12; same ARGS and WORKERS
	@$(MAKE) --no-print-directory test-older VENV=.venv-6.1 \
		CONSTRAINTS=constraints-6.1.txt PYTHON_VERSION=3.12

.PHONY: test-older
test-older: $(VENV)/.ready schemas catalogues
	@$(BIN)/python -m pytest tests distributions -m "not browser and not first_release and not long and not endurance and not cluster" \
		-n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: cluster-test
cluster-test: $(VENV)/.ready $(BUILDOUT_ENV)/.ready catalogues ## Prove the cluster: killed clients, conversion, backups, proxy (needs nginx)
	@$(BIN)/python -m pytest tests/cluster -m cluster -n 2 --dist loadscope --no-loadscope-reorder $(ARGS)

$(VENV)/.ready: $(CONSTRAINTS) setup.py pyproject.toml tools/install.sh tools/requirements.txt distributions/*/pyproject.toml
	@echo "Preparing the virtual environment ..."
	@$(call environment,$(VENV),$(PYTHON_VERSION))
	@sh tools/install.sh $(BIN)/python $(CURDIR)/$(CONSTRAINTS) -r tools/requirements.txt -e '.[test]' -e distributions/demonstration -e distributions/plonevietnamese -e distributions/referenceserver
	@$(BIN)/python tools/i18n.py --compile $(VENV)
	@touch $@

.PHONY: schemas
schemas: $(VENV)/.ready ## Fetch the schemas that tests compare answers with
	@$(BIN)/python tools/schemas.py

.PHONY: catalogues
catalogues: $(VENV)/.ready
	@mkdir -p $(TEMPLATES)
	@$(BIN)/python tools/i18n.py --compile

$(BUILDOUT_ENV)/.ready: constraints.txt
	@echo "Preparing buildout ..."
	@$(call environment,$(BUILDOUT_ENV))
	@$(BUILDOUT_ENV)/bin/python $(PIP) install -c constraints.txt --upgrade pip setuptools wheel zc.buildout
	@touch $@

.PHONY: buildout
buildout: $(BUILDOUT_ENV)/.ready ## Make the same portal by buildout, as bin/instance
	@PYTHONWARNINGS=ignore $(BUILDOUT_ENV)/bin/buildout -q -c buildout.cfg instance:http-address=127.0.0.1:$(PORT) demonstration:btp-port=$(BTP_PORT)

.PHONY: foreign
foreign: $(VENV)/.ready $(BUILDOUT_ENV)/.ready ## Prove that the add-on enters and leaves a portal that is not ours
	@$(BIN)/python tools/foreign.py

.PHONY: foreign-share
foreign-share: $(VENV)/.ready $(BUILDOUT_ENV)/.ready ## ... by one of its three routes, another for each commit; continuous integration runs it
	@set -- buildout pip development && shift $$(( 0x$$(git rev-parse --short=7 HEAD) % 3 )) && $(BIN)/python tools/foreign.py --items=400 $$1

.PHONY: upstream
upstream: $(VENV)/.ready catalogues ## Run Plone's own tests with the add-on and without, and compare; takes ten to twenty minutes
	@$(BIN)/python tools/upstream $(ARGS)

.PHONY: mutants
mutants: $(VENV)/.ready catalogues ## Tell which small changes of a package no test notices; PACKAGE=units
	@$(BIN)/python tools/mutants.py $(PACKAGE) $(ARGS)

.PHONY: bench
bench: $(VENV)/.ready ## Measure; ARGS="--help" tells what
	@$(BIN)/python -m bench $(ARGS)

# ---- documents

.PHONY: docs
docs: $(VENV)/.ready ## Build the documents into build/docs; a warning is an error
	@rm -rf build/docs
	@$(BIN)/python -m sphinx -q -n -W --keep-going -b html docs build/docs

.PHONY: dist
# There is no public page of the project and no address to write to, yet.
dist: $(VENV)/.ready ## Build what is released into build/dist, and check it
	@rm -rf build/dist && mkdir -p build/dist
	@{ $(BIN)/python -m build --outdir build/dist . && \
		$(BIN)/python -m build --wheel --outdir build/dist distributions/plonevietnamese; } \
		>build/dist/log 2>&1 || { cat build/dist/log; false; }
	@rm -r build/dist/log distributions/plonevietnamese/build
	@$(BIN)/check-manifest
	@$(BIN)/pyroma --quiet --min=10 --skip-tests=AuthorEmail,Url build/dist/*.tar.gz
	@$(BIN)/twine check --strict build/dist/*

.PHONY: pictures
pictures: $(VENV)/.ready catalogues ## Take the documents' pictures anew by the tests that see them
	@rm -rf build/pictures && mkdir -p build/pictures
	@browser=$$(sh tools/find-browser.sh $(BIN)/python) && \
		PBGDPL_CHROMIUM=$$browser PBGDPL_SCREENSHOTS=build/pictures \
		$(BIN)/python -m pytest tests/handbook -m browser -n 0 -q
	@$(BIN)/python tools/pictures.py build/pictures docs/images

# ---- quality

.PHONY: lint lint-python lint-types lint-layers lint-markup lint-i18n lint-news lint-pins lint-declared lint-advisories lint-weight
lint: lint-python lint-types lint-layers lint-markup lint-i18n lint-news lint-pins lint-declared lint-advisories lint-weight ## Check all of this and change nothing; -k shows all faults

lint-python: $(VENV)/.ready ## ... style of Python
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check .

lint-types: $(VENV)/.ready ## ... types of the package
	@$(BIN)/mypy --no-error-summary

lint-layers: $(VENV)/.ready ## ... packages know only what stands below them
	@said=$$($(BIN)/lint-imports --no-cache --no-logo 2>&1) || { echo "$$said"; false; }

lint-markup: $(VENV)/.ready ## ... style of ZCML, XML and templates
	@$(BIN)/zpretty --check --extend-exclude '/static/' src distributions

lint-i18n: $(VENV)/.ready ## ... catalogues are up to date, Vietnamese complete
	@$(BIN)/python tools/i18n.py --check

lint-news: $(VENV)/.ready ## ... CHANGES.rst can be made from news/
	@$(BIN)/python tools/news.py

lint-pins: $(VENV)/.ready ## ... lists of versions and constraints say the same
	@$(BIN)/python tools/pins.py --check

lint-declared: $(VENV)/.ready ## ... what is imported is declared, and nothing else
	@$(BIN)/python tools/declared.py

lint-advisories: $(VENV)/.ready ## ... no pin has a fault that tools/advisories.csv knows
	@$(BIN)/python tools/advisories.py

lint-weight: $(VENV)/.ready ## ... nothing is heavier than tools/weight-ceiling.csv grants
	@$(BIN)/python tools/weight.py --check

.PHONY: weight
weight: $(VENV)/.ready ## Print statements, templates, messages, pages … by package; ARGS=--lower brings the ceiling down
	@$(BIN)/python tools/weight.py $(ARGS)

.PHONY: format
format: $(VENV)/.ready ## Rewrite the sources in the house style
	@$(BIN)/ruff check --fix-only --select I .
	@$(BIN)/ruff format .
	@$(BIN)/zpretty --inplace --extend-exclude '/static/' src distributions

.PHONY: i18n
i18n: $(VENV)/.ready ## Bring the catalogues up to date with the sources
	@$(BIN)/python tools/i18n.py

.PHONY: pins
pins: $(VENV)/.ready ## Pin what is installed and unpinned; rewrite the constraints
	@$(BIN)/python tools/pins.py --add

.PHONY: clean
clean: ## Remove what the other targets made, the demonstration's database included
	@rm -rf $(VENV) .venv-6.1 $(BUILDOUT_ENV) .installed.cfg bin build develop-eggs dist eggs parts var .cache
	@rm -rf src/*.egg-info .pytest_cache .ruff_cache .hypothesis
	@rm -rf distributions/*/src/*.egg-info
	@find src distributions tests tools docs -name __pycache__ -prune -exec rm -rf {} +
	@find src distributions -name '*.mo' -delete
