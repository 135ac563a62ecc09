"""The customer's panel, page by page."""
