"""Takes out what must not leave the machine: finds values by rules, names each by a stable pseudonym, proves the result."""
