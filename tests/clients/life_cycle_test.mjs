// The whole life of a directory by each of Alibaba's clients, in each way of signing and sending: what was automated against
// CloudSSO runs against scimd.
import { test } from 'node:test';
import { startServer } from '../wire/support/server.mjs';
import { ClientOfWay } from './support/client.mjs';
import * as life_cycle from './support/life_cycle.mjs';
import { actions } from '../wire/support/offered.mjs';
import { ways } from './support/ways.mjs';

// [chapter, an action without which it is not told]
const chapters = [
  ['makeADirectory'], ['makeCredentials'], ['makeUsers'], ['tagUsers', 'GetUserId'], ['makeGroups'], ['listJoinedGroups', 'ListJoinedGroupsForUser'],
  ['pushWhileEnabled'], ['driftAndRollBack'], ['setPolicies', 'SetPasswordPolicy'], ['serveAndNot', 'DisableService'], ['readTheAuditLog'],
  ['lendAKey'], ['deleteEverything'],
].filter(([, needs]) => needs === undefined || actions.has(needs));

for (const way of ways) {
  test(way.name, async (t) => {
    const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
    const life = { t, server, way, admin: new ClientOfWay(way, server) };
    for (const [chapter] of chapters) await life_cycle[chapter](life);
  });
}
