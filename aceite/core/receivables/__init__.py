"""What a closed sale is still to be paid, and what of it has arrived."""
