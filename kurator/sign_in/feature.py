from kurator.platform.features import Feature, Permission
from kurator.sign_in.api import door

FEATURE = Feature(
    name="sign_in",
    doors=[door],
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
