"""Use cases: what a person can do, each one function over a session."""
