import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

export default defineFeature({
  name: 'account',
  commands: [{ id: 'account.go', label: msg`My account: password, factors, sessions`, icon: 'user', run: () => { goTo('/account') } }],
})
