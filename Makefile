.DEFAULT_GOAL := help
.PHONY: help setup demo dev new check test prove generate format lock bench picture clean
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
CODE := shared functions emulators infra tests
LOCKS := requirements.txt requirements-dev.txt
COMPILE := $(BIN)/uv --no-config pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
# An installation empties its folder first, also the folder of another checkout behind a link.
REFUSE_LINK = @test ! -L $(@D) || { echo "$(@D) is a link to $$(readlink $(@D)). Run \`make setup\` there, then \`touch $@\`." >&2; exit 1; }

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: .venv/ready node_modules/ready ## Install the locked Python and npm packages (again: nothing to do)

demo: setup ## Start the local cloud and run the stories of the demo on it: tickets, bookings, calls, notifications
	@$(BIN)/python -m emulators.demo

dev: setup ## Run the local cloud until Ctrl-C, and print its addresses
	@$(BIN)/python -m emulators

new: setup ## Write the files of a new function: make new NAME=orders/list_my_orders KIND=list (MODULE=… VIEW=…)
	@$(BIN)/python -m infra.build.scaffold $(NAME) $(KIND) $(if $(MODULE),--module $(MODULE)) $(if $(VIEW),--view $(VIEW))

check: setup ## What is missing or stale, format, lint, types, layers, Terraform, and the tests that need no emulator
	@failed=0; run() { echo "── $$1"; shift; "$$@" || failed=1; }; \
	run complete          $(BIN)/python -m tests.completeness; \
	run format            $(BIN)/ruff format --check $(CODE); \
	run lint              $(BIN)/ruff check $(CODE); \
	run types             $(BIN)/mypy; \
	run "import layers"   $(BIN)/lint-imports; \
	run Terraform         .ci/terraform; \
	if [ $$failed = 0 ]; then run "fast tests" $(BIN)/pytest -q -m "not emulator and not slow"; \
	else echo "── fast tests: run when all of the above passes"; fi; exit $$failed

test: setup ## Run every test; those marked `emulator` start the local cloud
	@$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

prove: setup ## Run the proofs that take longer than a minute, and write their table
	@$(BIN)/python -m tests.proofs

generate: setup ## Write what is generated from the functions and their cases: manifest, OpenAPI, indexes, costs (NAME=… measures one function)
	@$(BIN)/python -m tests.case_examples
	@$(BIN)/python -m tests.benchmarks.cost $(NAME)
	@$(BIN)/python -m infra.build
	@$(BIN)/python -m infra.build.monthly_cost

format: setup ## Format the code and mend what lint can mend
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

lock: setup ## Resolve the locks again after an edit of requirements*.in or package.json (UPGRADE=1: newest of everything)
	@echo "Resolving Python packages…"
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt requirements.in
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-dev.txt requirements-dev.in
	@echo "Resolving npm packages…"
	@npm $(if $(UPGRADE),update,install) --package-lock-only --loglevel=error
	@! grep -n '"resolved"\|"extraneous"' package-lock.json
	@! grep -n '://' $(LOCKS)

bench: setup ## Measure speed and cost, and print the tables
	@$(BIN)/python -m tests.benchmarks

picture: setup ## Take the pictures of the phones that the README shows (needs Chromium)
	@$(BIN)/python -m tests.journeys.screenshots

clean: ## Remove what setup, checks and tests left behind
	rm -rf .venv node_modules .local .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv installs in a tenth of pip's time. It reads no pip configuration, so where packages come from a mirror that only
# pip knows, pip does the work; the hashes decide either way what may be installed.
.venv/ready: $(LOCKS)
	$(REFUSE_LINK)
	@python=$$(.ci/require) && "$$python" -m venv --clear .venv
	@echo "Installing $$(cat $(LOCKS) | grep -o '^[a-z0-9].*==' | sort -u | wc -l | tr -d ' ') locked Python packages (first time, or after a change of the locks)…"
	@sed -n '/^uv==/,/^ *#/p' requirements-dev.txt > .venv/uv.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(LOCKS:%=-r %) \
		|| { echo "uv could not; pip takes over, which needs a minute…"; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(LOCKS:%=-r %); }
	@touch $@

node_modules/ready: package-lock.json .npmrc
	$(REFUSE_LINK)
	@.ci/require > /dev/null
	@echo "Installing $$(grep -c '"integrity"' package-lock.json) locked npm packages (first time, or after a change of the lock)…"
	@npm ci --no-progress --loglevel=error
	@.ci/browser > /dev/null || true
	@touch $@
