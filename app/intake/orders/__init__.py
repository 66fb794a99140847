"""Who is ordered to do what: from items and table rows to proposed tasks."""
