import { lazyRouteComponent } from '@tanstack/react-router'
import { speakInside } from '@/i18n/activate'
import { readPref, writePref } from '@/lib/prefs'

/** The shell and with it whatever features add; nobody waits for it before the log-in. */
export const shell = lazyRouteComponent(() => import('./shell'), 'Shell')

export async function bringInside(language?: string): Promise<void> {
  await Promise.all([shell.preload?.(), speakInside(language)])
}

/** Fetched while the person still types; if it fails, going in tries again and tells. */
export function expectInside(): void {
  bringInside().catch(() => undefined)
}

const hint = 'hasEntered'

/** Most who come back to this browser are still logged in: the shell need not wait for the session. */
export function expectWhoComesBack(): void {
  if (readPref(hint, false)) expectInside()
}

export function noteEntered(): void {
  if (!readPref(hint, false)) writePref(hint, true)
}
