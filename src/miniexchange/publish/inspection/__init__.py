"""The inspection of a built site: what a visitor, a screen reader or another host's server would stumble over."""

from miniexchange.publish.inspection.findings import Finding, told
from miniexchange.publish.inspection.site import inspect_site

__all__ = ["Finding", "inspect_site", "told"]
