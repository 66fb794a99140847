"""One folder a screen: view, presenter, columns, dialogs."""
