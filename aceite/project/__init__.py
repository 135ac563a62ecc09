"""The roof: settings, URLs and commands that put the rooms together."""
