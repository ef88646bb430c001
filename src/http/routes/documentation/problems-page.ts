import { type ProblemCode, problems } from '../../../problem/problems.ts'
import { remedies } from './remedies.ts'

/** The page that a problem's `type` leads to: one section a code, from the table itself. */
export function problemsPage(): string {
  const sections = (Object.keys(problems) as ProblemCode[]).map((code) => {
    const { status, title } = problems[code]
    return `<h2 id="${code}"><code>${code}</code> <span class="status">${status}</span></h2>
<p>${escapeHtml(title)}.</p>
<p>${escapeHtml(remedies[code])}</p>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems of the Maitre API</title>
<link rel="stylesheet" href="/docs/assets/page.css">
</head>
<body>
<main>
<h1>Problems</h1>
<p>Errors are answered as <code>application/problem+json</code> (RFC 9457). <code>code</code> is for programs,
<code>errors</code> names every faulty field, <code>instance</code> is the id of the request, which is in our log too.</p>
${sections.join('\n')}
</main>
</body>
</html>
`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
