from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.io.ids import FirstPlaces


@given(st.lists(st.text(st.characters(), max_size=3), max_size=40), st.integers(0, 20))
def test_the_first_place_is_kept_in_memory_or_on_disk(
    ids: list[str], most: int
) -> None:
    with FirstPlaces(most) as places:
        found = [places.first(one, f"{at}") for at, one in enumerate(ids)]
    assert found == [str(ids.index(one)) for one in ids]
