"""Tests of the commands of bin/ (on the path as in bin/ itself; see pythonpath in pyproject.toml)."""
