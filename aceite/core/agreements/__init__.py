"""Contracts in force: from when to when what was signed holds, how it was amended, and how it ended."""
