/**
 * The URLs of a connection string, one a host, in order: `postgresql://u:p@a:5432,b/db` names the same database on two servers, as
 * libpq has it, of which one is primary at a time.
 */
export function urlsOf(url: string): string[] {
  const parts = /^([a-z]+:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/i.exec(url)
  if (!parts) return [url]
  const [, before = '', hosts = '', after = ''] = parts
  return hosts.split(',').map((host) => `${before}${host}${after}`)
}
