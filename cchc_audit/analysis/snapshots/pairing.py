"""Which dossier of one state is which of another."""

import polars as pl


def pair_dossiers(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The dossiers both have: number `k`, rows `i` in the old ones and `j` in the new."""
    first, second = dossier_keys(old, new)
    both = first.with_row_index("i").join(
        second.with_row_index("j"), on="key", how="inner", maintain_order="left"
    )
    return both.with_row_index("k").select("k", "i", "j")


def dossier_keys(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What tells the dossiers of two states apart (`key`): the number, and the commune where
    several communes have that number.
    """
    number = pl.col("dossier_id")
    if not {"commune"} <= set(old.columns) & set(new.columns):
        return old.select(key=number), new.select(key=number)
    shared = pl.concat(
        [state.filter(number.is_duplicated())["dossier_id"] for state in (old, new)]
    ).unique()
    commune = pl.col("commune").cast(pl.String).fill_null("")
    key = (
        pl.when(number.is_in(shared.implode()))
        .then(pl.concat_str(number, pl.lit("\0"), commune))
        .otherwise(number)
    )
    return old.select(key=key), new.select(key=key)
