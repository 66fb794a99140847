"""Programs for the people who build this one; nothing here ships."""
