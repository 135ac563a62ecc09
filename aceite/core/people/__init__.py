"""Who acts: users, members of a company, codes that prove a mailbox, and who may do what."""
