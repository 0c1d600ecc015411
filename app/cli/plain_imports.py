"""Import this right after PySide6: from then on importing is Python's own again.

PySide puts an import of its own in its place. It reads the source of every module imported from then on, on
whatever thread, to see whether it asks for snake_case names. Nothing here does; it costs a tenth of the start
and ten megabytes, and opens files on the GUI thread at an import of what has long been loaded.
"""

import builtins

import PySide6.QtCore  # noqa: F401  (the import that is put in place)

builtins.__import__ = vars(builtins).get("__orig_import__", builtins.__import__)
