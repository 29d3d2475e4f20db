"""Where memory goes: what the process holds, and the sizes of what it is made of."""

import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np

from chainlink.matching.projection.codes import Pool
from chainlink.matching.projection.projection import Projection
from chainlink.taxonomy.service import Taxonomy

_MIB = 2**20
_SAMPLE = 2000
_PAGE = resource.getpagesize()


def resident() -> int:
    """MiB that the process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * _PAGE // _MIB


def peak() -> int:
    """MiB that it held at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _arrays(thing: Any, seen: set[int]) -> int:
    """Bytes of the arrays below an object of ours, each once; room that is not yet used counts."""
    while isinstance(thing, np.ndarray) and isinstance(thing.base, np.ndarray):
        thing = thing.base  # a view holds all of what it is a view of
    if id(thing) in seen:
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    return sum(_arrays(one, seen) for one in _inside(thing))


def _inside(thing: Any) -> list[Any]:
    """What a container or an object of ours is made of; nothing else is looked into."""
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | tuple):
        return list(thing)
    if isinstance(thing, Projection) or not type(thing).__module__.startswith("chainlink."):
        return []
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    found = [getattr(thing, name) for name in slots if hasattr(thing, name)]
    return found + list(getattr(thing, "__dict__", {}).values())


def _pool(pool: Pool[Any]) -> int:
    """Bytes of values, their list and their dictionary; texts by a sample."""
    values = pool.values
    step = max(1, len(values) // _SAMPLE)
    sample = values[::step]
    texts = sum(map(sys.getsizeof, sample)) * len(values) // max(1, len(sample))
    numbers = 28 * len(values)
    return texts + numbers + sys.getsizeof(values) + sys.getsizeof(pool._numbers)


def parts_of(projection: Projection) -> dict[str, int]:
    """MiB of each part of a projection."""
    seen: set[int] = set()
    names = projection.names
    sample = names[:: max(1, len(names) // _SAMPLE)]
    texts = sum(map(sys.getsizeof, sample)) * len(names) // max(1, len(sample))
    found = {
        f"columns of {name}": _arrays(getattr(projection, name), seen)
        for name in ("claims", "offers", "enterprises", "links")
    }
    found |= {
        f"index: {name.strip('_')}": _arrays(value, seen)
        for name, value in vars(projection.index).items()
        if name not in {"_holding", "_postings"}
    }
    found |= {
        f"texts: {name.strip('_')}": _arrays(value, seen)
        for name, value in vars(projection.texts).items()
    }
    found |= {
        f"pool of {name}": _pool(getattr(projection, name))
        for name in ("ids", "wordings", "categories", "sources")
    }
    found["names of enterprises"] = texts + sys.getsizeof(names)
    found["hashes, exposure"] = _arrays([projection.wording_hashes, projection.exposure], seen)
    return {name: round(size / _MIB) for name, size in found.items() if size >= _MIB}


def _deep(thing: Any) -> int:
    """Bytes of a small object with what it holds."""
    size = sys.getsizeof(thing)
    inner = getattr(thing, "__dict__", None)
    if inner is not None:
        size += sys.getsizeof(inner) + sum(map(sys.getsizeof, inner.values()))
    for name in ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"):
        size += sys.getsizeof(getattr(thing, name, None))
    return size


def taxonomy_parts(taxonomy: Taxonomy) -> dict[str, int]:
    """MiB of a taxonomy's categories and edges, by a sample of their objects."""
    categories = list(taxonomy.by_id.values())
    inputs = [link for links in taxonomy.inputs.values() for link in links]
    broader = [link for id_ in taxonomy.by_id for link in taxonomy.broader_of(id_)]
    found = {}
    for name, things in (("categories", categories), ("inputs", inputs), ("broader", broader)):
        sample = things[:: max(1, len(things) // _SAMPLE)]
        each = sum(map(_deep, sample)) / max(1, len(sample))
        found[f"taxonomy: {len(things):,} {name}"] = round(each * len(things) / _MIB)
    return found
