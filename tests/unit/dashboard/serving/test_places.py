import asyncio

import pytest

from dashboard.serving.places import NoPlaceError, Places


def run(*steps: object) -> None:
    async def all_of_them() -> None:
        await asyncio.wait_for(asyncio.gather(*(step() for step in steps)), 5)

    asyncio.run(all_of_them())


def places(total: int = 2, each: int = 1, waiting: int = 10, seconds: float = 1) -> Places:
    return Places(total, each, waiting, seconds)


def test_a_person_with_many_requests_leaves_places_to_others():
    ours, order = places(total=2, each=1), []

    async def ask(person: str, seconds: float) -> None:
        async with ours.taken(person):
            order.append(person)
            await asyncio.sleep(seconds)

    async def steps() -> None:
        greedy = [asyncio.create_task(ask("greedy", 0.1)) for _ in range(3)]
        await asyncio.sleep(0)
        await ask("other", 0)
        assert order == ["greedy", "other"]
        await asyncio.gather(*greedy)

    run(steps)
    assert not ours.running
    assert not ours.line


def test_who_has_fewer_running_goes_first():
    ours, order = places(total=2, each=2), []

    async def ask(person: str, until: asyncio.Event) -> None:
        async with ours.taken(person):
            order.append(person)
            await until.wait()

    async def steps() -> None:
        first, rest = asyncio.Event(), asyncio.Event()
        tasks = [asyncio.create_task(ask("a", first)), asyncio.create_task(ask("a", rest))]
        await asyncio.sleep(0)
        tasks += [asyncio.create_task(ask(person, rest)) for person in ("a", "b")]
        await asyncio.sleep(0)
        first.set()
        await asyncio.sleep(0.01)
        assert order == ["a", "a", "b"]
        rest.set()
        await asyncio.gather(*tasks)

    run(steps)


@pytest.mark.parametrize(("waiting", "seconds"), [(0, 5), (5, 0.05)])
def test_a_full_line_and_a_long_wait_are_refused(waiting: int, seconds: float):
    ours = places(total=1, waiting=waiting + 1, seconds=seconds)

    async def steps() -> None:
        async with ours.taken("a"):
            ours.waiting = waiting
            with pytest.raises(NoPlaceError):
                async with ours.taken("b"):
                    pass
        ours.waiting = 1
        async with ours.taken("b"):
            assert ours.running == {"b": 1}

    run(steps)
    assert not ours.running


def test_a_place_is_free_again_when_its_holder_fails_or_is_cancelled():
    ours = places(total=1, each=1)

    async def fail() -> None:
        async with ours.taken("a"):
            raise ValueError("by its holder")

    async def hold() -> None:
        async with ours.taken("a"):
            await asyncio.sleep(60)

    async def steps() -> None:
        with pytest.raises(ValueError, match="by its holder"):
            await fail()
        holding, waiting = asyncio.create_task(hold()), asyncio.create_task(hold())
        await asyncio.sleep(0)
        for task in (waiting, holding):
            task.cancel()
        await asyncio.wait((holding, waiting))
        assert not ours.running
        assert not ours.line

    run(steps)
