"""`python -m miniexchange` is `mini`."""

from miniexchange.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
