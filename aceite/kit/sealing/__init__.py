"""The seal of a file: who may make it, how it is made, and the time others vouch for."""
