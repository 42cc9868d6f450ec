"""The site as plain Django serves it: every page is made anew from the database at every request."""

from nuanxin.site.settings import *  # noqa: F403 (the site's own settings, less one line)
from nuanxin.site.settings import MIDDLEWARE as _ALL

MIDDLEWARE = [each for each in _ALL if each != "nuanxin.web.kept_pages.KeptPages"]
