// The words of docs/management-api.md around what was sent: pure functions from data to Markdown.

const line_max = 110;

// JSON as people write it: what fits on a line stands on one.
export function pretty(value, indent = '') {
  const inline = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  if (value === null || typeof value !== 'object' || indent.length + inline.length <= line_max) return inline;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((one) => `${inner}${pretty(one, inner)}`)
    : Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${pretty(one, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

// A request as it went out; each parameter of a body on a line of its own.
export function requestText({ method, path, headers, body }) {
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return body ? [...lines, '', body.replaceAll('&', '\n&')].join('\n') : lines.join('\n');
}

// Without what every request has: the document says it once.
function shortened(request) {
  const [head, body] = request.split('\n\n');
  const [line, ...headers] = head.split('\n');
  const action = headers.filter((one) => /^x-acs-action:/i.test(one));
  return [line, ...action, ...(body ? ['', body] : [])].join('\n');
}

// Signatures, nonces and digests are different each time.
const hidden = (request) => request
  .replace(/(Signature=)[^\s&]+/g, '$1…').replace(/(SignatureNonce=)[^\s&]+/g, '$1…')
  .replace(/(x-acs-signature-nonce: ).*/g, '$1…').replace(/(Timestamp=)[^\s&]+/g, '$12026-11-22T08%3A00%3A00Z');

const block = (kind, text) => `\`\`\`${kind}\n${text}\n\`\`\``;
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const anchor = (name) => `[${name}](#${name.toLowerCase().replaceAll(' ', '-').replaceAll(',', '')})`;

function parametersOf(action, required, { parameters, own }) {
  const names = [...required, ...action.parameters.filter((name) => !required.includes(name))];
  if (names.length === 0) return 'No parameters.';
  return table(['parameter', 'required', 'kind', 'rule'], names.map((name) => {
    const text = own[action.name]?.[name] ?? parameters[name];
    if (!text) throw new Error(`${action.name}: nothing is said about ${name}`);
    return [`\`${name}\``, required.includes(name) ? 'yes' : '', ...text];
  }));
}

function actionText(action, required, example, described) {
  if (!example) throw new Error(`there is no example of ${action.name}`);
  const refusals = action.refusals ? [table(['refused with', 'when'], action.refusals.map(([code, when]) => [`\`${code}\``, when]))] : [];
  return [
    `### ${action.name}`, action.does, parametersOf(action, required, described), block('http', shortened(example.request)),
    block('json', pretty(example.answer)), ...refusals,
  ].join('\n\n');
}

function subjectText(subject, { examples, required, described }) {
  const actions = subject.actions.map((one) => actionText(one, required.get(one.name), examples.get(one.name), described));
  return [`## ${subject.title}`, subject.text, ...actions].join('\n\n');
}

// `shown` are the examples of the introduction, in whose text they are called {{v3}}, {{rpc}}, …
export function documentOf({ introduction, shown, described, examples, required }) {
  const filled = introduction.trim().replace(/\{\{(\w+)\.(request|answer)\}\}/g, (_, name, part) => {
    const { request, answer } = shown[name];
    if (part === 'request') return block('http', hidden(request));
    return typeof answer === 'string' ? block('xml', answer) : block('json', pretty(answer));
  });
  const contents = table(['subject', 'actions'], described.subjects.map(({ title, actions }) => [anchor(title), actions.map((one) => anchor(one.name)).join(', ')]));
  const subjects = described.subjects.map((subject) => subjectText(subject, { examples, required, described }));
  return `${[filled.replace('{{contents}}', contents), ...subjects].join('\n\n')}\n`;
}
