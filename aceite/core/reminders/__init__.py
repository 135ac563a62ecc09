"""Reminders to customers by the rules of the company."""
