"""A page arrives in one network round trip: the whole answer fits a first flight."""

import brotli
import pytest
from django.core.management import call_command

from guidance.models import Guide
from guidance.starter import OFFERED

# A first TCP flight less TLS is 13,000 bytes; 2,500 are kept for what pages are still to carry.
MOST = 13_000 - 2_500


@pytest.mark.django_db
def test_every_starter_page_fits_the_first_flight(client):
    call_command("load_starter", verbosity=0)
    for language in OFFERED:
        for guide in Guide.objects.all():
            slug = "" if guide.key == "front" else f"{guide.key}/"
            response = client.get(f"/{language}/{slug}")
            headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
            size = headers + len(brotli.compress(response.content))
            assert size <= MOST, f"{language} {guide.key}: {size} bytes"
