# `make` alone says what can be called. Everything happens in .venv, which is made when needed.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check lint clean
.NOTPARALLEL:

help: ## 列出可用的命令 / list what can be called
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: .venv/installed ## 启动演示，Ctrl-C 结束；PORT=8000 / start the demo until Ctrl-C; PORT=8000
	@exec .venv/bin/python -m chainlink.demo --port '$(PORT)'

# All tests are shared out among processes; for a few of them one process is done sooner.
test: .venv/installed ## 运行全部测试；ARGS="-k 名称" / run all tests; ARGS="-k name"
	.venv/bin/pytest $(or $(ARGS),-n auto)

check: lint test ## 检查格式、类型、依赖规则与生成文件，再运行测试 / all checks, then the tests

lint: .venv/installed ## 只检查，不运行测试 / the checks without the tests
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/chainlink schema docs --check
	.venv/bin/chainlink schema export --check

clean: ## 删除 .venv、缓存与构建结果，保留 data/ / delete .venv, caches and builds, keep data/
	rm -rf .venv build dist .coverage htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment is bound to its folder and to its Python: one that was copied, or whose
# Python was replaced, would run something else. So the stamp says what it was made for.
made_for = { pwd -P; .venv/bin/python -V; } 2>/dev/null
ifneq ($(shell $(made_for) | cmp -s - .venv/installed || echo stale),)
.PHONY: .venv/installed
endif

.venv/installed: pyproject.toml constraints.txt
	@command -v '$(PYTHON)' >/dev/null || { echo >&2 \
	  '找不到 $(PYTHON)：请安装 Python 3.11 或更新版本 / $(PYTHON) is not there: install Python 3.11 or newer'; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
	  '$(PYTHON) 版本过旧，需要 3.11 或更新版本，例如：make PYTHON=python3.12 …' \
	  '/ $(PYTHON) is too old, 3.11 or newer is needed, for example: make PYTHON=python3.12 …'; exit 1; }
	@'$(PYTHON)' -c 'import venv, ensurepip' 2>/dev/null || { echo >&2 \
	  '$(PYTHON) 缺少 venv 模块，Debian/Ubuntu：apt-get install python3-venv' \
	  '/ $(PYTHON) lacks the venv module; on Debian or Ubuntu: apt-get install python3-venv'; exit 1; }
	@if [ -e $@ ] && ! $(made_for) | cmp -s - $@; then rm -rf .venv; fi
	@echo '正在准备 .venv（首次约需两分钟） / preparing .venv (two minutes the first time)'
	@'$(PYTHON)' -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' -c constraints.txt
	@$(made_for) >$@
