import { useLingui } from '@lingui/react/macro'

/** What an event keeps besides, in words where a person has to judge it; the rest by its code. */
export function useDetailName(): (code: string) => string {
  const { t } = useLingui()
  const names: Record<string, string> = {
    name: t`Name`, email: t`E-mail`, changed: t`Changed`, rights_given: t`Rights given`, rights_taken: t`Rights taken`,
    rights_on_fields: t`Rights on fields`, roles_given: t`Roles given`, roles_taken: t`Roles taken`,
  }
  return (code) => names[code] ?? code
}
