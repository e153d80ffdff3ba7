"""What axe finds in a page that somebody with a screen reader, a keyboard alone or weak eyes would stumble over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_GRAVE = ("serious", "critical")


def stumbles(page: Any, within: Sequence[str] = ()) -> list[str]:
    """One line for each serious or critical finding: the rule, and the node. `within`: selectors; none, the whole page.

    A selector that fits nothing raises, so that nothing is passed over in silence.
    """
    from axe_playwright_python.sync_playwright import Axe

    context = {"include": [[selector] for selector in within]} if within else None
    found = Axe().run(page, context, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:300]}: {node.get('failureSummary', '')[:300]}"
        for rule in found
        if rule["impact"] in _GRAVE
        for node in rule["nodes"]
    ]
