"""Content and frame in, pages out: no database, no request, no clock.

The functions here are the whole interface; each gives a finished ``Page``.
"""

from guidance.rendering.compare.changes import changes_page, compared
from guidance.rendering.guide.history import history_page
from guidance.rendering.guide.live import guide_page
from guidance.rendering.guide.version import version_page
from guidance.rendering.guide.with_english import with_english_page
from guidance.rendering.parts.page import Page
from guidance.rendering.site.about import about_page, privacy_page
from guidance.rendering.site.errors import (
    gone_page,
    language_off_page,
    not_found_page,
    section_gone_page,
    unavailable_page,
)
from guidance.rendering.site.questions import questions_page
from guidance.rendering.site.sitemap import sitemap
from guidance.rendering.site.translations import translations_page
