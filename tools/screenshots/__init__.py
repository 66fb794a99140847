"""Pictures of every screen of the sample register: `python -m tools.screenshots DIR`."""
