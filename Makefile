# Every target sets itself up from nothing and does nothing twice.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run check test format coverage wheels test-wheels test-images test-scale fuzz fuzz-api chaos bench fairness load million live redraw \
  docs screenshots migration requirements plotly synth images audit attack deploy tag clean

help: ## list what make can do
	@awk -F ':.*## ' '/^##@ /{printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / && $$1 != "help" {printf "  make %-14s %s\n", $$1, $$2}' \
	  $(MAKEFILE_LIST)

##@ Use it

setup: .venv/ready-local ## make the virtual environment and install BatchProt into it

run: .venv/ready-local ## start everything on this machine and print a link (ARGS="--port 8051" adds options)
	@$(BIN)/batchprot up $(ARGS)

##@ Before every commit

check: .venv/ready-dev ## formatting, lint, types, import contracts, docs in step with the tables, prose
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.docs --check
	$(BIN)/python -m tools.prose
	@tools/ensure_node.sh
	tools/lint/check.sh

test: .tools .venv/ready-dev ## run every test, two files at a time, browser tests included (ARGS="-k fasta" chooses)
	@$(BIN)/pytest --headless --numprocesses 2 --dist loadfile $(ARGS)

.PHONY: .tools
.tools: # before the environment, which takes minutes
	@tools/ensure_browser.sh
	@tools/ensure_node.sh

format: .venv/ready-dev ## rewrite the sources in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

##@ More tests

coverage: .venv/ready-dev ## branches that all tests but the browser's run, fails below 95 % for any package
	@tools/coverage.sh $(ARGS)

wheels: .venv/ready-dev ## build the wheels batchprot and batchprot-server into dist/
	@tools/wheels.sh

test-wheels: wheels ## install each wheel into an empty environment and use it: analyze, import, up, open the link
	$(BIN)/pytest -rP --override-ini python_files=wheels.py tests/integration/wheels.py $(ARGS)

test-images: .venv/ready-dev images ## build both images and call each handler inside, under Lambda's own runtime client
	$(BIN)/pytest -rP --override-ini python_files=images.py tests/integration/aws/images.py $(ARGS)

test-scale: .venv/ready-dev ## run shards by Snakemake and by a Slurm of one node, and kill one of them
	@tools/test_scale.sh $(ARGS)

fuzz: .venv/ready-dev ## ten minutes of hostile input for the parser and the worker (SECONDS_EACH=600)
	$(BIN)/python tests/fuzz/fuzz_fasta.py $(or $(SECONDS_EACH),600)
	$(BIN)/python tests/fuzz/fuzz_proforma.py $(or $(STRINGS),100000)
	BATCHPROT_FUZZ_EXAMPLES=$(or $(EXAMPLES),1000) $(BIN)/pytest -q tests/fuzz/test_worker.py

fuzz-api: .venv/ready-dev ## 5,000 generated requests to the REST interface (EXAMPLES=280 for each of its calls)
	BATCHPROT_API_EXAMPLES=$(or $(EXAMPLES),280) $(BIN)/pytest -q -rP tests/fuzz/test_api.py $(ARGS)

chaos: .venv/ready-dev ## hundreds of seeded kills and every failpoint; prints what it did and found
	$(BIN)/python tests/chaos/chaos.py

##@ Measure

bench: .venv/ready-dev ## measure the budgets side by side, write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

fairness: .venv/ready-dev ## a 10-protein analysis alone and beside ten maximum ones
	$(BIN)/python -m benchmarks.fairness $(ARGS)

load: .venv/ready-dev ## how quick pages are while 10 and 50 people look at 82,814 proteins (ARGS="--slow-readers 200")
	@tools/ensure_browser.sh
	$(BIN)/python -m benchmarks.load $(ARGS)

million: .venv/ready-dev ## a million proteins from upload to last commit, and how long others wait meanwhile
	$(BIN)/python -m benchmarks.million $(ARGS)

live: .venv/ready-dev ## brush 82,814 and a million proteins in Chromium, beside crossfilter2 (ARGS="--data DIR" keeps them)
	@tools/ensure_browser.sh
	@tools/ensure_node.sh
	npm ci --silent --no-audit --no-fund --ignore-scripts --prefix benchmarks/browser
	$(BIN)/python -m benchmarks.live $(ARGS)

redraw: .venv/ready-dev ## time in Chromium how long the explorer takes to follow a brush (ROUNDS=20)
	$(BIN)/python -m benchmarks.redraw --rounds $(or $(ROUNDS),20)

##@ Write what is generated

docs: .venv/ready-dev ## write the generated documents again
	$(BIN)/python -m tools.docs

screenshots: .venv/ready-dev ## photograph every page, light and dark, wide and narrow, into screenshots/
	@tools/ensure_browser.sh
	$(BIN)/python tools/screenshots.py

migration: .venv/ready-dev ## write the next Alembic revision from models/tables.py (MESSAGE="Add a column")
	@$(BIN)/python -m tools.migration "$(MESSAGE)"

requirements: .venv/ready-dev ## resolve pyproject.toml into the pinned, hashed requirements
	tools/compile_requirements.sh

plotly: ## make dashboard/plotly.min.js of the plotly.js that tools/plotly/package.json names
	@tools/ensure_node.sh
	npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tools/plotly
	cd tools/plotly && node bundle.mjs

##@ AWS

synth: .venv/ready-dev ## write the AWS templates of a stage into cdk.out (STAGE=production, see stages/README.md)
	@tools/ensure_node.sh
	$(BIN)/python -m infra.app $(or $(STAGE),trial)
	$(BIN)/cfn-lint cdk.out/*.template.json

images: ## build the two images of AWS Lambda with docker, podman or buildah (BASE_IMAGE=... another base)
	tools/images.sh

audit: .venv/ready-dev ## ask checkov about the templates and, where there is a network, pip-audit about the packages
	tools/audit.sh

attack: .venv/ready-dev ## let wapiti attack a BatchProt of its own, signed in (ARGS="--seconds 600")
	@tools/attack.sh $(ARGS)

deploy: synth ## deploy a stage (STAGE=production); see docs/deploying.md
	$(BIN)/python -m infra.deployed $(or $(STAGE),trial) $(ACCEPT)
	npx --yes aws-cdk@2.1148.1 deploy --app cdk.out --all --require-approval never

##@ Release and clean up

tag: ## tag this commit with the version of batchprot/__init__.py
	@tools/tag.sh

clean: ## remove the environment and everything generated (analyses in .batchprot stay)
	rm -rf .venv build dist *.egg-info server/build .pytest_cache .mypy_cache .ruff_cache .hypothesis screenshots

.venv/ready-%: requirements/%.txt pyproject.toml server/pyproject.toml
	@tools/make_environment.sh $(PYTHON) requirements/$*.txt
	@touch $@
	@if [ "$*" = dev ]; then touch .venv/ready-local; fi
