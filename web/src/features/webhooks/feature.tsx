import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

export default defineFeature({
  name: 'webhooks',
  nav: [{ label: msg`Webhooks`, icon: 'hook', to: '/webhooks', group: 'settings', order: 69, permission: 'webhooks.manage' }],
  commands: [{ id: 'webhooks.go', label: msg`Set up webhooks`, icon: 'hook', permission: 'webhooks.manage', run: () => { goTo('/webhooks') } }],
})
