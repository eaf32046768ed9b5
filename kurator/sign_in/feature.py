from kurator.platform.features import Feature, Loop, Permission
from kurator.sign_in.event_kinds import EVENT_KINDS
from kurator.sign_in.tasks import watch_metadata

FEATURE = Feature(
    name="sign_in",
    event_kinds=EVENT_KINDS,
    waiting_paths=[
        "POST /session",
        r"/session/(code|passkey|link|link/use|reset|provider-code|provider-assertion)",
        r"/session/providers/[^/]+",
        r"/session/saml/[^/]+/acs",
        "/me/(password|proof)",
        "/provider-metadata",
        r"/providers/[^/]+/metadata",
    ],
    job_names={
        "sign_in.send_link": {
            "en": "Letter with a link",
            "ru": "Письмо со ссылкой",
            "uk": "Лист із посиланням",
        },
        "sign_in.send_news": {
            "en": "Letter about a changed account",
            "ru": "Письмо об изменении учётной записи",
            "uk": "Лист про зміну облікового запису",
        },
        "sign_in.send_reset": {
            "en": "Letter with a link to a new password",
            "ru": "Письмо со ссылкой для нового пароля",
            "uk": "Лист із посиланням для нового пароля",
        },
    },
    loops=[Loop("sign_in.metadata", watch_metadata)],
    permission_headings={
        "sign_in": {"en": "Log-in", "ru": "Вход", "uk": "Вхід"},
    },
    permissions=[
        Permission(
            "sign_in.manage",
            {
                "en": "Set up single sign-on",
                "ru": "Настраивать единый вход",
                "uk": "Налаштовувати єдиний вхід",
            },
            gives_access=True,
        ),
    ],
)
