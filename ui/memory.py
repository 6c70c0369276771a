"""What is made once for a snapshot is kept out of the garbage collector's way.

Streamlit collects garbage after every run of a page, and a full collection looks at every object there is: over 10,000
passages that costs more than the search itself, while the results wait to be sent.
"""

from __future__ import annotations

import gc

__all__ = ["settle"]


def settle() -> None:
    """Leave out of later collections what is alive now; what has died since the last time is freed first."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
