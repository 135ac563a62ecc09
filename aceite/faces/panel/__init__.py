"""The customer's panel (Painel do Cliente)."""
