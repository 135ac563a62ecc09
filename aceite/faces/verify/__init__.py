"""Anyone: a code or a file in, what is known of it out; no login."""
