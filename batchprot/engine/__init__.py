"""The engine: properties of many protein sequences at once, as numpy arrays."""
