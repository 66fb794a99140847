"""A whole screen, small: what a screen's author writes, and how it is tested."""
