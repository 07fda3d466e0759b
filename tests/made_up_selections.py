"""Selections of every kind, for hypothesis."""

from hypothesis import strategies as st

from results.selection.model import LARGEST_ORDINAL, Condition, Operation, Region, Selection

NUMERIC = ("gravy", "length", "isoelectric_point", "atoms", "count_A", "ordinal")
TEXTS = ("identifier", "name", "description", "formula", "notes")

numbers = st.floats(allow_nan=False, allow_infinity=False)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
plain_words = words.filter(lambda text: not text.lower().startswith(("seq:", "motif:")))
positive = st.floats(min_value=1e-9, max_value=1e9)


@st.composite
def conditions(draw):
    operation = draw(st.sampled_from(Operation))
    if operation is Operation.OUTSIDE:
        return Condition(draw(st.sampled_from(NUMERIC)), operation, bounds=(draw(numbers), draw(numbers)))
    if operation in (Operation.BLANK, Operation.NOT_BLANK):
        return Condition(draw(st.sampled_from(NUMERIC + TEXTS)), operation)
    return Condition(draw(st.sampled_from(TEXTS)), operation, draw(words))


regions = st.builds(
    Region,
    st.sampled_from(NUMERIC),
    st.sampled_from(NUMERIC),
    st.lists(st.tuples(positive, positive), min_size=3, max_size=20).map(tuple),
    st.booleans(),
    st.booleans(),
)
organisms = st.sampled_from(("", "Homo sapiens", "E. coli (strain K12 / a&b=c)", "-", "β; δ, %20"))
selections = st.builds(
    Selection,
    ranges=st.dictionaries(
        st.sampled_from(NUMERIC), st.tuples(st.none() | numbers, st.none() | numbers), max_size=len(NUMERIC)
    ),
    statuses=st.frozensets(st.sampled_from(("ok", "warned", "rejected"))),
    text=plain_words,
    ordinals=st.none() | st.frozensets(st.integers(1, LARGEST_ORDINAL), max_size=50),
    sort=st.lists(st.tuples(st.sampled_from(NUMERIC + TEXTS), st.sampled_from(("asc", "desc"))), max_size=3).map(tuple),
    motif=st.sampled_from(("", "NXS", "N-{P}-[ST]", "<M-x(2,4)-C.")),
    region=st.none() | regions,
    conditions=st.lists(conditions(), max_size=4).map(tuple),
    organisms=st.frozensets(organisms, max_size=3),
    organisms_left_out=st.frozensets(organisms, max_size=3),
)
