"""Who buys, and their people who enter the panel."""
