import type { Tone } from '@/ui/status'

/** Color only where somebody must act. */
const tones: Record<string, Tone> = { NEW: 'info', ACTIVE: 'quiet', LEAVING: 'warn', SLEEPING: 'neutral', FORMER: 'neutral' }

export function toneOf(status: unknown): Tone {
  return tones[String(status)] ?? 'quiet'
}
