# Two commands matter: `make run` and `make test`. Each sets up .venv by itself.
# Needs python3 (3.11 to 3.14), make and a C compiler; `make help` tells the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
READY  := $(VENV)/.ready
NATIVE := build/native/.built
PIP    := $(PY) -m pip --disable-pip-version-check --quiet
# A few articles, so that the table can be read; the whole corpus: make run SAMPLE=seeds
SAMPLE := $(wildcard seeds/0*.txt)

# What runs here must not depend on who runs it.
export PYTHONUTF8 := 1
export PYTHONNOUSERSITE := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test style imports types unit gate floors models slow fuzz all studio native bench scale cost spark auditing doubling ablate learning phrasing rules axe desk docs site format lock clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) \
	  | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 16

SPARK := $(VENV)/.spark
$(SPARK): $(READY) constraints-spark.txt
	@echo "Setting up Spark (once) ..."
	@$(PIP) install --no-deps --no-build-isolation --require-hashes -r constraints-spark.txt
	@touch $@

STUDIO := build/label-studio/.ready
$(STUDIO): constraints-label-studio.txt
	@echo "Setting up Label Studio (once) ..."
	@$(PYTHON) -m venv build/label-studio
	@build/label-studio/bin/python -m pip --disable-pip-version-check --quiet install \
	  --no-deps --require-hashes -r constraints-label-studio.txt
	@touch $@

studio: $(STUDIO) ## set up a Label Studio in build/ for its slow test

setup: $(READY) ## make .venv with the solieu command in it (done by the others)

# Redone when the project's needs change, and only then.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
	  || { echo "solieu needs Python 3.11 to 3.14; name one: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two) ..."
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --no-deps --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Ready: $(BIN)/solieu"

run: $(READY) ## extract the figures of sample articles (all of them: SAMPLE=seeds)
	@$(BIN)/solieu extract $(SAMPLE)

test: style imports types unit gate ## everything that must hold before a change goes in
	@echo "All good."

style: $(READY) ## formatting and lint (ruff)
	@echo "Style ..."
	@$(PY) -m ruff format --check --quiet --output-format concise . || { echo "Put right by: make format"; exit 1; }
	@$(PY) -m ruff check --quiet .

imports: $(READY) ## layers point down, frameworks stay at their doors (import-linter)
	@echo "Layers ..."
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

types: $(READY) ## types (mypy, strict)
	@echo "Types ..."
	@$(PY) -m mypy --no-error-summary

# A test that hangs is told and left after some minutes; the longest takes 20 seconds.
unit: $(READY) ## tests with coverage, without the slow ones
	@echo "Tests ..."
	@$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term \
	  -o faulthandler_timeout=240 -o faulthandler_exit_on_timeout=true

gate: $(READY) ## no score below its floor (annotations/floors.json)
	@echo "Gate ..."
	@$(BIN)/solieu gate > $(VENV)/gate.log || { cat $(VENV)/gate.log; exit 1; }

floors: $(READY) ## set the floors anew; BECAUSE="reason" lets them fall, too
	@$(BIN)/solieu gate --update $(if $(BECAUSE),--lower --because "$(BECAUSE)")

models: $(READY) ## train models/default anew from all labelled articles at hand
	@rm -rf build/models
	@$(BIN)/solieu train --name default --parent models/default -o build/models
	@rm -rf models/default && mv build/models/default models/default
	@$(BIN)/solieu models show models/default --chart docs/confidence.svg > build/models/shown.txt
	@$(PY) docs/refresh.py

slow: $(READY) ## the slow tests: the wheel in an empty environment, whole corpora
	@$(PY) -m pytest -m slow

all: test slow ## both

fuzz: $(READY) ## a million inputs made to break it (COUNT=100000 for fewer)
	@$(PY) -m tests.fuzz.run $(if $(COUNT),--count $(COUNT))

native: $(NATIVE) ## the compiled core in build/native: the same rows, quicker

# Where it cannot be built that is said, and the folder has no package.
$(NATIVE): $(READY) $(shell find pipeline models native -type f -not -name '*.pyc')
	@echo "Compiling the core (some minutes; fewer when little changed) ..."
	@$(PY) -m native.build
	@touch $@

bench: $(NATIVE) ## speed of extraction beside underthesea's word_tokenize
	@PYTHONPATH=build/native $(PY) bench/speed.py

cost: $(NATIVE) ## what 20 million and a billion articles take and cost, for docs/scale.md
	@PYTHONPATH=build/native:. $(PY) -P -m bench.cost

spark: $(SPARK) ## the same extraction on Apache Spark: set it up (needs Java 17) and test it
	@$(PY) -m pytest -m slow tests/cluster

scale: $(NATIVE) ## runs over dumps: flat speed, two processes, memory (an hour; less: SCALE="--sizes 100")
	@PYTHONPATH=build/native $(PY) -m bench.scale $(SCALE)

auditing: $(READY) ## how long the audit of ten million observations takes
	@$(PY) bench/audit.py $(if $(COUNT),--observations $(COUNT))

doubling: $(NATIVE) ## is its time linear? texts of every kind, doubled up to 10 MB
	@PYTHONPATH=build/native $(PY) bench/doubling.py

ablate: $(READY) ## what the lexicon's parts are worth: scores with rows taken out
	@$(PY) bench/ablate.py

phrasing: $(READY) ## how quickly ten unknown indicators and constructions are learnt
	@$(PY) -m bench.phrasing

learning: $(READY) ## what the learned parts are worth, beside the rules alone
	@$(PY) bench/learning.py
	@$(PY) bench/learning.py --kept

rules: $(READY) ## ten rules picked at random and the real articles that need them
	@$(PY) bench/rules.py

# Looks for faults of accessibility in the slow tests; without it they are skipped.
axe: ## fetch axe-core for the slow tests of the desk (needs npm)
	@mkdir -p build/axe-core && cd build && npm pack --silent axe-core \
	  && tar xzf axe-core-*.tgz -C axe-core --strip-components=1

desk: $(READY) ## how quickly the desk answers: 8 clients, 20,000 articles, 300,000 figures
	@$(PY) bench/desk.py

docs: $(READY) ## run what README, tutorial and learning.md show, write it down; the site
	@$(PY) docs/refresh.py
	@$(MAKE) --no-print-directory site

site: $(READY) ## the docs site in build/site, with the commands' help and the docstrings
	@PYTHONPATH=. $(PY) docs/site.py
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict --quiet -f docs/mkdocs.yml
	@echo "Open build/site/index.html"

format: $(READY) ## put every file into the house's format
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --quiet --fix-only .

# uv only writes the lists; nothing else needs it. The lists name no package index.
LOCK = build/lock/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-annotate --no-header \
	$(if $(UPGRADE),--upgrade)
lock: ## write the constraints anew from pyproject.toml (UPGRADE=1 for newer versions)
	@test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock \
	  && build/lock/bin/python -m pip --disable-pip-version-check --quiet install uv; }
	@$(LOCK) pyproject.toml --extra dev --output-file constraints.txt
	@sed -n 's/^spark = \["\(.*\)"\].*/\1/p' pyproject.toml | $(LOCK) - \
	  --constraint constraints.txt --output-file constraints-spark.txt
	@echo "label-studio>=1.23,<2" | $(LOCK) - --output-file constraints-label-studio.txt
	@echo "The constraints are new; look at the diff, then: make test"

clean: ## remove the environment, caches and builds
	@rm -rf $(VENV) build dist out .coverage htmlcov
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
