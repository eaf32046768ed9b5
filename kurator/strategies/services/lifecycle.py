"""From a draft to a running strategy and to its end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.errors import InvalidInput, KuratorError, NotFound, VersionConflict
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LocalizedText
from kurator.parties.vocabulary import ConditionHidden
from kurator.platform.outbox import publish
from kurator.segments.vocabulary import vocabulary_for
from kurator.strategies.engine.place_once import ALL_PARTITIONS
from kurator.strategies.models import Strategy, StrategyVersion, Sweep
from kurator.strategies.services.allowing import find_refused_steps
from kurator.strategies.services.understanding import DraftReading, read_draft
from kurator.strategies.services.veiling import veiled_draft
from kurator.strategies.types import Cause, read_definition, write_definition

State = Strategy.State


class WrongState(KuratorError):
    code = "strategies.wrong_state"
    status = 409
    texts = {
        "en": "The strategy is not in a state that allows this. Reload the page.",
        "ru": "Состояние стратегии этого не позволяет. Обновите страницу.",
        "uk": "Стан стратегії цього не дозволяє. Оновіть сторінку.",
    }


class NotReady(InvalidInput):
    code = "strategies.not_ready"
    texts = {
        "en": "The strategy cannot be activated yet; each reason is named below.",
        "ru": "Стратегию пока нельзя включить; каждая причина названа ниже.",
        "uk": "Стратегію поки не можна ввімкнути; кожну причину названо нижче.",
    }


def create_strategy(
    *,
    name: LocalizedText,
    draft: Mapping[str, Any],
    viewer: Viewer | None,
    strategy_id: UUID | None = None,
) -> Strategy:
    strategy = Strategy(
        id=strategy_id or new_id(),
        name=dict(name),
        draft=write_definition(read_definition(draft)),
        created_by=viewer.user_id if viewer else None,
    )
    strategy.save(force_insert=True)
    _announce(strategy)
    return strategy


def _refuse_hidden(strategy: Strategy, viewer: Viewer | None) -> None:
    if viewer is None:
        return
    if veiled_draft(strategy.draft, vocabulary_for(viewer.language)) != strategy.draft:
        raise ConditionHidden


def change_draft(
    *,
    strategy_id: UUID,
    name: LocalizedText | None,
    draft: Mapping[str, Any] | None,
    revision: int | None,
    viewer: Viewer | None,
    now: datetime,
) -> Strategy:
    """
    Save the draft; raises VersionConflict when `revision` is not the latest, ConditionHidden when
    the present one has parts that the viewer may not see.
    """
    strategy = _for_update(strategy_id)
    if revision is not None and revision != strategy.draft_revision:
        raise VersionConflict
    if strategy.state == State.ENDED:
        raise WrongState
    if name is not None:
        strategy.name = dict(name)
    if draft is not None:
        _refuse_hidden(strategy, viewer)
        strategy.draft = write_definition(read_definition(draft))
    strategy.draft_revision += 1
    strategy.updated_at = now
    strategy.save()
    _announce(strategy)
    return strategy


def check_strategy(*, strategy_id: UUID, viewer: Viewer) -> DraftReading:
    """Return what the draft lacks, as activation would say it, and change nothing; raises NotFound."""
    strategy = Strategy.objects.filter(id=strategy_id).first()
    if strategy is None:
        raise NotFound
    return _read_for(strategy, viewer)


def _read_for(strategy: Strategy, viewer: Viewer | None) -> DraftReading:
    definition = read_definition(strategy.draft)
    vocabulary = vocabulary_for(viewer.language if viewer else "en")
    reading = read_draft(definition, vocabulary)
    refused = (
        find_refused_steps(definition=definition, viewer=viewer, vocabulary=vocabulary)
        if viewer
        else ()
    )
    if not refused:
        return reading
    return replace(reading, problems=(*reading.problems, *refused), written_out=None)


def activate_strategy(
    *, strategy_id: UUID, viewer: Viewer | None, now: datetime
) -> StrategyVersion:
    """
    Publish the draft as the next version and have all customers placed by it.

    Raises NotReady with each missing part, and each step beyond the viewer's rights, named. The
    placement itself is the engine's: it follows within milliseconds of the commit.
    """
    strategy = _for_update(strategy_id)
    if strategy.state == State.ENDED:
        raise WrongState
    reading = _read_for(strategy, viewer)
    if reading.written_out is None:
        raise NotReady(problems=reading.problems)
    n = StrategyVersion.objects.filter(strategy=strategy).count() + 1
    version = StrategyVersion.objects.create(
        strategy=strategy,
        n=n,
        definition=write_definition(reading.written_out),
        published_by=viewer.user_id if viewer else None,
        published_at=now,
    )
    strategy.version, strategy.state, strategy.updated_at = version, State.ACTIVE, now
    strategy.save()
    request_sweep(strategy_id=strategy.id, cause="ACTIVATION" if n == 1 else "PUBLICATION")
    _announce(strategy)
    return version


def pause_strategy(*, strategy_id: UUID, now: datetime) -> Strategy:
    """Nobody is moved and no step is taken until it is resumed."""
    return _turn(strategy_id, {State.ACTIVE}, State.PAUSED, now)


def resume_strategy(*, strategy_id: UUID, viewer: Viewer | None, now: datetime) -> Strategy:
    """
    Go on; whoever changed meanwhile is placed at once. Whoever has the steps carried out anew
    answers for them as if he published them: raises NotReady with each step beyond his rights.
    """
    paused = _for_update(strategy_id)
    if viewer and paused.version:
        refused = find_refused_steps(
            definition=read_definition(paused.version.definition),
            viewer=viewer,
            vocabulary=vocabulary_for(viewer.language),
        )
        if refused:
            raise NotReady(problems=refused)
    strategy = _turn(strategy_id, {State.PAUSED}, State.ACTIVE, now)
    request_sweep(strategy_id=strategy.id, cause="RESUMPTION")
    return strategy


def end_strategy(*, strategy_id: UUID, now: datetime) -> Strategy:
    """End for good; the counters and the log stay as they are."""
    strategy = _turn(strategy_id, {State.ACTIVE, State.PAUSED}, State.ENDED, now)
    request_sweep(strategy_id=strategy.id, cause="END")
    return strategy


def request_sweep(*, strategy_id: UUID, cause: Cause) -> None:
    Sweep.objects.bulk_create(
        Sweep(id=new_id(), strategy_id=strategy_id, partition=partition, cause=cause)
        for partition in ALL_PARTITIONS
    )


def _turn(strategy_id: UUID, allowed: set[str], state: str, now: datetime) -> Strategy:
    strategy = _for_update(strategy_id)
    if strategy.state not in allowed:
        raise WrongState
    strategy.state, strategy.updated_at = state, now
    strategy.save(update_fields=["state", "updated_at"])
    _announce(strategy)
    return strategy


def _for_update(strategy_id: UUID) -> Strategy:
    strategy = Strategy.objects.select_for_update().filter(id=strategy_id).first()
    if strategy is None:
        raise NotFound
    return strategy


def _announce(strategy: Strategy) -> None:
    publish("strategies.changed", {"ids": [str(strategy.id)], "owners": [""]})
