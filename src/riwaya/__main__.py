"""`python -m riwaya` is the `riwaya` command."""

from riwaya.cli import main

if __name__ == "__main__":
    main()
