"""One builder per paper: data in, document tree out."""
