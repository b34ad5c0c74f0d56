import pg from 'pg';

type Row = Record<string, unknown>;

/** Inserts rows of which only what matters is said; the other mandatory columns get any value of their type. */
export async function openRows(
  url: string,
): Promise<{ insert(table: string, row?: Row): Promise<Row>; client: pg.Client }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    client,
    async insert(table, row = {}) {
      const { rows: columns } = await client.query<{ name: string; type: string }>(
        `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = ''`,
        [table],
      );
      const filled: Row = { ...Object.fromEntries(columns.map(({ name, type }) => [name, anyOf(type)])), ...row };
      const names = Object.keys(filled);
      const places = names.map((_, i) => `$${i + 1}`).join(', ');
      const { rows } = await client.query<Row>(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places}) RETURNING *`,
        Object.values(filled),
      );
      return rows[0] ?? {};
    },
  };
}

function anyOf(type: string): unknown {
  if (type === 'bytea') return Buffer.alloc(32, 7);
  if (type === 'boolean') return false;
  if (type === 'jsonb' || type === 'json') return '{}';
  if (type.startsWith('timestamp') || type === 'date') return new Date('2026-03-02T08:00:00Z');
  return type === 'text' || type.startsWith('character') ? 'x' : 1;
}

/** One row in every table that is written once, with the rows it stands on. */
export async function makeOneOfEverything(url: string): Promise<pg.Client> {
  const { insert, client } = await openRows(url);
  const unit = await insert('unit');
  const position = await insert('position', { unit_id: unit.id });
  const person = await insert('person', { username: 'siti' });
  const appointment = await insert('appointment', { person_id: person.id, position_id: position.id });
  const kind = (await client.query('SELECT code FROM letter_kind LIMIT 1')).rows[0] ?? { code: 'x' };
  const letter = await insert('letter', {
    kind: kind.code,
    unit_id: unit.id,
    drafter_id: appointment.id,
    state: 'draft',
  });
  const document = await insert('document');
  const version = await insert('letter_version', {
    letter_id: letter.id,
    content: '{}',
    sha256: Buffer.from('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 'hex'),
    preview_sha256: document.sha256,
    submitted_by: appointment.id,
  });
  const step = await insert('approval_step', {
    version_id: version.id,
    letter_id: letter.id,
    position_id: position.id,
    task: 'sign',
  });
  const by = { letter_id: letter.id, person_id: person.id, appointment_id: appointment.id };
  await insert('decision', { ...by, version_id: version.id, step_id: step.id, outcome: 'signed' });
  const template = await insert('chain_template');
  await insert('chain_template_version', {
    template_id: template.id,
    version: 1,
    corrections: 'hold',
    changed_by: person.id,
  });
  await insert('version_chain', { version_id: version.id, corrections: 'hold' });
  const key = await insert('private_key', { person_id: person.id, purpose: 'certificate', algorithm: 'p256' });
  const certificate = await insert('certificate', { role: 'official', person_id: person.id, private_key_id: key.id });
  const sealKey = await insert('seal_key', { role: 'official', appointment_id: appointment.id, kid: Buffer.alloc(4) });
  const register = await insert('register', { unit_id: unit.id });
  const number = await insert('letter_number', { register_id: register.id, letter_id: letter.id, state: 'reserved' });
  await client.query("UPDATE letter_number SET state = 'issued'");
  const act = await insert('signing_act', {
    ...by,
    version_id: version.id,
    step_id: step.id,
    number_id: number.id,
    certificate_id: certificate.id,
    seal_key_id: sealKey.id,
    token: '0123456789ABCDEF',
    state: 'done',
    document_sha256: document.sha256,
  });
  await insert('issue', {
    letter_id: letter.id,
    act_id: act.id,
    number_id: number.id,
    document_sha256: document.sha256,
  });
  await insert('signature', {
    ...by,
    document_sha256: document.sha256,
    certificate_id: certificate.id,
    seal_key_id: sealKey.id,
    level: 'B-B',
  });
  await insert('log_entry', { kind: 'LETTER', letter_id: letter.id, log_index: 0 });
  await insert('letter_status', { ...by, code: 'withdrawn', log_index: 0 });
  await insert('version_recipient', { version_id: version.id, part: 'to' });
  const delivery = await insert('delivery', { letter_id: letter.id, part: 'to', channel: 'print', state: 'queued' });
  await insert('delivery_event', { delivery_id: delivery.id, state: 'queued' });
  await insert('expedition', { unit_id: unit.id, delivery_id: delivery.id, sent_by: person.id });
  const incoming = await insert('incoming', {
    ...{ unit_id: unit.id, addressee_position_id: position.id },
    ...{
      origin: 'desk',
      channel: 'post',
      submission_key: 'a-key-of-8',
      security: 'B',
      urgency: 'BIASA',
      state: 'open',
    },
  });
  await insert('handover', {
    ...{ unit_id: unit.id, incoming_id: incoming.id, to_unit_id: unit.id },
    ...{ kind: 'handed', place: 'x', receiver: 'y', recorded_by: person.id },
  });
  const status = (await client.query('SELECT id FROM letter_status')).rows[0];
  await insert('delivery_status', { delivery_id: delivery.id, status_id: status?.id });
  await insert('mail');
  await insert('upload', {
    letter_id: letter.id,
    role: 'letter',
    kind: 'pdf',
    state: 'waiting',
    received_sha256: document.sha256,
  });
  const event = await insert('account_event', { person_id: person.id, kind: 'link-made' });
  await insert('account_event_read', { event_id: event.id });
  await insert('trust_version');
  await insert('directory_version');
  return client;
}
