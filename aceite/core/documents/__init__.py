"""Immutable files under their SHA-256, and the pictures of their pages."""
