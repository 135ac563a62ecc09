"""What the office's pages ask for; a view hands the cleaned values to a verb."""
