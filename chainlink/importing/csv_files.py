"""CSV as it comes out of Excel, WPS and registries: encoding and separator found by trial."""

import codecs
import csv
import io
import sys
import unicodedata
from collections.abc import Iterator

from chainlink.errors import InvalidInput
from chainlink.importing.formulas import like_formula
from chainlink.importing.tables import LONGEST_CELL, Fault, FileRow, Table, cell_name, table_of
from chainlink.validation import visible

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 4096
_GARBAGE = 0.01  # share of characters that no text has; a few may have slipped into one
_FEW = {"UTF-8": 3}  # nothing else decodes as UTF-8 by chance


def read_csv(content: bytes, name: str) -> Table:
    """The table in a CSV file's bytes. Raises InvalidInput for what is no text or no table."""
    text, encoding = decoded(content, name)
    separator = separator_of(text)
    rows = list(rows_of(text, separator))
    read_as = f"{encoding}, {_SEPARATORS[separator]}"
    return table_of(rows, read_as, name, visible)


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding that it was read with: UTF-8, UTF-16, GBK or GB18030."""
    for mark, codec, label in _MARKS:
        if content.startswith(mark):
            return _strictly(content, codec, label, name)
    sample = content[:_SAMPLE]
    if b"\x00" in sample:
        # ASCII in UTF-16 has a zero in every other byte; so have commas and line ends
        low, high = sample[1::2].count(0), sample[0::2].count(0)
        return _strictly(content, "utf-16-le" if low >= high else "utf-16-be", "UTF-16", name)
    for codec, label in (("utf-8", "UTF-8"), ("gbk", "GBK"), ("gb18030", "GB18030")):
        try:
            return _text(content.decode(codec), label, name), label
        except UnicodeDecodeError:
            continue
    raise InvalidInput.of("file", "import.not_text", file=name)


def _strictly(content: bytes, codec: str, label: str, name: str) -> tuple[str, str]:
    try:
        return _text(content.decode(codec), label, name), label
    except UnicodeDecodeError as failure:
        raise InvalidInput.of("file", "import.not_text", file=name) from failure


def _text(text: str, encoding: str, name: str) -> str:
    sample = text[:_SAMPLE]
    strange = sum(
        unicodedata.category(c) in {"Cc", "Co", "Cn"} and c not in "\r\n\t" for c in sample
    )
    if strange > max(_FEW.get(encoding, 0), _GARBAGE * len(sample)):
        raise InvalidInput.of("file", "import.not_text", file=name)
    return text


def separator_of(text: str) -> str:
    """What parts the headings: the separator that stands most often in the first filled line."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    outside = first.split('"')[::2]  # a comma inside quotes separates nothing
    counts = {mark: sum(part.count(mark) for part in outside) for mark in _SEPARATORS}
    return max(counts, key=lambda mark: counts[mark])


def rows_of(text: str, separator: str) -> Iterator[FileRow]:
    """All rows, empty ones included, so that numbers are those that a spreadsheet shows.

    A quotation mark that does not close spoils its own row only: reading goes on at the next line.
    """
    csv.field_size_limit(sys.maxsize)
    lines = io.StringIO(text, newline="").readlines()
    start, number = 0, 0
    while start < len(lines):
        rest = (lines[place] for place in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=separator, strict=True)
        before = 0
        try:
            for cells in reader:
                number += 1
                before = reader.line_num
                yield _row(number, cells)
        except csv.Error:
            number += 1
            yield FileRow(number, [], Fault("import.quotes"))
            start += before + 1
        else:
            return


def _row(number: int, cells: list[str]) -> FileRow:
    row = FileRow(number, cells)
    for column, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            row.faults[column] = Fault(
                "import.cell_too_long", {"length": len(cell), "most": LONGEST_CELL}
            )
        elif cell and not cell[0].isalnum() and like_formula(visible(cell)):
            row.faults[column] = Fault("import.formula", {"cell": cell_name(column, number)})
    return row
