# The commands people use. Everything sets itself up on a machine with Python 3.11 and make.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
JOBS ?= 2
KILLS ?= 150
SEED ?= 1
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run demo test test-sqlite test-postgres check clauses lock format clean

$(RUN): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Нужен Python 3.11 или новее."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Нет модуля venv: sudo apt install python3-venv"; exit 1; }
	@echo "Ставлю библиотеки…"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(RUN)

$(DEV): requirements-dev.lock $(RUN)
	@echo "Ставлю инструменты разработки…"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $(DEV)

run: $(RUN)
	@$(BIN)/parta demo --if-empty
	@exec $(BIN)/parta serve --host $(HOST) --port $(PORT)

demo: $(RUN)
	$(BIN)/parta demo

test: $(DEV) chromium test-sqlite test-postgres

test-sqlite: $(DEV) chromium
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadscope --no-loadscope-reorder

test-postgres: $(DEV) chromium
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest -q -n $(JOBS) --dist loadscope --no-loadscope-reorder

.PHONY: torture
torture: $(DEV)
	$(BIN)/python -m tests.durability.torture --kills $(KILLS) --seed $(SEED) --database sqlite
	$(BIN)/python -m tests.durability.torture --kills $(KILLS) --seed $(SEED) --database postgres

.PHONY: chromium
chromium:
	@bash tests/browser/install_chromium.sh

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet parta
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(MAKE) test
	$(MAKE) clauses

clauses: $(DEV)
	@$(BIN)/python -m tests.clauses

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(DEV)
	$(BIN)/uv export --quiet --no-dev --no-emit-project --no-header --format requirements-txt -o requirements.lock
	$(BIN)/uv export --quiet --no-emit-project --no-header --format requirements-txt -o requirements-dev.lock
	rm -f uv.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

.PHONY: bench
bench: $(RUN)
	@$(BIN)/python -m bench $(BENCH)
	@$(BIN)/python -m bench.finals

.PHONY: evaluate
evaluate: $(RUN)
	@$(BIN)/python -m bench.forecast $(EVALUATE)
