"""Who looks: each face turns a request into one call of the core and the answer into a page."""
