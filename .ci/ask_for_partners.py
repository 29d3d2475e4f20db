"""Ask a running demo over HTTP for the partners that the README promises, as a program would.

    python3 .ci/ask_for_partners.py data/demo/credentials.json

Needs nothing but Python, so that it shows what the server does and not what our code does.
"""

import json
import sys
import urllib.request
from pathlib import Path
from typing import Any

USCC = "91370812DEM090013W"
NAME = "易运盈"
MATCH_TYPE = "CHANNEL"
AS_OF = "2023-06-01"
FIRST = 3
EXPECTED = "山东金大丰机械有限公司"

QUERY = f"""
query {{
  enterprise(uscc: "{USCC}") {{
    name
    recommendedPartners(matchType: {MATCH_TYPE}, asOf: "{AS_OF}", first: {FIRST}) {{
      edges {{ node {{ rank score partner {{ name }} }} }}
    }}
  }}
}}
"""


def ask(url: str, token: str) -> dict[str, Any]:
    """Send the question and return its data; ends the program with what the server objects to."""
    request = urllib.request.Request(  # noqa: S310 - the address that the demo wrote down
        url,
        data=json.dumps({"query": QUERY}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=60) as response:
        answer: dict[str, Any] = json.load(response)
    if answer.get("errors"):
        sys.exit(f"the server refused the question: {json.dumps(answer, ensure_ascii=False)}")
    data: dict[str, Any] = answer["data"]
    return data


def main(credentials_file: str) -> None:
    """Ask, print the answer, and end with an error when the expected partner is not in it."""
    credentials = json.loads(Path(credentials_file).read_text(encoding="utf-8"))
    enterprise = ask(credentials["graphql"], credentials["tokens"]["secretary"])["enterprise"]
    if not enterprise or NAME not in enterprise["name"]:
        sys.exit(f"{USCC} should be {NAME}, but the server says {enterprise}")
    partners = [edge["node"] for edge in enterprise["recommendedPartners"]["edges"]]
    print(enterprise["name"])
    for partner in partners:
        print(f"  {partner['rank']}. {partner['partner']['name']}  {partner['score']:.3f}")
    if EXPECTED not in [partner["partner"]["name"] for partner in partners]:
        sys.exit(f"{EXPECTED} is not among the first {FIRST}")


if __name__ == "__main__":
    main(sys.argv[1])
