import { expect } from '@jest/globals';
import { z } from 'zod';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { bucketWorld, SWIFT } from '../documents/bucket-world.ts';
import { judged } from '../support/judge.ts';
import { storeLink } from '../support/store-link.ts';
import { letterToSign, signingWorld, wireFor } from './signing-world.ts';

const passphrase = demoPassphrase('kadisdik');

judged(
  SWIFT,
  'with the bucket away reading and signing say "coba lagi", no number is taken, and afterwards all goes on',
  async () => {
    const service = await bucketWorld();
    if (service === undefined) throw new Error('there is no Swift here');
    const settings = await service.newBucket();
    const link = await storeLink(service.swift.endpoint);
    const world = await signingWorld({
      settings: {
        S3_ENDPOINT: link.endpoint,
        S3_BUCKET: settings.bucket,
        S3_ACCESS_KEY_ID: settings.accessKeyId,
        S3_SECRET_ACCESS_KEY: settings.secretKey,
      },
    });
    const { layang, chief } = world;
    const [first, second] = [await letterToSign(world), await letterToSign(world)];
    const sign = (letter: typeof first) => layang.signLetter({ actor: chief, ...letter, passphrase });
    const numbers = () =>
      layang.db.many(
        z.object({ text: z.string(), state: z.string() }),
        sql`SELECT text, state FROM letter_number ORDER BY id`,
      );

    const issued = await sign(first);
    expect(await service.keys(settings)).toContain(`documents/${issued.documentSha256.toString('hex')}`);
    const before = await numbers();

    link.set('shut');
    const unreachable = { problem: 'unavailable', code: 'documents-unreachable' };
    await expect(sign(second)).rejects.toMatchObject(unreachable);
    await expect(layang.documents.read(issued.documentSha256)).rejects.toMatchObject(unreachable);
    expect(await numbers()).toEqual(before);
    await expect(wireFor(world.config)).rejects.toMatchObject({ code: 'documents-unreachable' });

    link.set('whole');
    const next = await sign(second);
    expect(await numbers()).toEqual([...before, { text: next.number, state: 'issued' }]);
    expect((await layang.documents.read(issued.documentSha256)).subarray(0, 5).toString()).toBe('%PDF-');
  },
);
