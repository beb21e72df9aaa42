"""What is known about an error: the catalogue, its matches, checklists, routing, completeness, fingerprint, searches."""
