"""Papers: frozen data, builders, one document tree, three renderers."""
