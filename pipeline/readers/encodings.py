"""Bytes to text, whatever office computer wrote them.

By its mark, as UTF-16 without one, as UTF-8 where it is valid; else as the one of three encodings of old computers in
which the odd letters make the most sense where they stand. charset-normalizer knows many more but not these: on 15
short samples it took the names of DOS and Macintosh files for Windows' and gave up on a table drawn with lines. It is
asked where none of the three makes sense.
"""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OFFICE_ENCODINGS = ("cp1252", "cp437", "mac_roman")
SAMPLE = 2**18
ODD = re.compile(r"[^\x00-\x7f]")
# An odd letter that makes sense where it stands: before it, itself, behind it.
SENSIBLE = re.compile(
    r"""(?<=[A-Za-z])[’](?=[A-Za-z\s])           # didn’t, the boys’
    |(?:(?<=[\s(\[—–-])|^)[“‘](?=[\w$.…])         # an opening quote
    |(?<=[\w.,;:!?…)%])[”’](?=[\s.,;:!?)\]—–-]|$) # a closing one
    |[—–]|(?:^|(?<=\s))[•·](?=[ \t\w])|(?<=\w)…|…(?=\s|$)
    |(?:^|(?<=[\s(]))[§¶](?=[§¶\s\d])|(?<=[\d\s.])[°½¼¾¢](?=\W|[CF]\b|$)|[£¥](?=\d)|(?:^|(?<=[\s(]))[¿¡](?=\w)
    |(?<=\w)[®©™]|[®©](?=\s)|(?<=[\s(])[«»±×÷](?=.)
    |[│║█▌▐](?=[\s\w─-▟]|$)|(?<=[─-▟])[─-▟]|[─-▟](?=[─-▟])  # lines of a table
    |(?<=[A-Za-z])[áéíóúñüçàèêëâôöäïîûåæøãõß]|[áéíóúñüçàèêëâôöäïîûåæøãõ](?=[a-z])
    |(?<![a-z])[ÁÉÍÓÚÑÜÇÀÈÊÖÄÅÆØ](?=[A-Za-z])|(?<=[A-Z])[ÁÉÍÓÚÑÜÇÀÈÊÖÄÅÆØ](?=\W|$)""",
    re.VERBOSE | re.MULTILINE,
)


def decode(data: bytes) -> str:
    """The text of these bytes. What no encoding explains becomes U+FFFD."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _wide(data[:SAMPLE]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_find_encoding(data), "replace")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without its mark: in English every second byte is zero, and only every second."""
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    if max(zeros) < 0.4 * len(sample) / 2 or min(zeros) > 0.01 * len(sample):
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _find_encoding(data: bytes) -> str:
    sample = _around_odd(data)
    shares = {encoding: _measure_sense(sample.decode(encoding, "replace")) for encoding in OFFICE_ENCODINGS}
    best = max(OFFICE_ENCODINGS, key=lambda encoding: shares[encoding])
    if shares[best] > 0.5:
        return best
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:SAMPLE]).best()
    return guess.encoding if guess else "cp1252"


def _around_odd(data: bytes) -> bytes:
    """The lines that hold anything else than ASCII: a long printout says it on its last page."""
    lines = (line for line in re.split(rb"\r\n?|\n", data) if not line.isascii())
    sample = b""
    for line in lines:
        sample += line[:2000] + b"\n"
        if len(sample) > SAMPLE:
            break
    return sample


def _measure_sense(text: str) -> float:
    """The share of the odd letters that make sense where they stand."""
    odd = len(ODD.findall(text))
    return len(SENSIBLE.findall(text)) / odd if odd else 0.0
