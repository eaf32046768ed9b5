import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { LookStarter } from './looks/look-starter'
import { searchEyes } from './looks/search-eyes'

export default defineFeature({
  name: 'people',
  nav: [
    { label: msg`People`, icon: 'user', to: '/people', group: 'access', order: 60, permission: 'people.manage' },
    { label: msg`Teams`, icon: 'tree', to: '/teams', group: 'access', order: 62, permission: 'people.teams' },
    { label: msg`Roles`, icon: 'lock', to: '/roles', group: 'access', order: 64, permission: 'people.roles' },
    { label: msg`API keys`, icon: 'key', to: '/keys', group: 'access', order: 66, permission: 'keys.use' },
  ],
  top: [LookStarter],
  search: [{ id: 'see-as', label: msg`See Kurator as`, permission: 'people.see_as', search: searchEyes }],
  commands: [
    { id: 'people.go', label: msg`Administer people`, icon: 'user', permission: 'people.manage', run: () => { goTo('/people') } },
    { id: 'teams.go', label: msg`Arrange teams`, icon: 'tree', permission: 'people.teams', run: () => { goTo('/teams') } },
    { id: 'roles.go', label: msg`Define roles`, icon: 'lock', permission: 'people.roles', run: () => { goTo('/roles') } },
    { id: 'keys.go', label: msg`Manage API keys`, icon: 'key', permission: 'keys.use', run: () => { goTo('/keys') } },
  ],
})
