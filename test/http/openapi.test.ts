import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../../src/http/openapi/document.ts'
import { check } from '../../src/http/parse.ts'
import { routes } from '../../src/http/routes/index.ts'
import { testApp } from '../support/app.ts'
import { openApi } from '../support/openapi.ts'

const app = await testApp()

test('the document is valid OpenAPI 3.1 and all its references resolve', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(openApi))).toEqual({ valid: true })
  expect(() => validator.resolveRefs()).not.toThrow()
  const references = JSON.stringify(openApi).match(/"\$ref":"[^"]+"/g) ?? []
  expect(references.length).toBeGreaterThan(50)
  for (const reference of references) {
    const name = /#\/components\/schemas\/(\w+)"$/.exec(reference)?.[1] ?? reference
    expect(Object.keys(openApi.components.schemas)).toContain(name)
  }
})

test('it has every route, and no other', () => {
  const documented = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  const existing = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(documented.sort()).toEqual(existing.sort())
})

test('it is what the service hands out', async () => {
  const response = await app.call('get', '/openapi.json', { as: null })
  expect(response.body).toEqual({ ...openApi, info: { ...openApi.info, version: '0.0.0-test' } })
})

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('says who may call it, what it is for, and how it fails', () => {
    expect(route.summary).not.toBe('')
    expect(route.access === 'public' || route.access.length > 0).toBe(true)
    expect(problemsOf(route)).toContain('internal')
  })

  test('has as many path parameters as its path, and an example that fits', () => {
    const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    const operation = openApi.paths[path]?.[route.method] as { parameters: { in: string; name: string }[] }
    const parameters = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(parameters.map(({ name }) => name)).toEqual(inPath)
    const schema = route.documentedBody ?? route.body
    if (schema && route.bodyExample !== undefined) {
      expect(check(schema, route.bodyExample)).toMatchObject({ ok: true })
    }
    if (route.body) expect(route.bodyExample).toBeDefined()
  })

  test('answers what its examples say', () => {
    const shown = Object.values(route.answers).filter(({ example }) => example !== undefined)
    const examplesOf = ({ example, otherExamples = {} }: (typeof shown)[number]) => [
      example,
      ...Object.values(otherExamples),
    ]
    for (const answer of shown) {
      for (const example of examplesOf(answer)) {
        if (answer.schema) expect(check(answer.schema, example)).toMatchObject({ ok: true })
      }
    }
    const isJson = Object.entries(route.answers).some(([status, { schema }]) => schema && status < '300')
    if (isJson && route.path !== '/openapi.json') expect(shown.length).toBeGreaterThan(0)
    const operation = openApi.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method]
    for (const example of shown.flatMap(examplesOf)) {
      expect(JSON.stringify(operation)).toContain(JSON.stringify(example))
    }
  })
})
