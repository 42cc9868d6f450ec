"""The WSGI application granian serves."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
application = get_wsgi_application()

from nuanxin.kernel.bulletins.documents.typefaces import warm  # noqa: E402 (Django comes first)
from nuanxin.site.collecting import set_aside  # noqa: E402

set_aside()
Thread(target=warm, name="typefaces", daemon=True).start()
