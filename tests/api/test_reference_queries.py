"""What everybody may read: chains, stages, committees, categories."""

from tests.api.conftest import Door
from tests.factories import local


async def test_chains_with_their_stages_and_committees(door: Door) -> None:
    data = await door.ask(
        """{ chains {
          code name nameEn summary: summaryZh district { code name level fullName }
          stages { code name position categories { code label } feeds { code } }
          committees { code name chain { code } district { name } }
        } }"""
    )
    castings, machines = data["chains"]
    assert castings == {
        "code": "castings",
        "name": "铸造产业链",
        "nameEn": "Castings",
        "summary": None,
        "district": {
            "code": "370812",
            "name": "兖州区",
            "level": 3,
            "fullName": "山东省济宁市兖州区",
        },
        "stages": [
            {
                "code": "casting",
                "name": "casting",
                "position": 1,
                "categories": [
                    {"code": "aluminium-die-castings", "label": "铝压铸件"},
                    {"code": "iron-castings", "label": "铸铁件"},
                ],
                "feeds": [{"code": "finish"}],
            },
            {
                "code": "finish",
                "name": "finish",
                "position": 2,
                "categories": [{"code": "motor-housings", "label": "电机壳体"}],
                "feeds": [],
            },
        ],
        "committees": [
            {
                "code": "ka",
                "name": "铸造党委",
                "chain": {"code": "castings"},
                "district": {"name": "兖州区"},
            }
        ],
    }
    assert machines["code"] == "machines"


async def test_one_chain_by_its_code_and_none_by_another(door: Door) -> None:
    query = "query ($code: String!) { chain(code: $code) { name } }"
    assert await door.ask(query, code="machines") == {"chain": {"name": "农机产业链"}}
    assert await door.ask(query, code="nothing") == {"chain": None}


async def test_names_come_in_the_language_asked_for(door: Door) -> None:
    query = '{ committees { name } chain(code: "castings") { name stages { name } } }'
    chinese = await door.ask(query, language="zh-CN,en;q=0.5")
    assert chinese["committees"] == [{"name": "铸造党委"}, {"name": "农机党委"}]
    english = await door.ask(query, language="en-GB,zh;q=0.5")
    assert english["committees"] == [{"name": "A"}, {"name": "B"}]
    assert english["chain"]["name"] == "Castings"


CATEGORIES = """query ($search: String, $first: Int, $after: String) {
  categories(search: $search, first: $first, after: $after) {
    edges { cursor node { code scheme kind label labelZh labelEn broader { code } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } }"""


async def test_categories_are_found_by_label_and_by_code(door: Door) -> None:
    found = await door.ask(CATEGORIES, search="铝压铸")
    assert [edge["node"] for edge in found["categories"]["edges"]] == [
        {
            "code": "aluminium-die-castings",
            "scheme": "LOCAL",
            "kind": "GOOD",
            "label": "铝压铸件",
            "labelZh": "铝压铸件",
            "labelEn": "Aluminium die castings",
            "broader": [{"code": "castings"}],
        }
    ]
    found = await door.ask(CATEGORIES, search="DIE CAST", language="en")
    assert found["categories"]["edges"][0]["node"]["label"] == "Aluminium die castings"
    found = await door.ask(CATEGORIES, search="3572", language="en")
    assert [edge["node"]["label"] for edge in found["categories"]["edges"]] == [
        "机械化农业及园艺机具制造"
    ]


async def test_pages_of_categories_follow_each_other_without_a_gap(door: Door) -> None:
    whole = [edge["node"]["code"] for edge in (await door.ask(CATEGORIES))["categories"]["edges"]]
    assert len(whole) == 14
    codes, after, pages = [], None, 0
    while True:
        page = (await door.ask(CATEGORIES, first=4, after=after))["categories"]
        codes += [edge["node"]["code"] for edge in page["edges"]]
        pages += 1
        info = page["pageInfo"]
        assert info["hasPreviousPage"] is (after is not None)
        assert info["startCursor"] == page["edges"][0]["cursor"]
        assert info["endCursor"] == page["edges"][-1]["cursor"]
        if not info["hasNextPage"]:
            break
        after = info["endCursor"]
    assert pages == 4
    assert codes == whole


async def test_a_text_is_read_into_categories(door: Door) -> None:
    query = """query ($text: String!, $scheme: CategoryScheme, $first: Int) {
      suggestCategories(text: $text, scheme: $scheme, first: $first) {
        category { id code } confidence terms
      } }"""
    found = await door.ask(query, text="铝合金压铸", first=1)
    [suggestion] = found["suggestCategories"]
    assert suggestion["category"]["code"] == "aluminium-die-castings"
    assert suggestion["terms"] == ["铝合金压铸"]
    assert 0.5 < suggestion["confidence"] < 1
    assert await door.ask(query, text="铝合金压铸", scheme="HS") == {"suggestCategories": []}
    empty = await door.send(query, text="  ")
    assert empty["errors"][0]["extensions"] == {
        "code": "INVALID_INPUT",
        "fields": [{"path": "text", "message": "此项必填。"}],
    }


async def test_whatever_is_public_is_found_again_by_its_id(door: Door) -> None:
    data = await door.ask(
        """{ chains { id stages { id } committees { id } }
        categories(first: 1) { edges { node { id } } } }"""
    )
    query = "query ($id: ID!) { node(id: $id) { __typename id } }"
    chain = data["chains"][0]
    category = data["categories"]["edges"][0]["node"]
    for kind, thing in (
        ("Chain", chain),
        ("Stage", chain["stages"][0]),
        ("Committee", chain["committees"][0]),
        ("Category", category),
    ):
        assert await door.ask(query, id=thing["id"]) == {
            "node": {"__typename": kind, "id": thing["id"]}
        }


async def test_ids_of_nothing_find_nothing(door: Door) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    for id_ in (
        "",
        "x",
        "中文",
        "RW50ZXJwcmlzZTo=",  # Enterprise:
        "RW50ZXJwcmlzZTpub25l",  # Enterprise:none
        "Q2F0ZWdvcnk6bm9uZQ==",  # Category:none
        "Q2FwYWJpbGl0eTpub25l",  # Capability:none
        "TmVlZDpub25l",  # Need:none
        "Q2hhaW46bm9uZQ==",  # Chain:none
        "U3RhZ2U6bm9uZQ==",  # Stage:none
        "Q29tbWl0dGVlOm5vbmU=",  # Committee:none
        "Vmlld2VyOm5vbmU=",  # Viewer:none
        "/////w==",
        local("castings"),
    ):
        assert await door.ask(query, id=id_) == {"node": None}
