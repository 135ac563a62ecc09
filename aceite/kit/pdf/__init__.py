"""PDF: typesetting papers, showing pages, appending without touching, re-making what others uploaded."""
