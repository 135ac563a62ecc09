"""One function per e-mail, the rules from event to e-mail, and the delivery log."""
