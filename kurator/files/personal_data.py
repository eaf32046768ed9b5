"""Files in the copy of a customer's data: what is known of them; the contents lie beside."""

from typing import Final

from kurator.platform.personal_data import PersonalDataSource

FILE_DATA: Final = PersonalDataSource(
    "files",
    {"en": "Files", "ru": "Файлы", "uk": "Файли"},
    """
    SELECT to_jsonb(f) - 'party_id' || jsonb_build_object('versions', (
             SELECT coalesce(jsonb_agg(to_jsonb(v) - '{party_id,file_id,key,leased_until}'::text[]
                                       ORDER BY v.number), '[]')
               FROM files_fileversion v WHERE v.file_id = f.id))
      FROM files_file f WHERE f.party_id = %(party)s ORDER BY f.created_at, f.id
    """,
)
