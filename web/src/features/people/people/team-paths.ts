import type { Team } from '../api/teams'

/** "North / Home" for each team: names repeat in a tree. */
export function teamPaths(teams: Team[]): Map<string, string> {
  const byId = new Map(teams.map((team) => [team.id, team]))
  const paths = new Map<string, string>()
  for (const team of teams) {
    const names: string[] = []
    for (let at: Team | undefined = team; at && names.length < 20; at = at.parent_id ? byId.get(at.parent_id) : undefined) names.unshift(at.name)
    paths.set(team.id, names.slice(names.length > 2 ? 1 : 0).join(' / '))
  }
  return paths
}
