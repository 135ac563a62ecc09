"""The vendor's staff at work (ERP)."""
