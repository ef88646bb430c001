import { Command } from 'commander'
import { expect, test } from 'vitest'
import { bench } from '../../src/cli/commands/bench.ts'

test('an option behind a bench command is that command’s, though bench has one of the same name', async () => {
  const program = new Command().exitOverride()
  bench.register(program)
  const group = program.commands[0]!
  const growth = group.commands.find((command) => command.name() === 'growth')!
  const seen: unknown[] = []
  growth.action((options) => void seen.push(options))
  await program.parseAsync(['bench', 'growth', '--rounds', '1', '--quick', '--json'], { from: 'user' })
  expect(seen).toEqual([expect.objectContaining({ rounds: 1, quick: true, json: true })])
})
