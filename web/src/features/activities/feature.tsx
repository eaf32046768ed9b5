import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { Bell } from './components/bell'
import { toggleNotices } from './components/notices-state'
import { useTasksDue } from './components/use-tasks-due'

const newTask = () => { goTo('/tasks', {}, { create: true }) }

export default defineFeature({
  name: 'activities',
  nav: [{ label: msg`Tasks`, icon: 'task', to: '/tasks', group: 'work', order: 30, permission: 'tasks.view', phone: true, Count: useTasksDue }],
  create: [{ label: msg`Task`, icon: 'task', order: 20, permission: 'tasks.edit', run: newTask }],
  top: [Bell],
  commands: [
    { id: 'tasks.go', label: msg`Open my tasks`, icon: 'task', shortcut: 'g a', permission: 'tasks.view', run: () => { goTo('/tasks') } },
    { id: 'tasks.create', label: msg`New task`, icon: 'task', permission: 'tasks.edit', run: newTask },
    { id: 'notifications.open', label: msg`Show notices`, icon: 'bell', shortcut: 'g n', run: toggleNotices },
  ],
  live: {
    'tasks.changed': () => [['tasks']],
    'notifications.created': () => [['notifications'], ['tasks', 'counts']],
    resync: () => [['tasks'], ['notifications']],
  },
})
