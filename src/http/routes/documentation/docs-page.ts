/** Swagger UI, served by ourselves: nothing on the page comes from another host, and nothing is inline. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maitre API</title>
<link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/assets/page.css">
</head>
<body>
<p class="intro">Keys go in the header <code>X-API-Key</code> (press Authorize). Errors are explained
<a href="/docs/problems">here</a>; the document itself is <a href="/openapi.json">openapi.json</a>.</p>
<div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script>
</body>
</html>
`

export const docsStart = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
})
`

export const pageStyle = `body { margin: 0; font-family: system-ui, sans-serif; color: #222; }
main { max-width: 50rem; margin: 0 auto; padding: 1rem; line-height: 1.5; }
.intro { max-width: 1460px; margin: 1rem auto 0; padding: 0 20px; }
h2 { margin: 2rem 0 0.25rem; font-size: 1.1rem; }
code { font-family: ui-monospace, monospace; background: #f2f2f2; padding: 0 0.25em; }
.status { color: #666; font-weight: normal; }
p { margin: 0.25rem 0; }
`
