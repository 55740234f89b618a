"""What people touch: the command line. Nothing imports this package."""
