# The two commands of the README, `make run` and `make test`, do all their own set-up.
VENV ?= .venv
EXTRAS ?= camel
PYTHON = $(VENV)/bin/python
export VENV EXTRAS
# Compiled modules are kept, whatever the surroundings say: hundreds of small processes would each compile all anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: setup run test test-all test-draw check coverage bench package docs pictures messages clean

setup:
	@packaging/setup.sh

# The window on a sample project; without a display, the same journey off screen, with its pictures.
run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(PYTHON) -m annotator demo --out demo; \
	else \
		echo "There is no display here, so the journey runs off screen:"; \
		QT_QPA_PLATFORM=offscreen $(PYTHON) -m annotator demo --offscreen --out demo; \
	fi

test: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q -n 2 --dist loadfile

# Everything, with other people's readers and measures beside ours: one that is missing is a failure.
test-all:
	@EXTRAS=$(EXTRAS),oracles,spacy,docs packaging/setup.sh
	@RAQIM_ALL=1 RAQIM_TEST_ALL=1 QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q -n 2 --dist loadfile -m "slow or not slow"

# A draw of the slow tests that stops after ten minutes, for CI.
test-draw: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) packaging/slow_draw.py 600

check: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/lint-imports --no-cache

# Branches of core, formats, agreement and storage that no test takes; fails below 95 % of a part. No part of make test.
coverage: setup
	@$(PYTHON) packaging/branches.py

bench: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.bench $(ROWS)

# Wheel, source package, frozen program, .deb and tarball under dist/, each tried out.
package:
	@packaging/package.sh

messages: setup
	@$(PYTHON) packaging/messages.py

# Pictures from the running program, the pages that the program knows best, then the guide in both languages.
pictures: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) packaging/pictures.py

docs: pictures
	@EXTRAS=$(EXTRAS),docs packaging/setup.sh
	@QT_QPA_PLATFORM=offscreen $(PYTHON) packaging/guide.py
	@for language in en ar; do \
		NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --strict --quiet \
			--config-file packaging/site/mkdocs.$$language.yml --site-dir ../../site/$$language; \
	done

clean:
	rm -rf build dist demo site bench-results .pytest_cache .mypy_cache .ruff_cache
