"""``python -m pyclient.cli``: the daftar command where its script is not on the PATH."""

from pyclient.cli import main

main(prog_name="daftar")
