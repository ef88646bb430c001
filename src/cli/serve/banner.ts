import type { KeyFile } from '../../keys/key-file.ts'

/** What a start says when requests are answered. */
export function banner({ url, firstKeys }: { url: string; firstKeys: KeyFile | null }): string {
  const key = firstKeys?.app ?? '<key>'
  const lines = [
    `Maitre serves ${url}`,
    `  documentation   ${url}/docs`,
    `  administration  ${url}/admin`,
    ...(firstKeys ? keyLines(firstKeys) : []),
    'A first request:',
    `  curl -s ${url}/v1/recommendations -H 'X-API-Key: ${key}' -H 'Content-Type: application/json' \\`,
    `    -d '{"context": {}, "limit": 5}'`,
    '',
  ]
  return lines.join('\n')
}

function keyLines(keys: KeyFile): string[] {
  return [
    'The keys of this first start, shown once (and kept in keys.json of the data folder):',
    ...Object.entries(keys).map(([role, key]) => `  ${role.padEnd(8)} ${key}`),
  ]
}
