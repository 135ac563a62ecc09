"""An act over a hash: the statement, its confirmation and its evidence."""
