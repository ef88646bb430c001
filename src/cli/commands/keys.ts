import { randomBytes } from 'node:crypto'
import { type Command as Commander, Option } from 'commander'
import { createKeyStore, type KeyStore, type Role, roles, type StoredKey } from '../../keys/key-store.ts'
import { Problem } from '../../problem/problems.ts'
import type { Page } from '../../schema/cursor.ts'
import type { Command } from '../command.ts'
import { readWhole } from '../options.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'

const actor = 'cli'

export const keys: Command = {
  register(program) {
    const group = program.command('keys').description('make, list, rotate and revoke API keys')
    registerList(group)
    registerCreate(group)
    registerRotate(group)
    registerRevoke(group)
  },
}

function registerList(group: Commander): void {
  group
    .command('list')
    .description('all keys, revoked ones included; the keys themselves are nowhere')
    .option('--json', 'one JSON line')
    .action(async ({ json }: { json?: true }) => {
      const found = await withKeys(allKeys)
      const rows = found.map((key) => [key.id, key.role, key.label, key.createdAt, stateOf(key)])
      print(json, { items: found }, renderTable(['id', 'role', 'label', 'created', 'state'], rows))
    })
}

/** Page by page. */
async function allKeys(store: KeyStore): Promise<StoredKey[]> {
  const found: StoredKey[] = []
  for (let cursor: string | null = null; ; ) {
    const page: Page<StoredKey> = await store.list({ limit: 500, cursor })
    found.push(...page.items)
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

function registerCreate(group: Commander): void {
  group
    .command('create')
    .description('make a key; it is shown this once')
    .addOption(new Option('--role <role>', 'what the key may do').choices([...roles]).makeOptionMandatory())
    .option('--label <text>', 'who or what uses it', 'made on the command line')
    .addOption(
      new Option(
        '--expires-in-days <days>',
        'after which it opens nothing; left out: when it is revoked',
      ).argParser(readWhole(1, 36_500)),
    )
    .option('--json', 'one JSON line')
    .action(async (options: { role: Role; label: string; expiresInDays?: number; json?: true }) => {
      const label = options.label.trim().slice(0, 120) || 'made on the command line'
      const { role, expiresInDays: days } = options
      const expiresAt = days === undefined ? null : new Date(Date.now() + days * 86_400_000)
      const made = await withKeys((store) => store.create({ role, label, actor, expiresAt }))
      print(options.json, made, `${made.key}\n(${made.id}, role ${made.role}; shown this once)`)
    })
}

function registerRotate(group: Commander): void {
  group
    .command('rotate')
    .argument('<id>', 'the id as `keys list` shows it')
    .description('put a new key of the same role in the place of another; both open for a while')
    .addOption(
      new Option('--overlap-hours <hours>', 'how long the old key still opens')
        .argParser(readWhole(0, 2160))
        .default(24),
    )
    .option('--json', 'one JSON line')
    .action(async (id: string, { overlapHours, json }: { overlapHours: number; json?: true }) => {
      const rotation = await withKeys((store) =>
        store.rotate({ id, actor, overlapMs: overlapHours * 3_600_000 }),
      )
      if (!rotation) throw noSuchKey(id)
      const { made, oldExpiresAt } = rotation
      const text = `${made.key}\n(${made.id}, role ${made.role}; shown this once; ${id} opens until ${oldExpiresAt})`
      print(json, { key: made, oldExpiresAt }, text)
    })
}

function registerRevoke(group: Commander): void {
  group
    .command('revoke')
    .argument('<id>', 'the id as `keys list` shows it')
    .description('end a key; running services refuse it at once')
    .option('--json', 'one JSON line')
    .action(async (id: string, { json }: { json?: true }) => {
      const revoked = await withKeys((store) => store.revoke(id, actor))
      if (!revoked) throw noSuchKey(id)
      print(json, { id, revoked }, `${id} is revoked.`)
    })
}

const noSuchKey = (id: string) =>
  new Problem('key-not-found', { detail: `No key in force has the id ${id}; see keys list.` })

function stateOf({ revokedAt, expiresAt, replacedBy }: StoredKey): string {
  const successor = replacedBy === null ? '' : `, replaced by ${replacedBy}`
  if (revokedAt !== null) return `revoked ${revokedAt}${successor}`
  if (expiresAt === null) return 'in force'
  return `${Date.parse(expiresAt) <= Date.now() ? 'expired' : 'in force until'} ${expiresAt}${successor}`
}

function withKeys<T>(work: (store: KeyStore) => Promise<T>): Promise<T> {
  return withDatabase(({ database }) => work(createKeyStore({ database, randomBytes })))
}

function print(json: true | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}
