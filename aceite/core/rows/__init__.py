"""Rows of any room, read and written in statements that are worded once and used again."""
