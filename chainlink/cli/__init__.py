"""The commands: `chainlink serve`, `seed`, `import`, `recommend` and what keeps the graph well.

Help texts and option texts in the modules beside this one are keys of the catalogue `cli.po`.
"""

from chainlink.cli.entry import main

__all__ = ["main"]
