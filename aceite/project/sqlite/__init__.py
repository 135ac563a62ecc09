"""SQLite as Django has it, with writers standing in line."""
