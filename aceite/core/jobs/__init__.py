"""Retry, lease and dead letters over the task queue."""
