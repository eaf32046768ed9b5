"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText
from kurator.people.services.looks import KIND_BEGUN, KIND_ENDED

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "people.invited": {"en": "Person invited", "ru": "Человек приглашён", "uk": "Людину запрошено"},
    "people.changed": {
        "en": "Person changed",
        "ru": "Данные человека изменены",
        "uk": "Дані людини змінено",
    },
    "people.disabled": {"en": "Person disabled", "ru": "Человек отключён", "uk": "Людину вимкнено"},
    "people.enabled": {
        "en": "Person enabled again",
        "ru": "Человек снова включён",
        "uk": "Людину знову ввімкнено",
    },
    "people.reset": {
        "en": "Log-in of a person reset",
        "ru": "Вход человека сброшен",
        "uk": "Вхід людини скинуто",
    },
    "people.role_created": {"en": "Role created", "ru": "Роль создана", "uk": "Роль створено"},
    "people.role_changed": {"en": "Role changed", "ru": "Роль изменена", "uk": "Роль змінено"},
    "people.role_removed": {"en": "Role removed", "ru": "Роль удалена", "uk": "Роль видалено"},
    "people.team_created": {
        "en": "Team created",
        "ru": "Команда создана",
        "uk": "Команду створено",
    },
    "people.team_moved": {
        "en": "Team moved",
        "ru": "Команда перемещена",
        "uk": "Команду переміщено",
    },
    "people.team_removed": {
        "en": "Team removed",
        "ru": "Команда удалена",
        "uk": "Команду видалено",
    },
    "people.key_made": {"en": "API key made", "ru": "Создан ключ API", "uk": "Створено ключ API"},
    "people.key_revoked": {
        "en": "API key revoked",
        "ru": "Ключ API отозван",
        "uk": "Ключ API відкликано",
    },
    KIND_BEGUN: {
        "en": "Began to see as another person",
        "ru": "Начат просмотр глазами другого",
        "uk": "Розпочато перегляд очима іншого",
    },
    KIND_ENDED: {
        "en": "Stopped seeing as another person",
        "ru": "Закончен просмотр глазами другого",
        "uk": "Закінчено перегляд очима іншого",
    },
}
