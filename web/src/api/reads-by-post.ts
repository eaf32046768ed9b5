/** A read under POST needs no key: it may be asked as often as one likes. */
export const readsByPost = /\/(search|count|preview|duplicates|check)$/
