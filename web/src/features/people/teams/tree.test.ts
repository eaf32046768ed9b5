import { describe, expect, it } from 'vitest'
import type { Team } from '../api/teams'
import { branchesOf, siblingAbove, withTeamsBelow } from './tree'

const team = (id: string, parent_id: string | null): Team => ({ id, name: id, names: { en: id }, parent_id, people: 0 })
const teams = [team('south', 'all'), team('all', null), team('home', 'north'), team('north', 'all')]

describe('tree of teams', () => {
  it('goes from top to bottom with siblings by name', () => {
    expect(branchesOf(teams).map((row) => `${row.depth} ${row.team.id}`)).toEqual(['0 all', '1 north', '2 home', '1 south'])
  })
  it('knows all teams below', () => {
    expect([...withTeamsBelow(teams, 'north')].sort()).toEqual(['home', 'north'])
  })
  it('moves into the sibling above, not into a cousin', () => {
    const rows = branchesOf(teams)
    expect(siblingAbove(rows, 3)?.id).toBe('north')
    expect(siblingAbove(rows, 2)).toBeUndefined()
    expect(siblingAbove(rows, 0)).toBeUndefined()
  })
})
