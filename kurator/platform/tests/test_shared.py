"""Tables in memory that forks share: nothing is counted twice, and the dead leave nothing behind."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from kurator.platform.limits import Buckets, Rate
from kurator.platform.shared import SharedCounts, SharedTable
from kurator.platform.tests.forks import fork, in_fork, living, wait


def test_processes_never_hand_out_the_same_token() -> None:
    rate, buckets = Rate(per_second=0.001, burst=5_000), Buckets()
    reading, writing = os.pipe()

    def take() -> None:
        served = sum(buckets.take("anna", rate) == 0 for _ in range(4_000))
        os.write(writing, served.to_bytes(4, "big"))

    for pid in [fork(take) for _ in range(3)]:
        wait(pid)
    assert sum(int.from_bytes(os.read(reading, 4), "big") for _ in range(3)) == 5_000
    os.close(reading)
    os.close(writing)


def test_what_is_under_way_counts_in_all_processes() -> None:
    counts = SharedCounts()
    with living(lambda: [counts.begin("anna", 5) for _ in range(3)]):
        assert [counts.begin("anna", 5) for _ in range(4)] == [True, True, False, False]
        assert counts.begin("boris", 1)
        counts.end("anna")
        assert counts.begin("anna", 5)


def test_a_killed_process_leaves_nothing_under_way() -> None:
    counts = SharedCounts()
    counts.join()
    with living(lambda: [counts.begin("anna", 3) for _ in range(3)]):
        assert not counts.begin("anna", 3)
    in_fork(counts.join)  # its successor takes the lane
    assert [counts.begin("anna", 3) for _ in range(4)] == [True, True, True, False]


def test_of_several_shares_all_are_taken_or_none() -> None:
    counts = SharedCounts()
    assert counts.begin_all({"anna": 3, "anna, slow": 1})
    assert not counts.begin_all({"anna": 3, "anna, slow": 1})
    assert [counts.begin("anna", 3) for _ in range(3)] == [True, True, False]
    counts.end_all(["anna", "anna, slow"])
    assert counts.begin_all({"anna": 3, "anna, slow": 1})


def test_shares_are_exact_over_processes() -> None:
    counts = SharedCounts()
    reading, writing = os.pipe()

    def take() -> None:
        taken = sum(counts.begin_all({"anna": 50, f"by {os.getpid()}": 40}) for _ in range(60))
        os.write(writing, bytes([taken]))
        signal.pause()

    pids = [fork(take) for _ in range(3)]
    taken = [os.read(reading, 1)[0] for _ in pids]
    assert sum(taken) == 50
    assert max(taken) <= 40
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    os.close(reading)
    os.close(writing)


def test_two_tables_at_once_are_no_deadlock() -> None:
    """
    The kernel knows locks of processes, not of threads: where threads of two processes hold one table
    each while others of theirs wait for the other one, it sees a circle that there is none of.
    """
    first, second = SharedTable("d", slots=8), SharedTable("d", slots=8)
    reading, writing = os.pipe()

    def at(table: SharedTable) -> int:
        for _ in range(3_000):
            with table.alone():
                time.sleep(0)
        return 1

    def work() -> None:
        with ThreadPoolExecutor(4) as pool:
            os.write(writing, bytes([sum(pool.map(at, [first, second, first, second]))]))

    for pid in [fork(work) for _ in range(3)]:
        wait(pid)
    assert os.read(reading, 3) == bytes([4, 4, 4])
    os.close(reading)
    os.close(writing)


def test_to_count_a_request_costs_microseconds() -> None:
    counts, shares = SharedCounts(), {"api anna": 6, "slow anna": 3}

    def fastest(rounds: int) -> float:
        began = time.perf_counter()
        for _ in range(rounds):
            counts.begin_all(shares)
            counts.end_all(shares)
        return (time.perf_counter() - began) / rounds

    assert min(fastest(500) for _ in range(20)) < 50e-6  # half of it and less on an idle machine


def test_a_table_is_free_again_when_who_was_at_it_is_killed() -> None:
    table = SharedTable("Q", slots=16)

    def hold() -> None:
        table.alone().__enter__()

    with living(hold):
        pass
    in_fork(lambda: table.alone().__enter__())
    with table.alone():
        key, at, found = table.place("one", worth=sum)
        assert found is None
        table.write(key, at, 7)
        assert table.place("one", worth=sum) == (key, at, (7,))


def test_a_full_table_gives_up_what_is_worth_least() -> None:
    table = SharedTable("Q", slots=16)
    with table.alone():
        for number in range(200):
            key, at, _ = table.place(str(number), worth=sum)
            table.write(key, at, number)
        assert table.place("199", worth=sum)[2] == (199,)
