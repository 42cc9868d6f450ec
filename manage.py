#!/usr/bin/env python3
"""Django's own door, for developers; everybody else uses ``nuanxin``."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    execute_from_command_line(sys.argv)
