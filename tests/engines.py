"""The graph engines that tests run on, in this order."""

ENGINES = ("ladybug", "neo4j")
