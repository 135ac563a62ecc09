"""Components and formats for templates."""
