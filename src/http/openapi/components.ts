import { z } from 'zod'

/** A JSON Schema, in the dialect of OpenAPI 3.1 (draft 2020-12). */
export type JsonSchema = Record<string, unknown>

export interface Components {
  /** What stands at the place of `schema`: itself, or a reference to the component that its id names. */
  reference(schema: z.ZodType, side: 'input' | 'output'): JsonSchema
  /** All components that were referred to, by name. */
  schemas(): Record<string, JsonSchema>
}

const prefix = '#/components/schemas/'

/**
 * Turns zod schemas into JSON Schema; those with a `meta({ id })` become components. What a caller sends (defaults optional) and
 * what we answer (defaults filled in) differ, so a schema that is used both ways needs two ids.
 */
export function createComponents(): Components {
  const components = new Map<string, JsonSchema>()

  const add = (name: string, schema: JsonSchema) => {
    const known = components.get(name)
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`two different schemas have the id ${name}`)
    }
    components.set(name, schema)
  }

  return {
    reference(schema, side) {
      const {
        $defs,
        $schema: _,
        id,
        ...root
      } = pointToComponents(z.toJSONSchema(schema, { io: side, target: 'draft-2020-12' }))
      for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
        const { id: _id, ...rest } = definition
        add(name, rest)
      }
      if (typeof id !== 'string') return root
      add(id, root)
      return { $ref: prefix + id }
    },
    schemas: () => Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** zod refers to `#/$defs/…`; the document has those under components. */
function pointToComponents(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${prefix}`))
}
