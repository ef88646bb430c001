import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'

/** JSON needs nothing from anywhere; the documentation page asks for a little more with `documentPolicy`. */
const secure = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
})

/** What helmet says of any answer of ours. It is the same each time, so helmet is asked once. */
export const securityHeaders: readonly (readonly [name: string, value: string])[] = headersBy(secure)

function headersBy(middleware: typeof secure): [string, string][] {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  middleware(request, response, () => {})
  return Object.entries(response.getHeaders()).map(([name, value]) => [titleCase(name), String(value)])
}

/** For our own pages: scripts, styles and requests of this host alone, nothing inline. */
export const documentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** As people write it: `X-Frame-Options`. */
function titleCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}
