"""What every page is made of: shells, components, formats, form fields, style and small behaviours."""
