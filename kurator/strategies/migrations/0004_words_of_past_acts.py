"""
What strategies did before their acts kept words gets the words of today: the name of the strategy,
and the name of a stage that was called so in any of its versions and in any language.
"""

from django.db import migrations

WORDS = """
INSERT INTO tracking_actwords (transaction_id, words)
SELECT t.id, jsonb_build_object('actor', s.name, 'reason', coalesce(n.name, '{}'))
  FROM tracking_changetransaction t
  JOIN strategies_strategy s ON s.id::text = t.actor_id
  LEFT JOIN (
    SELECT DISTINCT ON (v.strategy_id, w.value) v.strategy_id, w.value AS text, stage -> 'name' AS name
      FROM strategies_strategyversion v
     CROSS JOIN jsonb_array_elements(v.definition -> 'stages') AS stage
     CROSS JOIN jsonb_each_text(stage -> 'name') AS w
     ORDER BY v.strategy_id, w.value, v.n DESC) n
    ON n.strategy_id = s.id AND n.text = t.reason
 WHERE t.actor_kind = 'strategy'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("strategies", "0003_due_by_strategy"),
        ("tracking", "0007_words_of_acts"),
    ]

    operations = [migrations.RunSQL(WORDS, migrations.RunSQL.noop)]
