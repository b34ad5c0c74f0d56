import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { layangVersion } from './layang-version.ts';

/** One request that was answered. `route` is the pattern (`/letters/:id`), never an address. */
export interface AnsweredRequest {
  method: string;
  route: string;
  status: number;
  seconds: number;
}

export type Outcome = 'done' | 'refused' | 'failed';

/** What this process counts as it goes; read by Prometheus. Each is described in docs/operating/monitoring.md. */
export interface Figures {
  readonly registry: Registry;
  answered(request: AnsweredRequest): void;
  signed(outcome: Outcome, seconds: number): void;
  jobEnded(job: string, outcome: Outcome, seconds: number): void;
  documentsFailed(operation: string): void;
  /** Memory, processor, event loop: once, where somebody will ask. */
  watchProcess(): void;
}

const PAGE_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WORK_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180];

export async function openFigures(): Promise<Figures> {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'layang_http_request_seconds',
    help: 'Requests answered, by pattern of the route',
    labelNames: ['method', 'route', 'status'],
    buckets: PAGE_SECONDS,
    registers,
  });
  const signings = new Histogram({
    name: 'layang_signing_seconds',
    help: 'Signing acts, from the passphrase to the issued letter',
    labelNames: ['outcome'],
    buckets: WORK_SECONDS,
    registers,
  });
  const jobs = new Histogram({
    name: 'layang_job_seconds',
    help: 'Tries at jobs that ended in this process',
    labelNames: ['job', 'outcome'],
    buckets: WORK_SECONDS,
    registers,
  });
  const documents = new Counter({
    name: 'layang_documents_errors_total',
    help: 'Times that the document store failed',
    labelNames: ['operation'],
    registers,
  });
  const info = new Gauge({ name: 'layang_info', help: 'The version', labelNames: ['version'], registers });
  info.set({ version: await layangVersion() }, 1);
  return {
    registry,
    answered: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    signed: (outcome, seconds) => signings.observe({ outcome }, seconds),
    jobEnded: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    documentsFailed: (operation) => documents.inc({ operation }),
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  };
}
