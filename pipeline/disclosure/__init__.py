"""What one set of a case has and another cannot be seen to have, and what is told of and not here.

`papers` loads a case, `letters` reads what lists say was given, `matching` and `versions` compare papers, `persons` and
`comparing` what they tell, `references`, `series` and `numbers` find what should be here; `gaps` puts it together.
Absence is said of a certified set only; of any other it is said that nothing was found in what is here.
"""

from pipeline.disclosure.gaps import LEXICONS, Knowledge, find_gaps, load_knowledge
from pipeline.disclosure.papers import CaseFile, load_case, read_from

VERSION = 1
"""Raised when other gaps are found in the same papers."""

__all__ = ["LEXICONS", "VERSION", "CaseFile", "Knowledge", "find_gaps", "load_case", "load_knowledge", "read_from"]
