/** Words of a generated sentence; names in quotation marks stand out. */
export function Sentence({ text }: { text: string }) {
  return text.split(/(«[^»]*»|“[^”]*”)/).map((part, index) => (index % 2 ? <b key={index}>{part}</b> : part))
}
