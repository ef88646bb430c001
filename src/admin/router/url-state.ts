/** One part of a page's state as it stands in the address. Pure, so that every state is a link that can be shared. */
export interface Field<T> {
  /** what a text means; null: it is not there. Never throws: what makes no sense is the default. */
  parse(text: string | null): T
  /** null: leave it out, since it is the default */
  format(value: T): string | null
}

export type Fields<T> = { readonly [K in keyof T]: Field<T[K]> }

export const text = (standard = ''): Field<string> => ({
  parse: (given) => given ?? standard,
  format: (value) => (value === standard ? null : value),
})

export const number = (standard: number, { min, max }: { min: number; max: number }): Field<number> => ({
  parse(given) {
    const value = given === null || given === '' ? Number.NaN : Number(given)
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : standard
  },
  format: (value) => (value === standard ? null : String(value)),
})

/** A number that may be absent. */
export const optionalNumber = ({ min, max }: { min: number; max: number }): Field<number | null> => ({
  parse(given) {
    const value = given === null || given === '' ? Number.NaN : Number(given)
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : null
  },
  format: (value) => (value === null ? null : String(value)),
})

export const choice = <T extends string>(options: readonly T[], standard: T): Field<T> => ({
  parse: (given) => options.find((option) => option === given) ?? standard,
  format: (value) => (value === standard ? null : value),
})

export const flag = (standard: boolean): Field<boolean> => ({
  parse: (given) => (given === null ? standard : given === '1'),
  format: (value) => (value === standard ? null : value ? '1' : '0'),
})

/** Texts without commas: `sales,product`. */
export const list = (standard: readonly string[] = []): Field<readonly string[]> => ({
  parse: (given) => (given === null ? standard : given.split(',').filter((part) => part !== '')),
  format: (values) => (values.join() === standard.join() ? null : values.join(',')),
})

/** Numbers by name: `relevance:1,revenue:3`; null: none are given. */
export const numbers = (): Field<Readonly<Record<string, number>> | null> => ({
  parse(given) {
    if (given === null) return null
    const entries = given.split(',').flatMap((part): [string, number][] => {
      const [name = '', value = ''] = part.split(':')
      const parsed = Number(value)
      return name !== '' && value !== '' && Number.isFinite(parsed) ? [[name, parsed]] : []
    })
    return entries.length > 0 ? Object.fromEntries(entries) : null
  },
  format: (values) =>
    values === null
      ? null
      : Object.entries(values)
          .map(([name, value]) => `${name}:${value}`)
          .join(','),
})

/** Any JSON value; for state that has no shorter form. */
export const json = <T>(isValid: (value: unknown) => value is T, standard: T): Field<T> => ({
  parse(given) {
    if (given === null) return standard
    try {
      const value: unknown = JSON.parse(given)
      return isValid(value) ? value : standard
    } catch {
      return standard
    }
  },
  format: (value) => (JSON.stringify(value) === JSON.stringify(standard) ? null : JSON.stringify(value)),
})

export function readState<T extends object>(fields: Fields<T>, query: URLSearchParams): T {
  const names = Object.keys(fields) as (keyof T & string)[]
  return Object.fromEntries(names.map((name) => [name, fields[name].parse(query.get(name))])) as T
}

/** The query with the given parts of the state set; what is at its default is left out, what is not ours stays. */
export function writeState<T extends object>(
  fields: Fields<T>,
  query: URLSearchParams,
  patch: Partial<T>,
): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const name of Object.keys(patch) as (keyof T & string)[]) {
    const value = patch[name]
    const written = value === undefined ? null : fields[name].format(value as T[typeof name])
    if (written === null) next.delete(name)
    else next.set(name, written)
  }
  return next
}
