"""Reading of files made elsewhere: text or rows in, proposals out."""
