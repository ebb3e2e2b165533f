# Needs Python 3.11 or later and make; everything else is put in .venv by itself.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.PHONY: help run dev test check fix lock messages screenshots

help:
	@echo "make run          the site with demonstration data on http://127.0.0.1:$(PORT)"
	@echo "make dev          the same with Django's reloading server and debug pages"
	@echo "make test         the whole suite; ARGS=commitments.tests.test_x for a part"
	@echo "make check        format, lint, migrations, settings, architecture"
	@echo "make fix          format the code and repair what the linter can"
	@echo "make lock         recompile the pinned requirements"
	@echo "make messages     collect and compile the translations"
	@echo "make screenshots  make the pictures of the README again"

.venv: .venv/runtime .venv/dev

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; choose one with make PYTHON=…")'
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing the pinned requirements"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
