"""One act on many sales: chosen, looked at beforehand, done one by one by the worker, reported sale by sale."""
