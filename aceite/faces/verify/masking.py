"""How people are named to whoever holds a paper: enough to recognise them, and no more."""


def masked_name(name: str) -> str:
    """Write "Carla N." or "Carla M. N.": the first name and the initials of the others; small words are left out."""
    first, *others = name.split()[:6] or [""]
    return " ".join([first, *(f"{word[0]}." for word in others if word[0].isupper())])
