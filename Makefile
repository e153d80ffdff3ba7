# `make demo` and `make test` need what the README lists: the rest is set up in .venv.
.DEFAULT_GOAL := help
.PHONY: help demo lab test prove fuzz lint messages labextension bench verify constraints clean

# Compiled modules are kept: else each of the many processes would compile them again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
SETUP := pyproject.toml constraints.txt scripts/setup.sh labextension/built/package.json

help:
	@echo "make demo         grade the sample class in examples/class, then look at results/report.html"
	@echo "make lab          open JupyterLab on a fresh workspace of the course, with the lesson panel"
	@echo "make test         run every test but the long proofs: 8 minutes on two cores"
	@echo "make prove        run the long proofs that have not passed yet; stopped, it goes on where it was"
	@echo "make fuzz         fuzz whatever reads a student's bytes, SECONDS=60 for each reader"
	@echo "make verify       check every lesson: stub, reference and wrong answers get the verdicts they must get"
	@echo "make lint         ruff and mypy"
	@echo "make messages     bring the translations up to date with the code, and say what is not translated"
	@echo "make labextension build the JupyterLab extension again, after a change below labextension/"
	@echo "make bench        time a class of 20 against nbgrader's autograde (several minutes)"
	@echo "make constraints  pin again the newest versions inside pyproject.toml's ranges"
	@echo "make clean        remove what the above made: .venv, results/, caches"

.venv/.ready-run: $(SETUP)
	@scripts/setup.sh run

.venv/.ready-dev: $(SETUP)
	@scripts/setup.sh dev

# The demo uses the embedded digits even where MNIST is at hand: the same table on every machine.
demo: .venv/.ready-run
	@env -u MNIST_DATA_DIR $(BIN)/grader grade examples/class --out results

# All tests run in two processes; a choice of them, by ARGS, in one.
test: .venv/.ready-dev
	@$(BIN)/python -m pytest $(or $(ARGS),--numprocesses 2 --dist worksteal)

prove: .venv/.ready-dev
	@$(BIN)/python scripts/prove.py $(ARGS)

verify: .venv/.ready-run
	@$(BIN)/grader verify

SECONDS ?= 60
fuzz: .venv/.ready-dev
	@$(BIN)/python benchmarks/fuzz.py --seconds $(SECONDS)

lint: .venv/.ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy

messages: .venv/.ready-dev
	@$(BIN)/python scripts/messages.py

# The workspace is made once, in the language of the locale: what was written in it stays. A fresh one opens on the first
# gate; after that, JupyterLab opens what was open.
lab: .venv/.ready-run
	@fresh=$$(test -d build/lab || echo yes); $(BIN)/grader workspace build/lab && cd build/lab && \
	    first=$$(ls */*.ipynb | head -n 1) && \
	    $(CURDIR)/$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url="/lab$${fresh:+/tree/$$first}" $(ARGS)

labextension: .venv/.ready-dev
	@$(BIN)/python scripts/labextension.py

bench: .venv/.ready-run
	@$(BIN)/python benchmarks/class_speed.py $(ARGS)

constraints:
	@rm -rf build/constraints && python3 -m venv build/constraints
	@build/constraints/bin/python -m pip install --quiet --upgrade --editable '.[all,dev]' setuptools
	@{ head -n 2 constraints.txt; build/constraints/bin/python -m pip freeze --all --exclude-editable | \
	    grep -v '^pip=='; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -rf build/constraints

clean:
	@rm -rf .venv results build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
