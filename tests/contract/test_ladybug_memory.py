"""The embedded engine's memory stays within its bounds, however many statements are asked."""

from pathlib import Path

from chainlink.graph.cypher import Query
from chainlink.graph.declaration import load_schema
from chainlink.graph.ladybug import LadybugStore

MEMORY = 256  # MiB
STATEMENTS = 400  # each would keep a mebibyte on each connection


async def test_many_statements_fit_into_a_small_buffer_pool(tmp_path: Path) -> None:
    store = LadybugStore(str(tmp_path / "graph.lbdb"), memory=MEMORY)
    try:
        await store.apply_schema(load_schema())
        await store.transact(
            lambda transaction: transaction.write(
                Query("one", "CREATE (:Market {code: 'XX', name_zh: '某地', name_en: 'A'})")
            )
        )
        for number in range(STATEMENTS):
            asked = Query(
                f"many/{number}",
                f"MATCH (m:Market) WHERE m.code = $code RETURN m.name_zh AS n{number} "
                f"ORDER BY n{number}",
            )
            for _ in range(3):
                assert await store.read(asked, code="XX") == [{f"n{number}": "某地"}]
    finally:
        await store.close()
