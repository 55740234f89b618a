"""Look-back: a list of officers in, every case in which each may appear out, with why, and what is missing to decide.

`officers` reads the list, `status` what may be said of an officer, `identity` and `comparing` who in the archive
may be him, `cases` what the papers of each case say of his part, `rows` what is written, `sheet` and `table` how.
"""
