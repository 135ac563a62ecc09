"""Aceite: from the proposal to the order, with the customer's signature and acceptance."""
