// What an advertised attribute promises, as values to send: for tests that believe nothing but /Schemas.
let counter = 0;

// A value that fits, another one at each call where the attribute's type has enough of them.
export function sample(attribute) {
  counter += 2;
  if (!attribute.multiValued) return one(attribute, counter);
  return [one(attribute, counter), one(attribute, counter + 1)].filter((value, at, all) => at === 0 || !same(value, all[0]));
}

// Whether a reference is to resources of this server and nothing else.
const resources = ({ referenceTypes = [] }) => referenceTypes.length > 0 && referenceTypes.every((type) => ['User', 'Group'].includes(type));

function one(attribute, n) {
  switch (attribute.type) {
    case 'string': return `Text-${n}-a`;
    case 'boolean': return Math.floor(n / 2) % 2 === 0;
    case 'decimal': return n + 0.25;
    case 'integer': return n;
    case 'dateTime': return new Date(Date.UTC(2020, 0, 1) + n * 1000).toISOString();
    case 'reference': return `https://example.com/${resources(attribute) ? `${attribute.referenceTypes[0]}s` : 'Things'}/${n}-a`;
    case 'binary': return Buffer.from(`binary ${n}`).toString('base64');
    case 'complex': return Object.fromEntries(attribute.subAttributes
      .filter((sub) => sub.mutability !== 'readOnly' && sub.name !== 'primary').map((sub) => [sub.name, sample(sub)]));
    default: throw new Error(`a type that RFC 7643 does not have: ${attribute.type}`);
  }
}

// What no attribute of this type can take (RFC 7643 section 2.3), one each.
const unfit = {
  string: [{ text: 'x' }, 7, true], boolean: ['yes', 1], decimal: ['7.5', true], integer: [7.5, '7', 1e300],
  dateTime: ['2020-01-01', '2020-01-01t00:00:00z', '2020-13-01T00:00:00Z', 5], reference: ['no uri at all', 'https://[', 5],
  binary: ['n*t base64', 'AAAAA', 5], complex: ['text', 5, true],
};
export const wrongValues = (attribute) => [...unfit[attribute.type], ...(resources(attribute) ? ['https://example.com/Things/1'] : [])]
  .map((value) => (attribute.multiValued ? [value] : value));

// A list where one value is meant, one value where a list is.
export const wrongNumber = (attribute) => (attribute.multiValued ? sample(attribute)[0] : [sample(attribute), sample(attribute)]);

// The same value in letters of the other case; nothing where there are none.
export function otherCase(value) {
  if (typeof value !== 'string') return undefined;
  const turned = value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase();
  return turned === value ? undefined : turned;
}

// A literal of a filter.
export const literal = (value) => JSON.stringify(value);

export function same(left, right) {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, sorted(held)]));
}

// What of a value comes back when nothing in particular is asked for.
export function visible(attribute, value) {
  if (attribute.type !== 'complex') return value;
  if (Array.isArray(value)) return value.map((element) => visible({ ...attribute, multiValued: false }, element));
  return Object.fromEntries(Object.entries(value).filter(([name]) => {
    const sub = attribute.subAttributes.find((candidate) => candidate.name === name);
    return sub.returned === 'always' || sub.returned === 'default';
  }));
}
