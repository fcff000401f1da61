"""Made-up texts and sites for property tests."""

from hypothesis import strategies as st

from guidance.domain.text.cells import Cell, CellId, Order
from guidance.domain.text.content import GENERAL, General, GuideContent, Kind, SectionContent, Words
from guidance.domain.text.markup import canonical

LANGUAGES = ("en", "es", "ar")
KEYS = ("alpha", "beta", "gamma", "delta")

words = st.text(st.sampled_from("abc dé\u0301ن١ \t\n\u00a0&<>\"'½ﬁ한"), min_size=0, max_size=12)
inline = st.recursive(
    words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.one_of(
        st.builds("<strong>{}</strong>".format, inner),
        st.builds("<em>{}</em>".format, inner),
        st.builds('<a href="https://example.org/">{}</a>'.format, inner),
        st.builds("{}<br>{}".format, inner, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=5,
)
blocks = st.recursive(
    st.builds("<p>{}</p>".format, inline),
    lambda inner: st.one_of(
        st.builds("<ul><li>{}</li><li>{}</li></ul>".format, inline, inline),
        st.builds("<ol><li><p>{}</p>{}</li></ol>".format, inline, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=4,
)
bodies = blocks.map(canonical)
any_html = st.one_of(blocks, inline, st.text("<>/pulioasbrem= \"'&;x\n", max_size=60))


@st.composite
def a_words(draw) -> Words:
    """A section's text in one language; sometimes only its base or provenance differs."""
    return Words(
        draw(st.sampled_from(["One", "Two", "Three"])),
        draw(st.sampled_from(["<p>x</p>", "<p>y</p>", "<ul><li>z</li></ul>"])),
        draw(st.sampled_from(["", "d1:a", "d1:b"])),
    )


generals = st.builds(
    General, st.sampled_from([Kind.TEXT, Kind.DO]), st.sampled_from([(), ("911",), ("911", "311")])
)


@st.composite
def guides(draw) -> GuideContent:
    """A guide of a head and some sections."""
    keys = draw(st.permutations(KEYS))[: draw(st.integers(1, len(KEYS)))]
    sections = [SectionContent("head", General(Kind.HEAD), {"en": Words("Title")})]
    for key in keys:
        chosen = draw(st.dictionaries(st.sampled_from(LANGUAGES), a_words(), min_size=1))
        sections.append(SectionContent(key, draw(generals), chosen))
    return GuideContent("guide", tuple(sections))


@st.composite
def text_cells(draw, guide: GuideContent) -> list[Cell]:
    """Some changed words and general cells of a guide's sections."""
    names = [
        (section.key, language)
        for section in guide.sections[1:]
        for language in (*LANGUAGES, GENERAL)
    ]
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    return [
        Cell(
            CellId("section", key, "words" if language else "general", language),
            draw(a_words() if language else generals),
        )
        for key, language in chosen
    ]


@st.composite
def orders(draw, guide: GuideContent) -> Cell:
    """A reordering, of keys that may not be there any more."""
    keys = draw(st.permutations([*KEYS, "head", "unknown"]))
    return Cell(CellId("guide", guide.key, "order"), Order(tuple(keys)))
