"""Tests of the pure tools."""
