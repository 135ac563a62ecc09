"""What of a draft needs a colleague's yes before it may be sent: the company's rules, requests, decisions."""
