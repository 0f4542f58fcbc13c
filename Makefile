# Every target is a word of run.py; without make, type: python3 run.py WORD
PYTHON ?= python3

.PHONY: run test quick demo bench help

run: ## set up if need be, then serve the course on http://127.0.0.1:8000
	@$(PYTHON) run.py

test: ## install what the tests need too, and run all of them
	@$(PYTHON) run.py test

quick: ## the fast half of the tests
	@$(PYTHON) run.py quick

demo: ## serve from a folder of its own, to try things
	@$(PYTHON) run.py demo

bench: ## measure
	@$(PYTHON) run.py bench

help: ## this list
	@$(PYTHON) run.py help
