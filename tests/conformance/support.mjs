// What the conformance tests share: one strict server for all tests of a file, each test making what it needs under names
// of its own. Tolerance is what these tests are not about: only what the RFCs allow gets through here.
import { after } from 'node:test';
import { Administrator } from '../wire/support/cloudsso.mjs';
import { IdentityProvider, groupBody, patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { startServer } from '../wire/support/server.mjs';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const strict = ['--setting', 'tolerance=strict'];

// A server for the whole file and the hand of its identity provider. `options` are startServer's.
export async function strictServer(options = {}) {
  const server = await startServer({ after }, { ...options, more: [...strict, ...options.more ?? []] });
  return { server, idp: new IdentityProvider({ after }, server) };
}

let names = 0;
export const freshName = (start = 'name') => `${start}-${++names}`;

export const createUser = (idp, more = {}) => idp.push('/Users', userBody(freshName('user'), more));
export const createGroup = (idp, members = [], more = {}) => idp.push('/Groups', groupBody(freshName('group'), members, more));

export const withExtension = (more) => ({ schemas: [urn.user, enterprise], [enterprise]: more });
export const pathOf = (resource) => `/${resource.meta.resourceType}s/${resource.id}`;
export const read = (idp, resource) => idp.get(pathOf(resource));
export const patch = (idp, resource, ...operations) => idp.patch(pathOf(resource), ...operations);
export const refusedPatch = (idp, scimType, resource, ...operations) =>
  idp.refused(400, scimType, 'PATCH', pathOf(resource), patchBody(...operations));

export const query = (path, parameters) =>
  `${path}?${Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
export const search = (idp, path, parameters) => idp.get(query(path, parameters));
export const ids = (list) => (list.Resources ?? []).map(({ id }) => id);

// The userNames, of those given, that a filter finds.
export async function found(idp, users, filter) {
  const all = ids(await search(idp, '/Users', { filter, count: 1000, attributes: 'id' }));
  return users.filter(({ id }) => all.includes(id)).map(({ userName }) => userName);
}

// Another directory of the same server, with synchronization Enabled: its identity provider and its administrator.
export async function anotherDirectory(server, name = freshName('directory')) {
  const { Directory } = await new Administrator({ after }, server).call('CreateDirectory', { DirectoryId: '', DirectoryName: name });
  const admin = new Administrator({ after }, server, { directory: Directory.DirectoryId });
  await admin.call('UpdateDirectorySettings', { Tolerance: 'strict' });
  const { SCIMServerCredential } = await admin.call('CreateSCIMServerCredential');
  await admin.switchTo('Enabled');
  return { admin, credential: SCIMServerCredential, idp: new IdentityProvider({ after }, server, { token: SCIMServerCredential.CredentialSecret }) };
}
