"""Draw the pictures that pages are shared with, into static/og/: pictures.py [--live].

Run it after a change of the catalogues; the pictures are kept in the repository. With --live they
no longer say that the site is a demonstration. Needs Chromium.
"""

import os
import shutil
import sys
from html import escape

import environment

_ROOT = environment.ROOT
_PAGE = """<!doctype html><html lang="{code}" dir="{direction}"><meta charset="utf-8"><style>
body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 80px 90px;
 background: #0b3c45; color: #fff; font-family: "Noto Sans", "Noto Sans Arabic",
 "Noto Sans Ethiopic", sans-serif; }}
h1 {{ font-size: 84px; line-height: 1.2; margin: 0 0 40px; }}
p {{ font-size: 50px; line-height: 1.35; margin: 0 0 40px; }}
small {{ font-size: 32px; color: #ffe2a8; }}
</style><h1>{title}</h1><p>{words}</p><small>{notice}</small>"""


def main() -> None:
    """Draw one picture for each language of the site."""
    environment.prepare(tests=True)
    environment.provide_secret()
    environment.run("manage.py", "compile_catalogues", "--verbosity=0")
    environment.run(
        "-c",
        "import sys; sys.path.insert(0, 'scripts'); import pictures; pictures.draw()",
        *sys.argv[1:],
    )


def draw() -> None:
    """Draw; called in the environment, where the packages are."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "guidance_site.settings"
    import django
    from django.utils.translation import gettext, override
    from playwright.sync_api import sync_playwright

    from guidance.domain.languages import LANGUAGES

    django.setup()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    folder = _ROOT / "static" / "og"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        for language in LANGUAGES:
            with override(language.code):
                page.set_content(
                    _PAGE.format(
                        code=language.code,
                        direction=language.direction,
                        title=escape(gettext("Minneapolis guidance")),
                        words=escape(gettext("In danger: call 911. A question: call 311.")),
                        notice=""
                        if "--live" in sys.argv
                        else escape(
                            gettext("Demonstration. Not published by the City of Minneapolis.")
                        ),
                    )
                )
            page.screenshot(path=folder / f"{language.code}.png")
        browser.close()


if __name__ == "__main__":
    main()
