"""Makes the trained recognizer of people in `models/people` and measures it: `python -m training`.

The texts are written from `models/people/templates`, with names of the 1990 census and of many origins; part of them is
drawn as typed pages, worn, and read again by our own OCR. Nothing here is needed to use Exculpa.
"""
