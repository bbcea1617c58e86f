# quizcards: `make study` and `make test` need only python3 (3.11 or newer) with venv, and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LOWEST := $(VENV)-lowest
# one worker more than there are cores: what waits for a terminal leaves its core to another
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# without it every process compiles every file anew, which takes a third of `make quick`
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help study quick test lint check contract lowest dist bench bench-fit bench-plan bench-questions \
	oracles anki browser lsp experiments torture generate clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

study: $(VENV)/.run ## Study the shipped decks
	@$(BIN)/quizcards study

quick: $(VENV)/.test ## Run the tests that take no time, after every save
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup -m 'not slow'

test: $(VENV)/.test ## Run the tests
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

lint: $(VENV)/.check ## Format, lint and type check
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@for system in win32 darwin; do \
		$(BIN)/mypy --platform $$system --cache-dir .mypy_cache/$$system quizcards || exit 1; \
	done

check: lint test ## Everything that must pass: lint, then the tests

contract: $(VENV)/.test ## Hold every demo to its contract over 200 seeds, its questions over 1,000, every property to new examples
	@CONTRACT_SEEDS=200 QUESTION_SEEDS=1000 $(BIN)/python -m pytest -q -n auto --dist loadgroup

lowest: | $(BIN)/python ## Run the tests with the lowest versions that pyproject.toml allows
	@$(BIN)/python -m venv $(LOWEST)
	@$(LOWEST)/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.5'
	@$(LOWEST)/bin/uv pip install -q --python $(LOWEST) --resolution lowest-direct -e '.[test]'
	@$(LOWEST)/bin/python -m pytest -q -n auto

dist: $(VENV)/.test ## Build the packages, and run the tests of the sdist in a folder of its own
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'build>=1.2'
	@rm -rf build dist
	@$(BIN)/python -m build
	@mkdir -p build/sdist && tar -xzf dist/*.tar.gz -C build/sdist --strip-components=1
	@$(MAKE) -C build/sdist test VENV=.venv

bench: $(VENV)/.test ## Measure against peers, side by side
	@$(BIN)/python -m bench.bench

bench-fit: $(VENV)/.test ## Fit logs of learners of eight laws beside fsrs-rs into docs/fitting.md; real ones with LOGS=FILE.csv
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.fit $(LOGS)

bench-plan: $(VENV)/.test ## Plan for learners of other laws of memory, beside fixed retentions and others, into docs/planning.md
	@$(BIN)/python -m bench.plan

bench-questions: $(VENV)/.test ## Guess answers from the form of questions alone, beside chance, into docs/questions.md
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.questions

oracles: $(VENV)/.test ## Compare every demo with PyTorch, scikit-learn, SciPy and others (installs them, some 300 MB or more)
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'torch>=2.6' 'scikit-learn>=1.5' 'scipy>=1.13' 'statsmodels>=0.14' 'tokenizers>=0.20'
	@$(BIN)/python -m bench.oracles

anki: $(VENV)/.test ## Hand packages to Anki itself and back, and read everything (installs it, some 30 MB)
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'anki>=26.9' 'genanki>=0.13'
	@$(BIN)/python -m pytest -q -s tests/export/real_anki.py tests/importing/real_anki_files.py tests/importing/real_anki_loop.py tests/importing/real_anki_shapes.py

browser: $(VENV)/.test ## Open the exported page in Chromium and write its pictures for the docs (needs chromium, chromium-driver and npm; Firefox too, where it is)
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { echo "Chromium이나 ChromeDriver를 찾을 수 없습니다. Debian에서는 apt install chromium chromium-driver fonts-noto-cjk fonts-noto-core로 설치합니다." >&2; exit 2; }
	@command -v npm >/dev/null || { echo "npm을 찾을 수 없습니다. Debian에서는 apt install npm으로, 다른 곳에서는 nodejs.org에서 받아 설치합니다." >&2; exit 2; }
	@npm install --loglevel=error --no-fund --no-audit --prefix $(VENV)/axe 'axe-core@^4.10'
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'selenium>=4.25'
	@$(BIN)/python -m pytest -q tests/export/real_browser.py tests/export/real_firefox.py

torture: $(VENV)/.test ## Kill, fail, cut and crowd every command that writes, into docs/reliability.md; a few minutes with QUICK=1 (needs gcc; as root also disks)
	@$(BIN)/python -m bench.torture $(if $(QUICK),--quick) $(TORTURE)

lsp: $(VENV)/.test ## Open decks in the language server that editors run (needs Node.js; installs it, some 30 MB)
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js나 npm을 찾을 수 없습니다. Debian에서는 apt install nodejs npm으로, 다른 곳에서는 nodejs.org에서 받아 설치합니다." >&2; exit 2; }
	@npm install --loglevel=error --no-fund --no-audit --prefix $(VENV)/lsp 'yaml-language-server@^1.25'
	@$(BIN)/python -m pytest -q -s tests/decks/real_editor.py

experiments: $(VENV)/.test ## Run again what the cards claim and no demo shows; say which figures came out otherwise
	@$(BIN)/python -m experiments

generate: $(VENV)/.test ## Write help.txt, the manual page, the JSON Schema and the README's pictures anew
	@$(BIN)/python -m tools.generate

clean: ## Remove what was installed and built
	rm -rf $(VENV) $(LOWEST) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# One sentence, in Korean, for a Python that cannot do it; the stamps make second runs start at once.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python을 찾을 수 없습니다. Python 3.11 이상을 설치해 주세요." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 이상이 필요합니다. 지금은 $$($(PYTHON) --version)입니다. make study PYTHON=python3.13 처럼 골라 주세요." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python의 venv 모듈이 없습니다. Debian과 Ubuntu에서는 apt install python3-venv로 설치합니다." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "quizcards를 설치합니다. 처음 한 번만 걸립니다." >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e . && touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/.run
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test]' && touch $@

$(VENV)/.check: pyproject.toml | $(VENV)/.test
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test,check]' && touch $@
