import { randomBytes } from 'node:crypto'
import { type Command as Commander, Option } from 'commander'
import { createKeyStore, type KeyStore, type Role, roles } from '../../keys/key-store.ts'
import { Problem } from '../../problem/problems.ts'
import type { Command } from '../command.ts'
import { renderTable } from '../table.ts'
import { withDatabase } from '../with-database.ts'

const actor = 'cli'

export const keys: Command = {
  register(program) {
    const group = program.command('keys').description('make, list and revoke API keys')
    registerList(group)
    registerCreate(group)
    registerRevoke(group)
  },
}

function registerList(group: Commander): void {
  group
    .command('list')
    .description('all keys, revoked ones included; the keys themselves are nowhere')
    .option('--json', 'one JSON line')
    .action(async ({ json }: { json?: true }) => {
      const found = await withKeys((store) => store.list())
      const rows = found.map((key) => [
        key.id,
        key.role,
        key.label,
        key.createdAt,
        key.revokedAt ? `revoked ${key.revokedAt}` : 'in force',
      ])
      print(json, { items: found }, renderTable(['id', 'role', 'label', 'created', 'state'], rows))
    })
}

function registerCreate(group: Commander): void {
  group
    .command('create')
    .description('make a key; it is shown this once')
    .addOption(new Option('--role <role>', 'what the key may do').choices([...roles]).makeOptionMandatory())
    .option('--label <text>', 'who or what uses it', 'made on the command line')
    .option('--json', 'one JSON line')
    .action(async (options: { role: Role; label: string; json?: true }) => {
      const label = options.label.trim().slice(0, 120) || 'made on the command line'
      const made = await withKeys((store) => store.create({ role: options.role, label, actor }))
      print(options.json, made, `${made.key}\n(${made.id}, role ${made.role}; shown this once)`)
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
      if (!revoked)
        throw new Problem('conflict', { detail: `No key in force has the id ${id}; see keys list.` })
      print(json, { id, revoked }, `${id} is revoked.`)
    })
}

function withKeys<T>(work: (store: KeyStore) => Promise<T>): Promise<T> {
  return withDatabase(({ database }) => work(createKeyStore({ database, randomBytes })))
}

function print(json: true | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}
