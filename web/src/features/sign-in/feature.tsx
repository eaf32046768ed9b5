import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

const permission = 'sign_in.manage'

export default defineFeature({
  name: 'sign-in',
  nav: [{ label: msg`Single sign-on`, icon: 'login', to: '/single-sign-on', group: 'access', order: 67, permission }],
  commands: [{ id: 'sign-in.go', label: msg`Set up single sign-on`, icon: 'login', permission, run: () => { goTo('/single-sign-on') } }],
})
