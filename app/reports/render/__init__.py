"""One renderer per file format; only these modules know docx, reportlab and openpyxl."""
