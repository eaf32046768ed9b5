"""Refusals of the administration of people."""

from kurator.kernel.errors import KuratorError


class BeyondOwnRights(KuratorError):
    code = "people.beyond_own_rights"
    status = 403
    texts = {
        "en": "This would give or touch rights that you do not have yourself. Ask an administrator.",
        "ru": "Так были бы выданы или затронуты права, которых нет у вас. Обратитесь к администратору.",
        "uk": "Так було б надано або зачеплено права, яких немає у вас. Зверніться до адміністратора.",
    }


class BeyondOwnTeams(KuratorError):
    code = "people.beyond_own_teams"
    status = 403
    texts = {
        "en": "This team is outside of the teams that you see. Ask an administrator.",
        "ru": "Эта команда не входит в те, что видны вам. Обратитесь к администратору.",
        "uk": "Ця команда не належить до тих, які видно вам. Зверніться до адміністратора.",
    }


class LastAdministrator(KuratorError):
    code = "people.last_administrator"
    status = 409
    texts = {
        "en": "Nobody would be left who can administer people and roles. Give somebody else these rights first.",
        "ru": "Не осталось бы никого, кто управляет людьми и ролями. Сначала дайте эти права кому-то ещё.",
        "uk": "Не залишилося б нікого, хто керує людьми й ролями. Спершу надайте ці права комусь іншому.",
    }


class NotYourself(KuratorError):
    code = "people.not_yourself"
    status = 409
    texts = {
        "en": "You cannot disable yourself. Ask a colleague.",
        "ru": "Отключить собственную учётную запись нельзя. Попросите коллегу.",
        "uk": "Вимкнути власний обліковий запис не можна. Попросіть колегу.",
    }


class AlreadyDisabled(KuratorError):
    code = "people.disabled"
    status = 409
    texts = {
        "en": "This person is disabled. Enable the person first.",
        "ru": "Учётная запись этого человека отключена. Сначала включите её.",
        "uk": "Обліковий запис цієї людини вимкнено. Спершу увімкніть його.",
    }


class TeamInUse(KuratorError):
    code = "people.team_in_use"
    status = 409
    texts = {
        "en": "The team is not empty: {people} people, {teams} teams below it. Move them first.",
        "ru": "Команда не пуста: людей {people}, команд под ней {teams}. Сначала переместите их.",
        "uk": "Команда не порожня: людей {people}, команд під нею {teams}. Спершу перемістіть їх.",
    }


class TeamCircle(KuratorError):
    code = "people.team_circle"
    status = 409
    texts = {
        "en": "A team cannot stand below itself.",
        "ru": "Команда не может стоять под самой собой.",
        "uk": "Команда не може стояти під самою собою.",
    }


class RoleInUse(KuratorError):
    code = "people.role_in_use"
    status = 409
    texts = {
        "en": "People with this role: {people}. Give them another one first.",
        "ru": "Людей с этой ролью: {people}. Сначала дайте им другую.",
        "uk": "Людей із цією роллю: {people}. Спершу надайте їм іншу.",
    }


class SystemRole(KuratorError):
    code = "people.system_role"
    status = 409
    texts = {
        "en": "The administrators' role always has all rights. Copy it to make a narrower one.",
        "ru": "Роль администраторов всегда имеет все права. Скопируйте её, чтобы получить более узкую.",
        "uk": "Роль адміністраторів завжди має всі права. Скопіюйте її, щоб мати вужчу.",
    }
