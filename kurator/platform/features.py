"""Features are discovered: every package `kurator.<name>` with a `feature.py` is one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from kurator.kernel.localized import LocalizedText

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from kurator.expressions.nodes import Node
    from kurator.platform.attachments import AttachFiles
    from kurator.platform.capture import TrackedTable
    from kurator.platform.catalogue import FieldPlug, Subject
    from kurator.platform.exporting import Exporter
    from kurator.platform.outbox import Subscriber
    from kurator.platform.personal_data import PersonalDataSource
    from kurator.platform.records import RecordKind
    from kurator.platform.retention import RetentionRule
    from kurator.platform.sections import CardSection, FeedSource, SearchProvider
    from kurator.platform.sightings import Observer
    from kurator.platform.steps import Step

SegmentLookup = Callable[[str], "tuple[Node, LocalizedText, bool] | None"]
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Permission:
    code: str
    label: LocalizedText
    gives_access: bool = False
    """Whether by it somebody or some program may be let in, or see or do more. Each operation that
    takes it says whether it asks for a recent proof of who is there."""


@dataclass(frozen=True)
class EventTopic:
    """
    A topic of events that other programs may subscribe to; `permission` is what it takes, `path`
    the address at which the API tells more of what an id names.
    """

    code: str
    label: LocalizedText
    permission: str
    path: str = "/parties/{id}"


@dataclass(frozen=True)
class Loop:
    """A background loop of a process: `run` returns when `stop` is set."""

    name: str
    run: Callable[[Event], None]


@dataclass(frozen=True)
class Feature:
    """What a domain plugs into the house; all else is private to it."""

    name: str
    permissions: Sequence[Permission] = ()
    permission_headings: "Mapping[str, LocalizedText]" = field(default_factory=dict)
    """Under which its permissions stand, by the word before the dot of their codes."""
    subjects: "Sequence[Subject]" = ()
    fields: "FieldPlug | None" = None
    tracked: "Sequence[TrackedTable]" = ()
    steps: "Sequence[Step]" = ()
    subscribers: "Sequence[Subscriber]" = ()
    topics: Sequence[EventTopic] = ()
    waiting_paths: Sequence[str] = ()
    """Paths below /api/v1, as regular expressions, after a method where only that one is meant, whose
    operations wait for a peer or keep something although they refuse: they run outside of the
    request's transaction and open their own, before and after they wait. They say
    `heeds_key=False` where somebody must be logged in."""
    large_bodies: "Mapping[str, int]" = field(default_factory=dict)
    """Paths below /api/v1 whose POST takes more than the megabyte that is taken elsewhere, with
    their sizes in bytes; a GET of the same path needs the same permission."""
    inner_topics: "Mapping[str, LocalizedText]" = field(default_factory=dict)
    """How events are called that only Kurator itself hears, where one is told of them."""
    job_names: "Mapping[str, LocalizedText]" = field(default_factory=dict)
    """How the feature's background jobs are called, by the names of their tasks."""
    loops: Sequence[Loop] = ()
    """Run in the worker."""
    web_loops: Sequence[Loop] = ()
    """Run in each web process."""
    observer: "Observer | None" = None
    retention: "Sequence[RetentionRule]" = ()
    personal_data: "Sequence[PersonalDataSource]" = ()
    event_kinds: "Mapping[str, LocalizedText]" = field(default_factory=dict)
    """How the kinds of security events that the feature notes are called."""
    card_sections: "Sequence[CardSection]" = ()
    feed_sources: "Sequence[FeedSource]" = ()
    search_providers: "Sequence[SearchProvider]" = ()
    exporters: "Sequence[Exporter]" = ()
    record_kinds: "Sequence[RecordKind]" = ()
    attach_files: "AttachFiles | None" = None
    """Puts files that were sent beforehand on a record that is being made; see `attachments.py`."""
    segment_lookup: "Callable[[], SegmentLookup] | None" = None
    """Gives lists on lower floors the segments they are filtered by."""
    after_restore: "Callable[[datetime], int] | None" = None
    """Called once on a restored database before it is opened, with the present instant: marks as
    unknown what may have left the house after the instant that was restored; returns how many."""
    segment_users: "Callable[[UUID], Sequence[LocalizedText]] | None" = None
    """Names what stands on a segment, so that it is not deleted under it."""


def feature_packages() -> list[str]:
    """Names of the packages that are features, without importing them."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/feature.py"))


def api_rooms() -> list[str]:
    """
    Modules of the features' doors to the outside, without importing them: only a process that
    answers requests pays for their shapes.
    """
    rooms = (PACKAGE / name / "api" for name in feature_packages() if name != "platform")
    return [
        f"kurator.{room.parent.name}.api"
        for room in rooms
        if room.with_suffix(".py").exists() or (room / "__init__.py").exists()
    ]


@cache
def features() -> tuple[Feature, ...]:
    """All features, ordered by name; needs Django's apps to be ready."""
    modules = (import_module(f"kurator.{name}.feature") for name in feature_packages())
    return tuple(module.FEATURE for module in modules)


def permissions() -> dict[str, Permission]:
    return {item.code: item for feature in features() for item in feature.permissions}


def permission_headings() -> dict[str, LocalizedText]:
    return {
        word: label for feature in features() for word, label in feature.permission_headings.items()
    }


def topic_labels() -> dict[str, LocalizedText]:
    """How all events are called, those that other programs may hear and those of the inside."""
    inner = {code: label for feature in features() for code, label in feature.inner_topics.items()}
    return inner | {code: topic.label for code, topic in event_topics().items()}


def job_labels() -> dict[str, LocalizedText]:
    return {name: label for feature in features() for name, label in feature.job_names.items()}


def event_topics() -> dict[str, EventTopic]:
    return {topic.code: topic for feature in features() for topic in feature.topics}
