"""The record: what was given, read, found and decided. SQLite by default, PostgreSQL by URL.

Plain functions over a SQLAlchemy connection, one module for each kind of thing. `tables.py` is the schema,
`migrations/` how an older catalog becomes this one.
"""
