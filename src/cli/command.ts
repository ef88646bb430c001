import type { Command as Commander } from 'commander'

/** One file a command; main.ts holds the list. */
export interface Command {
  register(program: Commander): void
}
