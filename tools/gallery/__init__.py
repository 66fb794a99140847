"""Every kind of paper for three very different units, as pages to look at (``python -m tools.gallery DIR``).

Needs poppler's ``pdftoppm`` and LibreOffice's ``soffice`` on PATH; neither is needed to build or test.
"""
