import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { environmentNames, readConfig } from '../src/config.ts'
import { projectRoot } from '../src/db/project-root.ts'

const read = (file: string) => readFile(join(projectRoot, file), 'utf8')
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      build: z.string().optional(),
      environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      networks: z.array(z.string()).default([]),
      configs: z.array(z.object({ source: z.string() })).default([]),
      cap_drop: z.array(z.string()).default([]),
      security_opt: z.array(z.string()).default([]),
      read_only: z.boolean().default(false),
      stop_grace_period: z.string().optional(),
    }),
  ),
  configs: z.record(z.string(), z.unknown()),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).nullable()),
  volumes: z.record(z.string(), z.unknown()),
})
const compose = composeSchema.parse(
  parse(await read('docker-compose.yml'), { strict: true, uniqueKeys: true }),
)
const services = Object.entries(compose.services)
const { maitre } = compose.services

/** What compose makes of `${NAME:-default}` where nothing is set, and of `${NAME:?why}` and `${NAME}` where it is. */
const filledIn = (value: string | number, given: Readonly<Record<string, string>>) =>
  String(value).replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, word = '') => given[name] ?? (kind === '-' ? word : ''),
  )
const secret = { POSTGRES_PASSWORD: 'letters9' }

/** Read by Node and by our own start, before the configuration. */
const notOurs = ['NODE_ENV', 'MAITRE_PREPARED', 'CI']

describe('docker-compose.yml', () => {
  test('gives the service variables that it reads, with values that it takes', () => {
    const environment = Object.entries(maitre!.environment)
    expect(environment.length).toBeGreaterThan(5)
    for (const [name] of environment) expect(environmentNames).toContain(name)
    const values = Object.fromEntries(environment.map(([name, value]) => [name, filledIn(value, secret)]))
    expect(readConfig(values)).toMatchObject({
      databaseUrl: 'postgresql://maitre:letters9@postgres:5432/maitre',
      workers: 1,
      shutdownDrainMs: 5000,
    })
  })

  test('leaves a stop the time that the service takes for it', () => {
    const { SHUTDOWN_DRAIN_MS, SHUTDOWN_GRACE_MS } = maitre!.environment
    const seconds = Number(/^(\d+)s$/.exec(maitre!.stop_grace_period ?? '')?.[1])
    expect(1000 * seconds).toBeGreaterThan(Number(SHUTDOWN_DRAIN_MS) + Number(SHUTDOWN_GRACE_MS))
  })

  test('publishes nothing beyond this machine, and neither the service nor its database', () => {
    const ports = services.flatMap(([, { ports }]) => ports)
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    for (const name of ['postgres', 'maitre']) {
      expect(compose.services[name]).toMatchObject({ ports: [], networks: ['inside'] })
    }
    expect(compose.networks['inside']).toEqual({ internal: true })
  })

  test('has no password of its own: without one it does not start', async () => {
    const text = await read('docker-compose.yml')
    expect(compose.services['postgres']!.environment['POSTGRES_PASSWORD']).toMatch(
      /^\$\{POSTGRES_PASSWORD:\?/,
    )
    for (const [, name, fallback] of text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|TOKEN)\w*):-([^}]*)\}/g)) {
      expect.fail(`${name} is ${fallback} by default`)
    }
  })

  test('takes rights away: no new ones anywhere, none for what needs none, and nothing to write where nothing is written', () => {
    for (const [name, service] of services) {
      expect(service.security_opt, name).toContain('no-new-privileges:true')
      // PostgreSQL's image begins as root to own its folder, and steps down.
      if (name !== 'postgres') expect(service.cap_drop, name).toEqual(['ALL'])
    }
    for (const name of ['maitre', 'balancer']) expect(compose.services[name]!.read_only).toBe(true)
  })

  test('names images by version, and only volumes, configs and networks that there are', () => {
    for (const [name, { image, volumes, configs, networks }] of services) {
      if (name !== 'maitre') expect(image).toMatch(/^[a-z/]+:v?\d+/)
      for (const volume of volumes) expect(compose.volumes).toHaveProperty(volume.split(':')[0]!)
      for (const { source } of configs) expect(compose.configs).toHaveProperty(source)
      for (const network of networks) expect(compose.networks).toHaveProperty(network)
    }
  })
})

describe('the image', () => {
  test('is given variables that the service reads', async () => {
    const dockerfile = await read('Dockerfile')
    const blocks = [...dockerfile.matchAll(/^ENV ((?:.*\\\n)*.*)$/gm)].map(([, block]) => block!)
    const names = blocks.flatMap((block) => [...block.matchAll(/(\w+)=/g)].map(([, name]) => name!))
    expect(names).toContain('DATA_DIR')
    for (const name of names) expect([...environmentNames, ...notOurs]).toContain(name)
  })

  test('runs as nobody in particular, and says whether it is well', async () => {
    const dockerfile = await read('Dockerfile')
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(last).toMatch(/^USER node$/m)
    expect(last).toMatch(/^HEALTHCHECK /m)
    expect(last).toMatch(/^CMD \["node"/m)
  })
})

test('every variable stands in a page of the documentation', async () => {
  const pages = await Promise.all(
    [
      'README.md',
      'docs/runbook.md',
      'docs/models.md',
      'docs/experiments.md',
      'docs/monitoring.md',
      'docs/http.md',
    ].map(read),
  )
  const text = pages.join('\n')
  expect(environmentNames.filter((name) => !text.includes(name))).toEqual([])
})
