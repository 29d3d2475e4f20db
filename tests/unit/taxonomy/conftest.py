import csv
from collections import defaultdict

import pytest
from taxonomy_examples import FIXTURE, cells, local_category, numbered_category

from chainlink.resources import resource_folder
from chainlink.taxonomy.reading import CategoryReader, ReadableCategory

_LISTS = ("other_zh", "other_en", "products", "materials", "grades", "processes")


@pytest.fixture(scope="session")
def reader() -> CategoryReader:
    """A reader of eighteen local categories and some of GB/T 4754 and HS."""
    industries = [
        ("14", "食品制造业"),
        ("149", "其他食品制造"),
        ("1494", "盐加工"),
        ("3443", "阀门和旋塞制造"),
        ("357", "农、林、牧、渔专用机械制造"),
        ("3571", "拖拉机制造"),
        ("5171", "农业机械批发"),
        ("5166", "化肥批发"),
        ("5167", "农药批发"),
        ("291", "橡胶制品业"),
        ("2911", "轮胎制造"),
        ("5261", "汽车新车零售"),
        ("732", "工程和技术研究和试验发展"),
        ("7320", "工程和技术研究和试验发展"),
    ]
    return CategoryReader(
        [
            *map(local_category, FIXTURE.splitlines()),
            *(numbered_category(code, label) for code, label in industries),
            numbered_category("8701", "拖拉机", "HS"),
        ]
    )


def _rows(folder: str) -> list[dict[str, str]]:
    files = sorted((resource_folder("seeds") / folder).glob("*.csv"))
    return [
        row
        for file in files
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    ]


@pytest.fixture(scope="session")
def seeded() -> CategoryReader:
    """A reader of the categories the product ships."""
    return CategoryReader(
        ReadableCategory(
            row["code"],
            "LOCAL",
            row["kind"],
            row["label_zh"],
            row["label_en"],
            *(cells(row[column]) for column in _LISTS),
        )
        for row in _rows("categories")
    )


@pytest.fixture(scope="session")
def kin() -> dict[str, set[str]]:
    """For every shipped category itself and its broader ones, two steps up."""
    broader: dict[str, set[str]] = defaultdict(set)
    for row in _rows("categories"):
        broader[row["code"]].update(cells(row["broader"]))
    return {
        code: {code} | up | {far for near in up for far in broader.get(near, ())}
        for code, up in list(broader.items())
    }


@pytest.fixture(scope="session")
def inputs() -> set[tuple[str, str]]:
    """The shipped edges: what goes into what."""
    return {(row["from_code"], row["to_code"]) for row in _rows("category_inputs")}
