import { allows } from '@/api/permissions'
import type { Session } from '@/api/session'
import { registerCardPlug } from '@/lib/card-slots'
import type { Feature } from '@/lib/feature'
import { registerRecordPlug } from '@/lib/record-slots'

const modules = import.meta.glob<{ default: Feature }>('../features/*/feature.tsx', { eager: true })

/** Every folder of src/features with a feature.tsx; no list to keep. */
export const features: Feature[] = Object.values(modules).map((module) => module.default)
features.forEach(registerCardPlug)
features.forEach(registerRecordPlug)

export function visible<T extends { permission?: string; order?: number }>(session: Session | null, pick: (feature: Feature) => T[] | undefined): T[] {
  return features
    .flatMap((feature) => pick(feature) ?? [])
    .filter((item) => !item.permission || allows(session, item.permission))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
}
