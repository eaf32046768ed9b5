import { useLingui } from '@lingui/react/macro'

/** What an event keeps besides, in words; what no release knows yet by its code. */
export function useDetailName(): (code: string) => string {
  const { t } = useLingui()
  const names: Record<string, string> = {
    name: t`Name`, email: t`E-mail`, changed: t`Changed`, rights_given: t`Rights given`, rights_taken: t`Rights taken`,
    rights_on_fields: t`Rights on fields`, roles_given: t`Roles given`, roles_taken: t`Roles taken`,
    way: t`Proven by`, kind: t`Kind`, kinds: t`Kinds`, count: t`How many`, rows: t`Rows`, with: t`Shared with`, can_edit: t`May change`, until: t`Until`,
    from: t`Changed from`, to: t`Changed to`, before: t`Older than`, dropped: t`Removed records`, erased: t`Removed records`, sealed: t`Records sealed`, failed: t`Failed`, days: t`Days`,
    reason: t`Reason`, outcome: t`Outcome`, by: t`Ended by`, versions: t`Versions`, version: t`Version`, size: t`Bytes`, parent_id: t`Team above`, at: t`When`,
  }
  return (code) => names[code] ?? code
}
