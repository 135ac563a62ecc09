"""The business: it knows no page, no mail and no HTTP."""
