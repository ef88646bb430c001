/** What is wrong with a setting that has no place of its own for saying so. */
export const Fault = ({ words }: { words: string | undefined }) =>
  words ? <p className="field-error">{words}</p> : null

/** The first fault of a setting or of any part of it. */
export function faultBelow(errors: Readonly<Record<string, string>>, path: string): string | undefined {
  const found = Object.keys(errors).find((key) => key === path || key.startsWith(`${path}.`))
  return found === undefined ? undefined : errors[found]
}
