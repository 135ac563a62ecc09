"""The sale as a whole: bundle, sending, approving, declining, ordering."""
