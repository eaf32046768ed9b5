import { features } from './features'

/** What features put at the right of the top bar, e.g. the bell. */
export const slotComponents = features.flatMap((feature) => feature.top ?? [])
