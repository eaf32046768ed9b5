import type { IconName } from '@/lib/icon-paths'
import type { Tone } from '@/ui/status'

export interface SampleRow {
  id: string
  name: string
  tone: Tone
  state: string
  stage: string
  done: number
  total: number
  debt: number
  currency: string
  step: IconName
  date: string
}

const names = ['Чорноморець Транс, ТОВ', 'Полтавський м’ясокомбінат', 'Hartwell & Sons Ltd', 'Северная верфь — Логистика и перевозки', 'Уралхимснаб, АО', 'Аквилон-Строй, ООО', 'Карпатські джерела, ПрАТ', 'Львівська мануфактура', 'Дніпро-Агро Холдинг, ТОВ', 'Точка сборки, ООО', 'Домашний доктор, ООО', 'Коваленко Оксана Ігорівна', 'Медлайн Плюс, ООО', 'Гусев Артём Павлович, ИП']
const states: [Tone, string][] = [['bad', 'Спор'], ['quiet', 'Клиент'], ['quiet', 'Клиент'], ['warn', 'Уходит'], ['quiet', 'Клиент'], ['info', 'Новый'], ['neutral', 'Спящий']]
const steps: IconName[] = ['flag', 'phone', 'invoice', 'phone', 'calendar', 'message', 'mail']

export const sampleRows: SampleRow[] = Array.from({ length: 400 }, (_, index) => {
  const [tone, state] = states[index % states.length] ?? ['quiet', 'Клиент']
  return {
    id: `row-${index}`,
    name: names[index % names.length] ?? '',
    tone,
    state,
    stage: 'Взыскание',
    done: (index % 5) + 1,
    total: 5,
    debt: index % 4 === 3 ? 0 : ((index * 7919) % 1204500) * 100 + 124_000,
    currency: index % 3 === 0 ? 'UAH' : index % 3 === 1 ? 'RUB' : 'EUR',
    step: steps[index % steps.length] ?? 'phone',
    date: new Date(Date.now() + (index - 3) * 86_400_000).toISOString().slice(0, 10),
  }
})
