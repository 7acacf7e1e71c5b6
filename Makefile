# make run, make test, make setup. The work is in tools/; this finds Python and hands over.
PYTHON ?= python3

.PHONY: help setup run test soak bench audit sbom upgrade python

help:
	@echo "make run      set up what is missing and serve the site (make run PORT=9001)"
	@echo "make test     run the tests on SQLite and PostgreSQL (make test ARGS='-k publish')"
	@echo "make soak     run them with everything tried at random tried very often (hours)"
	@echo "make bench    measure everything, each beside a floor or a peer (make bench ARGS=--long for hours)"
	@echo "make upgrade  bring a server to another release (make upgrade TO=newsroom-1.2.tar.gz), or back (BACK=yes)"
	@echo "make audit    compare what is pinned with the holes that are known"
	@echo "make sbom     write down everything a server runs (CycloneDX)"
	@echo "make setup    set up the environment alone"

python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "Newsroom needs Python 3.11 or newer, and there is no “$(PYTHON)” here: install the package python3." >&2; \
	  exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Newsroom needs Python 3.11 or newer, and “$(PYTHON)” is $$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])'): install a newer one, or name it, such as “make run PYTHON=python3.12”." >&2; \
	  exit 1; }

setup: python
	@"$(PYTHON)" -m tools.environment

run: python
	@exec "$(PYTHON)" -m tools.run

test: python
	@"$(PYTHON)" -m tools.suite $(ARGS)

soak: python
	@"$(PYTHON)" -m tools.soak $(ARGS)

bench: python
	@"$(PYTHON)" -m tools.bench $(ARGS)

upgrade: python
	@exec "$(PYTHON)" -m tools.upgrade "TO=$(TO)" "BACK=$(BACK)"

# Both want what tests want installed, as "make test" does.
audit: python
	@.venv/bin/python -m tools.audit

sbom: python
	@.venv/bin/python -m tools.sbom $(ARGS)
