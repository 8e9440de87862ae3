#!/bin/bash
# Date: 2026-11-30. CPython 3.11 (3.8 to 3.13 alike), Typer 0.29.2.
# Surprise: an interrupt that a program has caught and answered still kills it at its end, by SIGINT and
# whatever exit code it chose, if on its way the interrupt came through an `exec` of a text and the program
# was started with `python -m`. Dataclasses and attrs make their methods in such an `exec`, so that Ctrl-C
# or a stop by systemd while a module is being loaded ends in -2 now and then; a script ends with its code.
# Product: started so it leaves with 130 by itself, after all is tidied up.
. "$(dirname "$0")/lib.sh"
python_with typer==0.29.2
cat >stopped.py <<'PY'
import sys
import typer

app = typer.Typer()

@app.command()
def run(text: bool = False):
    try:
        if text:
            exec("raise KeyboardInterrupt")
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        print("asked to stop, tidied up", end="; ", flush=True)
        sys.exit(7)

if __name__ == "__main__":
    app()
PY
run_python <<'PY'
import subprocess

for start in (["stopped.py"], ["-m", "stopped"]):
    for option in ([], ["--text"]):
        done = subprocess.run(["venv/bin/python", *start, *option], capture_output=True, text=True)
        print(*start, *option, "->", done.stdout + str(done.returncode))
PY
still <<'END'
stopped.py -> asked to stop, tidied up; 7
stopped.py --text -> asked to stop, tidied up; 7
-m stopped -> asked to stop, tidied up; 7
-m stopped --text -> asked to stop, tidied up; -2
END
