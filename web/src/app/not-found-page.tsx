import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useTitle } from '@/lib/hooks/use-title'
import { EmptyState } from '@/ui/empty-state'

export function NotFoundPage() {
  const { t } = useLingui()
  useTitle(t`There is no such page`)
  return (
    <EmptyState isPage title={t`There is no such page`} action={<Link to="/" className="link">{t`Open the first page`}</Link>}>
      {t`The address is wrong, or the record is not in your scope.`}
    </EmptyState>
  )
}
