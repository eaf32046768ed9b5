import { useLingui } from '@lingui/react/macro'
import { useCan } from '@/api/permissions'
import { Checkbox } from '@/ui/checkbox'
import type { PermissionGroup } from '../api/roles'
import css from './roles.module.css'

interface Props {
  groups: PermissionGroup[]
  value: string[]
  onChange: (value: string[]) => void
  disabled?: boolean
}

/** Permissions by domain; those one lacks oneself cannot be given. */
export function PermissionList({ groups, value, onChange, disabled }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const held = new Set(value)
  const put = (codes: string[], isOn: boolean) => {
    const mine = codes.filter(can)
    onChange(isOn ? [...new Set([...value, ...mine])].sort() : value.filter((code) => !mine.includes(code)))
  }
  return (
    <div role="group" aria-label={t`Permissions`} className="stack">
      {groups.map((group) => {
        const codes = group.permissions.map((one) => one.code)
        const count = codes.filter((code) => held.has(code)).length
        return (
          <div key={group.code} className={css.group}>
            <Checkbox label={<b>{group.label}</b>} checked={count === codes.length} isMixed={count > 0 && count < codes.length} disabled={disabled || !codes.some(can)} onChange={(isOn) => { put(codes, isOn) }} />
            <div className={css.items}>
              {group.permissions.map((one) => <Checkbox key={one.code} label={one.label} checked={held.has(one.code)} disabled={disabled || !can(one.code)} onChange={(isOn) => { put([one.code], isOn) }} />)}
            </div>
          </div>
        )
      })}
    </div>
  )
}
