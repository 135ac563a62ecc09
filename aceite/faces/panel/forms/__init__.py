"""Forms of the panel: what a customer types, judged by the fields and handed to a verb."""
