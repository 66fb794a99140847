"""What is a heading, an item, a bullet, a sentence: the shape of a directive."""
