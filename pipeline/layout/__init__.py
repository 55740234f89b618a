"""Where words stand on a page, and what follows from it: reading order, forms and tables, what is no running text."""
