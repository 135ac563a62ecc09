"""Loaded before everything else (see addopts in pyproject.toml): the settings are read when pytest-django starts."""

import os

os.environ.setdefault("ACEITE_ENV", "test")
