"""Products and services a company sells."""
