"""The site's settings, with a folder, a secret and a database of the tests' own.

`make test` says where; a test run started by hand writes below var/test.
"""

import os
from pathlib import Path

_root = Path(__file__).resolve().parent.parent
_folder = _root / os.environ.setdefault("DATA_DIR", str(_root / "var" / "test"))
_folder.mkdir(parents=True, exist_ok=True)
os.environ["SECRET_KEY"] = "of the tests alone: " + "0123456789abcdef" * 3
# What the person at the keyboard set for their own site must not decide what is tested.
for _name in ("HOST", "PORT", "PUBLIC_URL"):
    os.environ.pop(_name, None)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(_folder / "hypothesis")
# Playwright runs an event loop in the thread of the tests, and Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from guidance_site.settings import *  # noqa: E402

# What a crash would lose is of no use to a test.
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

# Signing in is not what most tests test, and the real one is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Names with digests, as in use, without the compressed copies.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
