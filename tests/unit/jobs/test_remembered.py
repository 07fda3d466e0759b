import uuid

from jobs.remembered import Remembered

ONE, OTHER = uuid.uuid4(), uuid.uuid4()


def test_answers_belong_to_one_job_and_one_question():
    remembered = Remembered()
    remembered.keep(ONE, ("bins", "gravy"), [1])
    assert remembered.recall(ONE, ("bins", "gravy")) == [1]
    assert remembered.recall(OTHER, ("bins", "gravy")) is None
    assert remembered.recall(ONE, ("bins", "length")) is None


def test_the_longest_unused_answer_goes_first():
    remembered = Remembered(most=2)
    remembered.keep(ONE, "first", 1)
    remembered.keep(ONE, "second", 2)
    remembered.recall(ONE, "first")
    remembered.keep(ONE, "third", 3)
    assert [remembered.recall(ONE, name) for name in ("first", "second", "third")] == [1, None, 3]
