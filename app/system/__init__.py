"""The machine around the program: folders, settings, secrets, log."""
