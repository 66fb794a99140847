"""From a directive to tasks (S05): the text, the proposals beside it, and what is decided about them."""
