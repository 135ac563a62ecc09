"""The matrix of doors: every address × everybody × every method × every status that changes the answer."""
