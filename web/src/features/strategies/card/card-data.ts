/** What the server's card section `strategies` answers. */
export interface Enrolment {
  strategy_id: string
  name: string
  state: string
  status: string
  version_n: number
  /** 0 is the lobby. */
  ord: number
  stage_uid: string | null
  stage: string
  stages: string[]
  entered_at: string
  next_at: string | null
}

export function enrolmentsOf(data: unknown): Enrolment[] {
  return Array.isArray(data) ? (data as Enrolment[]) : []
}
