"""A person's data: a copy of it, erasing it, and for how long what is kept."""
