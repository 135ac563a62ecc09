"""The vendor, our tenant: identity, look, numbering and the scope of every query."""
