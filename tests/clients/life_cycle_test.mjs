// The whole life of a directory by each of Alibaba's clients, in each way of signing and sending: what was automated against
// CloudSSO runs against scimd.
import { test } from 'node:test';
import { startServer } from '../wire/support/server.mjs';
import { ClientOfWay } from './support/client.mjs';
import {
  deleteEverything, driftAndRollBack, lendAKey, listJoinedGroups, makeADirectory, makeCredentials, makeGroups, makeUsers, pushWhileEnabled,
  readTheAuditLog, serveAndNot, setPolicies, tagUsers,
} from './support/life_cycle.mjs';
import { ways } from './support/ways.mjs';

const chapters = [
  makeADirectory, makeCredentials, makeUsers, tagUsers, makeGroups, listJoinedGroups, pushWhileEnabled, driftAndRollBack, setPolicies,
  serveAndNot, readTheAuditLog, lendAKey, deleteEverything,
];

for (const way of ways) {
  test(way.name, async (t) => {
    const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
    const life = { t, server, way, admin: new ClientOfWay(way, server) };
    for (const chapter of chapters) await chapter(life);
  });
}
