"""What is agreed and who signs: templates, merging, signers, signing and signed copies."""
