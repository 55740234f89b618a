# The words of this repository; `make` alone lists them. What they do is in scripts/.

.PHONY: help demo test check clean

help: ## list these words
	@sed -n 's/^\([a-z]*\): ## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: ## read the bundled archive, start to finish
	@scripts/setup use
	@.venv/bin/exculpa demo

test: ## lint, types and all tests, with a real Elasticsearch and PostgreSQL (ES=no leaves the first out)
	@scripts/setup test
	@scripts/check
	@scripts/test

check: ## lint and types only
	@scripts/setup check
	@scripts/check

clean: ## remove the environment and all caches; never touches an archive
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	@find app flows pipeline tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
