"""Agencies as they are compared: departments can contradict each other, squads cannot."""


def department(agency: str) -> str | None:
    """The folded name of a police department or agency as such, not of a squad in it: the only part that can
    contradict."""
    letters = folded(agency)
    whole = any(word in letters for word in ("police", "sheriff", "bureauof", "administration"))
    return letters if whole or (letters.isalpha() and len(letters) in (3, 4)) else None


def folded(text: str | None) -> str:
    return "".join(c for c in (text or "").lower() if c.isalnum())
