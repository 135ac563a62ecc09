"""What happened: append-only events in one hash chain per sale and one per company."""
