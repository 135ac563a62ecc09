"""Registers filled from a spreadsheet: customers with their contacts, the catalogue; and the way back."""
