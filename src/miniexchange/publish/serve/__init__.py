"""The site while somebody edits the catalogue: built in private, served to this machine alone, reloaded on every save."""

from miniexchange.publish.serve.problem import problem_of, told
from miniexchange.publish.serve.serving import Build, serve

__all__ = ["Build", "problem_of", "serve", "told"]
