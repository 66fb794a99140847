"""Files of every kind read into one text with its lines and blocks."""
