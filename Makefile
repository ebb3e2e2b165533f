# Needs Python 3.11 or later and make; everything else is put in .venv by itself.

PYTHON ?= python3
PORT ?= 8000
VAR := $(abspath $(or $(TRACKER_VAR),var))
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock"

.PHONY: help .venv run dev data test check fix lock messages score bench screenshots

help:
	@echo "make run          the site with demonstration data on http://127.0.0.1:$(PORT)"
	@echo "make dev          the same with Django's reloading server and debug pages"
	@echo "make test         the whole suite; ARGS=commitments.tests.test_x for a part"
	@echo "make check        format, lint, migrations, settings, architecture"
	@echo "make fix          format the code and repair what the linter can"
	@echo "make lock         recompile the pinned requirements"
	@echo "make messages     collect and compile the translations (needs gettext)"
	@echo "make score        how the suggestions fare on annotated answers in ../shared"
	@echo "make bench        how fast imports, suggestions and the public site are;"
	@echo "                  QUESTIONS=100000 for a large archive, SITE=--help for options"
	@echo "make screenshots  draw the pictures of the README, and every page into var/"

# The environment. Each stamp is older than its list when the list has changed.

.venv: .venv/runtime .venv/dev

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"Python 3.11 or later is needed: make PYTHON=/path/to/python …")'
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing the pinned requirements (a minute, once)"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# The site.

data: .venv/runtime
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) search_index --missing
	@$(MANAGE) createcachetable --verbosity 0
	@$(MANAGE) demo

# Collected again when an asset, one of their folders or a package has changed.
$(VAR)/static/staticfiles.json: .venv/runtime $(shell find commitments/static)
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0

run: data $(VAR)/static/staticfiles.json
	@echo "The site is on http://127.0.0.1:$(PORT) (Ctrl-C stops it)."
	@exec $(BIN)/gunicorn tracker.wsgi --config tracker/serving.py \
		--bind 127.0.0.1:$(PORT) --no-control-socket

dev: export DEBUG = 1
dev: data
	@exec $(MANAGE) runserver $(PORT)

# The code.

test: .venv
	@$(BIN)/python -m tracker.test_suite $(ARGS)

check: .venv
	$(BIN)/ruff format --check --output-format concise .
	$(BIN)/ruff check .
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	@SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
		HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) test commitments.tests.test_architecture

fix: .venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) --constraint requirements.txt requirements-dev.in -o requirements-dev.txt

messages: .venv
	$(MANAGE) makemessages --locale fr --no-obsolete --no-location \
		--ignore .venv --ignore var
	$(MANAGE) compilemessages --ignore .venv

score: .venv
	@if [ -d ../shared/gold ]; then \
		cat ../shared/corpus/answers.jsonl ../shared/corpus/seeds_answers.jsonl | \
			$(MANAGE) extract --jsonl - > var/suggestions.jsonl && \
		for gold in seeds dev; do \
			echo "$$gold:"; $(BIN)/python ../shared/gold/score.py \
				../shared/gold/$$gold.jsonl var/suggestions.jsonl; \
		done && $(MANAGE) test commitments.tests.test_extraction_deadlines; \
	else echo "No annotated answers in ../shared/gold: nothing to score."; fi

bench: .venv
	@$(BIN)/python -m commitments.tests.bench_import $(QUESTIONS)
	@$(MANAGE) bench_extraction
	@$(BIN)/python -m commitments.tests.bench_telling
	@$(BIN)/python -m commitments.tests.bench_site $(SITE)

screenshots: .venv
	$(MANAGE) test commitments.tests.screenshots
