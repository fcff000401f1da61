"""Sending texts to translators outside, and taking in what they send back."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from guidance.admin.page import RefusalsShown, page, person, say_refusal, takes_form
from guidance.admin.words import in_words
from guidance.domain.languages import BY_CODE, TRANSLATED_CODES
from guidance.domain.xliff import XliffError
from guidance.domain.xliff.reading import LARGEST, read
from guidance.domain.xliff.writing import write
from guidance.models import Guide
from guidance.publishing import Issue, PublishingError, Refused, send_out, take_in
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.translation.agencies import TakenIn

MOST = 500
"""Files in one .zip that are looked at."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file: taken in, or everything that is wrong with it."""

    name: str
    taken: TakenIn | None = None
    problems: tuple[str, ...] = field(default=())

    @property
    def language(self) -> str:
        """The language of what was taken in."""
        return BY_CODE[self.taken.language].english_name if self.taken else ""


@takes_form
def agencies(request: HttpRequest) -> HttpResponse:
    """Send texts out as XLIFF, or take such files in and say what became of each."""
    reports: list[Report] = []
    form = request.POST
    if request.method == "POST" and form.get("action") == "out":
        with RefusalsShown(request):
            return _download(_documents(request))
    elif request.method == "POST":
        given = request.FILES.getlist("files")
        reports = [report for file in given for report in _taken(request, file)]
        if not given:
            messages.error(request, "Choose a file first: an .xlf, or a .zip with several.")
    own = [code for code in TRANSLATED_CODES if may(person(request), Act.TRANSLATE, code)]
    return page(
        request,
        "translation/agencies",
        "Send out and take in translations",
        status=200 if any(each.taken for each in reports) else None,
        guides=Guide.objects.filter(live_edition__isnull=False),
        own=[BY_CODE[code] for code in own],
        reports=reports,
        chosen_guides=form.getlist("guide"),
        chosen_languages=form.getlist("language"),
        everything=form.get("what") == "all",
    )


def _documents(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the files asked for, by name. Raises PublishingError."""
    form = request.POST
    guides = list(
        Guide.objects.filter(key__in=form.getlist("guide")).select_related("live_edition")
    )
    languages = [code for code in TRANSLATED_CODES if code in form.getlist("language")]
    files = [
        (f"{guide.key}.{code}.xlf", write(document))
        for guide in guides
        for code in languages
        if (
            document := send_out(
                by=person(request),
                guide=guide,
                language=code,
                only_behind=form.get("what") != "all",
            )
        ).texts
    ]
    if not files:
        message = (
            "There is nothing to send out: choose guides and languages in which something is "
            "behind, or choose all of it."
        )
        raise Refused([Issue("language", "", message)])
    return files


def _download(files: list[tuple[str, str]]) -> HttpResponse:
    if len(files) == 1:
        name, text = files[0]
        response = HttpResponse(text.encode(), content_type="application/x-xliff+xml")
    else:
        name, packed = "to-translate.zip", io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, text in files:
                archive.writestr(each, text)
        response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _taken(request: HttpRequest, file: UploadedFile) -> Iterator[Report]:
    """Take in a file, or each in a .zip: every one by itself, whole or not at all."""
    name = str(file.name)
    try:
        contents = list(_contents(name, file))
    except (XliffError, zipfile.BadZipFile) as wrong:
        yield Report(name, problems=(str(wrong) or "It is no .zip that can be read.",))
        return
    for each, content in contents:
        try:
            yield Report(each, take_in(by=person(request), document=read(content)))
        except XliffError as wrong:
            yield Report(each, problems=wrong.problems)
        except Refused as refused:
            found = (in_words(issue.message) for issue in refused.issues)
            yield Report(each, problems=tuple(found))
        except PublishingError as refused:
            say_refusal(request, refused)
            yield Report(each, problems=(str(refused),))


def _contents(name: str, file: UploadedFile) -> Iterator[tuple[str, bytes]]:
    """Yield the documents in an upload. Names in a .zip are shown, and never used as paths."""
    if not name.lower().endswith(".zip"):
        yield name, file.read(LARGEST + 1)
        return
    with zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST:
            raise XliffError(f"There are more than {MOST} files in it.")
        yield from _unpacked(archive, entries)


def _unpacked(
    archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    left = 10 * LARGEST
    for entry in entries:
        try:
            # No more is unpacked than is read, whatever the entry says of its size.
            content = archive.open(entry).read(LARGEST + 1)
        except (RuntimeError, NotImplementedError, OSError) as error:
            raise XliffError(f"“{entry.filename}” in it cannot be unpacked: {error}.") from error
        left -= len(content)
        if left < 0:
            raise XliffError("What is in it is too large. Send fewer files at a time.")
        yield entry.filename, content
