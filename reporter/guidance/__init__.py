"""What is known about an error: catalogue, matches, checklists, routing, completeness, fingerprint, searches."""
