"""The bundle: one zip that explains itself, checks itself, and is never half written."""
