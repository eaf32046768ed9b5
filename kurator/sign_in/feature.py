from kurator.platform.features import Feature, Permission

FEATURE = Feature(
    name="sign_in",
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
