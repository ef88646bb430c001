import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { routes } from '../../src/http/routes/index.ts'

/** What came back, as far as the document speaks of it. */
export interface Answered {
  method: string
  path: string
  status: number
  /** without parameters */
  contentType: string | undefined
  body: unknown
}

export const openApi = openApiDocument(routes, 'test')

const ajv = new Ajv2020({ strict: false, allErrors: true })
ajvFormats.default(ajv)
ajv.addSchema(openApi, 'openapi')

/** How an answer departs from the document; null: it does not. */
export function departure(answered: Answered): string | null {
  const template = templateOf(answered.path)
  const method = answered.method.toLowerCase()
  const documented = template === null ? undefined : openApi.paths[template]?.[method]
  if (template === null || documented === undefined) {
    if (answered.method === 'OPTIONS' && answered.status === 204) return null
    return faults('/components/schemas/Problem', answered.body)
  }
  const pointer = `/paths/${asSegment(template)}/${method}/responses/${answered.status}`
  const response = ajv.getSchema(`openapi#${pointer}`) && lookUp(pointer)
  if (!response) return `${answered.status} is not documented for ${method} ${template}`
  const content = 'content' in response ? (response.content as Record<string, unknown>) : {}
  const types = Object.keys(content)
  if (types.length === 0) return answered.contentType ? `a body where none is documented` : null
  if (types.includes('*/*')) return null
  const type = answered.contentType ?? 'none'
  if (!types.includes(type)) return `the type ${type} is not documented, only ${types.join(', ')}`
  return /[/+]json$/.test(type) ? faults(`${pointer}/content/${asSegment(type)}/schema`, answered.body) : null
}

function faults(pointer: string, body: unknown): string | null {
  const validate = ajv.getSchema(`openapi#${pointer}`)
  if (!validate) throw new Error(`${pointer} is not in the document`)
  return validate(body) ? null : ajv.errorsText(validate.errors, { dataVar: 'answer' })
}

const asSegment = (segment: string) => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))

function lookUp(pointer: string): object | undefined {
  let value: unknown = openApi
  for (const part of pointer.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }
  return typeof value === 'object' && value !== null ? value : undefined
}

/** The path in the document that fits, the one with fewest parameters first. */
export function templateOf(path: string): string | null {
  const segments = (path.split('?')[0] ?? '').replace(/\/$/, '').split('/')
  const fitting = Object.keys(openApi.paths).filter((template) => {
    const parts = template.split('/')
    return (
      parts.length === segments.length &&
      parts.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]))
    )
  })
  const parameters = (template: string) => template.split('{').length
  return fitting.sort((a, b) => parameters(a) - parameters(b))[0] ?? null
}
