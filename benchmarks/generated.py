"""Files of invented enterprises and capabilities, written as somebody would export them."""

import csv
import random
from pathlib import Path

import stdnum.cn.uscc

GOODS = (
    "corn-harvesters",
    "tractors",
    "aluminium-die-castings",
    "hydraulic-cylinders",
    "gears",
    "balers",
    "pet-supplies",
)
WORDS = ("玉米收获机 四行自走式", "铝压铸件 电机外壳", "液压油缸 缸径63到200", "齿轮加工 磨齿六级")


def uscc(number: int) -> str:
    """A code that passes GB 32100-2015's check character."""
    bare = f"91370812BM{number:07d}"
    return bare + str(stdnum.cn.uscc.calc_check_digit(bare))


def write_enterprises(path: Path, rows: int) -> None:
    """Code, name, sector, region, founded, address."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["uscc", "name", "sector", "region", "founded", "address"])
        for number in range(rows):
            writer.writerow(
                [
                    uscc(number),
                    f"基准第{number}号有限公司",
                    "INDUSTRY",
                    "370812",
                    "2010-05-01",
                    f"济宁市兖州区基准路{number}号",
                ]
            )


def write_capabilities(path: Path, rows: int, *, ticked: bool) -> None:
    """One capability an enterprise: its category ticked, or to be read from the words."""
    chosen = random.Random(1)  # noqa: S311 - not for secrets
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["uscc", "title", "text", "kind", "categories", "valid_until"])
        for number in range(rows):
            title = f"{chosen.choice(WORDS)} {'甲' if ticked else '乙'}{number}"
            categories = chosen.choice(GOODS) if ticked else ""
            kind = "SUPPLY" if ticked else ""
            writer.writerow([uscc(number), title, "来图来样", kind, categories, "2035-12-31"])
