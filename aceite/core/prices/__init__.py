"""Price lists: what an item costs whom, since when, and from what quantity."""
