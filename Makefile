# make run     a site with invented people on http://127.0.0.1:6543   (PORT=… and VAR=…, its data folder, change that)
# make test    everything, a real browser included
# make check   what is quick: lint, types, the house's own rules, unit tests
# make bench   how fast it is, in figures
# make docs    the documentation as pages, in build/docs
# make lock    requirements.lock anew, from what the virtual environment holds
# make clean   remove what was built; the data folder stays

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 6543
VAR ?= var
PYTEST ?= $(BIN)/python -m pytest

# The data folder is told to the site's own commands alone: tests must never meet it.
DATA := $(abspath $(VAR))
unexport VAR PORT
REGLAB = VAR="$(DATA)" $(BIN)/reglab -c "$(DATA)/run.ini"

# The names of the stamps hold what was installed, so a changed lock or interpreter makes a new environment
# and an unchanged one, however new its date, does not.
INTERPRETER := $(shell $(PYTHON) -V 2>&1)
LOCKED := $(VENV)/.locked-$(shell { echo $(INTERPRETER); cat requirements.lock; } | cksum | cut -d' ' -f1)
INSTALLED := $(VENV)/.installed-$(shell cat setup.cfg pyproject.toml | cksum | cut -d' ' -f1)

.DEFAULT_GOAL := help
.PHONY: help run site serve test check lint unit bench docs lock clean venv browser python press office

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# -- the environment ----------------------------------------------------------------------------------------

venv: $(INSTALLED)

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer, and '$(PYTHON)' is $(INTERPRETER)." >&2; \
	  echo "Install a newer one, or name it: make PYTHON=python3.12 …" >&2; exit 1; }

$(LOCKED): | python
	@echo "Making the virtual environment $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "Could not make it. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@touch $@

$(INSTALLED): $(LOCKED)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.installed-*
	@touch $@

lock: $(INSTALLED)
	@$(BIN)/python -m pip freeze --all --exclude-editable --exclude pip --exclude wheel > requirements.lock
	@rm -f $(VENV)/.locked-*
	@touch $(VENV)/.locked-$$({ echo $(INTERPRETER); cat requirements.lock; } | cksum | cut -d' ' -f1)

# -- the site -----------------------------------------------------------------------------------------------

run: press site serve

# A site is made once. The mark is gone when it is whole, so a half-made one is never served.
site: $(INSTALLED)
	@mkdir -p "$(DATA)"
	@sed -e 's#127\.0\.0\.1:6543#127.0.0.1:$(PORT)#' -e 's#%(here)s#$(CURDIR)#' development.ini > "$(DATA)/run.ini"
	@if [ ! -e "$(DATA)/Data.fs" ]; then \
	  touch "$(DATA)/.unfinished" && $(REGLAB) init && $(REGLAB) demo && rm "$(DATA)/.unfinished"; \
	fi
	@if [ -e "$(DATA)/.unfinished" ]; then \
	  echo "The site in $(DATA) was not made to its end. Remove that folder and start again." >&2; exit 1; \
	fi

serve: $(INSTALLED)
	@echo
	@echo "  The site:  http://127.0.0.1:$(PORT)/        its data: $(DATA)"
	@echo
	@echo "  Sign in with the password reglab-demo as"
	@echo "    kansli@reglab.example           the office"
	@echo "    granskare@reglab.example        the auditor"
	@echo "    medlem@skane.example            representative of a member, Region Skåne"
	@echo "    strateg@dalarna.example         member, Region Dalarna"
	@echo "    ledare@vasterbotten.example     content leader of the demo project"
	@echo "    partner@vinnova.example         partner"
	@echo
	@echo "  Ctrl-C ends it. What the site remembers stays in its data folder."
	@echo
	@VAR="$(DATA)" PYTHONWARNINGS="ignore:pkg_resources is deprecated:UserWarning" \
	  exec $(BIN)/pserve "$(DATA)/run.ini"

# -- proof --------------------------------------------------------------------------------------------------

check: lint
	@$(PYTEST) -q -n 3 --dist loadfile --no-loadscope-reorder -m "not slow and not browser" --ignore=tests/browser --ignore=tests/bench

test: lint browser press office
	@$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder --ignore=tests/bench

lint: $(INSTALLED)
	@$(BIN)/ruff check
	@$(BIN)/mypy

# What sets the text of PDF documents. Without it the site runs, and says at a booklet what is missing.
press: $(INSTALLED)
	@$(BIN)/python -c 'import weasyprint' >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Pango for PDF documents …"; \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
	      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; \
	  else \
	    echo "Without Pango no PDF can be made. On Debian and Ubuntu: sudo apt-get install libpangoft2-1.0-0" >&2; \
	  fi; } || echo "Pango could not be installed: no PDF can be made." >&2

# What the tests open text documents with. Without it those tests say so, and are left out.
office:
	@command -v soffice >/dev/null || command -v libreoffice >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing LibreOffice Writer, which opens the text documents in the tests …"; \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
	      --no-install-recommends libreoffice-writer-nogui; \
	  else \
	    echo "LibreOffice is not installed: nobody opens the text documents. sudo apt-get install libreoffice-writer" >&2; \
	  fi; } || echo "LibreOffice could not be installed: nobody opens the text documents." >&2

# The browser that the tests drive: Debian's own, put in place where that is allowed.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	 command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing a browser for the browser tests …"; \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y chromium; \
	  else \
	    echo "The browser tests need Chromium, and this account may not install it." >&2; \
	    echo "On Debian and Ubuntu: sudo apt-get install chromium. Then run make test again." >&2; \
	    exit 1; \
	  fi; }

bench: $(INSTALLED)
	@$(PYTEST) -q -s tests/bench

docs: $(INSTALLED)
	@$(BIN)/python docs/build.py build/docs

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src templates workflows tests -name __pycache__ -prune -exec rm -rf {} +
	find . -maxdepth 2 -name '*.egg-info' -prune -exec rm -rf {} +
