"""Documents inside files: which pages belong together, which numbers are missing, which pages are there twice.

Pure functions over records. `stitching` makes documents of pages, `numbering` reads the runs of printed numbers,
`copies` finds pages that say the same and `differences` what they do not share.
"""
