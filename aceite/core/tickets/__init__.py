"""Support threads: opened by the customer, answered by the vendor, closed and opened again."""
