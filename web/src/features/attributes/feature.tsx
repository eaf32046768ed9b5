import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

export default defineFeature({
  name: 'attributes',
  nav: [
    { label: msg`Attributes`, icon: 'form', to: '/attributes', group: 'settings', order: 20, permission: 'attributes.manage' },
    { label: msg`Tags`, icon: 'tag', to: '/tags', group: 'settings', order: 30, permission: 'tags.manage' },
  ],
  commands: [
    { id: 'attributes.go', label: msg`Set up attributes`, icon: 'form', permission: 'attributes.manage', run: () => { goTo('/attributes') } },
    { id: 'tags.go', label: msg`Set up tags`, icon: 'tag', permission: 'tags.manage', run: () => { goTo('/tags') } },
  ],
})
