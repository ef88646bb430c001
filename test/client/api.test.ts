import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/db/project-root.ts'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { clientSource } from '../../src/http/openapi/typescript.ts'
import { routes } from '../../src/http/routes/index.ts'

const source = clientSource(openApiDocument(routes, 'any'))

test('the client says what the OpenAPI document says; `npm run client` writes it anew', async () => {
  await expect(source).toMatchFileSnapshot(join(projectRoot, 'src', 'client', 'api.ts'))
})

test('every route of the document is an operation of the client', () => {
  for (const { method, path } of routes) {
    expect(source).toContain(`'${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}': {`)
  }
})
