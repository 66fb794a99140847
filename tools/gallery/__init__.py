"""Every kind of paper for three very different units, as pages to look at: ``python -m tools.gallery DIR``."""
