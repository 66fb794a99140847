"""What cannot be true, what wants an explanation, what is worth a look: figures, their past, the words."""
