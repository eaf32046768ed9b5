import type { Team } from '../api/teams'

export interface Branch {
  team: Team
  depth: number
  hasTeams: boolean
}

/** The tree as rows from top to bottom; siblings by name. */
export function branchesOf(teams: Team[]): Branch[] {
  const below = new Map<string | null, Team[]>()
  for (const team of teams) below.set(team.parent_id, [...(below.get(team.parent_id) ?? []), team])
  const rows: Branch[] = []
  const walk = (parent: string | null, depth: number): void => {
    const sorted = [...(below.get(parent) ?? [])].sort((a, b) => a.name.localeCompare(b.name))
    for (const team of sorted) {
      rows.push({ team, depth, hasTeams: below.has(team.id) })
      walk(team.id, depth + 1)
    }
  }
  walk(null, 0)
  return rows
}

/** The team itself and all below it: none of them may become its parent. */
export function withTeamsBelow(teams: Team[], id: string): Set<string> {
  const found = new Set([id])
  for (let size = 0; size !== found.size;) {
    size = found.size
    for (const team of teams) if (team.parent_id && found.has(team.parent_id)) found.add(team.id)
  }
  return found
}

/** The sibling above, into which Alt+Right moves a team. */
export function siblingAbove(rows: Branch[], at: number): Team | undefined {
  const row = rows[at]
  if (!row) return undefined
  for (let index = at - 1; index >= 0; index -= 1) {
    const other = rows[index]
    if (!other || other.depth < row.depth) return undefined
    if (other.depth === row.depth) return other.team
  }
  return undefined
}
