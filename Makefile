# Every target sets up what it needs by itself (packaging/dev/bootstrap.sh).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PY := .venv/bin/python
# Sound in real time, heard and measured: these have the machine to themselves.
ALONE := tests/e2e tests/integration/voice tests/integration/transcription
# Every branch of these is taken by the tests beside them: keys, wipe, migrations, signed messages.
COVERED := app/protocol/signed.py app/protocol/trust.py app/security/encoding.py app/security/trust.py \
	app/services/obey.py local_store/keyring_secrets.py local_store/keys.py local_store/rekey.py \
	local_store/schema.py local_store/subkey.py local_store/wipe.py local_store/workstation.py
COVERING := tests/unit/local_store tests/unit/protocol tests/unit/security tests/security/test_signed_messages.py \
	tests/integration/sync/test_orders_obeyed.py
EMPTY :=
COMMA := ,
PYTEST := packaging/dev/with-keyring.sh $(PY) -m pytest -q
export QT_QPA_PLATFORM ?= $(if $(or $(DISPLAY),$(WAYLAND_DISPLAY)),,offscreen)

.PHONY: demo test test-long check coverage bench lock gallery clean setup

setup:
	@packaging/dev/bootstrap.sh

demo: setup  ## platform and console on this machine, signed in; headless where there is no display
	packaging/dev/with-keyring.sh $(PY) -m app demo $(DEMO_ARGS)

test: setup  ## all fast layers, at most 10 minutes on 2 cores
	$(PYTEST) -n 2 --dist loadfile tests $(ALONE:%=--ignore=%) $(TEST_ARGS)
	$(PYTEST) $(ALONE) $(TEST_ARGS)

test-long: setup  ## the full counts
	$(PYTEST) --long $(TEST_ARGS)

check: setup  ## style, types, layers, generated files
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m app.reference_platform.openapi --check

coverage: setup  ## every branch of keys, wipe, migrations and signed messages, or it fails
	packaging/dev/with-keyring.sh $(PY) -m coverage run -m pytest -q $(COVERING)
	$(PY) -m coverage report -m --fail-under=100 --include=$(subst $(EMPTY) $(EMPTY),$(COMMA),$(strip $(COVERED)))

bench: setup  ## speed, as ratios measured in one run
	$(PY) -m benchmarks

gallery: setup  ## every page and state as PNG, without a platform
	QT_QPA_PLATFORM=offscreen $(PY) -m ui.gallery --out build/gallery --theme both

# Extras stay in the lock: pip takes a name without them for another, unpinned requirement, and refuses it as
# soon as a newer release is out.
lock: ## re-resolve the locked, hash-pinned dependencies
	.venv/bin/uv pip compile -q pyproject.toml --extra platform --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header -o packaging/locks/dev.txt
	.venv/bin/uv pip compile -q pyproject.toml --extra platform --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header -c packaging/locks/dev.txt -o packaging/locks/console.txt

clean:
	rm -rf .venv build dist .demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
