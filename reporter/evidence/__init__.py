"""Evidence files and pasted text become facts: one reader per kind of evidence, one table of readers."""
