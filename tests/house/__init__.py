"""The house rules as tests: they fail the build instead of a reviewer's patience."""
