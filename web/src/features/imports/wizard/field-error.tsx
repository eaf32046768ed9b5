import { Status } from '@/ui/status'

export function FieldError({ children }: { children: string }) {
  return <span className="m bad row" role="alert"><Status tone="bad" />{children}</span>
}
