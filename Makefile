# make demo    an invented trust's exports, checked: ends by naming the page to open
# make test    the tests
# make check   style, types and layers
# make soak    random trusts and rules, judged by both engines and the oracle, and random registers read in plain Python,
#              for some ten minutes
# make mutate  how many small changes to the rules (an operator flipped, a deadline moved by a day, a part dropped)
#              their cases notice, and which they do not; make mutate RULES="hcat-ehe:5.1.1 england" for some
# make wheel   the tool as one file in dist/, for pip
# make wheel-test  builds the wheel, installs it in a fresh environment and runs it in an empty folder
# make bench   how fast it is and how much memory it takes, on a generated trust: writes bench/RESULTS.md
# make clean   removes .venv, caches and the demo's reports; other reports stay
#
# All set up what they need first (a second's work when nothing has changed).

PY := .venv/bin/python
STATE := $(shell .ci/set-up state)
READY_TO_RUN := .venv/.ready-to-run-$(STATE)
READY_TO_WORK := .venv/.ready-to-work-$(STATE)

.PHONY: demo test check soak mutate bench wheel wheel-test clean
.DEFAULT_GOAL := demo

demo: $(READY_TO_RUN)
	@$(PY) -m ehe_rules demo --out reports/demo

test: $(READY_TO_WORK)
	@$(PY) -m pytest -q -n auto --dist loadscope

check: $(READY_TO_WORK)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

soak: $(READY_TO_WORK)
	$(PY) tests/soak.py

mutate: $(READY_TO_WORK)
	@$(PY) tests/mutate.py $(RULES)

wheel: $(READY_TO_RUN)
	@.venv/bin/uv build --quiet --wheel --out-dir dist && ls dist/*.whl

wheel-test: $(READY_TO_WORK)
	$(PY) tests/wheel.py

bench: $(READY_TO_RUN)
	$(PY) -m bench

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info reports/demo bench/data
	find ehe_rules tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY_TO_RUN): pyproject.toml uv.lock
	@.ci/set-up run
	@touch $@

$(READY_TO_WORK): pyproject.toml uv.lock
	@.ci/set-up work
	@touch $@ $(READY_TO_RUN)
