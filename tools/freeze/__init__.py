"""The program frozen: what goes in, how it is built on Linux and for Windows, and the proof that it works."""
