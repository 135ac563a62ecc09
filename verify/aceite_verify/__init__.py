"""Checks, without a network and without the server, what was signed or approved in Aceite."""
