"""What a Typer program costs that does nothing: same markup mode, same flags as ours."""

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback()
def nothing() -> None:
    """Nothing."""


@app.command()
def still() -> None:
    """Still nothing."""


if __name__ == "__main__":
    app()
