"""Takes out what must not leave the machine: rules find values, stable pseudonyms name them, a gate proves it."""
