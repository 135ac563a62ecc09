"""A company as large as wanted, to look at and to measure with: rows by the lot, chains as valid as the verbs' own."""
