# Every target works in a fresh clone: the first one that needs it makes a virtual environment in $(VENV).
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= out
SECONDS ?= 600
PYTAG  := $(shell $(PYTHON) -c 'import sys; print("py%d%d" % sys.version_info[:2])' 2>/dev/null)
PINS   := requirements/$(PYTAG).txt

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all test-slow lint docs pictures fixtures bench eval parity fuzz clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 22

$(VENV)/.run: pyproject.toml $(PINS) scripts/make-venv
	@scripts/make-venv "$(PYTHON)" "$(VENV)"
	@echo "Installing Leerlek in $(VENV) (once; some minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINS) -e .
	@$(BIN)/python -m compileall -q scanner
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing the tools for tests in $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINS) -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.dev ## install Leerlek and the tools for working on it in .venv

demo: $(VENV)/.run ## scan the fixtures: findings on screen and an HTML report in out/
	@mkdir -p $(OUT)
	@$(BIN)/leerlek scan fixtures --policy fixtures/policy.yaml --subjects fixtures/subjects.yaml \
	  --lang nl --output html=$(OUT)/leerlek-demo.html --output json=$(OUT)/leerlek-demo.json

test: $(VENV)/.dev ## run the tests
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

test-slow: $(VENV)/.dev ## run the tests that the others leave out for their length
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m long

test-all: ## run the tests on every Python from 3.11 to 3.13 that is here
	@scripts/test-all

lint: $(VENV)/.dev ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/mypy

docs: $(VENV)/.dev ## write the pages on the rules in docs/rules/ anew, from the rules
	@$(BIN)/python -m scripts.rule_pages

pictures: $(VENV)/.dev ## walk through docs/klas.md and take its pictures anew (needs root, chromium)
	@$(BIN)/python -m scripts.klas_walk --pictures

fixtures: $(VENV)/.dev ## record the fixtures anew (needs root, dumpcap, editcap, curl)
	@$(BIN)/python -m fixtures.record

bench: $(VENV)/.dev ## measure speed against named peers in the same run; PART=pcap for one part
	@$(BIN)/python -m benchmarks.speed $(if $(PART),--part $(PART))

eval: $(VENV)/.dev ## measure precision and recall of detections and findings on named data
	@$(BIN)/python -m benchmarks.evaluate
	@$(BIN)/python -m benchmarks.corpus.tables
	@$(BIN)/python -m benchmarks.other_hands
	@$(BIN)/python -m benchmarks.people
	@$(BIN)/python -m benchmarks.published
	@$(BIN)/python -m benchmarks.judged

parity: $(VENV)/.dev ## compare inspect with tshark and other truth, capture by capture (DIR=folder)
	@$(BIN)/python -m benchmarks.parity $(DIR)

fuzz: $(VENV)/.dev ## feed readers and decoders broken input (SECONDS=600)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINS) atheris 2>/dev/null || true
	@$(BIN)/python tests/fuzz $(SECONDS)

model: $(VENV)/.dev ## train the models for names in prose and for told data anew, on one core (some fifty minutes)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.train
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.train_told
	@$(BIN)/python -m training.lesson_words

clean: ## remove what the targets made
	@rm -rf .venv .venv-3* $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
