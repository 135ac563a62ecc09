"""What is offered and its price: versions, lines, pricing, payment and questions."""
