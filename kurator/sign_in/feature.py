from kurator.platform.features import Feature, Permission
from kurator.sign_in.event_kinds import EVENT_KINDS

FEATURE = Feature(
    name="sign_in",
    event_kinds=EVENT_KINDS,
    waiting_paths=[
        "POST /session",
        r"/session/(code|passkey|link|link/use|reset|provider-code|provider-assertion)",
        r"/session/providers/[^/]+",
        r"/session/saml/[^/]+/acs",
        "/me/(password|proof)",
    ],
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
        ),
    ],
)
