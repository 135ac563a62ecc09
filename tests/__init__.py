"""The tests mirror the house; the cast of every test stands in cast.py."""
