"""What must not leave the machine is replaced: rules, scanner, pseudonyms, policies per target, and the gate on the finished zip."""
