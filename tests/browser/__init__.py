"""The whole walk in a real browser, as the people who walk it."""
