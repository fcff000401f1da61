# All that these write goes below DATA_DIR (var/). docs/settings.md lists what can be set:
# `make run PORT=8123` and `PORT=8123 make run` are the same.

python := scripts/python.sh

.PHONY: help run staff test soak bench format lock pictures clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: ## set everything up and serve the site
	@exec $(python) scripts/run.py

staff: ## create a staff account
	@exec $(python) scripts/manage.py create_staff $(ARGS)

test: ## check and test everything
	@exec $(python) scripts/test.py $(ARGS)

soak: ## try every fault with real processes, for some minutes; ARGS="deploy" for one trial
	@exec $(python) scripts/soak.py $(ARGS)

bench: ## measure serving, pages and publication; needs nginx and wrk
	@exec $(python) scripts/bench.py

format: ## lay out the code and mend what can be mended
	@$(python) scripts/environment.py -m ruff format .
	@$(python) scripts/environment.py -m ruff check --fix .

lock: ## pin requirements*.in anew; ARGS=--upgrade takes newer versions
	@exec $(python) scripts/lock.py $(ARGS)

pictures: ## draw the pictures that pages are shared with anew
	@exec $(python) scripts/pictures.py $(ARGS)

clean: ## remove what can be made again, never the database or the secret
	@cd "$${DATA_DIR:-var}" && rm -rf venv cache pycache locale static test
