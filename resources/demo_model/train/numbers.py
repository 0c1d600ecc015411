"""Numbers, times, dates and money as they are said in English, lower case and without punctuation."""

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}
_ORDINALS |= {"nine": "ninth", "twelve": "twelfth"}
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+(?:st|nd|rd|th)?")


def cardinal(number: int) -> str:
    """Return a number from 0 to 999,999, e.g. "two hundred and eighty nine"."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens = _TENS[number // 10 - 2]
        return f"{tens} {_ONES[number % 10]}" if number % 10 else tens
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = f"{cardinal(number // size)} {name}", number % size
    if not rest:
        return head
    return f"{head} and {cardinal(rest)}" if rest < 100 else f"{head} {cardinal(rest)}"


def ordinal(number: int) -> str:
    """Return an ordinal from 1 to 999,999, e.g. "twenty fourth"."""
    *head, last = cardinal(number).split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = last.removesuffix("y") + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*head, last])


def spoken(text: str) -> str:
    """Return a written text as it is said: figures in words, lower case, no punctuation.

    A figure that starts with 0 or is longer than six is said digit by digit, as phone numbers are.
    """
    tokens = _TOKEN.findall(text.lower().replace("’", "'"))
    said = []
    for token in tokens:
        digits = re.match(r"\d+", token)
        if not digits:
            said.append(token)
        elif token[0] == "0" or len(token) > 6:
            said.append(" ".join(_ONES[int(digit)] for digit in digits.group()))
        else:
            number = int(digits.group())
            said.append(ordinal(number) if token != digits.group() else cardinal(number))
    return " ".join(said)
