"""What colleagues say to each other about a sale; no customer ever reads it."""
