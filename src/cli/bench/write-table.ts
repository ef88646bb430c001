/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->`, each on a line of its own.
 * @throws when one of them is missing: what is written must not land anywhere else
 */
export function replaceBetween(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const start = text.indexOf(open)
  const end = text.indexOf(close)
  if (start < 0 || end < start) throw new Error(`There is no ${open} … ${close} to write between.`)
  return `${text.slice(0, start + open.length)}\n\n${content}\n\n${text.slice(end)}`
}
