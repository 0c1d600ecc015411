"""The bar is as long at every moment, and never longer than full."""

import pytest

from app.cli.progress_bar import BAR, bar


@pytest.mark.parametrize(
    ("percent", "filled"), [(-3, 0), (0, 0), (25, BAR // 4), (99, BAR - 1), (100, BAR), (140, BAR)]
)
def test_it_is_filled_by_its_share(percent: int, filled: int) -> None:
    assert bar(percent).startswith(f"[{'#' * filled}{'.' * (BAR - filled)}]")
    assert len(bar(percent)) == len(bar(0))
