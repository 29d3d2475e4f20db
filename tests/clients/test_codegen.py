"""GraphQL Code Generator: typed questions that TypeScript checks and the platform answers."""

import json

from tests.clients.expectations import check_names, check_partners, check_refused, check_viewer
from tests.clients.workshop import Workshop


def test_generated_types_compile_and_fit_the_answers(workshop: Workshop) -> None:
    workshop.command("graphql-codegen", "--config", "codegen.json", within="codegen")
    workshop.command("tsc", "--project", ".", within="codegen")
    told = workshop.ask("codegen/out/questions.js")
    check_viewer(told["viewer"])
    check_names(told["names"])
    check_partners(told["partners"])
    assert told["scores"] == [one["score"] for one in told["partners"]]
    assert told["declared"] == {"__typename": "Capability", "title": "Codegen 铝压铸件"}
    check_refused(told["refused"])
    generated = workshop.folder / "codegen" / "gql" / "persisted-documents.json"
    texts = json.loads(generated.read_text(encoding="utf-8"))
    assert len(texts) == 3
