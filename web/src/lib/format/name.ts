const legalForms = /^(ооо|тов|пао|оао|зао|ао|пат|прат|фоп|ип|ltd|llc|inc|gmbh|ук|гк|фг)$/i

/** Two letters: of the first and second words that say something. */
export function initialsOf(name: string): string {
  const words = name.replace(/[«»"'’.,—–-]/g, ' ').split(/\s+/).filter((word) => word && !legalForms.test(word))
  return words.slice(0, 2).map((word) => word.charAt(0).toUpperCase()).join('')
}

/** Белова Светлана Игоревна → Белова С. */
export function shortName(name: string): string {
  const [family, given] = name.split(/\s+/)
  return family && given ? `${family}\u00a0${given.charAt(0)}.` : name
}
