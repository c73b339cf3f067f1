// Answers in XML, read by a parser that refuses whatever is not well-formed, and put beside answers in JSON: both become
// [name, value] pairs, where a value is a text or the pairs within. A list is a pair for each entry; numbers are their text.
import assert from 'node:assert/strict';
import saxes from 'saxes';

// {name, children, text} of the root.
export function parseXml(text) {
  const parser = new saxes.SaxesParser();
  const above = [{ children: [], text: '' }];
  parser.on('error', (error) => { throw error; });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    above.at(-1).children.push(element);
    above.push(element);
  });
  parser.on('text', (part) => { above.at(-1).text += part; });
  parser.on('closetag', () => { above.pop(); });
  parser.write(text).close();
  return above[0].children[0];
}

// A name that no element can have stands in the attribute of a <Member>.
const nameOf = ({ name, attributes }) => (name === 'Member' && 'Name' in attributes ? attributes.Name : name);

export function pairsOfXml({ name, children, text }) {
  if (children.length === 0) return text;
  assert.equal(text, '', `<${name}> has text between its elements`);
  return children.map((child) => [nameOf(child), pairsOfXml(child)]);
}

// Members by name, of an element whose names stand once: what a conversation goes on with.
export function membersOfXml({ children, text }) {
  if (children.length === 0) return text;
  return Object.fromEntries(children.map((child) => [nameOf(child), membersOfXml(child)]));
}

// What XML 1.0 cannot write (section 2.2) is U+FFFD.
const writable = (text) => text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');

// What XML says of the same: nothing of null and of empty lists, and an object without members is an element without text.
export function pairsOfJson(value) {
  if (value === null || typeof value !== 'object') return writable(String(value));
  const pairs = Object.entries(value).flatMap(([name, one]) => {
    if (one === null) return [];
    return Array.isArray(one) ? one.map((entry) => [name, pairsOfJson(entry)]) : [[name, pairsOfJson(one)]];
  });
  return pairs.length === 0 ? '' : pairs;
}
