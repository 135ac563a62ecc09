"""A copy of the whole installation, and the way back: `aceite backup` and `aceite restore`."""
